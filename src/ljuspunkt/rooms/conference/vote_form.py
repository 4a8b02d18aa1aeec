"""The form in which a vote is planned: sentences with choices and numbers in them, and what they mean.

A form parses. What fits together is decided by `domain/consensus/soundness.py`; its refusals come back to the field.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from string import Formatter
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.pool import Outcome, Pool
from ljuspunkt.domain.consensus.rule import (
    Base,
    Chair,
    Consensus,
    Expand,
    Lot,
    Rest,
    Rule,
    Runoff,
    Secondary,
    Strict,
    Ties,
)
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.conference.services.draft_vote import Draft

MOST = 10_000
LONGEST_SEED = 200
_SHARE = re.compile(r"\s*([0-9]{1,6})\s*/\s*([0-9]{1,6})\s*|\s*([0-9]{1,3}(?:[.,][0-9]{1,6})?)\s*(%?)\s*")
_SCORE = re.compile(r"\s*(?P<item>\S+?)\s*[:;\t ]\s*(?P<score>-?[0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*")

FIELD_OF: Mapping[str, str] = {
    "pool_kind": "pool_kinds",
    "pool_source": "pool_votes",
    "form_most": "choose_most",
    "form_points": "points_most",
    "form_scale": "rate_high",
    "consensus_steps": "rate_high",
    "consensus_groups": "by_group",
    "rule_empty": "places_how",
    "rule_bars": "out_on",
    "rule_share": "out_share",
    "rule_bars_crossed": "through_share",
    "places_kind": "places_how",
    "places_none": "places_how",
    "ties_runoffs": "runoff_most",
    "ties_seed": "seed",
    "ties_scores_unknown": "scores",
    "ties_scores_missing": "scores",
    "entitled_none": "entitled",
}
"""Where a refusal of the method belongs, by its code."""


class ShareField(forms.Field):
    """A share as people write it: 50 %, 66,7 % or 2/3; kept exactly."""

    def __init__(self, **named: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"maxlength": 15}), **named)

    def to_python(self, value: object) -> Any:
        """Return the share as a fraction, None where nothing was written."""
        text = str(value or "").strip()
        if not text:
            return None
        found = _SHARE.fullmatch(text)
        if found is not None and found[1] and int(found[2]):
            return Fraction(int(found[1]), int(found[2]))
        if found is not None and found[3] and (found[4] or found[3].isdecimal()):
            return Fraction(found[3].replace(",", ".")) / 100
        raise ValidationError(_("Write a share as a percentage, 50 %, or as a fraction, 2/3."), code="share")


def share_as_typed(share: Fraction) -> str:
    """Return a share as it is written in the form: a percentage where that is exact, else a fraction."""
    percent = share * 100
    return f"{percent} %" if percent.denominator == 1 else f"{share.numerator}/{share.denominator}"


def _number(label: Any, *, low: int = 1, high: int = MOST, initial: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        required=False,
        initial=initial,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


LAST_WAYS = (
    ("expand", gettext_lazy("all the tied go through")),
    ("strict", gettext_lazy("none of the tied go through")),
    ("chair", gettext_lazy("the chair rules and gives a reason")),
    ("secondary", gettext_lazy("scores registered beforehand decide")),
    ("lot", gettext_lazy("lots are drawn")),
)


class VoteForm(forms.Form):
    """A vote's title, pool, ballot and rule."""

    title_sv = forms.CharField(
        label=gettext_lazy("What the vote is called, in Swedish"), max_length=120, required=False
    )
    title_en = forms.CharField(
        label=gettext_lazy("What the vote is called, in English"), max_length=120, required=False
    )
    entitled = _number(gettext_lazy("Voters entitled in this vote"))
    pool_from = forms.ChoiceField(
        label=gettext_lazy("What is voted on"),
        choices=(("all", gettext_lazy("all candidates")), ("votes", gettext_lazy("what earlier votes left"))),
        widget=forms.RadioSelect,
        initial="all",
    )
    pool_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds"), widget=forms.CheckboxSelectMultiple, required=False
    )
    pool_outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome in the earlier votes"),
        choices=(
            ("onward", gettext_lazy("went on to the next vote")),
            ("through", gettext_lazy("went through")),
            ("out", gettext_lazy("dropped out")),
        ),
        required=False,
    )
    pool_votes = forms.MultipleChoiceField(
        label=gettext_lazy("Earlier votes"), widget=forms.CheckboxSelectMultiple, required=False
    )
    form = forms.ChoiceField(
        label=gettext_lazy("How one votes"),
        choices=(("approve", ""), ("choose", ""), ("points", ""), ("rate", ""), ("rank", "")),
        widget=forms.RadioSelect,
        initial="approve",
    )
    choose_most = _number(gettext_lazy("The most candidates a voter chooses"), initial=5)
    points_budget = _number(gettext_lazy("Points that a voter shares out"), initial=10)
    points_most = _number(gettext_lazy("The most points for one candidate"), initial=5)
    rate_low = _number(gettext_lazy("Where the scale begins"), low=-1000, high=1000, initial=1)
    rate_high = _number(gettext_lazy("Where the scale ends"), low=-1000, high=1000, initial=9)
    basis = forms.ChoiceField(
        label=gettext_lazy("What decides"),
        choices=(("votes", gettext_lazy("places and shares")), ("agreement", gettext_lazy("agreement on ratings"))),
        widget=forms.RadioSelect,
        initial="votes",
    )
    out_on = forms.BooleanField(label=gettext_lazy("A share that is too small"), required=False)
    out_share = ShareField(label=gettext_lazy("Share below which a candidate is out"), initial="50 %")
    places_how = forms.ChoiceField(
        label=gettext_lazy("How many places there are"),
        choices=(("overall", ""), ("none", ""), ("kinds", "")),
        widget=forms.RadioSelect,
        initial="overall",
    )
    places = _number(gettext_lazy("Places in all"), initial=10)
    through_on = forms.BooleanField(label=gettext_lazy("A share that suffices"), required=False)
    through_share = ShareField(label=gettext_lazy("Share that is enough to go through"), initial="80 %")
    of = forms.ChoiceField(
        label=gettext_lazy("What shares are counted of"),
        choices=(("cast", gettext_lazy("the ballots cast")), ("entitled", gettext_lazy("the entitled voters"))),
        initial="cast",
        required=False,
    )
    rest = forms.ChoiceField(
        label=gettext_lazy("What happens to the rest"),
        choices=(("onward", gettext_lazy("go on to the next vote")), ("out", gettext_lazy("drop out"))),
        initial="onward",
    )
    ties = forms.ChoiceField(
        label=gettext_lazy("What settles a tie for the last places"),
        choices=(("expand", ""), ("strict", ""), ("runoff", ""), ("chair", ""), ("secondary", ""), ("lot", "")),
        widget=forms.RadioSelect,
        initial="expand",
    )
    runoff_most = _number(gettext_lazy("The most times the tied are voted on again"), high=100, initial=2)
    runoff_then = forms.ChoiceField(
        label=gettext_lazy("What settles it after that"), choices=LAST_WAYS, initial="expand", required=False
    )
    seed = forms.CharField(
        label=gettext_lazy("Seed of the lot"),
        max_length=LONGEST_SEED,
        required=False,
        help_text=gettext_lazy(
            "Words or a number that everybody sees beforehand and nobody could choose to suit them."
        ),
    )
    scores = forms.CharField(
        label=gettext_lazy("Scores registered beforehand"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One candidate per line: its number, a colon and its score. Higher goes first."),
    )
    inside = ShareField(label=gettext_lazy("Share that must agree"), initial="70 %")
    against = ShareField(label=gettext_lazy("Share that must not disagree"), initial="15 %")
    by_group = forms.BooleanField(label=gettext_lazy("In every declared group"), required=False)

    def __init__(
        self, *given: Any, kinds: Sequence[tuple[str, str]], earlier: Sequence[tuple[str, str]], **named: Any
    ) -> None:
        """Take the conference's kinds and earlier votes, each as value and what it is called."""
        super().__init__(*given, **named)
        self.kinds = kinds
        self.earlier = earlier
        cast(forms.MultipleChoiceField, self.fields["pool_kinds"]).choices = kinds
        cast(forms.MultipleChoiceField, self.fields["pool_votes"]).choices = earlier
        for place, (_kind, word) in enumerate(kinds):
            self.fields[f"places_{place}"] = _number(_("Places for {kind}").format(kind=word), low=0)
        for name, field in self.fields.items():
            if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
                field.widget.attrs.setdefault("aria-label", str(field.label))
                if field.help_text:
                    field.widget.attrs.setdefault("aria-describedby", f"id_{name}_helptext")

    def draft(self) -> Draft:
        """Return what the sentences mean; called on a form that is valid."""
        given = self.cleaned_data
        titles = {"sv": given["title_sv"].strip(), "en": given["title_en"].strip()}
        title: Text = {language: words for language, words in titles.items() if words}
        return Draft(self._pool(given), _form(given), self._rule(given), title, given["entitled"])

    def clean(self) -> dict[str, Any]:
        """Say beside the field which number a chosen sentence lacks."""
        given = super().clean() or {}
        if given.get("form") != "rate":
            given["basis"] = "votes"  # agreement exists for ratings alone, and its sentence isn't shown for others
        for name in self._needed(given):
            if given.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("This is needed for what you have chosen."))
        if given.get("pool_from") == "votes" and not given.get("pool_votes") and "pool_votes" not in self.errors:
            self.add_error("pool_votes", _("Choose at least one earlier vote."))
        if self._settles(given) == "secondary" and given.get("scores"):
            try:
                _scores(given["scores"])
            except ValidationError as refusal:
                self.add_error("scores", refusal)
        return given

    def _needed(self, given: Mapping[str, Any]) -> Iterable[str]:
        by_form = {
            "choose": ("choose_most",),
            "points": ("points_budget", "points_most"),
            "rate": ("rate_low", "rate_high"),
        }
        yield from by_form.get(given.get("form", ""), ())
        if given.get("basis") == "agreement":
            yield from ("inside", "against")
            return
        for name, share in (("out_on", "out_share"), ("through_on", "through_share")):
            if given.get(name):
                yield share
        how = given.get("places_how")
        if how == "overall":
            yield "places"
        if how != "none" and given.get("ties") == "runoff":
            yield "runoff_most"
        if how != "none":
            yield from {"secondary": ("scores",), "lot": ("seed",)}.get(self._settles(given), ())

    def _settles(self, given: Mapping[str, Any]) -> str:
        """Return the way that settles a tie in the last place."""
        ties = given.get("ties", "")
        return str(given.get("runoff_then", "") if ties == "runoff" else ties)

    def _pool(self, given: Mapping[str, Any]) -> Pool:
        chosen = tuple(kind for kind, _word in self.kinds if kind in given["pool_kinds"])
        kinds = () if len(chosen) == len(self.kinds) else chosen
        if given["pool_from"] == "all":
            return Pool(kinds)
        return Pool(kinds, tuple(given["pool_votes"]), cast(Outcome, given["pool_outcome"] or "onward"))

    def _rule(self, given: Mapping[str, Any]) -> Rule:
        rest = cast(Rest, given["rest"])
        if given["basis"] == "agreement":
            return Rule(rest, consensus=Consensus(given["inside"], given["against"], given["by_group"]))
        places: int | dict[str, int] | None = None
        if given["places_how"] == "overall":
            places = given["places"]
        elif given["places_how"] == "kinds":
            places = {
                kind: n for place, (kind, _w) in enumerate(self.kinds) if (n := given[f"places_{place}"]) is not None
            }
        return Rule(
            rest,
            places,
            through_bar=given["through_share"] if given["through_on"] else None,
            out_bar=given["out_share"] if given["out_on"] else None,
            ties=_ties(given) if places is not None else Expand(),
            of=cast(Base, given["of"] or "cast"),
        )


