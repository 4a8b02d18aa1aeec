"""What Django has no setting for: headers, and addresses that no page has."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def quiet_browser(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Ask the browser to keep its sensors and its interest groups to itself."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware


def no_zero_bytes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuse an address with a zero byte: no page has one, and PostgreSQL fails on it where SQLite finds nothing."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asked = [part for name, values in request.GET.lists() for part in (name, *values)]
        if any("\0" in part for part in (request.path_info, *asked)):
            return HttpResponseBadRequest("There is no such address.", content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware
