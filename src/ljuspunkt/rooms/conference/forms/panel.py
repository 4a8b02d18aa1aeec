"""Forms of the panel, its pack, the preparation and the groups; they parse, the use cases decide."""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ljuspunkt.rooms.conference.services.groups import LONGEST_SEED, MOST_OCCASIONS, Occasion
from ljuspunkt.rooms.conference.services.pack import KINDS, LARGEST_FILE
from ljuspunkt.rooms.conference.services.panel import About

LANGUAGES = [
    ("", gettext_lazy("All languages")),
    ("sv", gettext_lazy("Swedish")),
    ("en", gettext_lazy("English")),
]
OCCASIONS = [
    ("", gettext_lazy("None")),
    ("home", gettext_lazy("Home groups")),
    ("cross", gettext_lazy("New cross-groups")),
    ("cross_again", gettext_lazy("The same cross-groups again")),
]
LARGEST_LIST = 2_000_000


class ExpertForm(forms.Form):
    """An expert."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)
    group = forms.ChoiceField(label=gettext_lazy("Stakeholder group"), required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)

    def __init__(self, *arguments: object, groups: Sequence[str], **words: object) -> None:
        super().__init__(*arguments, **words)  # type: ignore[arg-type]
        choices = [("", gettext_lazy("None")), *((name, name) for name in groups)]
        cast(forms.ChoiceField, self.fields["group"]).choices = choices
        if not groups:
            del self.fields["group"]

    def about(self) -> About:
        """Return what was typed."""
        given = self.cleaned_data
        return About(given["name"], given["organisation"], given.get("group", ""), given["email"])


class ListForm(forms.Form):
    """Many experts at once, pasted or in a file."""

    pasted = forms.CharField(
        label=gettext_lazy("Paste a list"),
        required=False,
        strip=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "A line for each expert: name, organisation, group, e-mail, in columns as copied from a spreadsheet or "
            "with semicolons between."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose a file"),
        required=False,
        help_text=gettext_lazy("Excel, OpenDocument or CSV. A heading may name the columns in any order."),
    )
    declare = forms.BooleanField(
        label=gettext_lazy("Declare the groups that the list names, if none is declared yet"),
        required=False,
        initial=True,
    )

    def clean(self) -> dict[str, object]:
        """Refuse nothing at all, both, or a file that is too large."""
        given = cast(dict[str, object], super().clean())
        file = given.get("file")
        if bool(str(given.get("pasted") or "").strip()) == bool(file):
            self.add_error("pasted", gettext_lazy("Paste a list or choose a file, one of them."))
        if file is not None and file.size > LARGEST_LIST:  # type: ignore[attr-defined]
            self.add_error("file", gettext_lazy("The file is too large for a list of people."))
        return given

    def content(self) -> bytes:
        """Return what was given."""
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else str(self.cleaned_data["pasted"]).encode()


class GroupsForm(forms.Form):
    """Stakeholder groups, a line each."""

    names = forms.CharField(
        label=gettext_lazy("Stakeholder groups, a line each"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Users, officials, managers, politicians, for example. Leave it empty for none."),
    )

    def listed(self) -> list[str]:
        """Return the names."""
        return [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]


class TextForm(forms.Form):
    """A text of the pack."""

    title = forms.CharField(label=gettext_lazy("Heading"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
    )
    language = forms.ChoiceField(label=gettext_lazy("For readers of"), choices=LANGUAGES, required=False)


class FileForm(forms.Form):
    """A file of the pack."""

    file = forms.FileField(label=gettext_lazy("File"), max_length=200)
    title = forms.CharField(
        label=gettext_lazy("Heading"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The file’s name, if you leave it empty."),
    )
    language = forms.ChoiceField(label=gettext_lazy("For readers of"), choices=LANGUAGES, required=False)

    def __init__(self, *arguments: object, **words: object) -> None:
        super().__init__(*arguments, **words)  # type: ignore[arg-type]
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in KINDS)
        self.fields["file"].help_text = gettext_lazy(
            "PDF, Word, Excel, PowerPoint, OpenDocument or pictures; at most 10 MB."
        )

    def content(self) -> bytes:
        """Return the file, and no more of it than shows that it is too large."""
        return bytes(self.cleaned_data["file"].read(LARGEST_FILE + 1))


class CodesForm(forms.Form):
    """How many codes are printed."""

    n = forms.IntegerField(label=gettext_lazy("Codes to print"), min_value=1, max_value=300)


class GatherForm(forms.Form):
    """The fixed moment of the totals, and the keys that the organiser's browser made."""

    ends_at = forms.DateTimeField(
        label=gettext_lazy("The moment when totals are published"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    public_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2_000)
    sealed_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60_000)
    written = forms.BooleanField(label=gettext_lazy("I have written the code down"))

    def clean_ends_at(self) -> object:
        """Return the moment, which must be to come."""
        moment = self.cleaned_data["ends_at"]
        if moment <= timezone.now():
            raise forms.ValidationError(gettext_lazy("The moment must be later than now."))
        return moment


class DrawForm(forms.Form):
    """The occasions of the day, the number of tables, and the seed."""

    tables = forms.IntegerField(label=gettext_lazy("Tables"), min_value=1, max_value=150)
    seed = forms.CharField(
        label=gettext_lazy("Seed"),
        max_length=LONGEST_SEED,
        required=False,
        help_text=gettext_lazy(
            "Any word. The same seed gives the same groups for the same experts; empty for a new one."
        ),
    )

    def __init__(self, *arguments: object, **words: object) -> None:
        super().__init__(*arguments, **words)  # type: ignore[arg-type]
        for number in range(1, MOST_OCCASIONS + 1):
            self.fields[f"occasion_{number}"] = forms.ChoiceField(
                label=str(number),
                choices=OCCASIONS,
                required=False,
            )

    def occasion_fields(self) -> list[forms.BoundField]:
        """Return the fields of the occasions."""
        return [self[f"occasion_{number}"] for number in range(1, MOST_OCCASIONS + 1)]

    def occasions(self) -> list[Occasion]:
        """Return the occasions that were chosen, in order."""
        given = [self.cleaned_data[f"occasion_{number}"] for number in range(1, MOST_OCCASIONS + 1)]
        return [cast(Occasion, each) for each in given if each]


class SwapForm(forms.Form):
    """Two experts who change places."""

    division = forms.TypedChoiceField(label=gettext_lazy("In"), coerce=int)
    one = forms.TypedChoiceField(label=gettext_lazy("One"), coerce=int)
    other = forms.TypedChoiceField(label=gettext_lazy("The other"), coerce=int)

    def __init__(
        self,
        *arguments: object,
        divisions: Sequence[tuple[int, str]],
        experts: Sequence[tuple[int, str]],
        **words: object,
    ) -> None:
        super().__init__(*arguments, **words)  # type: ignore[arg-type]
        for name, choices in (("division", divisions), ("one", experts), ("other", experts)):
            cast(forms.ChoiceField, self.fields[name]).choices = list(choices)


class TablesForm(forms.Form):
    """How many tables are left to come."""

    tables = forms.IntegerField(label=gettext_lazy("Tables"), min_value=1, max_value=150)
