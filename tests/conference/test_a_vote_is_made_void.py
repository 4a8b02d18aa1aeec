"""A vote is made void with a reason: what it gave is kept, and it can be held again as a new vote."""

from typing import TYPE_CHECKING

import pytest

from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.rule import Rule
from ljuspunkt.domain.errors import RuleBroken
from tests.conference import panel
from tests.conference.panel import later
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference, Vote

pytestmark = pytest.mark.django_db

YES = {"a": 12, "b": 10, "c": 9, "d": 4}


def two_votes(world: World) -> "tuple[Conference, Vote, Vote]":
    """Return a conference whose second vote builds on the first, which is decided."""
    from ljuspunkt.rooms.conference.services import close_vote, open_vote

    chair = world.person("conference_chair")
    conference = panel.conference(world)
    first = panel.vote(world, conference, rule=Rule("onward", places=3))
    second = panel.vote(world, conference, rule=Rule("out", places=1), pool=Pool(sources=("1",), outcome="onward"))
    open_vote(by=chair, vote=first.pk, at=later(0))
    panel.cast(first, panel.approving(**YES))
    close_vote(by=chair, vote=first.pk, at=later(5))
    first.refresh_from_db()
    return conference, first, second


def test_a_void_vote_keeps_what_it_gave(world: World) -> None:
    from ljuspunkt.rooms.conference.held import result_of
    from ljuspunkt.rooms.conference.services import void_vote

    chair = world.person("conference_chair")
    conference, first, _second = two_votes(world)
    with pytest.raises(RuleBroken, match="there is none"):
        void_vote(by=chair, vote=first.pk, reason=" ", at=later(6))
    assert void_vote(by=chair, vote=first.pk, reason="Fel lydelse visades.", at=later(6))
    assert not void_vote(by=chair, vote=first.pk, reason="Igen.", at=later(7))
    first.refresh_from_db()
    assert (first.state, first.void_reason, first.voided_at) == ("void", "Fel lydelse visades.", later(6))
    assert first.results.filter(outcome="through").count() == 3
    assert first.rule_hash
    assert result_of(conference).votes == ()


def test_it_is_held_again_in_its_place_and_others_build_on_the_new_one(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote, hold_again, open_vote, void_vote

    chair = world.person("conference_chair")
    conference, first, second = two_votes(world)
    conference.protocols = [{"name": "core", "title": {}, "from": ["1"], "outcome": "through"}]
    conference.save()
    void_vote(by=chair, vote=first.pk, reason="Fel lydelse visades.", at=later(6))
    again = hold_again(by=chair, vote=first.pk, at=later(7))
    assert hold_again(by=chair, vote=first.pk, at=later(8)).pk == again.pk
    assert (again.reference, again.state, again.again_of) == ("1b", "draft", first)
    conference.refresh_from_db()
    second.refresh_from_db()
    assert list(conference.votes.values_list("reference", flat=True)) == ["1", "1b", "2"]
    assert second.pool == {"from": ["1b"], "outcome": "onward"}
    assert conference.protocols[0]["from"] == ["1b"]

    open_vote(by=chair, vote=again.pk, at=later(9))
    panel.cast(again, panel.approving(a=12, e=11, f=8, g=5))
    close_vote(by=chair, vote=again.pk, at=later(12))
    open_vote(by=chair, vote=second.pk, at=later(13))
    second.refresh_from_db()
    assert second.items == ["b", "c", "d", "g"]


def test_a_vote_that_another_builds_on_stands_until_that_one_is_void(world: World) -> None:
    from ljuspunkt.rooms.conference.services import open_vote, void_vote

    chair = world.person("conference_chair")
    _conference, first, second = two_votes(world)
    open_vote(by=chair, vote=second.pk, at=later(6))
    with pytest.raises(RuleBroken, match="make “2” void first"):
        void_vote(by=chair, vote=first.pk, reason="Fel.", at=later(7))
    void_vote(by=chair, vote=second.pk, reason="Följer av omröstning 1.", at=later(8))
    assert void_vote(by=chair, vote=first.pk, reason="Fel lydelse visades.", at=later(8))


def test_a_vote_stopped_while_open_is_sealed_and_not_counted(world: World) -> None:
    from ljuspunkt.rooms.conference import ballot_box
    from ljuspunkt.rooms.conference.services import open_vote, void_vote

    chair = world.person("conference_chair")
    vote = panel.vote(world, panel.conference(world), rule=Rule("onward", places=3))
    open_vote(by=chair, vote=vote.pk, at=later(0))
    panel.cast(vote, panel.approving(a=4))
    void_vote(by=chair, vote=vote.pk, reason="Brandlarm.", at=later(2))
    vote.refresh_from_db()
    assert (vote.state, vote.ballots, vote.results.count()) == ("void", 4, 0)
    assert not ballot_box.is_open(vote.pk)


def test_a_vote_in_force_is_not_held_again(world: World) -> None:
    from ljuspunkt.rooms.conference.services import hold_again

    _conference, first, _second = two_votes(world)
    with pytest.raises(RuleBroken, match="isn't void"):
        hold_again(by=world.person("conference_chair"), vote=first.pk, at=later(6))


def test_the_rule_of_an_opened_vote_cannot_be_changed_or_removed(world: World) -> None:
    from ljuspunkt.rooms.conference.services import Draft, change_draft, remove_draft

    coordinator = world.person("association_coordinator")
    _conference, first, second = two_votes(world)
    from ljuspunkt.domain.consensus.ballot import Approve

    with pytest.raises(RuleBroken, match="rule was fixed"):
        change_draft(by=coordinator, vote=first.pk, draft=Draft(Pool(), Approve(), Rule("out", places=1)), at=later(6))
    with pytest.raises(RuleBroken, match="rule was fixed"):
        remove_draft(by=coordinator, vote=first.pk, at=later(6))
    remove_draft(by=coordinator, vote=second.pk, at=later(6))
    assert not type(second).objects.filter(pk=second.pk).exists()
