"""The way a reader goes: home, conference, vote, indicator, figure, report, audit, and back from any figure.

`make pictures` keeps what is seen here for the README.
"""

import io
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]
Keep = Callable[[Page, str], None]


def test_a_reader_goes_from_home_to_the_audit(opener: Opener, picture: Keep) -> None:
    page = opener("/sv/", reduced_motion="reduce")
    expect(page.locator("h1")).to_have_text("Hur vet vi att det blir bättre?")
    picture(page, "home-desk")

    page.get_by_role("link", name="Se hur de valdes").click()
    expect(page.locator("h1")).to_have_text("137 kandidater blev 41, och 15 av dem kärnan")
    expect(page.locator(".starfield .star[data-state=lit]")).to_have_count(15)
    expect(page.locator(".starfield .star[data-state=ring]")).to_have_count(26)
    expect(page.locator(".starfield .star[data-state=bare]")).to_have_count(96)

    page.get_by_role("link", name="14 går direkt till protokollet").click()
    expect(page.locator("h1")).to_have_text(
        "14 går direkt till protokollet, 37 går till nästa omröstning och 46 sorteras ut"
    )
    expect(page.locator(".sky .star")).to_have_count(97)
    picture(page, "vote-desk")

    page.locator(".standings").get_by_role("link", name="Någon håller ihop stödet").click()
    expect(page.locator("h1")).to_have_text("Någon håller ihop stödet")
    expect(page.locator(".thread li")).to_have_count(4)
    expect(page.locator(".thread")).to_contain_text("17 av 23 röstade ja")

    page.get_by_role("link", name="Alla år och förbund i rapporten").click()
    expect(page.locator("h1")).to_contain_text("Någon håller ihop stödet")
    picture(page, "report-desk")

    page.locator(".masthead").get_by_role("link", name="Granskning").click()
    expect(page.locator(".verdict")).to_contain_text("säker att publicera")
    picture(page, "audit-desk")


def test_a_figure_leads_back_to_the_vote_that_chose_it(opener: Opener) -> None:
    page = opener("/sv/report/indicator-4/")
    page.locator(".thread").get_by_role("link", name="17 av 23 röstade ja").click()
    expect(page.locator("h1")).to_contain_text("15 blir kärnprotokollet")
    page = opener("/sv/report/indicator-4/")
    page.locator(".thread a").first.click()
    expect(page.locator("h1")).to_have_text("Någon håller ihop stödet")


def test_a_phone_shows_the_whole_vote(opener: Opener, picture: Keep) -> None:
    page = opener("/sv/conference/votes/5/", width=360, height=740, reduced_motion="reduce", device_scale_factor=2)
    stars = page.locator(".sky .star")
    expect(stars).to_have_count(41)
    for star in (stars.first, stars.last):
        box = star.bounding_box()
        assert box is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    page.locator(".hall").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.hall').scrollIntoView()")
    picture(page, "vote-phone")


def test_the_keyboard_alone_goes_from_home_to_a_vote(opener: Opener) -> None:
    page = opener("/sv/", reduced_motion="reduce")

    def press(name: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText") == name:
                with page.expect_navigation():
                    page.keyboard.press("Enter")
                return
        pytest.fail(f"the keyboard never came to {name!r}")

    press("Se hur de valdes")
    press("17 går direkt till protokollet och 20 sorteras ut")
    expect(page.locator("h1")).to_have_text("17 går direkt till protokollet och 20 sorteras ut")
    press("Omröstning 3 →")
    expect(page.locator("h1")).to_contain_text("5 går direkt till protokollet")


@pytest.mark.parametrize(("language", "bundle"), [("sv", "example-sv"), ("en", "example-en")])
def test_a_reader_takes_the_report_home(opener: Opener, language: str, bundle: str) -> None:
    page = opener(f"/{language}/audit/")
    expect(page.locator(".command")).to_contain_text(f"ljuspunkt verify {bundle}")
    with page.expect_download() as taken:
        page.locator('.exits a[href$=".zip"]').click()
    held = zipfile.ZipFile(io.BytesIO(taken.value.path().read_bytes())).namelist()
    assert taken.value.suggested_filename == f"{bundle}.zip"
    assert f"{bundle}/index.html" in held
    assert f"{bundle}/manifest.json" in held
    assert not [name for name in held if "private" in name or "counts" in name]


def test_what_is_invented_is_marked_on_every_page_with_figures(opener: Opener) -> None:
    for path in ("/", "/conference/", "/conference/votes/1/", "/indicators/4/", "/report/", "/audit/"):
        for language, word in (("sv", "påhittade"), ("en", "invented")):
            assert word in " ".join(opener(f"/{language}{path}").locator(".sample").all_inner_texts())
