"""What is read from the page that shows the log."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ljuspunkt.rooms.people.queries import AssociationCard
from ljuspunkt.ui.forms import Day


class LogForm(forms.Form):
    """Which lines of the log are asked for."""

    association = forms.ChoiceField(label=_("Association"), required=False)
    text = forms.CharField(label=_("Who or what"), required=False, max_length=120)
    since = Day(label=_("From"), required=False)
    until = Day(label=_("To"), required=False)

    def __init__(self, *args: Any, associations: Iterable[AssociationCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["association"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((each.slug, each.name) for each in associations),
        ]
