"""A conference that was held here is published: its pages, its protocols as versions, and who sees what before."""

from typing import TYPE_CHECKING

import pytest
from django.http import Http404
from django.utils.translation import override

from ljuspunkt.domain.errors import RuleBroken
from tests.conference import panel
from tests.conference.panel import AT, later
from tests.people.world import World
from tests.results import holding

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference

pytestmark = pytest.mark.django_db

PATHS = (
    "/sv/conference/alfa-2026/",
    "/sv/conference/alfa-2026/votes/1/",
    "/sv/conference/alfa-2026/votes/2/",
    "/sv/conference/alfa-2026/votes/0/",
    "/sv/conference/alfa-2026/protocols/comprehensive/",
    "/sv/conference/alfa-2026/protocols/core/",
    "/sv/conference/alfa-2026/candidates/d/",
    "/sv/conference/alfa-2026/candidates/g/",
    "/sv/conference/alfa-2026/report/",
    "/sv/conference/alfa-2026/report.pdf",
)


@pytest.fixture
def held(world: World) -> "Conference":
    return holding.held(world)


def _text(world: World, path: str, role: str | None = None) -> str:
    answer = world.client(role).get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_unpublished_results_are_seen_by_those_who_arrange_or_lead_and_don_t_exist_for_others(
    world: World, held: "Conference"
) -> None:
    for path in PATHS:
        for role, association in ((None, "alfa"), ("reader", "alfa"), ("association_coordinator", "beta")):
            assert world.client(role, association).get(path).status_code == 404, (path, role)
        for role in ("association_coordinator", "conference_chair", "national_coordinator"):
            assert world.client(role).get(path).status_code == 200, (path, role)
    assert "Not published" in _text(world, "/en/conference/alfa-2026/", "conference_chair")
    assert "alfa-2026" not in _text(world, "/sv/conference/")


def test_publishing_shows_everything_to_everybody(world: World, held: "Conference") -> None:
    from ljuspunkt.rooms.conference.services.publish_result import publish_result

    assert publish_result(by=world.person("association_coordinator"), conference=held.pk, at=later(70))
    for path in PATHS:
        assert world.client(None).get(path).status_code == 200, path
    whole = _text(world, "/sv/conference/alfa-2026/")
    assert "11 kandidater blev 5, och 2 av dem kärnan" in whole
    assert "Kandidat b saknades i listan." in whole
    vote = _text(world, "/sv/conference/alfa-2026/votes/1/")
    assert "12 av 12 röstade" in vote
    assert "f ryms i d." in vote and "d, e, f" in vote
    assert held.votes.get(reference="1").rule_hash in vote
    assert "Kvittona för alla 12 röstsedlar" in vote
    void = _text(world, "/sv/conference/alfa-2026/votes/0/")
    assert "Kandidat b saknades i listan." in void and "3 av 12 röstade" in void
    assert "Bruttoprotokollet, 5 indikatorer" in whole
    dropped = _text(world, "/sv/conference/alfa-2026/protocols/comprehensive/")
    assert "6 av 11 kandidater finns inte i något protokoll" in dropped
    way = _text(world, "/sv/conference/alfa-2026/candidates/d/")
    assert "9 av 12" in way and "9 av 10" in way


def test_publishing_makes_versions_of_the_protocols_with_each_way_there(world: World, held: "Conference") -> None:
    from ljuspunkt.rooms.conference.services.publish_result import publish_result
    from ljuspunkt.rooms.indicators.queries.in_force import editions

    by = world.person("association_coordinator")
    assert publish_result(by=by, conference=held.pk, at=later(70))
    core, comprehensive = editions("alfa-2026")
    assert [(each.number, each.candidate) for each in core.indicators] == [("1", "a"), ("2", "d")]
    assert [each.candidate for each in comprehensive.indicators] == ["a", "b", "c", "d", "e"]
    d = core.indicators[1]
    assert [(step.vote, step.score, step.of, step.outcome) for step in d.way] == [
        ("1", 9.0, 12, "through"),
        ("2", 9.0, 10, "through"),
    ]
    assert editions() == ()
    assert not publish_result(by=by, conference=held.pk, at=later(80))
    assert editions("alfa-2026")[0].version == 1


def test_points_on_the_way_to_a_protocol_are_no_share_of_the_ballots(world: World) -> None:
    from ljuspunkt.domain.consensus.ballot import Points
    from ljuspunkt.domain.consensus.rule import Rule
    from ljuspunkt.rooms.conference.services import close_conference, close_vote, open_vote
    from ljuspunkt.rooms.conference.services.publish_result import publish_result

    made = panel.conference(world)
    chair = world.person("conference_chair")
    vote = panel.vote(world, made, form=Points(10, 10), rule=Rule("out", places=1))
    open_vote(by=chair, vote=vote.pk, at=later(0))
    vote.refresh_from_db()
    panel.cast(vote, [{"a": "10"}, {"a": "8"}])
    close_vote(by=chair, vote=vote.pk, at=later(5))
    made.refresh_from_db()
    made.protocols = [{"name": "core", "title": {}, "from": [vote.reference], "outcome": "through"}]
    made.save()
    close_conference(by=chair, conference=made.pk, at=later(60))
    assert publish_result(by=world.person("association_coordinator"), conference=made.pk, at=later(70))
    told = _text(world, f"/sv/protocols/conference/{made.slug}/core/")
    assert "18" in told and "18 av 2" not in told


