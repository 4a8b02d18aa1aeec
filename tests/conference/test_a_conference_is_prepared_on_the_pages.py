"""A coordinator prepares a conference on its pages: candidates, votes in sentences, protocols."""

import re
from datetime import date

import pytest

from tests.conference import panel
from tests.conference.panel import AT
from tests.indicators.making import filled
from tests.people.world import World

pytestmark = pytest.mark.django_db

PAGE = "/sv/conferences/alfa-2026/"

RULE = {
    "title_sv": "Process, första urvalet",
    "pool_from": "all",
    "pool_kinds": ["process"],
    "form": "approve",
    "basis": "votes",
    "out_on": "on",
    "out_share": "50 %",
    "places_how": "overall",
    "places": "3",
    "through_share": "80 %",
    "of": "cast",
    "rest": "onward",
    "ties": "runoff",
    "runoff_most": "2",
    "runoff_then": "lot",
    "seed": "Riksdagens protokoll 2025/26:98",
    "pool_outcome": "onward",
    "choose_most": "5",
    "points_budget": "10",
    "points_most": "5",
    "rate_low": "1",
    "rate_high": "9",
    "inside": "70 %",
    "against": "15 %",
}


NEW = {
    "title_sv": "Konsensus 2027",
    "slug": "Konsensus-2027",
    "organisers": ["alfa", "beta"],
    "inventory": "lista",
    "voters": "23",
    "starts_on": "2027-04-08",
    "ends_on": "2027-04-09",
    "venue": "Kulturhuset",
}


