"""Logging in, and the pages to work on: what axe finds, narrow screens, the keyboard, and passkeys."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]

ENTRANCES = ["/sv/account/login/", "/en/account/login/", "/sv/account/password/forgotten/"]
WORKING = [
    "/sv/work/",
    "/sv/associations/",
    "/sv/associations/lindasen/",
    "/sv/associations/lindasen/members/",
    "/sv/associations/lindasen/members/invite/",
    "/sv/associations/lindasen/parties/new/",
    "/sv/people/costs/1/",
    "/sv/log/",
    "/sv/account/",
    "/en/associations/lindasen/merge/",
]


def password_of(installation: Path) -> str:
    return (installation / "demo-people.txt").read_text(encoding="utf-8").split(": ")[1].split()[0]


def log_in(page: Page, installation: Path, who: str) -> Page:
    password = password_of(installation)
    page.get_by_label(re.compile("E-postadress|E-mail address")).fill(f"{who}@example.se")
    page.get_by_label(re.compile("^(Lösenord|Password)$")).fill(password)
    page.locator("main button[data-kind=main]").first.click()
    page.wait_for_url("**/work/")
    return page


def check(page: Page, path: str) -> None:
    """Fail where axe finds something, or where the page scrolls sideways."""
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page).response["violations"]
        named = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]
        assert (path, width, named) == (path, width, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("path", ENTRANCES)
def test_the_way_in_is_open_to_everybody(opener: Opener, path: str) -> None:
    check(opener(path), path)


def test_the_pages_to_work_on_are_open_to_everybody(opener: Opener, installation: Path, site: str) -> None:
    page = log_in(opener("/sv/account/login/"), installation, "nationell")
    for path in WORKING:
        page.goto(site.rstrip("/") + path)
        assert page.locator("h1").count() == 1, path
        check(page, path)


def test_what_is_wrong_is_reached_from_the_list_above_the_form(opener: Opener, installation: Path, site: str) -> None:
    page = log_in(opener("/sv/account/login/"), installation, "samordnare")
    page.goto(f"{site}sv/associations/lindasen/members/invite/")
    page.locator("form.form").evaluate("form => form.noValidate = true")
    page.get_by_label("E-postadress").fill("kim.ek")
    page.get_by_label("Namn").fill("Kim Ek")
    page.get_by_role("button", name="Bjud in").click()
    expect(page.locator("main .summary")).to_be_focused()
    check(page, "a form with errors")
    page.locator(".summary a").first.click()
    expect(page.locator("main [name=email]")).to_be_focused()
    assert page.get_by_label("Namn").input_value() == "Kim Ek"


def test_a_table_sorts_and_filters_without_a_new_page(opener: Opener, installation: Path, site: str) -> None:
    page = log_in(opener("/sv/account/login/"), installation, "samordnare")
    page.goto(f"{site}sv/associations/")
    heading = page.get_by_role("columnheader", name="Förbund")
    heading.get_by_role("button").click()
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    names = page.locator("#associations tbody th").all_inner_texts()
    assert names[0].startswith(("Ö", "Ä", "Å")) or names == sorted(names, reverse=True)
    page.get_by_label("Visa bara rader som innehåller").fill("lindås")
    shown = page.locator("#associations tbody tr:visible").all_inner_texts()
    assert shown
    assert all("lindås" in row.lower() for row in shown)
    assert (
        page.locator("#associations ~ *, .tablefilter [role=status]").first.inner_text().startswith(f"{len(shown)} av")
    )


def test_a_passkey_replaces_password_and_code(opener: Opener, installation: Path, site: str) -> None:
    here = site.replace("127.0.0.1", "localhost")
    page = opener("/sv/account/login/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{here}sv/account/login/")
    log_in(page, installation, "utvarderare")
    page.goto(f"{here}sv/account/passkeys/add/")
    check(page, "asked for the password again")
    page.get_by_label("Lösenord").fill(password_of(installation))
    page.get_by_role("button", name="Gå vidare").click()
    check(page, "adding a passkey")
    page.get_by_label("Vad du kallar den").fill("Telefonen")
    page.get_by_role("button", name="Lägg till en passnyckel").click()
    page.wait_for_url("**/second/codes/")
    assert page.locator(".secret li").count() == 10
    page.goto(f"{here}sv/account/")
    assert "Telefonen" in page.inner_text("main")
    page.set_viewport_size({"width": 1280, "height": 800})  # where no menu has to be opened first
    page.get_by_role("button", name="Logga ut").click()
    page.goto(f"{here}sv/account/login/")
    page.get_by_role("button", name="Logga in med passnyckel").click()
    page.wait_for_url("**/work/")
    assert "Ulrik Utvall" in page.inner_text(".masthead")

    page.set_viewport_size({"width": 1280, "height": 800})  # where no menu has to be opened first
    page.get_by_role("button", name="Logga ut").click()
    page.goto(f"{here}sv/account/login/")
    page.get_by_label("E-postadress").fill("utvarderare@example.se")
    page.get_by_label("Lösenord").fill(password_of(installation))
    page.locator("main button[data-kind=main]").first.click()
    page.wait_for_url("**/login/second/")
    check(page, "the second step")
    page.get_by_role("button", name="Använd en passnyckel").click()
    page.wait_for_url("**/work/")
    page.goto(f"{here}sv/account/")
    page.get_by_role("link", name="Ta bort Telefonen").click()
    page.get_by_label("Lösenord").fill(password_of(installation))
    page.get_by_role("button", name="Gå vidare").click()
    page.get_by_role("button", name="Ta bort passnyckeln").click()
    page.wait_for_url("**/account/")
    assert page.get_by_role("link", name="Ta bort Telefonen").count() == 0


def test_on_a_phone_the_menus_wait_behind_one_button(opener: Opener, installation: Path, site: str) -> None:
    page = log_in(opener("/sv/account/login/"), installation, "ordforande")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}sv/conferences/rehearsal/chair/")
    assert page.locator(".masthead").bounding_box()["height"] < 80  # type: ignore[index]
    assert not page.get_by_role("link", name="Att göra").is_visible()
    page.get_by_role("button", name="Meny").press("Enter")
    check(page, "the open menu")
    page.get_by_role("link", name="Att göra").click()
    page.wait_for_url("**/work/")
