"""Forms of calls for measures: the call itself, the open form, and what those who compile write."""

import re
from collections.abc import Iterable, Mapping, Sequence
from secrets import token_urlsafe

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ljuspunkt.domain.indicator.candidate import LANGUAGES, plain
from ljuspunkt.domain.indicator.importing import LONGEST_REASON, LONGEST_THEME
from ljuspunkt.domain.indicator.measure import (
    HEADINGS,
    LONGEST,
    LONGEST_COMMENT,
    LONGEST_NAME,
    MEANINGS,
    MOST_AT_ONCE,
    PARTS,
    Measure,
    cells,
    faults,
    of_texts,
)
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.forms.inventories import ReasonForm, named
from ljuspunkt.rooms.indicators.queries.calls.proposals import cell_name
from ljuspunkt.rooms.indicators.services.measures import CallTerms
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person, Role
from ljuspunkt.ui.forms import show_refusal
from ljuspunkt.ui.language import page_language

ASKED = "Lokala experter = Local experts\nNationella experter = National experts\nAnvändare = Users"
"""The audiences that a new call begins with."""
KEY = r"^[A-Za-z0-9_-]{20,43}$"
"""What random keys of a page and of an answer look like."""
LINES = {"numerator": 2, "denominator": 2, "source": 2, "used_in": 2}
"""The parts that are written on several lines."""


def _said(form: forms.Form, name: str) -> dict[str, str]:
    """Return a text by language; only of a form that is valid."""
    return {code: said for code in LANGUAGES if (said := plain(form.cleaned_data.get(f"{name}_{code}", "")))}


