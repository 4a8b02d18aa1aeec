"""Rules and results of a vote in words.

The rule is the one that was written down before the vote, read as the method reads it (docs/method).
"""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rate
from ljuspunkt.domain.consensus.rule import Rule
from ljuspunkt.domain.consensus.words import describe_rule, describe_ties
from ljuspunkt.ui import figures


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


def rule_in_words(
    rule: Rule, form: Form, *, kind_word: Callable[[str], str] = str, kept_in: str = ""
) -> tuple[str, ...]:
    """Return the rule but for ties as the method says it, one sentence per step, in the order it is applied.

    Args:
        kind_word: says what a kind is called within a sentence.
        kept_in: the protocol that holds those who are out all the same, if any.
    """
    apart = {describe_ties(rule.ties, _)}
    said = tuple(each for each in describe_rule(rule, form, _, kind_word) if each not in apart)
    if kept_in != "comprehensive":
        return said
    out = _("The rest are out.")
    return tuple(_("The rest stay in the comprehensive protocol.") if each == out else each for each in said)


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
