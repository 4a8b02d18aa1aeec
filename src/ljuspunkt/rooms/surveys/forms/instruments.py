"""Forms of questionnaires as a whole: making one, its settings, a new year, a file, a symbol."""

import re
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from ljuspunkt.domain.survey.groups import GROUPS
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.rooms.surveys.forms.questions import wording_field
from ljuspunkt.rooms.surveys.services.edit_questionnaire import Settings
from ljuspunkt.ui.language import language_name, on_page

OFFERED = ("sv", "en", "ar", "so", "fa", "prs", "ti", "uk", "pl", "fi")
"""Languages that can be ticked; others are written by their code."""
CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


NETWORK = "*"
"""What the choice of an owner calls the network; no association's name in addresses has that sign."""


def listed(text: str) -> tuple[str, ...]:
    """Return what is written with spaces or commas between, each once."""
    return tuple(dict.fromkeys(part for part in re.split(r"[\s,;]+", text) if part))


class LanguagesForm(forms.Form):
    """A form with the languages in which a questionnaire is meant to be open."""

    def languages_fields(self, chosen: Sequence[str], default: str) -> None:
        offered = [*OFFERED, *(language for language in chosen if language not in OFFERED)]
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Languages"),
            choices=[(language, language_name(language)) for language in offered],
            initial=list(chosen),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["more_languages"] = forms.CharField(
            label=_("Further languages, by their codes"),
            help_text=_("With spaces between, such as es fr. The codes are those of ISO 639."),
            required=False,
            max_length=100,
            widget=forms.TextInput(attrs={"data-short": "", "dir": "ltr"}),
        )
        self.fields["default_language"] = forms.CharField(
            label=_("Code of the main language"),
            help_text=_("All others are translated from it; nothing may be missing in it."),
            max_length=20,
            initial=default,
            widget=forms.TextInput(attrs={"data-short": "", "dir": "ltr"}),
        )

    def clean_more_languages(self) -> tuple[str, ...]:
        """Return the further codes."""
        codes = listed(self.cleaned_data["more_languages"])
        for code in codes:
            if not CODE.fullmatch(code):
                raise forms.ValidationError(_("“%(code)s” isn't the code of a language."), params={"code": code})
        return codes

    def clean(self) -> dict[str, object]:
        """Refuse a main language that isn't one of the languages."""
        found = super().clean() or {}
        if "default_language" in found and found["default_language"] not in self.languages():
            self.add_error("default_language", _("The main language must be one of the questionnaire's languages."))
        return found

    def languages(self) -> tuple[str, ...]:
        """Return the languages, the main one first."""
        found = self.cleaned_data
        chosen = [*found.get("languages", ()), *found.get("more_languages", ())]
        main = found.get("default_language", "")
        return tuple(dict.fromkeys(sorted(chosen, key=lambda language: language != main)))


class WavesForm(forms.Form):
    """A form with the names of waves."""

    waves = forms.CharField(
        label=_("Waves"),
        help_text=_("What the answers' column wave says, with spaces between: 2026, or 2026-1 2026-2 for half-years."),
        required=False,
        max_length=200,
    )

    def clean_waves(self) -> tuple[str, ...]:
        """Return the names of the waves."""
        return listed(self.cleaned_data["waves"])


