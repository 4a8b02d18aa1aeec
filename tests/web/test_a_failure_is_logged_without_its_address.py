"""A line about a page that failed names the page, and not the address with a code or a token in it."""

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils.log import log_response


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/sv/events/answer/1-SECRETå/", "sv/events/answer/<str:reference>/"),
        ("/sv/room/SECRET/ballot/", "sv/room/<str:code>/ballot/"),
        ("/sv/no/SECRET", "(no page)"),
    ],
)
def test_the_page_is_named_and_the_address_is_not(path: str, page: str) -> None:
    request = RequestFactory().get(path)
    if page != "(no page)":
        request.resolver_match = resolve(path)
    written = io.StringIO()
    console = logging.StreamHandler(written)
    [name] = settings.LOGGING["handlers"]["console"]["filters"]
    made = logging.config.DictConfigurator({"filters": settings.LOGGING["filters"], "version": 1})
    console.addFilter(made.configure_filter(settings.LOGGING["filters"][name]))
    log = logging.getLogger("django.request")
    log.addHandler(console)
    try:
        log_response(
            "%s: %s", "Internal Server Error", request.path, response=HttpResponse(status=500), request=request
        )
    finally:
        log.removeHandler(console)
    assert written.getvalue() == f"Internal Server Error: {page}\n"
