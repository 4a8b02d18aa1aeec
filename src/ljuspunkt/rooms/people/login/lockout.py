"""What happens after many wrong passwords: the account rests for a while, for whoever tried from there.

The counters hold the address that was typed, and of the network address only a keyed sign of it, which nobody can read
back without the installation's key.
"""

import hmac
from datetime import timedelta
from ipaddress import IPv6Address

from allauth.core.internal.httpkit import get_client_ip
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ljuspunkt.web.origin import network_of

LOCAL = 0xFD << 120
"""Signs of network addresses look like addresses that are private to a site, so that the database's type holds them."""


class QuietCounter(AxesDatabaseHandler):
    """Counts wrong passwords and keeps nothing else of the request: no browser, no page, no form."""

    def user_login_failed(
        self, sender: object, credentials: dict[str, str], request: HttpRequest | None = None, **kwargs: object
    ) -> None:
        if request is not None:
            request.axes_user_agent = request.axes_http_accept = request.axes_path_info = ""  # type: ignore[attr-defined]
        super().user_login_failed(sender, credentials, request, **kwargs)
        AccessAttempt.objects.exclude(post_data="", get_data="").update(post_data="", get_data="")


def sign_of_address(request: HttpRequest) -> str:
    """Return a sign by which attempts from the same network are recognised."""
    address = network_of(get_client_ip(request) or "")
    sign = hmac.digest(settings.SECRET_KEY.encode(), b"address\0" + address.encode(), "sha256")
    return str(IPv6Address(LOCAL | int.from_bytes(sign[:15])))


def typed_address(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """Return the e-mail address that was typed, in small letters, so that other letters aren't another account."""
    typed = (credentials or {}).get("email") or request.POST.get("login") or ""
    return typed.strip().lower()[:254]


def forget_old_attempts(request: HttpRequest) -> None:
    """Remove the counters that no longer lock anybody out."""
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - _rest(request)).delete()


def locked(
    request: HttpRequest, _response: HttpResponse | None = None, credentials: dict[str, str] | None = None
) -> HttpResponse:
    """Say when to try again."""
    attempts = AccessAttempt.objects.filter(
        username=typed_address(request, credentials), ip_address=sign_of_address(request)
    )
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    until = last + _rest(request)
    answer = render(request, "people/locked.html", {"until": until}, status=429)
    answer["Retry-After"] = str(max(1, round((until - timezone.now()).total_seconds())))
    return answer


def _rest(request: HttpRequest) -> timedelta:
    return get_cool_off(request) or timedelta()