def test_a_conference_is_created_from_an_inventory_and_others_are_asked(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Conference

    filled(world)
    browser = world.client("association_coordinator")
    assert browser.post("/sv/conferences/new/", NEW).headers["Location"] == "/sv/conferences/konsensus-2027/"
    made = Conference.objects.get(slug="konsensus-2027")
    assert re.fullmatch(r"[ABCDEFGHJKNPQRSTUVXYZ23456789]{6}", made.join_code or "")
    assert list(made.organisers.values_list("slug", flat=True)) == ["alfa"]
    assert list(made.asked.values_list("slug", flat=True)) == ["beta"]
    assert (made.state, made.voters, made.published, made.venue["sv"]) == ("prepared", 23, False, "Kulturhuset")
    first = made.candidates.get(reference="1")
    assert first.title == {"sv": "Kandidat nummer 1"}
    assert (first.origin["inventory"], first.origin["proposers"]) == ("lista", ["Grupp 1"])
    assert made.kinds["process"] == {"sv": "process", "en": "process"}

    again = browser.post("/sv/conferences/new/", NEW)
    assert "redan en konferens" in again.content.decode()
    assert 'value="Kulturhuset"' in again.content.decode()


@pytest.mark.parametrize(
    ("change", "status"),
    [({"organisers": ["beta"]}, 404), ({"slug": "new"}, 422), ({"ends_on": "2027-04-01"}, 422), ({"voters": "0"}, 422)],
)
def test_a_conference_that_does_not_fit_is_not_created(world: World, change: dict[str, object], status: int) -> None:
    from ljuspunkt.rooms.conference.models import Conference

    filled(world)
    assert world.client("association_coordinator").post("/sv/conferences/new/", NEW | change).status_code == status
    assert not Conference.objects.exists()


def test_another_associations_inventory_cannot_be_taken(world: World) -> None:
    filled(world)
    theirs = NEW | {"organisers": ["beta"]}
    assert world.client("association_coordinator", "beta").post("/sv/conferences/new/", theirs).status_code == 422


def test_candidates_keep_the_wording_they_were_chosen_with(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Conference
    from ljuspunkt.rooms.indicators.models import Candidate

    filled(world)
    browser = world.client("association_coordinator")
    browser.post("/sv/conferences/new/", NEW)
    made = Conference.objects.get()
    wording = Candidate.objects.get(number="2").wording
    assert wording is not None
    wording.title = {"sv": "Ny lydelse"}
    wording.save()
    assert made.candidates.get(reference="2").title == {"sv": "Kandidat nummer 2"}
    page = "/sv/conferences/konsensus-2027/candidates/"
    assert browser.post(page, {"numbers": []}).status_code == 422
    browser.post(page, {"numbers": ["2", "3"]})
    assert list(made.candidates.values_list("reference", flat=True)) == ["2", "3"]
    assert made.candidates.get(reference="2").title == {"sv": "Ny lydelse"}


def test_a_rule_written_in_sentences_is_kept_and_read_back(world: World) -> None:
    from ljuspunkt.domain.consensus.rule import Lot, Runoff
    from ljuspunkt.rooms.conference.documents import read_pool, read_rule

    conference = panel.conference(world)
    browser = world.client("association_coordinator")
    answer = browser.post(f"{PAGE}votes/new/", RULE)
    assert answer.status_code == 302
    vote = conference.votes.get()
    rule = read_rule(vote.rule)
    assert rule.places == 3
    assert str(rule.out_bar) == "1/2"
    assert rule.through_bar is None
    assert rule.ties == Runoff(2, Lot("Riksdagens protokoll 2025/26:98"))
    assert read_pool(vote.pool).kinds == ("process",)

    shown = browser.get(f"{PAGE}votes/{vote.pk}/").content.decode()
    assert 'value="Riksdagens protokoll 2025/26:98"' in shown
    assert re.search(r'name="ties" value="runoff"[^>]*checked', shown)
    assert "provad" in shown.lower()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"places_how": "none", "out_on": ""}, "Regeln avgör inget ännu"),
        ({"out_share": "0,5"}, "Skriv en andel"),
        ({"out_share": "150 %"}, "högst 100 %"),
        ({"places": ""}, "behövs för det du har valt"),
        ({"seed": ""}, "behövs för det du har valt"),
        ({"form": "rank"}, "Andelar av ja finns bara"),
        ({"form": "points", "points_most": "11"}, "hela budgeten"),
        ({"form": "rate", "rate_high": "2", "basis": "agreement"}, "minst tre steg"),
        ({"ties": "secondary", "scores": "a: 3\na: 4"}, "två poäng"),
        ({"ties": "secondary", "scores": "a: 3"}, "saknar poäng"),
        ({"ties": "secondary", "scores": "a hög"}, "Rad 1"),
        ({"pool_from": "votes", "pool_votes": []}, "minst en tidigare omröstning"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_sentence(world: World, change: dict[str, str], said: str) -> None:
    conference = panel.conference(world)
    answer = world.client("association_coordinator").post(f"{PAGE}votes/new/", RULE | change)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert "Process, första urvalet" in shown
    assert not conference.votes.exists()


def test_trying_a_rule_keeps_nothing(world: World) -> None:
    conference = panel.conference(world)
    shown = world.client("association_coordinator").post(f"{PAGE}votes/new/", RULE | {"preview": "yes"})
    assert shown.status_code == 200
    assert "påhittade röstsedlar" in shown.content.decode()
    assert not conference.votes.exists()


def test_protocols_are_planned_from_votes(world: World) -> None:
    conference = panel.conference(world)
    browser = world.client("association_coordinator")
    browser.post(f"{PAGE}votes/new/", RULE)
    given = {"name_0": "core", "title_sv_0": "Kärnprotokoll", "outcome_0": "through", "from_0": ["1"]}
    assert browser.post(f"{PAGE}protocols/", given).status_code == 302
    conference.refresh_from_db()
    assert conference.protocols == [
        {"name": "core", "title": {"sv": "Kärnprotokoll"}, "from": ["1"], "outcome": "through"}
    ]
    twice = given | {"name_1": "core", "outcome_1": "through", "from_1": ["1"]}
    assert "planerat två gånger" in browser.post(f"{PAGE}protocols/", twice).content.decode()


def test_days_place_and_voters_are_changed(world: World) -> None:
    conference = panel.conference(world)
    given = {
        "title_sv": "Konferens",
        "starts_on": "2026-04-09",
        "ends_on": "2026-04-10",
        "venue": "Kulturhuset",
        "voters": "23",
    }
    browser = world.client("association_coordinator")
    assert browser.post(f"{PAGE}settings/", given).status_code == 302
    conference.refresh_from_db()
    assert (conference.voters, conference.ends_on) == (23, date(2026, 4, 10))
    conference.groups = [["brukare", 8], ["tjänstemän", 15]]
    conference.save()
    assert "23 röstande" in browser.post(f"{PAGE}settings/", given | {"voters": "20"}).content.decode()
    assert browser.post(f"{PAGE}settings/", given | {"ends_on": "2026-04-08"}).status_code == 422


def test_a_draft_is_removed_after_asking(world: World) -> None:
    conference = panel.conference(world)
    browser = world.client("association_coordinator")
    browser.post(f"{PAGE}votes/new/", RULE)
    vote = conference.votes.get()
    assert "tas bort" in browser.get(f"{PAGE}votes/{vote.pk}/remove/").content.decode()
    assert conference.votes.exists()
    browser.post(f"{PAGE}votes/{vote.pk}/remove/")
    assert not conference.votes.exists()


@pytest.mark.parametrize("path", ["", "settings/", "candidates/", "votes/", "votes/new/", "protocols/", "chair/"])
def test_another_associations_coordinator_finds_nothing(world: World, path: str) -> None:
    panel.conference(world)
    for role in ("association_coordinator", "conference_chair"):
        assert world.client(role, "beta").get(f"{PAGE}{path}").status_code == 404
    assert world.client(None).get(f"{PAGE}{path}").status_code == 302


def test_a_vote_is_found_only_in_its_own_conference(world: World) -> None:
    from ljuspunkt.domain.consensus.rule import Rule

    vote = panel.vote(world, panel.conference(world), rule=Rule("onward", places=3))
    panel.conference(world, slug="beta-2026", association="beta")
    chair = world.client("conference_chair", "beta")
    for verb in ("open", "close", "void", "rule", "again", "run-off", "count"):
        address = f"/sv/conferences/beta-2026/chair/{vote.pk}/{verb}/"
        assert chair.post(address, {"reason": "x", "sure": "yes"}).status_code == 404
    vote.refresh_from_db()
    assert (vote.state, vote.conference.starts_on) == ("draft", AT.date())
