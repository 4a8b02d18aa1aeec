"""On the pages of a room everybody is nobody: who is signed in elsewhere isn't signed in there."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_ROOM = re.compile(r"/[a-z]{2}/room/")


def voters_are_nobody(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Hide the session from the voters' pages: it notes by name and time that somebody is there, next to a ballot."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if _ROOM.match(request.path_info):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    return middleware
