"""What is typed about a conference's result: the account, and the press to publish."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _


class PassageForm(forms.Form):
    """The organiser's words about one item, in Swedish and English."""

    sv = forms.CharField(label=_("In Swedish"), required=False, widget=forms.Textarea(attrs={"rows": 7, "lang": "sv"}))
    en = forms.CharField(label=_("In English"), required=False, widget=forms.Textarea(attrs={"rows": 7, "lang": "en"}))
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def text(self) -> Mapping[str, str]:
        """The words by language."""
        return {language: self.cleaned_data[language] for language in ("sv", "en")}


class PublishForm(forms.Form):
    """What is chosen when a result is published."""

    national = forms.BooleanField(
        label=_("These protocols are from now on the whole network’s"),
        help_text=_("Without a tick they are the conference’s own. The network’s protocols stay as they are."),
        required=False,
    )
