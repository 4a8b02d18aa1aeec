"""Sheets of paper typed in with the keyboard alone, in a real browser, and the pages around them for everybody."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect

from tests.people.world import World, make_world
from tests.real_database import RealDatabase
from tests.surveys import measuring
from tests.surveys.measuring import Measurement
from tests.web.serving import serving

pytestmark = pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)


@pytest.fixture
def measurement(real_database: RealDatabase) -> Measurement:
    made = measuring.opened(make_world())
    made.wave.closes_on = date(2100, 1, 1)  # the server's worker ends waves by date
    made.wave.save(update_fields=["closes_on"])
    return made


@pytest.fixture
def site(real_database: RealDatabase, measurement: Measurement) -> Iterator[str]:
    from django.conf import settings

    with serving(real_database.folder, LJUSPUNKT_SECRET_KEY=settings.SECRET_KEY) as address:
        yield address


def _signed_in(browser: Browser, world: World, site: str, role: str, **how: object) -> BrowserContext:
    context = browser.new_context(**how)  # type: ignore[arg-type]
    session = world.client(role).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    return context


def test_two_people_type_a_sheet_and_settle_it_without_a_mouse(
    browser: Browser, site: str, measurement: Measurement
) -> None:
    from ljuspunkt.rooms.surveys.queries.received import received
    from ljuspunkt.rooms.surveys.services.paper import choose_double_entry

    world, card = measurement.world, measurement.collector("alfa", way="paper")
    choose_double_entry(
        by=world.person("association_coordinator"),
        wave=card.wave_slug,
        association="alfa",
        collector=card.pk,
        double=True,
        at=measuring.AT,
    )
    first = _signed_in(browser, world, site, "data_collector", viewport={"width": 390, "height": 844})
    second = _signed_in(browser, world, site, "association_coordinator", color_scheme="dark")
    sheet = f"{site}sv/waves/{card.wave_slug}/paper/{card.code}/sheet/"
    for context, keys in ((first, "4x1"), (second, "3x1")):
        page = context.new_page()
        page.goto(sheet)
        assert Axe().run(page).response["violations"] == []
        expect(page.locator("#a-q1 input").first).to_be_focused()
        for key in keys:
            page.keyboard.press(key)
            page.keyboard.press("Enter")
        page.keyboard.type("12")
        page.keyboard.press("Enter")
        page.keyboard.type("Tack")
        page.keyboard.press("Enter")
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        if context is first:
            expect(page.get_by_role("status").or_(page.locator(".messages"))).to_contain_text("väntar")
    page.wait_for_url("**/settle/")
    assert page.locator("fieldset").count() == 1
    assert Axe().run(page).response["violations"] == []
    page.get_by_label(re.compile("Alltid")).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/paper/")
    assert Axe().run(page).response["violations"] == []
    assert sum(received(measurement.wave.pk).values()) == 1
    first.close()
    second.close()
