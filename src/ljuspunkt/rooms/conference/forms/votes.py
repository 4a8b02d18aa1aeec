"""Forms in which a conference is prepared and led; they parse, the use cases decide."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ljuspunkt.domain.consensus.conference import ProtocolPlan
from ljuspunkt.domain.consensus.pool import Outcome
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.conference.models.conference import SHOWN, VIEWS
from ljuspunkt.rooms.conference.services import Settings
from ljuspunkt.ui.forms import FoldedChoices

MOST_VOTERS = 10_000
MOST_MINUTES = 600


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class _Said(forms.Form):
    """A title in both languages, days and place, and how many vote."""

    title_sv = forms.CharField(label=gettext_lazy("Title in Swedish"), max_length=120)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=120, required=False)
    starts_on = _day(gettext_lazy("First day"))
    ends_on = _day(gettext_lazy("Last day"))
    venue = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    voters = forms.IntegerField(
        label=gettext_lazy("Voters"),
        min_value=1,
        max_value=MOST_VOTERS,
        help_text=gettext_lazy("How many are entitled to vote. It can be changed until a vote opens."),
    )

    def settings(self) -> Settings:
        """Return what was written."""
        given = self.cleaned_data
        return Settings(
            self._texts("title"),
            given["voters"],
            given["starts_on"],
            given["ends_on"],
            self._place(),
            self._texts("note"),
        )

    def _texts(self, name: str) -> Text:
        given = {language: self.cleaned_data.get(f"{name}_{language}", "").strip() for language in ("sv", "en")}
        return {language: words for language, words in given.items() if words}

    def _place(self) -> Text:
        """Return the place, which is called the same in both languages."""
        words = self.cleaned_data["venue"].strip()
        return {"sv": words, "en": words} if words else {}


class NewConferenceForm(_Said):
    """What a new conference needs."""

    slug = forms.SlugField(
        label=gettext_lazy("Name in addresses"),
        max_length=60,
        help_text=gettext_lazy("Small letters, digits and hyphens, for instance consensus-2026."),
    )
    organisers = forms.MultipleChoiceField(
        label=gettext_lazy("Arranged by"),
        widget=FoldedChoices(gettext_lazy("Other associations")),
        help_text=gettext_lazy("Other associations than your own are asked; they arrange it when they say yes."),
    )
    inventory = forms.ChoiceField(label=gettext_lazy("Inventory that the candidates come from"))
    field_order = ["title_sv", "title_en", "slug", "organisers", "inventory", "voters", "starts_on", "ends_on", "venue"]

    def __init__(
        self, *given: Any, organisers: Sequence[tuple[str, str]], inventories: Sequence[tuple[str, str]], **named: Any
    ) -> None:
        """Take the associations and inventories to choose among, each as slug and name."""
        super().__init__(*given, **named)
        cast(forms.MultipleChoiceField, self.fields["organisers"]).choices = organisers
        cast(forms.ChoiceField, self.fields["inventory"]).choices = inventories

    def clean_slug(self) -> str:
        """Return the slug in small letters."""
        return str(self.cleaned_data["slug"]).lower()


class OrganisersForm(forms.Form):
    """Which associations are asked to arrange a conference too."""

    asked = forms.MultipleChoiceField(
        label=gettext_lazy("Ask these to arrange it too"), widget=FoldedChoices(gettext_lazy("Other associations"))
    )

    def __init__(self, *given: Any, others: Sequence[tuple[str, str]]) -> None:
        """Take the associations to choose among, as slug and name."""
        super().__init__(*given)
        cast(forms.MultipleChoiceField, self.fields["asked"]).choices = others


class SettingsForm(_Said):
    """What is said of a conference."""

    note_sv = forms.CharField(
        label=gettext_lazy("Note shown with the result, in Swedish"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note_en = forms.CharField(
        label=gettext_lazy("Note shown with the result, in English"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ProtocolsForm(forms.Form):
    """The protocols that a conference leads to, and one more."""

    def __init__(
        self, *given: Any, votes: Sequence[tuple[str, str]], plans: Sequence[Mapping[str, Any]], **named: Any
    ) -> None:
        """Take the votes to choose among, as reference and name, and what is planned."""
        super().__init__(*given, **named)
        self.n = len(plans) + 1
        for number in range(self.n):
            plan = plans[number] if number < len(plans) else {}
            self._add(number, plan, votes)

    def _add(self, number: int, plan: Mapping[str, Any], votes: Sequence[tuple[str, str]]) -> None:
        title = plan.get("title", {})
        self.fields[f"name_{number}"] = forms.SlugField(
            label=_("Name in addresses"),
            max_length=60,
            required=False,
            initial=plan.get("name", ""),
            help_text=_("Leave it empty to leave the protocol out."),
        )
        for language, label in (("sv", _("Title in Swedish")), ("en", _("Title in English"))):
            self.fields[f"title_{language}_{number}"] = forms.CharField(
                label=label, max_length=120, required=False, initial=title.get(language, "")
            )
        self.fields[f"outcome_{number}"] = forms.ChoiceField(
            label=_("It holds the candidates that"),
            choices=(("through", _("went through")), ("onward", _("went on")), ("out", _("dropped out"))),
            initial=plan.get("outcome", "through"),
        )
        self.fields[f"from_{number}"] = forms.MultipleChoiceField(
            label=_("in these votes"),
            choices=votes,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=list(plan.get("from", ())),
        )

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each protocol."""
        parts = ("name_{}", "title_sv_{}", "title_en_{}", "outcome_{}", "from_{}")
        return [[self[part.format(number)] for part in parts] for number in range(self.n)]

    def plans(self) -> tuple[ProtocolPlan, ...]:
        """Return the protocols that have a name."""
        given = self.cleaned_data
        found = []
        for number in range(self.n):
            if not given[f"name_{number}"]:
                continue
            titles = {language: given[f"title_{language}_{number}"].strip() for language in ("sv", "en")}
            found.append(
                ProtocolPlan(
                    given[f"name_{number}"].lower(),
                    tuple(given[f"from_{number}"]),
                    cast(Outcome, given[f"outcome_{number}"]),
                    {language: words for language, words in titles.items() if words},
                )
            )
        return tuple(found)


