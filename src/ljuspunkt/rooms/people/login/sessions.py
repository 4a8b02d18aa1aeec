"""A session ends when nobody has used it for a while, and after a working day in any case."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from ljuspunkt.rooms.people.permissions import way_back

BEGAN = "began"
SEEN = "seen"
NOTED_EVERY = 60
"""Seconds between two notes that a session is in use, so that not every page writes to the database."""


def sessions_end(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """End sessions that are too old, note that the others are in use, and let nobody between keep their pages."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return get_response(request)
        now = int(timezone.now().timestamp())
        began = request.session.setdefault(BEGAN, now)
        seen = request.session.setdefault(SEEN, now)
        if now - began >= settings.SESSION_LONGEST or now - seen >= settings.SESSION_COOKIE_AGE:
            logout(request)
            messages.info(request, _("Your session has ended. Log in again to go on."))
            return _forgotten(redirect_to_login(way_back(request)))
        if now - seen >= NOTED_EVERY:
            request.session[SEEN] = now
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response if request.user.is_authenticated else _forgotten(response)

    return middleware


def _forgotten(response: HttpResponseBase) -> HttpResponseBase:
    """Let the browser forget the pages of a session that has ended, so that the next person doesn't go back to them."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
