"""Forms of questions and sections; wordings stand side by side, a column per language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.editing import SELECTS
from ljuspunkt.domain.survey.expression import parse
from ljuspunkt.domain.survey.instrument import SameAs
from ljuspunkt.domain.survey.questionnaire import Item, Section
from ljuspunkt.domain.survey.renewal import marked
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.surveys.queries.instruments import scale_ends
from ljuspunkt.ui.language import direction, language_name, on_page

LONGEST_WORDING, LONGEST_EXPRESSION = 5000, 1000
KINDS: Mapping[str, Promise] = {
    "select_one": _("one choice"),
    "select_multiple": _("several choices"),
    "text": _("free text"),
    "integer": _("a whole number"),
    "decimal": _("a number"),
    "date": _("a day"),
    "note": _("a note without an answer"),
}
MARKS: Mapping[str, Promise] = {
    "same": _("same: years are compared"),
    "changed": _("changed: years aren't compared"),
    "new": _("new: it wasn't asked before"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """The fields of one language."""

    code: str
    name: str
    dir: str
    fields: tuple[forms.BoundField, ...]


class Wordings(forms.Form):
    """A form with the same texts in every language of the questionnaire."""

    texts: Mapping[str, tuple[Promise, int]] = {}
    """By the field's name: its label, and how many lines."""

    def __init__(self, *args: object, languages: Sequence[str], said: Mapping[str, Text], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.languages = tuple(languages)
        for language in languages:
            for text, (label, lines) in self.texts.items():
                self.fields[f"{text}_{language}"] = wording_field(
                    language, str(label), lines, initial=said.get(text, {}).get(language, "")
                )
        self.said = said

    @property
    def columns(self) -> list[Column]:
        """Return the wordings, a column per language."""
        return [
            Column(
                language,
                language_name(language),
                direction(language),
                tuple(self[f"{text}_{language}"] for text in self.texts),
            )
            for language in self.languages
        ]

    def text(self, name: str) -> Text:
        """Return one text in all languages; those the form doesn't show stay as they are. Only of a valid form."""
        others = {language: words for language, words in self.said.get(name, {}).items()
                  if language not in self.languages}  # fmt: skip
        shown = {language: self.cleaned_data[f"{name}_{language}"].strip() for language in self.languages}
        return {**{language: words for language, words in shown.items() if words}, **others}


def wording_field(language: str, label: str, lines: int, *, initial: str = "") -> forms.CharField:
    """Return a field for one wording, written the way the language is."""
    attributes = {"lang": language, "dir": direction(language)}
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_WORDING,
        initial=initial,
        widget=forms.Textarea(attrs={**attributes, "rows": lines}) if lines > 1 else forms.TextInput(attrs=attributes),
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What a question's form must know of the questionnaire around it.

    `standard` are lists of choices that may be taken in; `earlier` the questions of the version before, None where
    there is none; `numbers` and `measures` what a question may carry out, with what they say.
    """

    languages: tuple[str, ...]
    scales: Mapping[str, Scale]
    standard: Mapping[str, Text]
    sections: Sequence[tuple[str, str]]
    pictures: Sequence[str]
    numbers: Sequence[tuple[str, str]] = ()
    measures: Sequence[tuple[str, str]] = ()
    earlier: Sequence[str] | None = None
    earlier_version: str = ""
    is_own: bool = False


class ItemForm(Wordings):
    """A question or a note."""

    texts = {
        "label": (_("Wording"), 3),
        "easy": (_("In easy read"), 3),
        "hint": (_("Hint"), 2),
        "constraint_message": (_("What is said when the limit isn't kept"), 2),
    }
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, around: Around, item: Item | None, section: str = "", **kwargs: object) -> None:
        said = {name: getattr(item, name) for name in self.texts} if item is not None else {}
        super().__init__(*args, languages=around.languages, said=said, **kwargs)
        self.around, self.item = around, item
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            help_text=_("Stands in files and tables: letters A to Z, digits and _. Keep it from year to year."),
            max_length=60,
            initial=item.name if item else "",
            widget=forms.TextInput(attrs={"data-short": "", "dir": "ltr"}),
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("Answered by"),
            help_text=_("Reports show choices. Numbers are a column of the data set; texts and days stand apart."),
            choices=list(KINDS.items()),
            initial=item.kind if item else "select_one",
        )
        self.fields["scale"] = forms.ChoiceField(
            label=_("List of choices"), required=False, choices=self._scales(), initial=item.scale if item else ""
        )
        if around.sections:
            self.fields["section"] = forms.ChoiceField(
                label=_("Section"),
                required=False,
                choices=[("", _("none")), *around.sections],
                initial=section,
            )
        self._measuring()
        self._asking()
        if around.pictures:
            self.fields["picture"] = forms.ChoiceField(
                label=_("Symbol in easy read"),
                required=False,
                choices=[("", _("none")), *((name, name) for name in around.pictures)],
                initial=item.picture if item else "",
            )
        if around.earlier is not None and not around.is_own:
            self._marking()

    def _scales(self) -> list[tuple[str, object]]:
        mine = [(name, scale_words(scale)) for name, scale in self.around.scales.items()]
        more = [(f"+{name}", on_page(title)) for name, title in self.around.standard.items()
                if name not in self.around.scales]  # fmt: skip
        return [("", _("none")), *mine, *([(gettext("Standard lists"), more)] if more else [])]

    def _measuring(self) -> None:
        item, around = self.item, self.around
        scale = around.scales.get(self._scale_shown())
        if scale is not None and self._kind_shown() in SELECTS:
            self.fields["positive"] = forms.MultipleChoiceField(
                label=_("Answers that count as positive"),
                required=False,
                choices=[(choice.name, on_page(choice.label)) for choice in scale.answers],
                initial=item.positive if item else (),
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields["reverse"] = forms.BooleanField(
                label=_("A high value is bad (the question runs backwards)"),
                required=False,
                initial=item.reverse if item else False,
            )
        if around.is_own:
            return
        known = {number for number, _said in around.numbers}
        extra = [(number, number) for number in (item.indicators if item else ()) if number not in known]
        if around.numbers or extra:
            self.fields["indicators"] = forms.MultipleChoiceField(
                label=_("Indicators that it measures"),
                required=False,
                choices=[*around.numbers, *extra],
                initial=item.indicators if item else (),
                widget=forms.CheckboxSelectMultiple,
            )
        carried = item.measure if item else ""
        lost = [(carried, carried)] if carried and carried not in {number for number, _said in around.measures} else []
        if around.measures or lost:
            self.fields["measure"] = forms.ChoiceField(
                label=_("Measure that it carries out"),
                required=False,
                choices=[("", _("none")), *around.measures, *lost],
                initial=carried,
            )

    def _asking(self) -> None:
        item = self.item
        self.fields["required"] = forms.BooleanField(
            label=_("Must be answered"), required=False, initial=item.required if item else False
        )
        for name, label, hint in (
            ("relevant", _("Asked only if"), _("Such as ${q1} = '2' or selected(${q2}, 'a').")),
            ("constraint", _("An answer is taken only if"), _("Such as . >= 0 and . <= 100; the answer is the dot.")),
        ):
            self.fields[name] = forms.CharField(
                label=label,
                help_text=hint,
                required=False,
                max_length=LONGEST_EXPRESSION,
                initial=getattr(item, name) if item else "",
                widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
            )

    def clean_relevant(self) -> str:
        """Return the condition; one that isn't understood is told beside it."""
        return understood(self.cleaned_data["relevant"])

    def clean_constraint(self) -> str:
        """Return the limit; one that isn't understood is told beside it."""
        return understood(self.cleaned_data["constraint"])

    def _marking(self) -> None:
        item, earlier = self.item, list(self.around.earlier or ())
        self.fields["mark"] = forms.ChoiceField(
            label=gettext("Since version {version}").format(version=self.around.earlier_version),
            choices=list(MARKS.items()),
            initial=(item.mark if item else "") or "new",
            widget=forms.RadioSelect,
        )
        was = item.same_as.name if item and item.same_as else item.name if item else ""
        self.fields["earlier"] = forms.ChoiceField(
            label=_("The question before"),
            required=False,
            choices=[("", _("none")), *((name, name) for name in earlier)],
            initial=was if was in earlier else "",
        )

    def _scale_shown(self) -> str:
        if self.is_bound:
            return str(self.data.get("scale", ""))
        return self.item.scale if self.item else ""

    def _kind_shown(self) -> str:
        if self.is_bound:
            return str(self.data.get("kind", ""))
        return self.item.kind if self.item else "select_one"

    def shown(self, *names: str) -> list[forms.BoundField]:
        """Return those of the fields that the form has."""
        return [self[name] for name in names if name in self.fields]

    @property
    def first(self) -> list[forms.BoundField]:
        return self.shown("name", "kind", "scale", "section")

    @property
    def measuring(self) -> list[forms.BoundField]:
        return self.shown("positive", "reverse", "indicators", "measure")

    @property
    def asking(self) -> list[forms.BoundField]:
        return self.shown("required", "relevant", "constraint", "picture")

    @property
    def marking(self) -> list[forms.BoundField]:
        return self.shown("mark", "earlier")

    def clean(self) -> dict[str, object]:
        """Refuse a question with choices that names no list."""
        found = super().clean() or {}
        if found.get("kind") in SELECTS and not found.get("scale") and "scale" not in self.errors:
            self.add_error("scale", _("Choose the list of choices that the question is answered by."))
        return found

    def clean_positive(self) -> list[str]:
        """Return what counts as positive, in the order of the list."""
        chosen = set(self.cleaned_data["positive"])
        scale = self.around.scales.get(self._scale_shown())
        return [choice.name for choice in scale.answers if choice.name in chosen] if scale else []

    def given(self) -> tuple[Item, str, str]:
        """Return the question, its section, and the standard list it begins with, "" where none; of a valid form."""
        found = self.cleaned_data
        kind, scale = found["kind"], found.get("scale", "") if found["kind"] in SELECTS else ""
        standard = scale[1:] if scale.startswith("+") else ""
        item = replace(
            self.item or Item(name="", kind="text", label={}),
            name=found["name"],
            kind=kind,
            scale=standard or scale,
            label=self.text("label"),
            easy=self.text("easy"),
            hint=self.text("hint"),
            constraint_message=self.text("constraint_message"),
            positive=tuple(found.get("positive", ())) if scale else (),
            reverse=bool(found.get("reverse")) and bool(scale),
            required=found["required"] and kind != "note",
            relevant=found["relevant"],
            constraint=found["constraint"] if kind != "note" else "",
            indicators=tuple(found.get("indicators", self.item.indicators if self.item else ())),
            measure=found.get("measure", self.item.measure if self.item else ""),
            picture=found.get("picture", self.item.picture if self.item else ""),
        )
        if "mark" in found:
            item = marked(item, found["mark"], SameAs(self.around.earlier_version, found["earlier"] or item.name))
        return item, found.get("section", ""), standard


def understood(expression: str) -> str:
    """Return an expression that is understood, or none.

    Raises:
        ValidationError: it isn't understood.
    """
    if expression.strip():
        try:
            parse(expression)
        except RuleBroken as refusal:
            raise forms.ValidationError(refusal.said(gettext)) from None
    return expression


def scale_words(scale: Scale) -> str:
    """Return a list of choices in a few words: its first and last answer and how many there are, then its name."""
    ends = scale_ends(scale)
    if ends == scale.name:
        return ends
    return gettext("{words}, {n} choices ({name})").format(words=ends, n=len(scale.choices), name=scale.name)


class SectionForm(Wordings):
    """A heading over questions."""

    texts = {"label": (_("Heading"), 2), "easy": (_("In easy read"), 2)}
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Stands in files: letters A to Z, digits and _."),
        max_length=60,
        widget=forms.TextInput(attrs={"data-short": "", "dir": "ltr"}),
    )
    relevant = forms.CharField(
        label=_("Asked only if"),
        help_text=_("Such as ${q1} = '2' or selected(${q2}, 'a')."),
        required=False,
        max_length=LONGEST_EXPRESSION,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
    )

    def __init__(
        self,
        *args: object,
        languages: Sequence[str],
        section: Section | None,
        inside: str = "",
        sections: Sequence[tuple[str, str]] = (),
        **kwargs: object,
    ) -> None:
        said = {"label": section.label, "easy": section.easy} if section is not None else {}
        super().__init__(*args, languages=languages, said=said, **kwargs)
        if section is not None:
            self.initial = {"name": section.name, "relevant": section.relevant, **self.initial}
        if sections:
            self.fields["inside"] = forms.ChoiceField(
                label=_("Inside the section"), required=False, choices=[("", _("none")), *sections], initial=inside
            )

    def clean_relevant(self) -> str:
        """Return the condition; one that isn't understood is told beside it."""
        return understood(self.cleaned_data["relevant"])

    @property
    def first(self) -> list[forms.BoundField]:
        return [self["name"], *([self["inside"]] if "inside" in self.fields else [])]

    def given(self) -> tuple[Section, str]:
        """Return the section, without what stands in it, and the one it stands in; only of a valid form."""
        found = self.cleaned_data
        section = Section(found["name"], self.text("label"), (), self.text("easy"), found["relevant"])
        return section, found.get("inside", "")


def choices_of(names: Iterable[tuple[str, Text]]) -> list[tuple[str, str]]:
    """Return names with what they say in the language of the page, for a list to choose from."""
    return [(name, f"{name}. {on_page(said)}" if on_page(said) else name) for name, said in names]
