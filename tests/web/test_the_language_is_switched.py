"""Swedish first, English beside it; the switch keeps the page."""

import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

from tests.web.addresses import PAGES

Opener = Callable[..., Page]


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_keeps_the_page(opener: Opener, path: str) -> None:
    page = opener(f"/sv{path}")
    assert page.locator("html").get_attribute("lang") == "sv"
    with page.expect_navigation():
        page.get_by_role("link", name="English").click()
    assert unquote(page.url).endswith(f"/en{path}")
    assert page.locator("html").get_attribute("lang") == "en"
    with page.expect_navigation():
        page.get_by_role("link", name="Svenska").click()
    assert unquote(page.url).endswith(f"/sv{path}")


@pytest.mark.parametrize(
    ("asks_for", "given"), [("sv-SE", "sv"), ("en-GB", "en"), ("ar", "sv"), ("en;q=0.1, sv", "sv")]
)
def test_the_first_address_leads_to_the_browsers_language(site: str, asks_for: str, given: str) -> None:
    request = urllib.request.Request(site, headers={"Accept-Language": asks_for})
    with urllib.request.urlopen(request) as answer:
        assert answer.url == f"{site}{given}/"


def test_an_unknown_page_says_so_in_both_languages(site: str) -> None:
    for language, words in (("sv", "Sidan finns inte"), ("en", "There is no such page")):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{site}{language}/nowhere/")
        assert refused.value.code == 404
        assert words in refused.value.read().decode()


def test_titles_of_indicators_follow_the_language(opener: Opener) -> None:
    assert opener("/sv/indicators/4/").locator("h1").inner_text() == "Någon håller ihop stödet"
    assert opener("/en/indicators/4/").locator("h1").inner_text() == "Someone holds the support together"
