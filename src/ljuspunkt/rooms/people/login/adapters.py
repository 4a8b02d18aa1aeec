"""What differs from django-allauth's own way: nobody signs up, and a password alone is never enough."""

import base64
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from axes.utils import reset
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ljuspunkt.rooms.people.login.lockout import forget_old_attempts
from ljuspunkt.rooms.people.models import Account, Invitation

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; after the password comes a passkey, a code from an app, or a code by e-mail."""

    error_messages: Mapping[str, Any] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _(
            "The address or the password is wrong. Both are needed exactly as you chose them."
        ),
        "enter_current_password": _("Write the password you have now."),
        "incorrect_code": _("That code is wrong, or too old."),
        "incorrect_password": _("The password is wrong."),
        "invalid_password_reset": _("This link has been used already, or is too old."),
        "rate_limited": _("Too many attempts in a short time. Wait a minute and try again."),
        "too_many_login_attempts": _("Too many attempts in a short time. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_login_by_code_required(self, login: Login) -> bool:
        """Return whether a code is sent by e-mail: where the password is all the person has shown so far."""
        account = login.user
        if not isinstance(account, Account) or is_mfa_enabled(account, SECOND_FACTORS):
            return False
        if account.invented and settings.ON_THIS_MACHINE_ONLY:
            return False
        return bool(super().is_login_by_code_required(login))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Log the person in, and sweep away what has run out: sessions, and counters of wrong passwords."""
        super().login(request, user)
        request.session.clear_expired()
        forget_old_attempts(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Leave wrong passwords to axes, which counts them per place: nobody can lock somebody else out."""

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        again = self.authenticate(self.request, email=user.get_username(), password=password)
        return again is not None and again.pk == user.pk

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Keep a new password, and let the person in at once where wrong ones had locked the account.

        An invitation that is still open ends: its link would give the account another password.
        """
        super().set_password(user, password)
        reset(username=user.get_username())
        Invitation.objects.filter(account_id=user.pk, used_at__isnull=True).update(until=timezone.now())

    def format_email_subject(self, subject: str) -> str:
        return subject


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted by a key that follows from the installation's own."""

    error_messages: Mapping[str, Any] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is wrong, or too old."),
    }

    def build_totp_svg(self, url: str) -> str:
        return str(segno.make(url, micro=False).svg_inline(scale=5, border=2, light="#fff"))

    def encrypt(self, text: str) -> str:
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _safe().decrypt(encrypted_text.encode()).decode()


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """The log-in of an organisation opens the accounts that have an address in the domains it answers for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: "SocialLogin") -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: "SocialLogin") -> None:
        """Connect the log-in to the account with its address, or refuse it in a sentence.

        An organisation is believed about addresses in its own domains only, also after the first time: otherwise it
        could open the account of somebody elsewhere.
        """
        known = sociallogin.provider.app.settings
        addresses = [each.email.lower() for each in sociallogin.email_addresses if each.email]
        proven = [each for each in sociallogin.email_addresses if each.verified is True or known["email_trusted"]]
        address = proven[0].email.lower() if proven else ""
        own = address.partition("@")[2] in known["domains"]
        account = Account.objects.filter(email=address, is_active=True).first() if own else None
        if account is None or (sociallogin.is_existing and sociallogin.user.pk != account.pk):
            page = render(
                request, "people/no_account.html", {"address": next(iter(addresses), ""), "own": own}, status=403
            )
            raise ImmediateHttpResponse(page)
        if not sociallogin.is_existing:
            sociallogin.connect(request, account)


def _safe() -> Fernet:
    key = sha256(b"ljuspunkt second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
