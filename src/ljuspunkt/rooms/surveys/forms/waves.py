"""Forms of waves; they parse, and the use cases judge."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files.numbers_asked import MOST_BYTES
from ljuspunkt.rooms.surveys.models.waves import KINDS, WAYS
from ljuspunkt.rooms.surveys.services.initiatives import LARGEST, Set
from ljuspunkt.rooms.surveys.wave_words import kind_in_words, way_in_words
from ljuspunkt.ui.forms import Day
from ljuspunkt.ui.language import on_page

N_REMINDERS = 3


class ListFile(forms.FileField):
    """A file with a list, refused by its size before it is read."""

    def clean(self, data: object, initial: object = None) -> "UploadedFile[bytes] | None":
        """Return the file, None where there is none."""
        file: UploadedFile[bytes] | None = super().clean(data, initial)
        if file is not None and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than {most} megabytes.").format(most=MOST_BYTES // 1_000_000)
            )
        return file


class WaveForm(forms.Form):
    """A wave's title and days; its kind and name only while it is made."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        widget=forms.RadioSelect,
        help_text=_(
            "Exit questionnaires are answered all year, in half-years. A pilot tries questions out; its answers never "
            "mix with real ones."
        ),
    )
    name = forms.CharField(
        label=_("Year or half-year"),
        max_length=40,
        help_text=_("Such as 2026, or 2026-1 for exit questionnaires. It stands in the data and can't be changed."),
        widget=forms.TextInput(attrs={"data-short": ""}),
    )
    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    opens_on = Day(label=_("First day"))
    closes_on = Day(label=_("Last day"), help_text=_("Answers are taken until midnight."))

    def __init__(self, *args: object, is_new: bool, reminders: Sequence[date] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if is_new:
            self.fields["kind"].choices = [(kind, kind_in_words(kind)) for kind in KINDS]  # type: ignore[attr-defined]
            self.fields["kind"].initial = KINDS[0]
        else:
            del self.fields["kind"], self.fields["name"]
            for n in range(max(N_REMINDERS, len(reminders))):
                self.fields[f"reminder_{n}"] = Day(
                    label=gettext("Reminder {n}").format(n=n + 1),
                    required=False,
                    initial=reminders[n] if n < len(reminders) else None,
                    help_text=gettext("On this day those get a letter who have a personal link and haven't used it.")
                    if n == 0
                    else "",
                )

    def title(self) -> Text:
        """Return the title by language."""
        return {
            language: words
            for language in ("sv", "en")
            if (words := " ".join(self.cleaned_data.get(f"title_{language}", "").split()))
        }

    def reminders(self) -> tuple[date, ...]:
        """Return the days of reminding."""
        return tuple(day for name, day in self.cleaned_data.items() if name.startswith("reminder_") and day is not None)


class InstrumentsForm(forms.Form):
    """Which version each group answers: a choice per group, none where it isn't asked."""

    def __init__(
        self,
        *args: object,
        offered: Sequence[tuple[str, Sequence[tuple[int, str]]]],
        chosen: dict[str, int],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for group, versions in offered:
            self.fields[f"group_{group}"] = forms.TypedChoiceField(
                label=on_page(group_name(group)),
                choices=[("", _("not asked in this wave")), *versions],
                coerce=int,
                empty_value=None,
                required=False,
                initial=chosen.get(group, ""),
            )

    def versions(self) -> tuple[int, ...]:
        """Return the chosen versions."""
        return tuple(version for version in self.cleaned_data.values() if version is not None)


class AssociationsForm(forms.Form):
    """Which associations take part."""

    associations = forms.MultipleChoiceField(
        label=_("Associations"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: object, offered: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["associations"].choices = list(offered)  # type: ignore[attr-defined]


class InitiativesForm(forms.Form):
    """An association's initiatives, one on each line."""

    initiatives = forms.CharField(
        label=_("Initiatives"),
        required=False,
        help_text=_("One on each line. They stand in the data as they are written here, so use no names of persons."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class CollectorsForm(forms.Form):
    """For which groups, of which initiatives, and how answers come."""

    groups = forms.MultipleChoiceField(label=_("Groups"), widget=forms.CheckboxSelectMultiple)
    initiatives = forms.MultipleChoiceField(
        label=_("Of which initiatives"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each that is ticked gets addresses of its own, so that answers can be told by initiative."),
    )
    ways = forms.MultipleChoiceField(label=_("How"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: object, groups: Sequence[str], initiatives: Sequence[tuple[int, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["groups"].choices = [(each, on_page(group_name(each))) for each in groups]  # type: ignore[attr-defined]
        if not initiatives:
            del self.fields["initiatives"]
            self.fields["ways"].choices = [(each, way_in_words(each)) for each in WAYS]  # type: ignore[attr-defined]
            return
        self.fields["initiatives"].choices = [  # type: ignore[attr-defined]
            ("", gettext("The group as a whole")),
            *((str(pk), name) for pk, name in initiatives),
        ]
        self.fields["initiatives"].initial = [""]
        self.fields["ways"].choices = [(each, way_in_words(each)) for each in WAYS]  # type: ignore[attr-defined]

    def chosen_initiatives(self) -> tuple[int | None, ...]:
        """Return the chosen initiatives by number, None for the group as a whole."""
        return tuple(int(each) if each else None for each in self.cleaned_data.get("initiatives", [""]))


class AskedForm(forms.Form):
    """How many were asked, a field for each group and each of its initiatives."""

    def __init__(self, *args: object, rows: Sequence[tuple[Set, str, int | None]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.sets = {f"asked_{group}_{initiative or ''}": (group, initiative) for (group, initiative), _l, _n in rows}
        for (group, initiative), label, n in rows:
            self.fields[f"asked_{group}_{initiative or ''}"] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=LARGEST,
                required=False,
                initial=n,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def numbers(self) -> dict[Set, int | None]:
        """Return the numbers, None where the field is empty."""
        return {self.sets[name]: n for name, n in self.cleaned_data.items()}


class NumbersFileForm(forms.Form):
    """A list of how many were asked."""

    file = ListFile(
        label=_("File"), help_text=_("The template as a workbook (.xlsx), or the same columns as text (.csv).")
    )


class AddressesForm(forms.Form):
    """Addresses, pasted or from a file, and the language of the letters."""

    language = forms.ChoiceField(
        label=_("Language of the letter"),
        help_text=_("For those with no language beside their address on the list."),
    )
    addresses = forms.CharField(
        label=_("Addresses"),
        required=False,
        help_text=_("One on each line, as it stands in a mail program or a spreadsheet. Names aren't kept."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = ListFile(label=_("Or a file"), required=False, help_text=_("Text (.csv, .txt) or a workbook (.xlsx)."))

    def __init__(self, *args: object, languages: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    """One address that is taken off a list."""

    address = forms.CharField(label=_("Address"), max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"}))
