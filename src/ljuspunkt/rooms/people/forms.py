"""The forms of the network: they parse what is typed and know no rules."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ljuspunkt.rooms.people.models.network import PartyKind
from ljuspunkt.rooms.people.queries.network import AssociationCard, CostPage
from ljuspunkt.rooms.people.roles import Role
from ljuspunkt.ui.forms import Day

FIRST_YEAR, LAST_YEAR = 1990, 2100


class Kronor(forms.DecimalField):
    """An amount as it is written in Swedish or English: 1 234,50 or 1234.50."""

    def __init__(self, **how: Any) -> None:
        short = forms.TextInput(attrs={"data-short": True, "inputmode": "decimal"})
        super().__init__(min_value=Decimal(0), max_digits=14, decimal_places=2, widget=short, **how)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)


def _year(label: Any, **how: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput(attrs={"data-short": True, "inputmode": "numeric"}),
        **how,
    )


class AssociationForm(forms.Form):
    """What is known of an association."""

    name = forms.CharField(label=_("Name"), max_length=120)
    organisation_number = forms.CharField(
        label=_("Organisation number"),
        required=False,
        validators=[RegexValidator(r"^\d{6}-\d{4}$", _("Six digits, a hyphen and four digits: 222000-0000."))],
    )
    since_year = _year(_("First year"), required=False)
    until_year = _year(_("Last year"), required=False, help_text=_("Empty as long as the association works."))


class MergerForm(forms.Form):
    """Which association carries the history on, and from when."""

    into = forms.ChoiceField(label=_("Merged into"))
    on = Day(label=_("From this day on"))

    def __init__(self, *args: Any, others: Iterable[AssociationCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", _("Choose an association")), *((each.slug, each.name) for each in others)]  # type: ignore[attr-defined]


class PartyForm(forms.Form):
    """A member authority."""

    kind = forms.ChoiceField(label=_("Authority"), choices=PartyKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of the region or municipality"),
        max_length=120,
        required=False,
        help_text=_("The employment service and the insurance agency have no name of their own here."),
    )
    code = forms.CharField(
        label=_("Official code"),
        required=False,
        validators=[RegexValidator(r"^(\d{2}|\d{4})$", _("Two digits for a region, four for a municipality."))],
        help_text=_("Statistics Sweden’s code: 22 for Västernorrland, 2281 for Sundsvall."),
        widget=forms.TextInput(attrs={"data-short": True, "inputmode": "numeric"}),
    )
    since_year = _year(_("First year"), required=False)
    until_year = _year(_("Last year"), required=False)


class LocalGroupForm(forms.Form):
    """A local cooperation group."""

    name = forms.CharField(label=_("Name"), max_length=120)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    since_year = _year(_("First year"), required=False)
    until_year = _year(_("Last year"), required=False)


class LastYearForm(forms.Form):
    """The last year of something."""

    until_year = _year(_("Last year"))


class LastDayForm(forms.Form):
    """The last day of something."""

    until_on = Day(label=_("Last day"))


class CostForm(forms.Form):
    """A cost that associations bear together."""

    title = forms.CharField(label=_("What it is for"), max_length=200)
    year = _year(_("Year"))
    amount = Kronor(label=_("Amount in kronor"))


class AgreementForm(forms.Form):
    """What an association agreed to."""

    title = forms.CharField(label=_("What is agreed"), max_length=200)
    registration_number = forms.CharField(label=_("Registration number"), max_length=60, required=False)
    signed_on = Day(label=_("Signed on"))
    until_on = Day(label=_("Holds until"), required=False, help_text=_("Empty until further notice."))
    cost = forms.TypedChoiceField(label=_("Joint cost"), required=False, coerce=int, empty_value=None)
    parts = forms.IntegerField(
        label=_("Parts of it"),
        required=False,
        min_value=1,
        max_value=1_000_000_000,
        help_text=_("A whole number, such as one part each, or the number of inhabitants."),
        widget=forms.NumberInput(attrs={"data-short": True}),
    )

    def __init__(self, *args: Any, costs: Iterable[CostPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cost"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *((each.id, f"{each.title} {each.year}") for each in costs),
        ]


class InvitationForm(forms.Form):
    """Who is invited, and to do what."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.TypedChoiceField(label=_("Role"), coerce=Role, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=[("sv", "Svenska"), ("en", "English")], initial="sv")

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    """How the person wants to be called."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language of mail to you"), choices=[("sv", "Svenska"), ("en", "English")])