def _form(given: Mapping[str, Any]) -> Form:
    match given["form"]:
        case "choose":
            return Choose(given["choose_most"])
        case "points":
            return Points(given["points_budget"], given["points_most"])
        case "rate":
            return Rate(given["rate_low"], given["rate_high"])
        case "rank":
            return Rank()
        case _:
            return Approve()


def _ties(given: Mapping[str, Any]) -> Ties:
    if given["ties"] == "runoff":
        return Runoff(given["runoff_most"], _last_way(given["runoff_then"] or "expand", given))
    return _last_way(given["ties"], given)


def _last_way(way: str, given: Mapping[str, Any]) -> Expand | Strict | Chair | Secondary | Lot:
    match way:
        case "strict":
            return Strict()
        case "chair":
            return Chair()
        case "lot":
            return Lot(given["seed"].strip())
        case "secondary":
            return Secondary(_scores(given["scores"]))
        case _:
            return Expand()


def _scores(text: str) -> dict[str, Fraction]:
    """Return scores by candidate from lines such as "12: 3,5"."""
    scores: dict[str, Fraction] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _SCORE.fullmatch(line)
        if found is None:
            raise ValidationError(
                _("Line {line} holds “{text}”; a candidate's number, a colon and its score are needed.").format(
                    line=number, text=line.strip()[:60]
                ),
                code="score",
            )
        if found["item"] in scores:
            raise ValidationError(_("The candidate {item} has two scores.").format(item=found["item"]), code="score")
        scores[found["item"]] = Fraction(found["score"].replace(",", "."))
    return scores


