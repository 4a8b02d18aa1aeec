"""The chair leads a conference from the console: one next step at a time, without scripts."""

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.rule import Chair, Rule, Runoff
from tests.conference import panel
from tests.people.world import World

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.django_db

CONSOLE = "/en/conferences/alfa-2026/chair/"


def heading(browser: Client) -> str:
    found = re.search(r"<h1>(.*?)</h1>", browser.get(CONSOLE).content.decode(), re.DOTALL)
    assert found is not None
    return found[1]


def next_step(browser: Client) -> tuple[str, str]:
    """Return the big button: what it says, and where it leads."""
    page = browser.get(CONSOLE).content.decode()
    found = re.search(r'<(?:button|a) class="button" data-kind="main" id="next"([^>]*)>(.*?)<', page)
    assert found is not None
    address = re.search(r'(?:formaction|href)="([^"]+)"', found[1])
    assert address is not None
    return found[2], address[1]


def press(browser: Client, label: str, **given: str | list[str]) -> str:
    """Press the next step, which must be this one, and return what the page says then."""
    said, address = next_step(browser)
    assert said == label
    return browser.post(address, given, follow=True).content.decode()


@pytest.mark.parametrize(("n_cast", "warned"), [(4, True), (5, False)])
def test_the_chair_is_warned_before_closing_with_too_few_to_hide_in(world: World, n_cast: int, warned: bool) -> None:
    from ljuspunkt.rooms.conference.models import Vote

    conference = panel.conference(world, voters=10)
    panel.vote(world, conference, rule=Rule("out", places=1))
    browser = world.client("conference_chair")
    press(browser, "Open the vote")
    panel.cast(Vote.objects.get(), panel.approving(a=n_cast))
    assert ("With so few ballots" in press(browser, "Close the vote")) == warned


