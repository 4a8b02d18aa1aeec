"""Forms of the pages about codes, paper ballots and scrutineers. A form parses; the use cases decide."""

import re
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_NUMBERS = re.compile(r"[0-9]{1,6}(-[0-9]{1,6})?")
_LONGEST_RANGE = 5000


class NumbersField(forms.CharField):
    """Numbers of slips: "3, 7, 12–15"."""

    def clean(self, value: object) -> tuple[int, ...]:
        text = re.sub(r"\s*[-–]\s*", "-", str(super().clean(value)).strip())
        found: list[int] = []
        for part in filter(None, re.split(r"[,;\s]+", text)):
            if not _NUMBERS.fullmatch(part):
                raise ValidationError(
                    _("“{part}” isn't a number; write numbers with commas between, such as 3, 7, 12–15.").format(
                        part=part
                    )
                )
            first, _dash, last = part.partition("-")
            if last and not 0 <= int(last) - int(first) <= _LONGEST_RANGE:
                raise ValidationError(_("“{part}” doesn't go from a lower to a higher number.").format(part=part))
            found += range(int(first), int(last or first) + 1)
        return tuple(dict.fromkeys(found))


class DrawForm(forms.Form):
    """How many slips, or how many of each group where ballots tell it."""

    n = forms.IntegerField(label=gettext_lazy("Slips"), min_value=1, max_value=5000)

    def __init__(self, *args: object, groups: Mapping[str, int], voters: int, spare: int, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.groups = list(groups)
        if not groups:
            self.fields["n"].initial = voters + spare
            return
        del self.fields["n"]
        for place, (group, entitled) in enumerate(groups.items()):
            self.fields[f"group-{place}"] = forms.IntegerField(
                label=_("Slips for {group}").format(group=group), min_value=0, max_value=5000, initial=entitled + 2
            )

    def wanted(self) -> tuple[int, dict[str, int]]:
        """Return how many slips without a group, and how many of each."""
        if not self.groups:
            return self.cleaned_data["n"], {}
        return 0, {group: self.cleaned_data[f"group-{place}"] for place, group in enumerate(self.groups)}


class StrikeForm(forms.Form):
    """Which slips are lost or left over."""

    numbers = NumbersField(
        label=gettext_lazy("Numbers of slips"),
        help_text=gettext_lazy("The number in the corner of the slip, such as 3, 7, 12–15."),
        max_length=2000,
    )


class MailForm(forms.Form):
    """Who gets a code by mail."""

    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy("One to a line. Who has got a code already gets no other."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: object, groups: Mapping[str, int], **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        if groups:
            self.fields["group"] = forms.ChoiceField(
                label=_("Group of all these"), choices=[(group, group) for group in groups]
            )

    def listed(self) -> list[str]:
        """Return the addresses."""
        return re.split(r"[,;\s]+", self.cleaned_data["addresses"].strip())


class PapersForm(forms.Form):
    """Against which slips paper ballots are handed out, or come back unused."""

    numbers = NumbersField(
        label=gettext_lazy("Numbers of slips"),
        help_text=gettext_lazy("Of those who get a paper ballot; their codes are then used in this vote."),
        max_length=2000,
    )


class SheetForm(forms.Form):
    """Which sheet is read, and what it tells beside the candidates where that was decided."""

    sheet = forms.IntegerField(
        label=gettext_lazy("Number on the sheet"),
        help_text=gettext_lazy("Number the sheets 1, 2, 3 … as they come out of the urn."),
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"data-short": ""}),
    )

    def __init__(self, *args: object, groups: Mapping[str, int], pseudonyms: bool, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        if groups:
            self.fields["group"] = forms.ChoiceField(
                label=_("Group on the sheet"), choices=[("", "–"), *((group, group) for group in groups)]
            )
        if pseudonyms:
            self.fields["panellist"] = forms.CharField(label=_("Pseudonym on the sheet"), max_length=20)


class ScrutineerForm(forms.Form):
    """Who is named."""

    email = forms.EmailField(label=gettext_lazy("E-mail address of the scrutineer's account"))
