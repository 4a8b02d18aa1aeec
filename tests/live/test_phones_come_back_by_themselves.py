"""A phone and a screen whose line was lost come back by themselves, to what is shown then; what was chosen stays.

Real Chromium, real servers: one is killed and another started in its place.
"""

import time

import pytest
from playwright.sync_api import Browser, expect

from tests.live.serving import below, gone, serving
from tests.live.staging import stage
from tests.real_database import RealDatabase
from tests.servers import own_port

CANDIDATES = {str(n): ("process", f"Kandidat nummer {n}") for n in range(1, 7)}


@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_after_the_server_was_killed_and_after_a_whole_vote_offline(
    real_database: RealDatabase, browser: Browser
) -> None:
    from ljuspunkt.domain.consensus.rule import Rule
    from ljuspunkt.rooms.conference.services import show

    on = stage(CANDIDATES, voters=3)
    vote = on.draft(Rule("onward", places=2), title="Vilka ska med?")
    room = f"room/{on.conference.join_code}/"
    port = own_port()
    with serving(real_database, "--port", port) as server:
        phone = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        away = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        screen = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
        for page in (phone, away):
            page.goto(f"{server.address}/sv/{room}")
            expect(page.locator("h1")).to_have_text("Du är med")
        screen.goto(f"{server.address}/sv/screen/{on.conference.join_code}/")
        expect(screen.locator("[data-here]")).to_have_text("2")
        away.context.set_offline(True)
        away.evaluate("window.dispatchEvent(new Event('offline'))")

        on.open(vote)
        expect(phone.locator("h1")).to_have_text("Vilka ska med?")
        expect(phone.locator("[data-said]")).to_have_text("Vilka ska med?")
        expect(screen.locator("[data-voted]")).to_have_text("0")
        phone.locator("input[name=item-2][value=yes]").check(force=True)
        phone.locator("input[name=item-5][value=no]").check(force=True)
        phone.locator("input[name=item-5][value=no]").focus()

        started = below(server.process.pid)
        server.process.kill()  # the process that started the others; these must not outlive it
        server.process.wait(timeout=60)
        assert gone(started)
        for page in (phone, screen):
            expect(page.locator("[data-line]")).to_contain_text("Förbindelsen är bruten")

    with serving(real_database, "--port", port):
        for page in (phone, screen):
            expect(page.locator("[data-line]")).not_to_contain_text("bruten")
        show(
            by=on.chair, conference=on.conference.pk, showing="auto"
        )  # a change that isn't one to who fills in a ballot
        time.sleep(1)
        assert phone.locator("input[name=item-2][value=yes]").is_checked()
        assert phone.evaluate("document.activeElement.name + document.activeElement.value") == "item-5no"

        on.put(vote, {"1": 3, "2": 2}, 3)
        on.close(vote)
        expect(phone.locator("h1")).to_have_text("2 går raka vägen.")
        expect(screen.locator("h1")).to_have_text("2 går raka vägen.")
        assert screen.locator("[data-reveal]").count() == 1

        away.context.set_offline(False)
        away.evaluate("window.dispatchEvent(new Event('online'))")
        expect(away.locator("h1")).to_have_text("2 går raka vägen.")
        for page in (phone, away, screen):
            page.context.close()
