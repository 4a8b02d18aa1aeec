"""What Django has no setting for: headers, and addresses that no page has."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

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


def buttons_lead_to_their_page(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Lead whoever opens the address of a button to the page that it is on, since the address itself has none.

    One comes there by switching language where a form was refused, by loading it again, or after logging in.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == 405 and request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
            return redirect(_page_above(request.path_info))
        return response

    return middleware


def _page_above(path: str) -> str:
    """Return the nearest address above that somebody answers."""
    above = path.rstrip("/").rpartition("/")[0] + "/"
    try:
        resolve(above)
    except Resolver404:
        return _page_above(above)
    return above
