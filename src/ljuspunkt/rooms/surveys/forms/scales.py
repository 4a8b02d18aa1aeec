"""The form of a list of choices, a row per choice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ljuspunkt.domain.survey.scale import Choice, Scale
from ljuspunkt.rooms.surveys.forms.questions import wording_field
from ljuspunkt.ui.language import language_name

EMPTY_CHOICES = 2
"""How many empty rows a list of choices offers."""
MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """The fields of one choice."""

    at: int
    heading: str
    first: tuple[forms.BoundField, ...]
    labels: tuple[tuple[str, forms.BoundField], ...]


class ScaleForm(forms.Form):
    """A list of choices, a row each in the order in which they are shown; a row without a name is left out."""

    name = forms.CharField(
        label=_("Name of the list"),
        help_text=_("Stands in files: letters A to Z, digits and _."),
        max_length=60,
        widget=forms.TextInput(attrs={"data-short": "", "dir": "ltr"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    mark_changed = forms.BooleanField(
        label=_("Mark the questions that are no longer the same as changed"), required=False
    )

    def __init__(self, *args: object, languages: Sequence[str], scale: Scale | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.languages, self.scale = tuple(languages), scale
        choices = scale.choices if scale else ()
        if scale is not None:
            self.initial = {"name": scale.name, **self.initial}
        self.n_rows = self._n_rows(len(choices))
        for at in range(self.n_rows):
            self._row(at, choices[at] if at < len(choices) else None)

    def _n_rows(self, n: int) -> int:
        if not self.is_bound:
            return min(n + (EMPTY_CHOICES if self.scale else 5), MOST_CHOICES)
        sent = [int(found[1]) for key in self.data if (found := re.fullmatch(r"choice_([0-9]{1,2})", key))]
        return min(max(sent, default=-1) + 1, MOST_CHOICES)

    def _row(self, at: int, choice: Choice | None) -> None:
        short = {"data-short": "", "dir": "ltr"}
        self.fields[f"place_{at}"] = forms.IntegerField(
            label=_("Place"), required=False, min_value=0, max_value=999, initial=at + 1
        )
        self.fields[f"choice_{at}"] = forms.CharField(
            label=_("Name"), required=False, max_length=40, initial=choice.name if choice else "",
            widget=forms.TextInput(attrs=short),
        )  # fmt: skip
        self.fields[f"value_{at}"] = forms.IntegerField(
            label=_("Value"), required=False, min_value=-9999, max_value=9999, initial=choice.value if choice else None
        )
        self.fields[f"missing_{at}"] = forms.ChoiceField(
            label=_("Counts as"),
            required=False,
            choices=[
                ("", _("an answer")),
                ("dont_know", _("don't know, left out")),
                ("not_applicable", _("doesn't apply, left out")),
            ],
            initial=(choice.missing or "") if choice else "",
        )
        for language in self.languages:
            self.fields[f"label_{at}_{language}"] = wording_field(
                language, language_name(language), 1, initial=choice.label.get(language, "") if choice else ""
            )

    @property
    def rows(self) -> list[ChoiceRow]:
        """Return the choices, a row each."""
        return [
            ChoiceRow(
                at,
                gettext("Choice {n}").format(n=at + 1),
                tuple(self[f"{part}_{at}"] for part in ("place", "choice", "value", "missing")),
                tuple((language, self[f"label_{at}_{language}"]) for language in self.languages),
            )
            for at in range(self.n_rows)
        ]

    def clean(self) -> dict[str, object]:
        """Refuse a name that stands twice, a choice with words and without a name, and an odd name."""
        found = super().clean() or {}
        names: set[str] = set()
        before = {choice.name for choice in self.scale.choices} if self.scale else set()
        for at in range(self.n_rows):
            name = str(found.get(f"choice_{at}", ""))
            worded = any(found.get(f"label_{at}_{language}") for language in self.languages)
            if not name and worded:
                self.add_error(f"choice_{at}", _("A choice needs a name, which stands in the answers, such as 4."))
            if name and name not in before and not re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", name):
                self.add_error(f"choice_{at}", _("A name has letters A to Z, digits, _, - and . only."))
            if name and name in names:
                self.add_error(f"choice_{at}", _("There are two choices with this name; each needs its own."))
            names.add(name)
        return found

    def given(self) -> Scale:
        """Return the list; easy wordings and languages that aren't shown stay. Only of a valid form."""
        found = self.cleaned_data
        before = {choice.name: choice for choice in (self.scale.choices if self.scale else ())}
        rows: list[tuple[tuple[int, int], Choice]] = []
        for at in range(self.n_rows):
            name = found[f"choice_{at}"]
            if not name:
                continue
            was = before.get(name) or (self.scale.choices[at] if self.scale and at < len(self.scale.choices) else None)
            shown = {language: found[f"label_{at}_{language}"].strip() for language in self.languages}
            others = {language: words for language, words in (was.label if was else {}).items()
                      if language not in self.languages}  # fmt: skip
            place = found[f"place_{at}"]
            rows.append(
                (
                    (at + 1 if place is None else place, at),
                    Choice(
                        name=name,
                        label={**{language: words for language, words in shown.items() if words}, **others},
                        value=found[f"value_{at}"],
                        missing=found[f"missing_{at}"] or None,
                        easy=was.easy if was else {},
                    ),
                )
            )
        return Scale(found["name"], tuple(choice for _place, choice in sorted(rows, key=lambda row: row[0])))
