"""The pages of those who prepare and lead a conference: axe, headings, narrow screens, the keyboard, the live console.

In a browser, on an installation that is served as it is in earnest.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.rule import Chair, Rule, Runoff
from tests.conference import panel
from tests.people.world import World
from tests.real_database import RealDatabase
from tests.web.serving import serving

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Vote

pytestmark = pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def world(real_database: RealDatabase) -> World:
    """Return a world with one association."""
    from ljuspunkt.rooms.people.models import Association

    Association.objects.create(slug="alfa", name="Samordningsförbundet Alfa", since_year=2010)
    return World()


@pytest.fixture
def site(real_database: RealDatabase, world: World) -> Iterator[str]:
    """Return the address of a server of the installation."""
    from django.conf import settings

    with serving(real_database.folder, LJUSPUNKT_SECRET_KEY=settings.SECRET_KEY) as address:
        yield address


def opened(browser: Browser, site: str, world: World, path: str) -> Page:
    """Return a page of the signed-in chair, on a phone."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    session = world.client("association_coordinator").cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page = context.new_page()
    page.goto(f"{site}{path}")
    return page


def planned(world: World) -> "Vote":
    conference = panel.conference(world, voters=10)
    first = panel.vote(world, conference, rule=Rule("onward", places=2, ties=Runoff(1, Chair())))
    panel.vote(world, conference, rule=Rule("out", places={"process": 2, "effect": 1}), pool=Pool())
    return first


def check(page: Page, path: str) -> None:
    for width, scheme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page).response["violations"]
        named = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]
        assert (path, width, scheme, named) == (path, width, scheme, [])
    levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(each => Number(each.tagName[1]))")
    assert levels[0] == 1, path
    assert levels.count(1) == 1, path
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), (path, levels)


def test_axe_finds_nothing_and_nothing_scrolls_sideways(site: str, world: World, browser: Browser) -> None:
    from ljuspunkt.rooms.conference.services import close_vote, open_vote, void_vote

    chair = world.person("conference_chair")
    vote = planned(world)
    page = opened(browser, site, world, "sv/conferences/")
    base = "sv/conferences/alfa-2026/"
    now = f"{base}chair/"
    paths = ["sv/conferences/", "en/conferences/new/", base, f"{base}settings/", f"{base}protocols/", f"{base}votes/"]
    paths += [f"{base}votes/new/", f"{base}votes/{vote.pk + 1}/", f"{now}{vote.pk}/open/", f"{now}close/"]
    for path in paths:
        page.goto(f"{site}{path}")
        check(page, path)
    open_vote(by=chair, vote=vote.pk, at=timezone.now())
    for path in (now, f"{now}{vote.pk}/void/"):
        page.goto(f"{site}{path}")
        check(page, f"{path} open")
    panel.cast(vote, panel.approving(a=9, b=7, c=7))
    close_vote(by=chair, vote=vote.pk, at=timezone.now())
    for path in (now, f"{base}votes/{vote.pk}/"):
        page.goto(f"{site}{path}")
        check(page, f"{path} tied")
    void_vote(by=chair, vote=vote.pk, reason="Fel lista.", at=timezone.now())
    for path in (now, f"{base}votes/{vote.pk}/"):
        page.goto(f"{site}{path}")
        check(page, f"{path} void")


def test_the_console_follows_by_itself_what_others_do(site: str, world: World, browser: Browser) -> None:
    from ljuspunkt.rooms.conference import ballot_box
    from ljuspunkt.rooms.conference.live import announce_turnout
    from ljuspunkt.rooms.conference.services import close_vote, open_vote

    chair = world.person("conference_chair")
    vote = planned(world)
    page = opened(browser, site, world, "en/conferences/alfa-2026/chair/")
    expect(page.locator("h1")).to_have_text("Next: Vote 1")
    open_vote(by=chair, vote=vote.pk, at=timezone.now())
    expect(page.locator("h1")).to_have_text("Vote 1 is open")
    expect(page.locator("[data-said]")).to_have_text("Vote 1 is open")
    for ballot in panel.approving(a=4, b=3, c=3):
        ballot_box.put(vote.pk, ballot_box.new_key(), ballot_box.Content(ballot))
    announce_turnout(vote.pk)
    expect(page.locator("[data-voted]")).to_have_text("4")
    page.locator("#next").focus()
    close_vote(by=chair, vote=vote.pk, at=timezone.now())
    expect(page.locator("h1")).to_have_text("A tie in Vote 1 waits for a run-off")
    expect(page.locator("h1")).to_be_focused()
    page.locator("#next").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Run-off 1 of vote 1 is open")
    expect(page.get_by_role("status").first).to_have_text("The run-off is open.")


def test_a_vote_is_planned_by_keyboard_and_what_is_not_chosen_steps_aside(
    site: str, world: World, browser: Browser
) -> None:
    planned(world)
    page = opened(browser, site, world, "en/conferences/alfa-2026/votes/new/")
    expect(page.get_by_label("Seed of the lot")).to_be_hidden()
    expect(page.get_by_label("Share that must agree")).to_be_hidden()
    page.get_by_label("What the vote is called, in English").fill("The core")
    page.locator("[name=form][value=rate]").focus()
    page.keyboard.press("Space")
    page.locator("[name=basis][value=agreement]").check()
    expect(page.get_by_label("Share that must agree")).to_be_visible()
    expect(page.get_by_label("Places in all")).to_be_hidden()
    page.locator("[name=form][value=approve]").check()
    page.get_by_label("Places in all").fill("3")
    page.locator("[name=ties][value=lot]").check()
    page.get_by_label("Seed of the lot").fill("Weather in Eskilstuna on 9 April")
    page.get_by_role("button", name="Try the rule").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#preview h2")).to_contain_text("With 10 voters and 3 places")
    expect(page.locator("#preview")).to_contain_text("invented ballots")
    page.get_by_role("button", name="Keep the vote").click()
    expect(page.locator("main")).to_contain_text("The core")