def as_typed(draft: Draft, kinds: Sequence[str]) -> dict[str, Any]:
    """Return what the form holds for a draft."""
    rule, pool = draft.rule, draft.pool
    typed: dict[str, Any] = {
        "title_sv": draft.title.get("sv", ""),
        "title_en": draft.title.get("en", ""),
        "entitled": draft.entitled,
        "pool_from": "votes" if pool.sources else "all",
        "pool_kinds": list(pool.kinds),
        "pool_votes": list(pool.sources),
        "pool_outcome": pool.outcome,
        "rest": rule.rest,
        "of": rule.of,
        **_form_as_typed(draft.form),
    }
    if rule.consensus is not None:
        return typed | {
            "basis": "agreement",
            "inside": share_as_typed(rule.consensus.inside),
            "against": share_as_typed(rule.consensus.against),
            "by_group": rule.consensus.by_group,
        }
    for name, bar in (("out", rule.out_bar), ("through", rule.through_bar)):
        if bar is not None:
            typed |= {f"{name}_on": True, f"{name}_share": share_as_typed(bar)}
    if isinstance(rule.places, int):
        typed |= {"places_how": "overall", "places": rule.places}
    elif rule.places is None:
        typed |= {"places_how": "none"}
    else:
        typed |= {"places_how": "kinds"}
        typed |= {f"places_{kinds.index(kind)}": n for kind, n in rule.places.items() if kind in kinds}
    return typed | _ties_as_typed(rule.ties)


