"""A coordinator puts symbols in, with what they show and whose they are, for easy read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ljuspunkt.rooms.surveys.queries.pictures import pictures_of
from tests.people.world import World
from tests.surveys.worded import BASE, PICTURE, SLUG, drafted, item_form, version

pytestmark = pytest.mark.django_db
SYMBOLS = f"/sv/instruments/{SLUG}/symbols/"


@pytest.fixture
def browser(world: World) -> Client:
    drafted(world)
    return world.client("national_coordinator")


def put(browser: Client, content: bytes = PICTURE, **changed: object) -> int:
    form = {"name": "sun", "alt_sv": "En sol", "source": "Ritad av nätverket, fri att använda"}
    return browser.post(SYMBOLS, {"file": SimpleUploadedFile("sun.png", content), **form, **changed}).status_code


def test_a_symbol_is_shown_in_easy_read_only_and_says_what_it_shows(browser: Client) -> None:
    assert put(browser, PICTURE + b"<script>x()</script>") == 302
    browser.post(f"{BASE}questions/q1/", item_form("q1", picture="sun"))
    easy = browser.get(f"{BASE}preview/sv-easy/all/").text
    assert 'alt="En sol"' in easy
    assert 'class="symbol"' not in browser.get(f"{BASE}preview/sv/all/").text
    address = f"{SYMBOLS}sun/{pictures_of(SLUG)['sun'].sign}.picture"
    assert address in easy
    shown = browser.get(address)
    assert (shown.content, shown.headers["Content-Type"]) == (PICTURE, "image/png")
    assert browser.get(f"{SYMBOLS}sun/0000.picture").status_code == 404


@pytest.mark.parametrize(
    ("content", "changed"),
    [
        (b"<svg onload='x()'/>", {}),
        (b"GIF", {}),
        (PICTURE + b"0" * 20_000, {}),
        (PICTURE.replace(b"IHDR\0\0\0\1", b"IHDR\0\0\x7f\xff"), {}),
        (PICTURE.replace(bytes.fromhex("789c6368"), b"torn"), {}),
        (PICTURE, {"alt_sv": " "}),
        (PICTURE, {"source": " "}),
        (PICTURE, {"name": "../x"}),
    ],
    ids=["svg", "cut short", "too heavy", "too wide", "torn inside", "without words", "nobody's", "an odd name"],
)
def test_a_symbol_that_cannot_be_used_is_refused(browser: Client, content: bytes, changed: dict[str, object]) -> None:
    assert put(browser, content, **changed) == 422
    assert pictures_of(SLUG) == {}


def test_a_symbol_in_use_stays_and_a_frozen_one_never_changes(browser: Client) -> None:
    put(browser)
    browser.post(f"{BASE}questions/q1/", item_form("q1", picture="sun"))
    browser.post(f"{SYMBOLS}sun/remove/")
    assert "sun" in pictures_of(SLUG)
    assert browser.post(f"{SYMBOLS}sun/", {"alt_sv": "En gul sol", "source": "Egen"}).status_code == 302
    browser.post(f"{BASE}freeze/")
    assert version().state == "frozen"
    assert browser.post(f"{SYMBOLS}sun/", {"alt_sv": "En måne", "source": "Egen"}).status_code == 422
    assert pictures_of(SLUG)["sun"].alt == {"sv": "En gul sol"}
