"""What the server sends besides pages, and what it never sends or writes."""

import urllib.error
import urllib.request
from email.message import Message
from urllib.parse import quote

import pytest

from tests.web.addresses import EVERY


def headers(address: str) -> Message:
    with urllib.request.urlopen(address) as answer:
        return answer.headers


@pytest.mark.parametrize("path", EVERY)
def test_every_page_has_a_strict_policy_and_sets_no_cookie(site: str, path: str) -> None:
    sent = headers(site.rstrip("/") + quote(path))
    policy = dict(part.strip().split(" ", 1) for part in sent["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in sent["Content-Security-Policy"]
    assert policy["frame-ancestors"] == "'none'"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in sent["Permissions-Policy"]
    assert sent["Set-Cookie"] is None


def test_only_where_somebody_logs_in_is_a_cookie_set_and_it_is_the_guard_of_forms(site: str) -> None:
    sent = headers(f"{site}sv/account/login/")
    (cookie,) = sent.get_all("Set-Cookie") or []
    assert cookie.startswith("csrftoken=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "unsafe" not in sent["Content-Security-Policy"]
    assert "no-store" in sent["Cache-Control"]


def test_static_files_carry_their_hash_and_are_kept_for_good(site: str) -> None:
    with urllib.request.urlopen(f"{site}sv/") as answer:
        page = answer.read().decode()
    sheet = next(part.split('"')[0] for part in page.split('href="/static/')[1:] if "tokens." in part)
    assert len(sheet.split(".")) == 3
    assert "immutable" in headers(f"{site}static/{sheet}")["Cache-Control"]


def test_a_page_asks_nobody_else_for_anything(site: str) -> None:
    with urllib.request.urlopen(f"{site}sv/conference/votes/1/") as answer:
        page = answer.read().decode()
    assert "style=" not in page
    assert "<script" not in page
    assert not [part for part in page.split('src="')[1:] if not part.startswith("/static/")]
    assert not [part for part in page.split('<link rel="stylesheet" href="')[1:] if not part.startswith("/static/")]


@pytest.mark.parametrize("address", ["sv/room/K7Q%003X/", "sv/pack/a%00/", "sv/join/?code=K7Q%003X"])
def test_an_address_with_a_zero_byte_is_refused(site: str, address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{site}{address}")
    assert refused.value.code == 400


def test_an_unknown_host_is_refused(site: str) -> None:
    request = urllib.request.Request(f"{site}sv/", headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 400