class BeginForm(LanguagesForm, WavesForm):
    """A new questionnaire."""

    title_sv = forms.CharField(label=_("Title in Swedish"), max_length=200)
    title_en = forms.CharField(
        label=_("Title in English"),
        help_text=_("Until it is given the questionnaire can't be open in English."),
        max_length=200,
        required=False,
    )
    slug = forms.SlugField(
        label=_("Name in addresses and files"),
        help_text=_("Small letters, digits and hyphens; it can't be changed later."),
        max_length=60,
    )
    version = forms.CharField(
        label=_("Name of the version"), help_text=_("Usually the year."), max_length=40,
        widget=forms.TextInput(attrs={"data-short": ""}),
    )  # fmt: skip
    protocol = forms.ChoiceField(
        label=_("Begin with"),
        choices=[
            ("core", _("the indicators of the core protocol")),
            ("comprehensive", _("the indicators of the comprehensive protocol")),
            ("", _("nothing")),
        ],
        initial="core",
        required=False,
    )

    def __init__(
        self,
        *args: object,
        owners: Sequence[tuple[str, object]],
        scales: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["group"] = group_field()
        self.fields["owner"] = owner_field(owners)
        self.fields["scale"] = forms.ChoiceField(label=_("Choices that questions begin with"), choices=list(scales))
        self.languages_fields(("sv", "en"), "sv")
        self.order_fields(
            ["owner", "group", "title_sv", "title_en", "slug", "version", "waves", "protocol", "scale", "languages",
             "more_languages", "default_language"]
        )  # fmt: skip


def owner_field(owners: Sequence[tuple[str, object]]) -> forms.TypedChoiceField:
    """Return a field for whose questionnaire it is; it gives the association's slug, "" for the network."""
    return forms.TypedChoiceField(
        label=_("Whose"), choices=list(owners), coerce=lambda owner: "" if owner == NETWORK else owner
    )


def group_field(initial: str = "") -> forms.ChoiceField:
    """Return a field for the respondent group."""
    return forms.ChoiceField(
        label=_("Respondent group"), choices=[(code, on_page(name)) for code, name in GROUPS.items()], initial=initial
    )


class SettingsForm(LanguagesForm, WavesForm):
    """What a questionnaire says of itself."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, questionnaire: Questionnaire, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.questionnaire = questionnaire
        self.initial = {"waves": " ".join(questionnaire.waves), **self.initial}
        self.languages_fields(questionnaire.languages, questionnaire.default_language)
        for language in questionnaire.languages:
            self.fields[f"title_{language}"] = wording_field(
                language,
                _("Title, {language}").format(language=language_name(language)),
                1,
                initial=questionnaire.title.get(language, ""),
            )
            self.fields[f"title_{language}"].help_text = _(
                "Until it is given the questionnaire can't be open in this language."
            )
        self.order_fields([f"title_{language}" for language in questionnaire.languages])

    def given(self) -> Settings:
        """Return the settings; only of a valid form."""
        found, before = self.cleaned_data, self.questionnaire
        shown = {language: found[f"title_{language}"].strip() for language in before.languages}
        others = {language: said for language, said in before.title.items() if language not in shown}
        return Settings(
            title={**{language: said for language, said in shown.items() if said}, **others},
            group_label=before.group_label,
            default_language=found["default_language"],
            languages=self.languages(),
            waves=found["waves"],
        )


class NewYearForm(WavesForm):
    """The next version."""

    name = forms.CharField(
        label=_("Name of the new version"), help_text=_("Usually the year."), max_length=40,
        widget=forms.TextInput(attrs={"data-short": ""}),
    )  # fmt: skip
    field_order = ("name", "waves")


class FileForm(forms.Form):
    """A questionnaire in a file."""

    file = forms.FileField(
        label=_("Questionnaire"),
        help_text=_(
            "A workbook in XLSForm's layout (.xlsx), YAML (.yaml) or LimeSurvey's .lss, at most ten megabytes."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.yaml,.yml,.lss"}),
    )


class ImportNewForm(forms.Form):
    """What an imported questionnaire is called."""

    slug = BeginForm.base_fields["slug"]
    version = BeginForm.base_fields["version"]

    def __init__(self, *args: object, owners: Sequence[tuple[str, object]], group: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["group"] = group_field(group)
        self.fields["owner"] = owner_field(owners)
        self.order_fields(["owner", "group"])


class ImportVersionForm(forms.Form):
    """Which version an imported questionnaire becomes."""

    version = BeginForm.base_fields["version"]


class PictureForm(forms.Form):
    """A symbol: what it shows in each language, and whose it is."""

    source = forms.CharField(
        label=_("Whose it is, and its licence"),
        help_text=_("Such as: drawn by the network, free to use; or Name of the collection, CC BY 4.0."),
        max_length=300,
    )

    def __init__(self, *args: object, languages: Sequence[str], is_new: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.languages = tuple(languages)
        if is_new:
            self.fields["file"] = forms.FileField(
                label=_("Picture"),
                help_text=_("PNG, JPEG, GIF or WebP, at most 20 kilobytes, so that pages stay light."),
                widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
            )
            self.fields["name"] = forms.CharField(
                label=_("Name"), help_text=_("Letters A to Z, digits and _."), max_length=60,
                widget=forms.TextInput(attrs={"data-short": "", "dir": "ltr"}),
            )  # fmt: skip
        for language in languages:
            self.fields[f"alt_{language}"] = wording_field(
                language, _("What it shows, {language}").format(language=language_name(language)), 1,
                initial=self.initial.get("alt", {}).get(language, ""),
            )  # fmt: skip
        self.order_fields(["file", "name", *(f"alt_{language}" for language in languages), "source"])

    def alt(self) -> dict[str, str]:
        """Return what the symbol shows; only of a valid form."""
        return {language: self.cleaned_data[f"alt_{language}"] for language in self.languages}