def test_a_day_with_a_tie_a_run_off_and_a_ruling(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Vote

    conference = panel.conference(world, voters=10)
    panel.vote(world, conference, rule=Rule("onward", places=2, ties=Runoff(1, Chair())))
    panel.vote(world, conference, rule=Rule("out", places=1), pool=Pool(sources=("1",), outcome="onward"))
    browser = world.client("conference_chair")

    assert heading(browser) == "Next: Vote 1"
    shown = browser.get(next_step(browser)[1]).content.decode()
    assert "The 2 with the most votes go through." in shown
    assert "10 voters are entitled." in shown
    assert "Vote 1 is open." in press(browser, "Open the vote")

    vote = Vote.objects.get(reference="1")
    panel.cast(vote, panel.approving(a=9, b=7, c=7))
    page = browser.get(CONSOLE).content.decode()
    assert re.search(r"<span data-voted>9</span> of 10</strong> have voted", page)
    asked = press(browser, "Close the vote")
    assert "1 of 10 hasn&#x27;t voted" in asked
    assert Vote.objects.get(reference="1").state == "open"
    assert "is closed, and its ballots are counted" in press(browser, "Close the vote", sure="yes")

    assert heading(browser) == "A tie in Vote 1 waits for a run-off"
    assert "The run-off is open." in press(browser, "Open the run-off")
    runoff = Vote.objects.get(reference="1/runoff-1")
    panel.cast(runoff, panel.choosing(10, b=5, c=5))
    press(browser, "Close the vote")

    assert heading(browser) == "A tie in Vote 1 waits for your ruling"
    assert "Open places: 1" in browser.get(next_step(browser)[1]).content.decode()
    refused = press(browser, "Rule on the tie", chosen=["b", "c"], reason="Both.")
    assert "neither more nor fewer" in refused
    assert "Both." in refused
    assert "Your ruling is written down" in press(browser, "Rule on the tie", chosen=["c"], reason="Closer to users.")

    assert heading(browser) == "Next: Vote 2"
    press(browser, "Open the vote", minutes="5")
    assert "The vote closes by itself at" in browser.get(CONSOLE).content.decode()
    second = Vote.objects.get(reference="2")
    panel.cast(second, panel.approving(b=10))
    press(browser, "Close the vote")
    assert heading(browser) == "All planned votes are decided"
    assert "The conference is closed." in press(browser, "Close the conference")
    assert heading(browser) == "The conference is closed"


def test_a_void_vote_is_held_again_with_a_press(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Vote

    panel.vote(world, panel.conference(world), rule=Rule("onward", places=2))
    browser = world.client("conference_chair")
    press(browser, "Open the vote")
    vote = Vote.objects.get()
    void = f"{CONSOLE}{vote.pk}/void/"
    assert "This can&#x27;t be undone." in browser.get(void).content.decode()
    assert browser.post(void, {"reason": ""}).status_code == 422
    browser.post(void, {"reason": "The wrong list was shown."})
    assert heading(browser) == "Vote 1 is void"
    assert "planned again as vote 1b" in press(browser, "Hold it again")
    assert heading(browser) == "Next: Vote 1b"
    kept = browser.get(f"/en/conferences/alfa-2026/votes/{vote.pk}/").content.decode()
    assert "The wrong list was shown." in kept
    assert "held again as vote 1b" in kept


def test_the_file_behind_the_fingerprint_can_be_fetched(world: World) -> None:
    from hashlib import sha256

    from ljuspunkt.rooms.conference.models import Vote

    panel.vote(world, panel.conference(world), rule=Rule("onward", places=2))
    browser = world.client("conference_chair")
    press(browser, "Open the vote")
    vote = Vote.objects.get()
    answer = browser.get(f"/en/conferences/alfa-2026/votes/{vote.pk}/document/")
    assert sha256(answer.content).hexdigest() == vote.rule_hash


def test_a_press_too_late_is_told_and_does_nothing(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Vote

    panel.vote(world, panel.conference(world), rule=Rule("onward", places=2))
    chair, other = world.client("conference_chair"), world.client("association_coordinator")
    address = next_step(chair)[1]
    chair.post(address, {})
    assert "nothing was done twice" in other.post(address, {}, follow=True).content.decode()
    vote = Vote.objects.get()
    panel.cast(vote, panel.approving(a=12, b=11))
    chair.post(f"{CONSOLE}{vote.pk}/close/", {"sure": "yes"})
    assert "nothing was done twice" in other.post(f"{CONSOLE}{vote.pk}/close/", {}, follow=True).content.decode()


def test_fewer_than_five_ballots_are_counted_only_by_who_says_so(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Vote

    conference = panel.conference(world, voters=10)
    panel.vote(world, conference, rule=Rule("out", places=1))
    chair = world.client("conference_chair")
    press(chair, "Open the vote")
    vote = Vote.objects.get()
    panel.cast(vote, panel.approving(a=4, b=1))
    address = f"{CONSOLE}{vote.pk}/close/"
    assert "may tell how each has voted" in chair.post(address, {"sure": "yes"}).content.decode()
    assert Vote.objects.get().state == "open"
    chair.post(address, {"sure": "yes", "few": "on"})
    assert Vote.objects.get().state == "decided"


def test_the_chair_chooses_what_the_screen_shows(world: World) -> None:
    conference = panel.conference(world)
    browser = world.client("conference_chair")
    browser.post(f"{CONSOLE}screen/", {"shown": "groups sky"})
    conference.refresh_from_db()
    assert (conference.showing, conference.showing_as) == ("groups", "sky")
    browser.post(f"{CONSOLE}screen/", {"shown": "nonsense sky"})
    conference.refresh_from_db()
    assert conference.showing == "groups"


def test_an_open_page_asks_for_the_part_that_changes(world: World) -> None:
    panel.conference(world)
    part = world.client("conference_chair").get(f"{CONSOLE}?part").content.decode()
    assert "<html" not in part
    assert "No vote is planned" in part


def test_what_needs_doing_leads_to_the_conference(world: World) -> None:
    conference = panel.conference(world)
    shown = world.client("association_coordinator").get("/en/work/").content.decode()
    assert "Left before the day:" in shown
    assert f"/en/conferences/{conference.slug}/" in shown
    assert (
        "Left before the day:" not in world.client("association_coordinator", "beta").get("/en/work/").content.decode()
    )