def _form_as_typed(form: Form) -> dict[str, Any]:
    match form:
        case Approve():
            return {"form": "approve"}
        case Choose(most):
            return {"form": "choose", "choose_most": most}
        case Points(budget, most):
            return {"form": "points", "points_budget": budget, "points_most": most}
        case Rate(low, high):
            return {"form": "rate", "rate_low": low, "rate_high": high}
        case Rank():
            return {"form": "rank"}


def _ties_as_typed(ties: Ties) -> dict[str, Any]:
    if isinstance(ties, Runoff):
        then = _ties_as_typed(ties.then)
        return then | {"ties": "runoff", "runoff_most": ties.most, "runoff_then": then["ties"]}
    match ties:
        case Strict():
            return {"ties": "strict"}
        case Chair():
            return {"ties": "chair"}
        case Lot(seed):
            return {"ties": "lot", "seed": seed or ""}
        case Secondary(scores):
            lines = "\n".join(f"{item}: {_decimal(score)}" for item, score in scores.items())
            return {"ties": "secondary", "scores": lines}
        case _:
            return {"ties": "expand"}


def _decimal(score: Fraction) -> str:
    return format(Decimal(score.numerator) / Decimal(score.denominator), "f")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence: words, or a field to fill in."""

    words: str = ""
    field: forms.BoundField | None = None


def sentence(form: VoteForm, words: str, **fields: str) -> tuple[Part, ...]:
    """Return a sentence with fields in its named places.

    Args:
        words: translated, with a named place per field.
        fields: name of the form's field, by place.
    """
    parts: list[Part] = []
    for text, place, _spec, _conversion in Formatter().parse(words):
        if text and text != ".":  # a full stop after a field would stand on a line of its own on a phone
            parts.append(Part(text))
        if place:
            parts.append(Part(field=form[fields[place]]))
    return tuple(parts)
