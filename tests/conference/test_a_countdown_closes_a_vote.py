"""A countdown closes a vote at its end, whoever notices it, and no ballot comes in after it."""

from datetime import timedelta

import pytest

from ljuspunkt.domain.consensus.rule import Rule
from ljuspunkt.domain.errors import RuleBroken
from tests.conference import panel
from tests.conference.panel import AT, later
from tests.people.world import World

pytestmark = pytest.mark.django_db


def test_it_closes_at_its_end_and_not_before(world: World) -> None:
    from ljuspunkt.rooms.audit.models import Entry
    from ljuspunkt.rooms.conference.services import close_due, open_vote

    vote = panel.vote(world, panel.conference(world), rule=Rule("onward", places=3))
    open_vote(by=world.person("conference_chair"), vote=vote.pk, at=AT, closes_at=later(5))
    panel.cast(vote, panel.approving(a=9, b=8, c=7, d=6))
    assert close_due(at=later(5) - timedelta(milliseconds=1)) == 0
    assert close_due(at=later(5)) == 1
    assert close_due(at=later(5)) == 0
    vote.refresh_from_db()
    assert (vote.state, vote.closed_at, vote.ballots) == ("decided", later(5), 9)
    last = Entry.objects.order_by("pk").last()
    assert last is not None
    assert (last.by, last.words["vote"]) == (None, "1")


def test_a_ballot_after_the_end_is_refused_also_before_anybody_has_closed(world: World) -> None:
    from ljuspunkt.rooms.conference.services import open_vote
    from ljuspunkt.rooms.conference.services.cast import cast_ballot
    from ljuspunkt.rooms.conference.services.codes import draw_codes

    conference = panel.conference(world)
    vote = panel.vote(world, conference, rule=Rule("onward", places=3))
    slips = draw_codes(by=world.person("association_coordinator"), conference=conference.pk, n=12, at=AT)
    open_vote(by=world.person("conference_chair"), vote=vote.pk, at=AT, closes_at=later(5))
    cast_ballot(vote_pk=vote.pk, code=slips[0].code, key=1, values={"a": "yes"}, at=later(4.999))
    with pytest.raises(RuleBroken, match="too late"):
        cast_ballot(vote_pk=vote.pk, code=slips[1].code, key=2, values={"a": "yes"}, at=later(5))
    vote.refresh_from_db()
    assert vote.state == "open"


def test_opening_the_console_after_the_end_finds_the_vote_closed(world: World) -> None:
    from ljuspunkt.rooms.conference.services import open_vote

    vote = panel.vote(world, panel.conference(world), rule=Rule("onward", places=3))
    open_vote(by=world.person("conference_chair"), vote=vote.pk, at=AT, closes_at=later(5))
    panel.cast(vote, panel.approving(a=9, b=8, c=7, d=6))
    shown = world.client("conference_chair").get("/sv/conferences/alfa-2026/chair/").content.decode()
    vote.refresh_from_db()
    assert vote.state == "decided"
    assert "3 går" in shown


def test_a_countdown_that_has_ended_already_is_refused(world: World) -> None:
    from ljuspunkt.rooms.conference.services import open_vote

    vote = panel.vote(world, panel.conference(world), rule=Rule("onward", places=3))
    with pytest.raises(RuleBroken, match="later than now"):
        open_vote(by=world.person("conference_chair"), vote=vote.pk, at=AT, closes_at=AT)
