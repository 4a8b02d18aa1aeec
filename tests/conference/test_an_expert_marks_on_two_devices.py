"""The whole preparation in a browser: marked on a phone, seen on a computer and beside the ballot, given to totals."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.conference.preparing import conference_with_panel, coordinator
from tests.conference.serving import serving
from tests.conference.voting import codes, opened
from tests.people.world import World, make_world
from tests.real_database import RealDatabase

WAIT = 30_000
ROOM = "/sv/room/K7Q3XR/"


def device(browser: Browser, complaints: list[str], *, width: int = 390) -> Page:
    """Return a browser of its own, as on another device."""
    page = browser.new_context(viewport={"width": width, "height": 844}, locale="sv-SE").new_page()
    page.set_default_timeout(WAIT)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return page


def mark(page: Page, candidate: str, word: str) -> None:
    page.locator(f'[data-item="{candidate}"]').get_by_text(word, exact=True).click()


def status(page: Page, words: str) -> None:
    expect(page.locator("[data-status]")).to_contain_text(words, timeout=WAIT)


def organiser(browser: Browser, complaints: list[str], world: World, address: str) -> Page:
    """Return the coordinator's browser, signed in."""
    session = world.client("association_coordinator").cookies["sessionid"].value
    page = device(browser, complaints, width=1280)
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return page


@pytest.mark.slow
@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_notes_follow_their_expert_and_nobody_else(browser: Browser, real_database: RealDatabase) -> None:
    from ljuspunkt.rooms.conference.models import Preparation
    from ljuspunkt.rooms.conference.services import preparation as services

    world = make_world()
    conference = conference_with_panel(world, 6)
    now = timezone.now()
    by = coordinator(world)
    services.open_preparation(by=by, conference=conference.pk, to_open=True, at=now)
    handed = services.draw_codes(by=by, conference=conference.pk, n=5, at=now)
    complaints: list[str] = []
    with serving(real_database) as server:
        address = server.address
        # The organiser begins to gather totals, and writes the code down.
        desk = organiser(browser, complaints, world, address)
        desk.goto(f"{address}/sv/conferences/alfa-2026/preparation/gather/")
        written_down = desk.locator("[data-totals-code]").inner_text()
        desk.fill("[name=ends_at]", (now + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
        desk.check("[name=written]")
        desk.get_by_role("button", name="Börja").click()
        expect(desk.get_by_text("0 experter har bidragit")).to_be_visible(timeout=WAIT)

        # An expert scans the slip: the code leaves the address bar at once.
        phone = device(browser, complaints)
        phone.goto(f"{address}{ROOM}prepare/#{handed[0]}")
        status(phone, "Koden stämmer")
        assert "#" not in phone.url
        mark(phone, "a", "Ja")
        mark(phone, "b", "Kanske")
        mark(phone, "c", "Ja")
        phone.locator('[data-item="a"] details').last.locator("summary").click()
        phone.locator('[data-item="a"] textarea').fill("Viktigast <b>av</b> allt")
        status(phone, "förseglat under din kod")
        phone.get_by_role("button", name="Flytta upp: c Samordnad plan").press("Enter")
        status(phone, "förseglat under din kod")
        assert Axe().run(phone).response["violations"] == []
        assert not phone.context.cookies()

        # On a computer the code is typed, and everything is there.
        computer = device(browser, complaints, width=1280)
        computer.goto(f"{address}{ROOM}prepare/")
        mark(computer, "b", "Nej")
        computer.fill("#own-code", f"{handed[0][:10].lower()} {handed[0][10:]}")
        computer.get_by_role("button", name="Använd koden").click()
        status(computer, "förseglat under din kod")
        expect(computer.locator('[data-item="a"] input[value=yes]')).to_be_checked()
        expect(computer.locator('[data-item="b"] input[value=no]')).to_be_checked()
        expect(computer.locator('[data-item="a"] textarea')).to_have_value("Viktigast <b>av</b> allt")
        expect(computer.locator("[data-order] li").first).to_contain_text("Samordnad plan")

        # Back on the phone, what was marked last on the computer holds.
        phone.reload()
        expect(phone.locator('[data-item="b"] input[value=no]')).to_be_checked(timeout=WAIT)

        # A wrong code is told so and changes nothing.
        stranger = device(browser, complaints)
        stranger.goto(f"{address}{ROOM}prepare/")
        stranger.fill("#own-code", "ABCD EFGH JKNP QRST ABCD EFGH")
        stranger.get_by_role("button", name="Använd koden").click()
        status(stranger, "Den koden finns inte")
        stranger.fill("#own-code", "ABCD")
        stranger.get_by_role("button", name="Använd koden").click()
        status(stranger, "tjugofyra tecken")

        # Five give their marks, each once.
        phone.get_by_role("button", name="Bidra med mina markeringar").click()
        status(phone, "med i summorna")
        for code in handed[1:]:
            other = device(browser, complaints)
            other.goto(f"{address}{ROOM}prepare/#{code}")
            status(other, "Koden stämmer")
            mark(other, "a", "Ja")
            status(other, "förseglat under din kod")
            other.get_by_role("button", name="Bidra med mina markeringar").click()
            status(other, "med i summorna")
            other.context.close()
        Preparation.objects.update(gathering_ends_at=now)

        # The organiser's browser takes the masks off; a wrong code opens nothing.
        desk.goto(f"{address}/sv/conferences/alfa-2026/preparation/")
        desk.fill("#organisers-code", "ABCD EFGH JKNP QRST ABCD EFGH")
        desk.get_by_role("button", name="Publicera summorna").click()
        expect(desk.get_by_text("Koden öppnar inte summorna")).to_be_visible(timeout=WAIT)
        desk.fill("#organisers-code", written_down)
        desk.get_by_role("button", name="Publicera summorna").click()
        row = desk.get_by_role("row", name="a Bemötande")
        expect(row).to_contain_text("5", timeout=WAIT)
        assert [cell.strip() for cell in row.get_by_role("cell").all_inner_texts()] == ["5", "0", "0"]

        # On the day the notes stand beside the candidates of the ballot, from this phone alone.
        vote = opened(world, conference)
        (slip,) = codes(world, conference, 1)
        phone.goto(f"{address}{ROOM}ballot/")
        phone.fill("#voting-code", slip)
        phone.get_by_role("button", name="Gå vidare").click()
        beside = phone.locator("[data-own-note]")
        expect(beside.first).to_have_text("Du markerade ja. Viktigast <b>av</b> allt", timeout=WAIT)
        assert beside.count() == 3
        sent = phone.evaluate("[...new FormData(document.querySelector('form[data-ballot]')).keys()]")
        assert not [name for name in sent if "note" in name or "mark" in name]
        assert vote.pk

        # Who removes the notes from a device leaves nothing there.
        phone.goto(f"{address}{ROOM}prepare/")
        phone.get_by_role("button", name="Ta bort från den här enheten").click()
        assert phone.evaluate("Object.keys(localStorage).filter(name => name.startsWith('ljuspunkt-notes'))") == []
    assert complaints == []