class TermsForm(forms.Form):
    """A call's title, introduction, and first and last day."""

    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    about_sv = forms.CharField(
        label=_("Introduction in Swedish"),
        help_text=_("Why you ask, and whom. It stands at the top of the open page."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    about_en = forms.CharField(
        label=_("Introduction in English"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    opens_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    closes_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Proposals are taken the whole day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def terms(self) -> CallTerms:
        """Return what was written; only of a form that is valid."""
        given = self.cleaned_data
        return CallTerms(_said(self, "title"), _said(self, "about"), given["opens_on"], given["closes_on"])


class CallForm(TermsForm):
    """A new call: about which protocol, of which associations, and who is asked."""

    slug = forms.SlugField(
        label=_("Name in addresses"),
        help_text=_("Small letters, digits and hyphens; it can't be changed later."),
        max_length=60,
    )
    audiences = forms.CharField(
        label=_("Who is asked"),
        help_text=_(
            "One audience per line, in Swedish and English: Lokala experter = Local experts. Each gets an address of "
            "its own, and answers are counted for each."
        ),
        initial=ASKED,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    take_over = forms.BooleanField(
        label=_("Begin with the measures of the last measure protocol, if there is one"), required=False, initial=True
    )
    field_order = (
        "title_sv",
        "title_en",
        "slug",
        "version",
        "owners",
        "about_sv",
        "about_en",
        "opens_on",
        "closes_on",
        "audiences",
        "take_over",
    )

    def __init__(self, *args: object, person: Person, versions: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["version"] = forms.TypedChoiceField(
            label=_("Protocol whose indicators are to be measured"), choices=list(versions), coerce=int
        )
        mine = person.associations(Role.ASSOCIATION_COORDINATOR)
        national = person.is_national or person.has(Role.ANALYST, in_association=None)
        found = [each for each in people.associations() if not each.is_merged and (national or each.slug in mine)]
        self.fields["owners"] = forms.MultipleChoiceField(
            label=_("Associations to which the call belongs"),
            help_text=_("None, where it is the network's.") if national else "",
            choices=[(each.slug, each.name) for each in found],
            initial=[] if national else sorted(mine),
            required=not national,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(self.field_order)

    def clean_audiences(self) -> list[Text]:
        """Return the audiences' names."""
        found: list[Text] = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["audiences"].splitlines())):
            said = [part.strip() for part in line.split("=")]
            if len(said) > len(LANGUAGES) or not said[0] or max(map(len, said)) > LONGEST_THEME:
                raise forms.ValidationError(
                    _("“%(line)s” must be a name, or a name in Swedish and one in English with = between."),
                    params={"line": line},
                )
            found.append({code: name for code, name in zip(LANGUAGES, said, strict=False) if name})
        return found


class AudienceForm(forms.Form):
    """An audience's name, and whether its address takes proposals."""

    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=LONGEST_THEME)
    name_en = forms.CharField(label=_("Name in English"), max_length=LONGEST_THEME, required=False)
    is_open = forms.BooleanField(
        label=_("The address takes proposals"),
        help_text=_("Shut it if the address has come into wrong hands, and add the audience again."),
        required=False,
        initial=True,
    )

    def name(self) -> dict[str, str]:
        """Return the name by language; only of a form that is valid."""
        return _said(self, "name")


class ProposeForm(forms.Form):
    """The open form: as many measures as one likes, ten at a time, and a name if one likes.

    `page` and `answer` are random: the first makes sending twice propose once, the second keeps together what somebody
    sends in one go.
    """

    page = forms.RegexField(KEY, widget=forms.HiddenInput)
    answer = forms.RegexField(KEY, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=LONGEST_NAME, required=False)
    organisation = forms.CharField(label=_("Your organisation"), max_length=LONGEST_NAME, required=False)

    def __init__(self, *args: object, blocks: int = 1, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.n = max(1, min(blocks, MOST_AT_ONCE))
        for at in range(self.n):
            for part in PARTS:
                self.fields[f"{part}_{at}"] = forms.CharField(
                    label=named(HEADINGS[part]),
                    help_text=named(MEANINGS[part]),
                    max_length=LONGEST[part],
                    required=False,
                    widget=forms.Textarea(attrs={"rows": LINES[part]}) if part in LINES else forms.TextInput(),
                )
        self.fields["title_0"].required = True
        self.fields["title_0"].error_messages["required"] = gettext("Say what the measure is, in a line.")

    @classmethod
    def empty(cls, *, answer: str, name: str, organisation: str) -> "ProposeForm":
        """Return a form for a new page."""
        begun = {"page": token_urlsafe(24), "answer": answer or token_urlsafe(24)}
        return cls(initial={**begun, "name": name, "organisation": organisation})

    @classmethod
    def larger(cls, sent: Mapping[str, str]) -> "ProposeForm":
        """Return a sent form as it was, with room for one measure more."""
        return cls(initial=dict(sent), blocks=blocks_of(sent) + 1)

    @property
    def blocks(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Return the fields of each measure, numbered from 1."""
        return [(at + 1, [self[f"{part}_{at}"] for part in PARTS]) for at in range(self.n)]

    @property
    def may_add(self) -> bool:
        """Whether another measure fits."""
        return self.n < MOST_AT_ONCE

    def clean(self) -> None:
        """Say at its field what must be mended of every measure of which something is said."""
        for at in range(self.n):
            measure = self._measure(at)
            for fault in faults(measure) if measure.title or measure.parts else ():
                place = f"{fault.column.rpartition('_')[0]}_{at}"
                if place not in self.errors:
                    show_refusal(self, fault.refusal, {fault.refusal.code: place})

    def _measure(self, at: int) -> Measure:
        said = {part: plain(self.cleaned_data.get(f"{part}_{at}", "")) for part in PARTS}
        return of_texts({part: {page_language(): text} for part, text in said.items() if text})

    def measures(self) -> list[Measure]:
        """Return the measures that were written, in the page's language; only of a form that is valid."""
        return [measure for at in range(self.n) if (measure := self._measure(at)).title]


class MeasureForm(forms.Form):
    """What a proposal says, in both languages; its fields are the cells of the measure."""

    def __init__(
        self,
        *args: object,
        measure: Measure | None = None,
        seen: int | None = None,
        needed: bool = True,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        language = page_language()
        for code in LANGUAGES:
            for part in PARTS:
                cell = f"{part}_{code}"
                attributes: dict[str, object] = {"lang": code}
                self.fields[cell] = forms.CharField(
                    label=cell_name(cell, language),
                    max_length=LONGEST[part],
                    required=False,
                    widget=forms.Textarea(attrs={**attributes, "rows": LINES[part]})
                    if part in LINES
                    else forms.TextInput(attrs=attributes),
                )
        self.fields["reason"] = ReasonForm(needed=needed).fields["reason"]
        self.fields["reason"].help_text = gettext("Kept with the change, for those who compile.")
        if seen is not None:
            self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, initial=seen)
        if measure is not None:
            self.initial = {**cells(measure), **self.initial}

    @property
    def texts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields of each language."""
        return [(code, [self[f"{part}_{code}"] for part in PARTS]) for code in LANGUAGES]

    def given(self) -> dict[str, str]:
        """Return what was written, by cell; only of a form that is valid."""
        return {f"{part}_{code}": self.cleaned_data[f"{part}_{code}"] for part in PARTS for code in LANGUAGES}


class WhyForm(forms.Form):
    """Why something is done with a proposal."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))


class DecideForm(WhyForm):
    """What is decided about a proposal, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("in", _("In: it becomes a measure of the protocol")),
            ("later", _("Later: it is worth coming back to")),
            ("out", _("Out: it won't be used")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("decision", "reason")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].help_text = gettext("Shown to everybody with the decision.")


class ModerateForm(forms.Form):
    """Which proposals are let through or turned away, and why."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("Proposals"),
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("Somebody has dealt with one of them meanwhile. Look again.")},
    )
    reason = forms.CharField(
        label=_("Why they are turned away"),
        help_text=_("Needed only for turning away. Who proposed it reads it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, numbers: Iterable[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["numbers"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(number), str(number)) for number in numbers]


class CommentForm(forms.Form):
    """What somebody who compiles thinks of a proposal."""

    text = forms.CharField(
        label=_("Comment"),
        help_text=_("Seen by those who compile, with your name."),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GroupForm(forms.Form):
    """A group's heading."""

    title_sv = forms.CharField(label=_("Heading in Swedish"), max_length=LONGEST_THEME)
    title_en = forms.CharField(label=_("Heading in English"), max_length=LONGEST_THEME, required=False)

    def title(self) -> dict[str, str]:
        """Return the heading by language; only of a form that is valid."""
        return _said(self, "title")


class IntoGroupForm(forms.Form):
    """The group of a proposal."""

    group = forms.TypedChoiceField(label=_("Group"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: object, groups: Sequence[tuple[int, Text]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["group"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("none")), *((key, named(title)) for key, title in groups)]


class ChooseForm(forms.Form):
    """Another proposal of the same indicator."""

    other = forms.TypedChoiceField(label=_("Merge with"), coerce=int)

    def __init__(self, *args: object, choices: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["other"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = list(choices)


class MoveForm(WhyForm):
    """The indicator where a proposal belongs."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    field_order = ("indicator", "reason")

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["indicator"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


def blocks_of(given: Iterable[str]) -> int:
    """Return how many measures a sent form has room for, by the names of its fields."""
    sent = [int(found[1]) for key in given if (found := re.fullmatch(r"title_([0-9]{1,2})", key))]
    return max(sent, default=0) + 1
