"""Forms of inventories; they parse, and the use cases judge."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ljuspunkt.domain.indicator.candidate import (
    KINDS,
    LANGUAGES,
    LONGEST,
    LONGEST_NUMBER,
    LONGEST_PROPOSER,
    LONGEST_SOURCE,
    MOST_SOURCES,
    PERSPECTIVES,
    SOURCE_KINDS,
    TEXTS,
    Source,
    Wording,
    cells,
    plain,
)
from ljuspunkt.domain.indicator.columns import HEADINGS, MEANINGS
from ljuspunkt.domain.indicator.importing import LONGEST_REASON
from ljuspunkt.domain.indicator.published import Agreed
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person, Role
from ljuspunkt.ui.forms import FoldedChoices
from ljuspunkt.ui.language import page_language

EMPTY_SOURCES = 2
"""How many empty rows for sources a form offers."""


def named(names: Text) -> str:
    """Return a name in the page's language."""
    return wording(names, page_language())


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with the change, for everybody who may read the inventory."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, needed: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].required = needed


class WordingForm(forms.Form):
    """What a candidate says; its fields are the columns of a list, and sources in rows of three."""

    def __init__(
        self,
        *args: object,
        kinds: Mapping[str, Text],
        wording: Wording | None = None,
        is_new: bool = False,
        seen: int | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.kinds = kinds
        if is_new:
            self.fields["number"] = forms.CharField(
                label=named(HEADINGS["number"]),
                help_text=_("Leave empty for the next free number."),
                max_length=LONGEST_NUMBER,
                required=False,
                widget=forms.TextInput(attrs={"data-short": ""}),
            )
        self._choices(kinds)
        for text in TEXTS:
            for language in LANGUAGES:
                self.fields[f"{text}_{language}"] = _text(text, language)
        self.fields["proposed_by"] = forms.CharField(
            label=named(HEADINGS["proposed_by"]),
            help_text=named(MEANINGS["proposed_by"]),
            max_length=LONGEST_PROPOSER,
            required=False,
        )
        sources = wording.sources if wording else ()
        for at in range(self._n_rows(len(sources))):
            self._source(at, sources[at] if at < len(sources) else None)
        if not is_new:
            self.fields["reason"] = ReasonForm.base_fields["reason"]
        if seen is not None:
            self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, initial=seen)
        if wording is not None:
            self.initial = {**cells(wording), **self.initial}

    def _choices(self, kinds: Mapping[str, Text]) -> None:
        if kinds:
            self.fields["kind"] = forms.ChoiceField(
                label=named(HEADINGS["kind"]), choices=[(kind, named(name) or kind) for kind, name in kinds.items()]
            )
        self.fields["perspective"] = forms.ChoiceField(
            label=named(HEADINGS["perspective"]),
            choices=[("", _("not known")), *((code, named(name)) for code, name in PERSPECTIVES.items())],
            required=False,
        )

    def _n_rows(self, n_sources: int) -> int:
        if not self.is_bound:
            return min(n_sources + EMPTY_SOURCES, MOST_SOURCES)
        sent = [int(found[1]) for key in self.data if (found := re.fullmatch(r"source_words_([0-9]{1,2})", key))]
        return min(max(sent, default=-1) + 1, MOST_SOURCES)

    def _source(self, at: int, source: Source | None) -> None:
        self.fields[f"source_kind_{at}"] = forms.ChoiceField(
            label=gettext("Kind of source {n}").format(n=at + 1),
            choices=[(code, named(name)) for code, name in SOURCE_KINDS.items()],
            required=False,
            initial=source.kind if source else "report",
        )
        self.fields[f"source_words_{at}"] = forms.CharField(
            label=gettext("Source {n}").format(n=at + 1),
            max_length=LONGEST_SOURCE,
            required=False,
            initial=source.words if source else "",
        )
        self.fields[f"source_link_{at}"] = forms.URLField(
            label=gettext("Address of source {n}").format(n=at + 1),
            max_length=LONGEST_SOURCE,
            required=False,
            initial=source.link if source else "",
            assume_scheme="https",
        )

    @property
    def sources(self) -> list[tuple[forms.BoundField, ...]]:
        """Return the fields of the sources, a row each."""
        rows = len([name for name in self.fields if name.startswith("source_words_")])
        return [tuple(self[f"source_{part}_{at}"] for part in ("kind", "words", "link")) for at in range(rows)]

    @property
    def texts(self) -> list[forms.BoundField]:
        """Return the fields of the texts."""
        return [self[f"{text}_{language}"] for text in TEXTS for language in LANGUAGES]

    def given(self) -> dict[str, str]:
        """Return what was written, by column; only of a form that is valid."""
        written = self.cleaned_data
        found = {
            name: str(written[name])
            for name in self.fields
            if name in HEADINGS and name != "number" and name in written
        }
        sources = []
        for kind, words, link in self.sources:
            said, address = written.get(words.name, ""), written.get(link.name, "")
            if said or address:
                sources.append(Source(written.get(kind.name) or "other", said, address).said("en"))
        return {**found, "sources": "\n".join(sources)}

    def place_of(self, column: str) -> str | None:
        """Return the field at which a refusal about a column stands, None where there is no such field."""
        if column == "sources":
            return "source_words_0" if "source_words_0" in self.fields else None
        return column if column in self.fields else None


