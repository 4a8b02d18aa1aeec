"""Rules and results of a vote in words.

The rule is the one that was written down before the vote, read as the method reads it (docs/method).
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rate
from ljuspunkt.ui import figures

Rule = Mapping[str, object]


def joined(parts: list[str]) -> str:
    """Return "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{list} and {last}").format(list=", ".join(parts[:-1]), last=parts[-1])


def headline(candidates: int, protocols: Sequence[int]) -> str:
    """Return how many became how few: "137 candidates became 41, and 15 of them the core".

    Args:
        candidates: how many were put to the conference.
        protocols: how many each protocol holds, the shortest first.
    """
    if not protocols:
        return ngettext("{n} candidate is voted on", "{n} candidates are voted on", candidates).format(n=candidates)
    if len(protocols) == 1:
        return _("{all} candidates became {n}").format(all=candidates, n=protocols[0])
    return _("{all} candidates became {comprehensive}, and {core} of them the core").format(
        all=candidates, comprehensive=protocols[-1], core=protocols[0]
    )


def unit(form: Form) -> str:
    """Return what a result is counted in."""
    match form:
        case Approve() | Choose():
            return _("yes")
        case Points():
            return _("points")
        case Rate():
            return _("median")
        case _:
            return _("Borda points")


def fates(*, through: int, onward: int, out: int, undecided: int) -> str:
    """Return the result as one clause: "14 go straight through, 37 go on to the next vote and 46 drop out"."""
    parts = []
    if through or not (onward or out or undecided):
        parts.append(
            ngettext("{n} goes straight to the protocol", "{n} go straight to the protocol", through).format(n=through)
        )
    if undecided:
        parts.append(ngettext("{n} is undecided", "{n} are undecided", undecided).format(n=undecided))
    if onward:
        parts.append(ngettext("{n} goes on to the next vote", "{n} go on to the next vote", onward).format(n=onward))
    if out:
        parts.append(ngettext("{n} drops out", "{n} drop out", out).format(n=out))
    return joined(parts)


def rule_in_words(rule: Rule, *, kind_word: Callable[[str], str] = str, kept_in: str = "") -> list[str]:
    """Return the rule but for ties, one sentence per step, in the order it is applied.

    Args:
        rule: as it is kept with its vote.
        kind_word: says what a kind is called within a sentence.
        kept_in: the protocol that holds those who are out all the same, if any.
    """
    return [*_bars(rule), *_places(rule, kind_word), *_rest(rule, kept_in)]


def _part(rule: Rule, name: str) -> Mapping[str, object]:
    part = rule.get(name)
    return part if isinstance(part, Mapping) else {}


def _share(text: object) -> str:
    share = Fraction(str(text))
    names = {
        Fraction(1, 2): _("half"),
        Fraction(2, 3): _("two thirds"),
        Fraction(3, 4): _("three quarters"),
        Fraction(4, 5): _("four fifths"),
    }
    return names.get(share, str(share))


def _bars(rule: Rule) -> list[str]:
    bar = _part(rule, "out").get("share_below")
    if bar is None:
        return []
    return [_("Fewer than {share} {whole} say yes: out.").format(share=_share(bar), whole=_whole(rule))]


def _whole(rule: Rule) -> str:
    return _("of those entitled to vote") if rule.get("of") == "entitled" else _("of the ballots cast")


def _places(rule: Rule, kind_word: Callable[[str], str]) -> list[str]:
    sentences = []
    through = _part(rule, "through")
    places = through.get("places")
    if isinstance(places, list):
        each = [_("{n} in {kind}").format(n=n, kind=kind_word(str(kind))) for kind, n in places]
        sentences.append(_("Most votes: straight to the protocol, {places}.").format(places=joined(each)))
    elif isinstance(places, int):
        sentences.append(
            ngettext(
                "The one with most votes goes straight to the protocol.",
                "The {n} with most votes go straight to the protocol.",
                places,
            ).format(n=places)
        )
    if (bar := through.get("share_at_least")) is not None:
        sentences.append(
            _("At least {share} {whole} say yes: straight to the protocol as well.").format(
                share=_share(bar), whole=_whole(rule)
            )
        )
    return sentences


def _rest(rule: Rule, kept_in: str) -> list[str]:
    if kept_in == "comprehensive":
        return [_("The rest stay in the comprehensive protocol.")]
    if rule.get("rest") == "out":
        return [_("The rest drop out.")]
    return [_("The rest go on to the next vote.")]


def settled(by: str) -> str:
    """Return how a tie was settled."""
    return {
        "expand": _("all go through"),
        "strict": _("none goes through"),
        "chair": _("settled by the chair"),
        "runoff": _("settled by a new vote"),
        "secondary": _("settled by scores set down beforehand"),
        "lot": _("settled by lot"),
    }.get(by, _("not settled"))


def secondary_in_words(secondary: Mapping[str, object], language: str) -> list[str]:
    """Return what is told of agreement within a vote and of stability since earlier ones, as far as it is kept."""
    return [*_agreement(secondary, language), *_stability(secondary, language)]


def _agreement(secondary: Mapping[str, object], language: str) -> list[str]:
    sentences = []
    same, w = secondary.get("same_answer"), secondary.get("kendall_w")
    if isinstance(same, float):
        sentence = _("Two ballots gave the same answer to {share} of the candidates, on average.")
        sentences.append(sentence.format(share=figures.percent(same, language)))
    named = (("Fleiss kappa", "fleiss_kappa"), ("Gwet AC1", "gwet_ac1"), ("Krippendorff alpha", "krippendorff_alpha"))
    beyond = [
        f"{name} {figures.number(value, language, 2)}"
        for name, key in named
        if isinstance(value := secondary.get(key), float)
    ]
    if beyond:
        sentence = _("Beyond what chance gives, where 0 is chance and 1 is perfect: {figures}.")
        sentences.append(sentence.format(figures=", ".join(beyond)))
    if isinstance(w, float):
        sentence = _("How alike the ballots' orders are, from 0 to 1: Kendall's W {w}.")
        sentences.append(sentence.format(w=figures.number(w, language, 2)))
    return sentences


def _stability(secondary: Mapping[str, object], language: str) -> list[str]:
    since = secondary.get("since")
    sentences = []
    for each in since if isinstance(since, list) else []:
        parts = []
        if each["kendall_tau"] is not None:
            tau = figures.number(each["kendall_tau"], language, 2)
            parts.append(_("Kendall's tau between the orders {tau}").format(tau=tau))
        if each["net"]:
            ends = {end: figures.number(100 * each[end], language) for end in ("fall", "rise")}
            parts.append(
                _("shares changed by {fall} to {rise} percentage points, where changes to and fro cancel").format(
                    **ends
                )
            )
        if parts:
            sentence = ngettext(
                "Since vote {vote}, for {n} candidate: {figures}.",
                "Since vote {vote}, for {n} candidates: {figures}.",
                each["n"],
            )
            sentences.append(sentence.format(vote=each["vote"], n=each["n"], figures="; ".join(parts)))
    return sentences