def test_the_national_coordinator_may_make_them_the_networks(world: World, held: "Conference") -> None:
    from ljuspunkt.rooms.conference.services.publish_result import publish_result
    from ljuspunkt.rooms.indicators.queries.in_force import editions

    with pytest.raises(RuleBroken, match="national coordinator"):
        publish_result(by=world.person("association_coordinator"), conference=held.pk, at=later(70), national=True)
    publish_result(by=world.person("national_coordinator"), conference=held.pk, at=later(70), national=True)
    assert [each.name for each in editions()] == ["core", "comprehensive"]
    whole = _text(world, "/sv/conference/alfa-2026/")
    assert "/sv/indicators/1/" in whole
    assert "Bemötande" in _text(world, "/sv/indicators/1/")


def test_what_isn_t_closed_isn_t_published(world: World) -> None:
    from ljuspunkt.rooms.conference.services.publish_result import publish_result

    made = panel.conference(world)
    with pytest.raises(RuleBroken, match="Close the conference"):
        publish_result(by=world.person("association_coordinator"), conference=made.pk, at=AT)
    with pytest.raises(Http404):
        publish_result(by=world.person("association_coordinator", "beta"), conference=made.pk, at=AT)


def test_one_published_conference_is_shown_at_once_and_several_are_listed(world: World, held: "Conference") -> None:
    held.published = True
    held.save()
    answer = world.client(None).get("/sv/conference/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sv/conference/alfa-2026/")
    other = panel.conference(world, slug="beta-2026", association="beta")
    other.published = True
    other.save()
    listed = _text(world, "/sv/conference/")
    assert "/sv/conference/alfa-2026/" in listed and "/sv/conference/beta-2026/" in listed


def test_old_addresses_lead_to_the_conference_of_the_networks_indicators(world: World, held: "Conference") -> None:
    held.published = True
    held.save()
    for old, new in (("votes/2/", "alfa-2026/votes/2/"), ("protocols/core/", "alfa-2026/protocols/core/")):
        answer = world.client(None).get(f"/en/conference/{old}")
        assert answer.headers["Location"] == f"/en/conference/{new}"


def test_the_menu_leads_to_the_shortest_protocol_where_none_is_called_core(world: World, held: "Conference") -> None:
    held.published = True
    held.protocols = [{**protocol, "name": f"our-{protocol['name']}"} for protocol in held.protocols]
    held.save()
    answer = world.client(None).get("/en/conference/protocols/core/")
    assert answer.headers["Location"] == "/en/conference/alfa-2026/protocols/our-core/"


def test_kept_results_say_what_the_ballots_say(world: World, held: "Conference") -> None:
    from ljuspunkt.rooms.conference.held import result_of
    from ljuspunkt.rooms.conference.kept import kept_result

    told, kept = result_of(held), kept_result(held)
    assert told.protocols == kept.protocols
    for one, other in zip(told.votes, kept.votes, strict=True):
        assert one.tally is not None and other.tally is not None
        assert [(item.id, item.votes, item.of, item.share, item.rank, item.outcome) for item in one.items] == [
            (item.id, item.votes, item.of, item.share, item.rank, item.outcome) for item in other.items
        ]
        assert one.tally.cuts == other.tally.cuts
        assert [(tie.items, tie.places, set(tie.through)) for tie in one.tally.ties] == [
            (tie.items, tie.places, set(tie.through)) for tie in other.tally.ties
        ]


def test_the_organiser_publishes_on_a_page(world: World, held: "Conference") -> None:
    path = "/sv/conferences/alfa-2026/report/"
    for role, association in (("conference_chair", "alfa"), ("association_coordinator", "beta"), ("reader", "alfa")):
        assert world.client(role, association).get(path).status_code == 404
    browser = world.client("association_coordinator")
    before = " ".join(browser.get(path).content.decode().split())
    assert "Resultatet är inte publicerat än" in before
    assert "nätverkets" not in before
    answer = browser.post(path, follow=True)
    assert "Resultatet är publicerat" in answer.content.decode()
    held.refresh_from_db()
    assert held.published
    with override("sv"):
        assert "hela nätverkets" in world.client("national_coordinator").get(path).content.decode()


def test_the_numbers_of_the_panel_outlive_its_names(world: World, held: "Conference") -> None:
    from ljuspunkt.rooms.conference.models import Expert
    from ljuspunkt.rooms.conference.services.publish_result import publish_result

    for place, (name, group, came) in enumerate(
        (("En Expert", "brukare", True), ("Två Expert", "chefer", None), ("Tre Expert", "chefer", False)), start=1
    ):
        Expert.objects.create(conference=held, place=place, name=name, group=group, came=came)
    publish_result(by=world.person("association_coordinator"), conference=held.pk, at=later(70))
    held.experts.all().delete()
    report = _text(world, "/sv/conference/alfa-2026/report/")
    assert "Panelen hade 2 experter." in report
    assert "Intressentgrupper i panelen: brukare 1 och chefer 1." in report
    assert "En Expert" not in report


def test_the_organiser_is_asked_to_publish_what_is_closed(world: World, held: "Conference") -> None:
    asked = _text(world, "/sv/work/", "association_coordinator")
    assert "Resultatet är inte publicerat än." in asked and "/sv/conferences/alfa-2026/report/" in asked
    assert "Resultatet är inte publicerat än." not in _text(world, "/sv/work/", "conference_chair")
    held.published = True
    held.save()
    assert "Resultatet är inte publicerat än." not in _text(world, "/sv/work/", "association_coordinator")
