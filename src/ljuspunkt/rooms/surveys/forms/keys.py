"""Forms of a wave's key; they parse, and the use cases judge."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PassphraseForm(forms.Form):
    """A new passphrase, written twice."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 16 signs. Four or five words that don't belong together are easy to remember."),
    )
    again = forms.CharField(
        label=_("The same once more"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        """Say where the two differ."""
        given = self.cleaned_data
        if "passphrase" in given and "again" in given and given["passphrase"] != given["again"]:
            self.add_error("again", _("This isn't the same passphrase."))
        return given


class SecretForm(forms.Form):
    """The own passphrase, or the recovery code."""

    secret = forms.CharField(
        label=_("Your passphrase, or the recovery code from the paper"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class OwnPassphraseForm(forms.Form):
    """The own passphrase, to try whether it is remembered right."""

    secret = forms.CharField(
        label=_("Your passphrase"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )


class FreezeForm(SecretForm):
    """A passphrase or code that opens the answers; `despite` only where something isn't as it should be."""

    despite = forms.BooleanField(
        label=_("Freeze nevertheless: leave out what can't be read, and take the answers that are there"),
        required=False,
        widget=forms.HiddenInput,
    )

    def ask_despite(self) -> None:
        """Show the box to tick."""
        self.fields["despite"].widget = forms.CheckboxInput()