class CandidatesForm(forms.Form):
    """Which candidates of the inventory are put to the conference."""

    numbers = forms.MultipleChoiceField(
        label=gettext_lazy("Candidates"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *given: Any, candidates: Sequence[tuple[str, str]], **named: Any) -> None:
        """Take the candidates to choose among, as number and title."""
        super().__init__(*given, **named)
        cast(forms.MultipleChoiceField, self.fields["numbers"]).choices = candidates


class OpenForm(forms.Form):
    """How long a vote is open, where the chair wants a countdown."""

    minutes = forms.DecimalField(
        label=gettext_lazy("Minutes until the vote closes by itself"),
        min_value=0,
        max_value=MOST_MINUTES,
        max_digits=5,
        decimal_places=1,
        required=False,
        localize=True,
        help_text=gettext_lazy("Leave it empty to close the vote yourself."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-short": ""}),
    )

    def clean_minutes(self) -> Any:
        """Return the minutes, None for no countdown."""
        return self.cleaned_data["minutes"] or None


class ReasonForm(forms.Form):
    """A reason, in the chair's words."""

    reason = forms.CharField(
        label=gettext_lazy("The reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Everybody can read it."),
    )


class RulingForm(ReasonForm):
    """The chair's ruling on a tie."""

    chosen = forms.MultipleChoiceField(label=gettext_lazy("Goes through"), widget=forms.CheckboxSelectMultiple)
    field_order = ["chosen", "reason"]

    def __init__(self, *given: Any, tied: Sequence[tuple[str, str]], places: int, **named: Any) -> None:
        """Take the tied to choose among, as reference and title, and how many places are open."""
        super().__init__(*given, **named)
        chosen = cast(forms.MultipleChoiceField, self.fields["chosen"])
        chosen.choices = tied
        chosen.help_text = _("Open places: {n}. Choose just so many.").format(n=places)


class ShowForm(forms.Form):
    """What the chair puts on the screen: what, a space, and how a result is drawn."""

    shown = forms.ChoiceField(choices=[(f"{what} {view}", what) for what in SHOWN for view in VIEWS])
