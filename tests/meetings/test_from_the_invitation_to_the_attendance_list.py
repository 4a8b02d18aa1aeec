"""A whole event in a browser, on an installation served in earnest: made, mailed, answered on a phone, ticked.

Each page on the way is looked at by axe, wide and light, then narrow and dark.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.mail.conftest import until
from tests.people.world import World
from tests.real_database import RealDatabase, real_database
from tests.web.conftest import complains
from tests.web.serving import serving

__all__ = ["real_database"]

pytestmark = pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)

PASTED = "Robin Öst <robin@example.se>\nAlex Åberg\talex@example.se\nsam@example.se"


@pytest.fixture
def world(real_database: RealDatabase) -> World:
    from ljuspunkt.rooms.people.models import Association

    Association.objects.create(slug="alfa", name="Samordningsförbundet Alfa", since_year=2010)
    return World()


@pytest.fixture
def site(real_database: RealDatabase) -> Iterator[str]:
    from django.conf import settings

    with serving(real_database.folder, LJUSPUNKT_SECRET_KEY=settings.SECRET_KEY) as address:
        yield address.rstrip("/")


def check(page: Page) -> None:
    """Look at a page as axe does, and as somebody with a narrow screen."""
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
        found = Axe().run(page).response["violations"]
        assert [(page.url, each["id"], each["nodes"][0]["html"]) for each in found] == []


def letters(folder: Path) -> dict[str, str]:
    """Return what has been mailed, by address: the newest text to each."""
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(folder.glob("*.eml"))]
    return {str(each["To"]): each.get_body(("plain",)).get_content() for each in read}  # type: ignore[union-attr]


def test_an_event_from_the_invitation_to_the_attendance_list(
    real_database: RealDatabase, world: World, site: str, browser: Browser
) -> None:
    desk = browser.new_context(reduced_motion="reduce")
    session = world.client("association_coordinator").cookies["sessionid"].value
    desk.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page = desk.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if complains(message.text) else None)
    page.goto(f"{site}/sv/events/")
    check(page)
    page.get_by_role("link", name="Ny träff").click()
    check(page)
    page.get_by_label("Titel").fill("Workshop om uppföljning")
    page.get_by_label("Syfte").fill("Vi lär oss mäta.")
    page.get_by_label("Börjar").fill("2099-11-20T09:30")
    page.get_by_label("Slutar").fill("2099-11-20T16:00")
    page.get_by_label("Sista svarsdag").fill("2099-11-06")
    page.get_by_label("Antal platser").fill("1")
    page.get_by_role("button", name="Skapa träffen").click()
    expect(page.get_by_role("alert")).to_contain_text("Ange en plats eller en länk.")
    check(page)
    page.get_by_label("Plats", exact=False).first.fill("Rådhuset, Sal Ö")
    with page.expect_navigation():
        page.get_by_role("button", name="Skapa träffen").click()
    event = page.url
    page.get_by_role("link", name="Sätt upp folk på listan").click()
    check(page)
    page.get_by_label("Namn och adresser").fill(PASTED)
    page.get_by_role("button", name="Sätt upp dem på listan").click()
    page.get_by_role("button", name="Skicka 3 inbjudningar").click()
    folder = real_database.folder / "mail"
    until(lambda: len(letters(folder)) == 3)

    phone = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    own = re.search(r"http\S+/events/answer/\S+", letters(folder)["robin@example.se"])
    assert own is not None
    guest = phone.new_page()
    guest.goto(own.group())
    check(guest)
    expect(guest.get_by_role("heading", name="Kommer du?")).to_be_visible()
    guest.get_by_role("button", name="Ja").focus()
    guest.keyboard.press("Enter")
    expect(guest.get_by_role("heading", name="Du har en plats")).to_be_visible()
    check(guest)
    assert phone.cookies() == []

    page.goto(event)
    expect(page.get_by_role("heading", name="1 av 1 platser är tagen")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Ändra", exact=True).click()
    page.get_by_label("Plats", exact=False).first.fill("Stadshuset")
    page.get_by_role("button", name="Spara ändringen").click()
    expect(page.get_by_role("status")).to_contain_text("De berörda får inom några minuter veta vad som är nytt.")
    page.goto(f"{site}/sv/mail/")
    expect(page.get_by_role("heading", name="3 meddelanden är på väg")).to_be_visible()
    check(page)
    page.goto(f"{event}attendance/")
    check(page)
    page.get_by_label("Robin Öst").check()
    page.get_by_role("button", name="Spara listan").click()
    page.goto(f"{event}attendance/")
    expect(page.get_by_label("Robin Öst")).to_be_checked()
    page.get_by_role("link", name="Ett blad att skriva ut").click()
    check(page)
    page.goto(f"{event}cancel/")
    check(page)
    assert complaints == []
