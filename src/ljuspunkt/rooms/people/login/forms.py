"""The forms of logging in, in our words; what they do is django-allauth's."""

from time import monotonic, sleep
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

PASSWORD = _("Password")
HINT = _("At least twelve signs. Several words that you can remember are better than many different signs.")
CODE = _("Code")
LETTER_TAKES = 0.3
"""Seconds, more than writing a letter to the queue takes."""


class _InOurWords(forms.BaseForm):
    """Gives the fields our labels and hints; a placeholder would say the same again and vanish when one types."""

    words: ClassVar[dict[str, tuple[Any, Any]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words.get(name, (field.label, ""))


class LoginForm(_InOurWords, account.LoginForm):
    words = {"login": (_("E-mail address"), ""), "password": (PASSWORD, "")}


class ReauthenticateForm(_InOurWords, account.ReauthenticateForm):
    words = {"password": (PASSWORD, "")}


class ChangePasswordForm(_InOurWords, account.ChangePasswordForm):
    words = {
        "oldpassword": (_("The password you have now"), ""),
        "password1": (_("New password"), HINT),
        "password2": (_("The new password once more"), ""),
    }


class SetPasswordForm(_InOurWords, account.SetPasswordForm):
    words = {"password1": (_("New password"), HINT), "password2": (_("The new password once more"), "")}


class ResetPasswordForm(_InOurWords, account.ResetPasswordForm):
    """Takes as long for an address without an account, where no letter is written, so that its time tells nothing."""

    words = {"email": (_("E-mail address"), "")}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Ask for the letter, if there is an account."""
        begun = monotonic()
        address: str = super().save(request, **kwargs)
        sleep(max(0.0, begun + LETTER_TAKES - monotonic()))
        return address


class ResetPasswordKeyForm(_InOurWords, account.ResetPasswordKeyForm):
    words = SetPasswordForm.words


class ConfirmLoginCodeForm(_InOurWords, account.ConfirmLoginCodeForm):
    words = {"code": (CODE, "")}


class AuthenticateForm(_InOurWords, mfa.AuthenticateForm):
    words = {"code": (CODE, _("Six digits from the app, or one of your recovery codes."))}


class ReauthenticateCodeForm(_InOurWords, mfa.ReauthenticateForm):
    words = AuthenticateForm.words


class ActivateTOTPForm(_InOurWords, totp.ActivateTOTPForm):
    words = {"code": (_("The code that the app shows now"), "")}


class AddPasskeyForm(_InOurWords, passkeys.AddWebAuthnForm):
    words = {"name": (_("What you call it"), _("For instance the device it lies on."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True


class EditPasskeyForm(_InOurWords, passkeys.EditWebAuthnForm):
    words = {"name": (_("What you call it"), "")}


class ChoosePasswordForm(account.PasswordVerificationMixin, forms.Form):
    """The first password of somebody who was invited."""

    password1 = account.SetPasswordField(label=PASSWORD, help_text=HINT)
    password2 = account.PasswordField(label=_("The password once more"), autocomplete="new-password")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password1"].user = user  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = HINT