def _text(text: str, language: str) -> forms.CharField:
    column = f"{text}_{language}"
    lines = {"title": 0, "short_title": 0, "description": 4, "easy_read": 3}[text]
    attributes = {"lang": language}
    return forms.CharField(
        label=named(HEADINGS[column]),
        help_text=named(MEANINGS[column]) if language == "sv" else "",
        max_length=LONGEST[text],
        required=False,
        widget=forms.Textarea(attrs={**attributes, "rows": lines}) if lines else forms.TextInput(attrs=attributes),
    )


class InventoryForm(forms.Form):
    """An inventory's title, owners and kinds; a line per kind: a short name, then names in Swedish and English."""

    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    owners = forms.MultipleChoiceField(
        label=_("Associations to which the inventory belongs"), widget=FoldedChoices(_("Other associations"))
    )
    kinds = forms.CharField(
        label=_("Kinds of candidates"),
        help_text=_("One per line: a short name, then its names in Swedish and English: effect = effekt = effect."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: object, person: Person, is_new: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        owners = self.fields["owners"]
        assert isinstance(owners, forms.MultipleChoiceField)
        mine = person.associations(Role.ASSOCIATION_COORDINATOR)
        found = [each for each in people.associations() if not each.is_merged]
        owners.choices = [
            (each.slug, each.name) for each in sorted(found, key=lambda each: (each.slug not in mine, each.name))
        ]
        if is_new:
            owners.initial = sorted(mine)
            self.fields["slug"] = forms.SlugField(
                label=_("Name in addresses"),
                help_text=_("Small letters, digits and hyphens; it can't be changed later."),
                max_length=60,
            )

    def clean_slug(self) -> str:
        """Refuse the one name that is an address already."""
        slug = str(self.cleaned_data["slug"])
        if slug == "new":
            raise forms.ValidationError(_("“new” can't be used; choose another name."))
        return slug

    def clean_kinds(self) -> dict[str, Text]:
        """Return the kinds in order with their names."""
        found: dict[str, Text] = {}
        names: set[str] = set()
        for line in filter(None, (line.strip() for line in self.cleaned_data["kinds"].splitlines())):
            kind, *said = (part.strip() for part in line.split("="))
            if not re.fullmatch(r"[\w-]{1,60}", kind):
                raise forms.ValidationError(
                    _("“%(line)s” must begin with a short name of letters, digits and hyphens."), params={"line": line}
                )
            texts = dict(zip(LANGUAGES, (part for part in said if part), strict=False)) or {"sv": kind}
            mine = {kind.casefold(), *(text.casefold() for text in texts.values())}
            if mine & names:
                raise forms.ValidationError(_("Two kinds are called the same: “%(line)s”."), params={"line": line})
            names |= mine
            found[kind] = texts
        return found

    def title(self) -> dict[str, str]:
        """Return the title; only of a form that is valid."""
        return {language: said for language in LANGUAGES if (said := self.cleaned_data[f"title_{language}"].strip())}


def kinds_text(kinds: Mapping[str, Text]) -> str:
    """Return kinds as the form holds them."""
    return "\n".join(
        " = ".join([kind, *(name[each] for each in LANGUAGES if each in name)]) for kind, name in kinds.items()
    )


class ThemeForm(forms.Form):
    """A theme's heading and its candidates."""

    title_sv = forms.CharField(label=_("Heading in Swedish"), max_length=120)
    title_en = forms.CharField(label=_("Heading in English"), max_length=120, required=False)
    numbers = forms.CharField(
        label=_("Numbers of its candidates, in the order in which they are shown"),
        help_text=_("With spaces or commas between them. A candidate stands in one theme at most."),
        required=False,
    )

    def title(self) -> dict[str, str]:
        """Return the heading; only of a form that is valid."""
        return {language: said for language in LANGUAGES if (said := self.cleaned_data[f"title_{language}"].strip())}

    def clean_numbers(self) -> list[str]:
        """Return the numbers in order."""
        return [number for number in re.split(r"[\s,;]+", self.cleaned_data["numbers"]) if number]


class UploadForm(forms.Form):
    """A list to import."""

    list = forms.FileField(
        label=_("List of candidates"),
        help_text=_("A workbook (.xlsx) or comma-separated text (.csv), at most five megabytes."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class AcceptForm(forms.Form):
    """The yes to a list."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with each change of wording."),
        max_length=LONGEST_REASON,
    )

    def __init__(self, *args: object, needed: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].required = needed


class PairForm(forms.Form):
    """Another candidate of the inventory, chosen by number."""

    other = forms.ChoiceField(label=_("Merge with"))

    def __init__(self, *args: object, choices: Iterable[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class TakeForm(forms.Form):
    """An indicator of the comprehensive list to add."""

    number = forms.ChoiceField(label=_("Indicator of the comprehensive list"))

    def __init__(self, *args: object, choices: Sequence[Agreed], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.number, f"{each.number}. {named(each.title)}") for each in choices]


class OwnForm(forms.Form):
    """An indicator of an association's own."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["number"] = forms.CharField(
            label=named(HEADINGS["number"]),
            help_text=_("Of your own, such as E1; the network's numbers can't be used."),
            max_length=LONGEST_NUMBER,
            widget=forms.TextInput(attrs={"data-short": ""}),
        )
        self.fields["kind"] = forms.ChoiceField(
            label=named(HEADINGS["kind"]), choices=[(kind, named(name)) for kind, name in KINDS.items()]
        )
        self.fields["perspective"] = forms.ChoiceField(
            label=named(HEADINGS["perspective"]),
            choices=[("", _("not known")), *((code, named(name)) for code, name in PERSPECTIVES.items())],
            required=False,
        )
        for text in ("title", "description", "easy_read"):
            for language in LANGUAGES:
                self.fields[f"{text}_{language}"] = _text(text, language)

    def text(self, text: str) -> dict[str, str]:
        """Return a text by language; only of a form that is valid."""
        return {each: said for each in LANGUAGES if (said := plain(self.cleaned_data[f"{text}_{each}"]))}


class NoteForm(forms.Form):
    """What is new in a version."""

    note_sv = forms.CharField(
        label=_("What is new, in Swedish"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note_en = forms.CharField(
        label=_("What is new, in English"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def note(self) -> dict[str, str]:
        """Return the note by language; only of a form that is valid."""
        return {each: said for each in LANGUAGES if (said := plain(self.cleaned_data[f"note_{each}"]))}
