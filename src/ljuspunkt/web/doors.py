"""What every answer carries, and whom we answer to: what Django's middlewares say about a host, asked once and kept.

So pages that are answered ahead of the framework have the same protection as all others, without each request passing
through every middleware.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.module_loading import import_string

ASKED = (
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "ljuspunkt.web.middleware.quiet_browser",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
"""Those of the settings' middlewares whose word counts here."""
LEFT_OUT = {"content-type", "content-length"}


@dataclass(frozen=True, slots=True)
class Door:
    """What is said to all who call us by one host: headers, and where they must go instead if anywhere."""

    headers: tuple[tuple[str, str], ...]
    instead: str = ""
    refused: bool = False


@lru_cache(maxsize=256)
def door(host: str, secure: bool) -> Door:
    """Return what holds for a host as the browser called it, and for a line that is secure or not."""
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "443" if secure else "80",
            "HTTP_HOST": host,
            "wsgi.url_scheme": "https" if secure else "http",
            "wsgi.input": BytesIO(),
            **({"HTTP_X_FORWARDED_PROTO": "https"} if secure else {}),
        }
    )
    try:
        request.get_host()
        answer = _chain()(request)
    except DisallowedHost:
        return Door((), refused=True)
    if 300 <= answer.status_code < 400:
        return Door((), instead=f"https://{host}")
    return Door(tuple((name.lower(), value) for name, value in answer.items() if name.lower() not in LEFT_OUT))


@lru_cache(maxsize=1)
def _chain() -> Callable[[HttpRequest], HttpResponseBase]:
    answer: Callable[[HttpRequest], HttpResponseBase] = _empty
    for name in reversed([name for name in settings.MIDDLEWARE if name in ASKED]):
        answer = import_string(name)(answer)
    return answer


def _empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()
