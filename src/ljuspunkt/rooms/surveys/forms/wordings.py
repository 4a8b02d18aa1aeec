"""Wordings of one language beside another: a block per question, section, list of choices and for the title."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.survey.translations import Place, Worded, wordings
from ljuspunkt.rooms.surveys.forms.questions import wording_field

BLOCKS = 40
"""How many blocks a page shows."""
COLUMNS: dict[str, Promise] = {
    "label": _("Wording"),
    "easy": _("In easy read"),
    "hint": _("Hint"),
    "constraint_message": _("What is said when the limit isn't kept"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One wording: what it says in the language beside, and the field for the other."""

    label: Promise
    beside: str
    field: forms.BoundField
    lacks: bool


@dataclass(frozen=True, slots=True)
class Block:
    """The wordings of one question, section or choice; `name` is "" for the title."""

    part: str
    name: str
    scale: str
    lines: tuple[Line, ...]


def field_name(place: Place) -> str:
    """Return what a wording's field is called."""
    return "~".join((place.part, place.scale, place.name, place.column))


class WordingsForm(forms.Form):
    """The wordings of one page of blocks in one language."""

    mark_changed = forms.BooleanField(
        label=_("Mark the questions that are no longer the same as changed"), required=False
    )

    def __init__(
        self, *args: object, questionnaire: Questionnaire, language: str, beside: str, shown: Sequence[Worded],
        **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.language, self.beside, self.shown = language, beside, tuple(shown)
        for each in shown:
            said = each.text.get(language, "")
            lines = 1 if each.place.part == "choice" else 2
            name = field_name(each.place)
            self.fields[name] = wording_field(language, str(COLUMNS[each.place.column]), lines, initial=said)
            self.fields[f"was~{name}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, strip=False, initial=said
            )

    @property
    def blocks(self) -> list[Block]:
        """Return the wordings, a block per question, section or choice."""
        found: dict[tuple[str, str, str], list[Line]] = {}
        for each in self.shown:
            place = each.place
            said = each.text.get(self.language, "")
            found.setdefault((place.part, place.name, place.scale), []).append(
                Line(
                    COLUMNS[place.column],
                    each.text.get(self.beside, ""),
                    self[field_name(place)],
                    each.needed and not said.strip(),
                )
            )
        return [Block(part, name, scale, tuple(lines)) for (part, name, scale), lines in found.items()]

    @property
    def before(self) -> list[forms.BoundField]:
        """Return the hidden fields that say what the person saw."""
        return [self[name] for name in self.fields if name.startswith("was~")]

    def said(self) -> dict[Place, str]:
        """Return the wordings by place; only of a valid form."""
        return {each.place: self.cleaned_data[field_name(each.place)] for each in self.shown}

    def seen(self) -> dict[Place, str]:
        """Return what the person saw by place; only of a valid form."""
        return {each.place: self.cleaned_data[f"was~{field_name(each.place)}"] for each in self.shown}


def shown_wordings(
    questionnaire: Questionnaire, language: str, *, only_missing: bool, page: int
) -> tuple[tuple[Worded, ...], int]:
    """Return the wordings of one page of blocks, from 1, and how many pages there are."""
    every = wordings(questionnaire)
    blocks = list(dict.fromkeys(_block(each) for each in every))
    if only_missing:
        lacking = {_block(each) for each in every if not each.text.get(language, "").strip()}
        blocks = [block for block in blocks if block in lacking]
    n_pages = max(1, -(-len(blocks) // BLOCKS))
    page = min(max(page, 1), n_pages)
    here = set(blocks[(page - 1) * BLOCKS : page * BLOCKS])
    return tuple(each for each in every if _block(each) in here), n_pages


def sent_wordings(questionnaire: Questionnaire, sent: QueryDict) -> tuple[Worded, ...]:
    """Return the wordings that a form holds, so that what was typed is kept whatever changed meanwhile."""
    return tuple(each for each in wordings(questionnaire) if field_name(each.place) in sent)


def _block(each: Worded) -> tuple[str, str, str]:
    return (each.place.part, each.place.name, each.place.scale)
