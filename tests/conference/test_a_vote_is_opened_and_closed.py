"""The chair opens a vote and closes it: what is frozen, what is computed, and what a second press does."""

import json
from fractions import Fraction
from hashlib import sha256

import pytest
from django.http import Http404

from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.rule import Expand, Rule, Strict
from ljuspunkt.domain.errors import RuleBroken
from tests.conference import panel
from tests.conference.panel import AT, later
from tests.people.world import World

pytestmark = pytest.mark.django_db

SEVEN = {"a": 12, "b": 11, "c": 10, "d": 9, "e": 9, "f": 9, "g": 7}
"""Yes per candidate, after the worked example of the method: a b c are alone above d e f, who are equal."""


def test_opening_freezes_pool_texts_rule_and_voters(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Conference
    from ljuspunkt.rooms.conference.services import open_vote

    conference = panel.conference(world)
    vote = panel.vote(world, conference, rule=Rule("onward", places=5))

    assert open_vote(by=world.person("conference_chair"), vote=vote.pk, at=AT)

    vote.refresh_from_db()
    assert (vote.state, vote.opened_at, vote.entitled) == ("open", AT, 12)
    assert vote.items == list("abcdefg")
    assert vote.rule_hash == sha256(vote.document.encode()).hexdigest()
    told = json.loads(vote.document)
    assert [item["title"]["sv"] for item in told["items"]][:2] == ["Bemötande", "Delaktighet"]
    assert told["rule"]["through"] == {"places": 5}
    assert told["ballot"] == {"kind": "approve"}
    assert told["entitled"] == 12
    assert Conference.objects.get(pk=conference.pk).state == "live"


def test_the_hash_changes_with_every_part_of_what_is_fixed(world: World) -> None:
    from ljuspunkt.rooms.conference.services.open_vote import document_of

    conference = panel.conference(world)
    vote = panel.vote(world, conference, rule=Rule("onward", places=5))
    vote.items = ["a", "b"]
    documents = {document_of(conference, vote)}
    vote.rule = {**vote.rule, "rest": "out"}
    documents.add(document_of(conference, vote))
    vote.entitled = 11
    documents.add(document_of(conference, vote))
    vote.items = ["b", "a"]
    documents.add(document_of(conference, vote))
    conference.candidates.filter(reference="a").update(easy_read={"sv": "Att bli väl bemött"})
    documents.add(document_of(conference, vote))
    assert len(documents) == 5


def test_a_second_press_opens_nothing(world: World) -> None:
    from ljuspunkt.rooms.audit.models import Entry
    from ljuspunkt.rooms.conference.services import close_vote, open_vote

    chair = world.person("conference_chair")
    vote = panel.vote(world, panel.conference(world), rule=Rule("onward", places=5))
    assert open_vote(by=chair, vote=vote.pk, at=AT)
    assert not open_vote(by=chair, vote=vote.pk, at=later(1))
    panel.cast(vote, panel.approving(**SEVEN))
    assert close_vote(by=chair, vote=vote.pk, at=later(5))
    assert not close_vote(by=chair, vote=vote.pk, at=later(6))
    vote.refresh_from_db()
    assert (vote.opened_at, vote.closed_at) == (AT, later(5))
    assert Entry.objects.filter(about="conferences/alfa-2026/votes/1").count() == 3  # drafted, opened, closed


def test_closing_gives_the_result_at_once(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote, open_vote

    chair = world.person("conference_chair")
    vote = panel.vote(world, panel.conference(world), rule=Rule("onward", places=5, ties=Expand()))
    open_vote(by=chair, vote=vote.pk, at=AT)
    panel.cast(vote, panel.approving(**SEVEN))
    close_vote(by=chair, vote=vote.pk, at=later(5))

    vote.refresh_from_db()
    assert (vote.state, vote.ballots, vote.decided_at) == ("decided", 12, later(5))
    results = {each.candidate.reference: each for each in vote.results.select_related("candidate")}
    assert {reference for reference, each in results.items() if each.outcome == "through"} == set("abcdef")
    assert results["g"].outcome == "onward"
    assert (results["a"].value, results["a"].of, results["a"].rank) == (12, 12, 1)
    tie = vote.ties.get()
    assert (tie.places, tie.settled_by, tie.waits_for) == (2, "expand", "")
    assert {each.reference for each in tie.candidates.all()} == set("def")


def test_a_later_vote_takes_its_pool_from_an_earlier_one(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote, open_vote

    chair = world.person("conference_chair")
    conference = panel.conference(world)
    first = panel.vote(world, conference, rule=Rule("onward", places=3, ties=Strict()))
    second = panel.vote(world, conference, rule=Rule("out", places=2), pool=Pool(sources=("1",), outcome="onward"))
    with pytest.raises(RuleBroken, match="isn't settled yet"):
        open_vote(by=chair, vote=second.pk, at=AT)
    open_vote(by=chair, vote=first.pk, at=AT)
    with pytest.raises(RuleBroken, match="isn't settled yet"):
        open_vote(by=chair, vote=second.pk, at=AT)
    panel.cast(first, panel.approving(**SEVEN))
    close_vote(by=chair, vote=first.pk, at=later(5))
    open_vote(by=chair, vote=second.pk, at=later(9))
    second.refresh_from_db()
    assert second.items == list("defg")


def test_a_draft_that_fits_no_more_is_not_opened(world: World) -> None:
    from ljuspunkt.domain.consensus.rule import Secondary
    from ljuspunkt.rooms.conference.services import open_vote

    conference = panel.conference(world)
    scores = {item: Fraction(1) for item in panel.TITLES}
    vote = panel.vote(world, conference, rule=Rule("onward", places=3, ties=Secondary(scores)))
    conference.candidates.create(reference="h", place=99, kind="process", title={"sv": "Ny"})
    with pytest.raises(RuleBroken, match="“h” has no score"):
        open_vote(by=world.person("conference_chair"), vote=vote.pk, at=AT)
    shown = world.client("conference_chair").get(f"/en/conferences/alfa-2026/chair/{vote.pk}/open/", follow=True)
    assert "“h” has no score" in shown.content.decode()


def test_only_one_vote_is_open_at_a_time(world: World) -> None:
    from ljuspunkt.rooms.conference.services import open_vote

    chair = world.person("conference_chair")
    conference = panel.conference(world)
    first = panel.vote(world, conference, rule=Rule("onward", places=3))
    second = panel.vote(world, conference, rule=Rule("onward", places=3), pool=Pool(kinds=("effect",)))
    open_vote(by=chair, vote=first.pk, at=AT)
    with pytest.raises(RuleBroken, match="“1” is still open"):
        open_vote(by=chair, vote=second.pk, at=AT)


def test_a_vote_in_which_nobody_voted_stays_undecided(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote, decide_vote, open_vote

    chair = world.person("conference_chair")
    vote = panel.vote(world, panel.conference(world), rule=Rule("onward", places=3))
    open_vote(by=chair, vote=vote.pk, at=AT)
    close_vote(by=chair, vote=vote.pk, at=later(5))
    vote.refresh_from_db()
    assert vote.state == "closed"
    assert set(vote.results.values_list("outcome", flat=True)) == {"undecided"}
    with pytest.raises(RuleBroken, match="Nobody voted"):
        decide_vote(by=chair, vote=vote.pk, at=later(6))


@pytest.mark.parametrize(("role", "association"), [("conference_chair", "beta"), ("reader", "alfa"), ("analyst", None)])
def test_who_does_not_lead_the_conference_finds_no_vote(world: World, role: str, association: str) -> None:
    from ljuspunkt.rooms.conference.services import open_vote

    vote = panel.vote(world, panel.conference(world), rule=Rule("onward", places=3))
    with pytest.raises(Http404):
        open_vote(by=world.person(role, association), vote=vote.pk, at=AT)
    vote.refresh_from_db()
    assert vote.state == "draft"


def test_a_closed_conference_stays_as_it_is(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_conference, close_vote, open_vote, void_vote

    chair = world.person("conference_chair")
    conference = panel.conference(world)
    vote = panel.vote(world, conference, rule=Rule("onward", places=3))
    open_vote(by=chair, vote=vote.pk, at=AT)
    with pytest.raises(RuleBroken, match="isn't decided"):
        close_conference(by=chair, conference=conference.pk, at=later(1))
    panel.cast(vote, panel.approving(**SEVEN))
    close_vote(by=chair, vote=vote.pk, at=later(5))
    assert close_conference(by=chair, conference=conference.pk, at=later(9))
    assert not close_conference(by=chair, conference=conference.pk, at=later(10))
    with pytest.raises(RuleBroken, match="is closed"):
        void_vote(by=chair, vote=vote.pk, reason="Fel kandidater visades.", at=later(11))
