"""Where a request comes from, for forms that carry no token and limiters that keep no name."""

from django.conf import settings
from django.http import HttpRequest


def comes_from_here(request: HttpRequest) -> bool:
    """Return whether what is sent comes from a page of this site, as the browser says.

    The forms of open pages carry no token, since everybody's page is the same; the browser's own words about where a
    form was sent from stand in its place.
    """
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin.partition("://")[2] == request.get_host()
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from; behind our own proxy that is what the proxy added last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
