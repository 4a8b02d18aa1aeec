"""Two chairs press the same button at the same moment: it is done once, and one of them is told so.

On SQLite and on PostgreSQL, each chair on a connection of its own.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from ljuspunkt.domain.consensus.rule import Chair, Rule, Runoff
from ljuspunkt.domain.errors import RuleBroken
from tests.conference import panel
from tests.conference.panel import later
from tests.people.world import World
from tests.real_database import RealDatabase

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference, Vote

CHAIRS = 4


@pytest.fixture
def world(real_database: RealDatabase) -> World:
    """Return a world with one association on a real database."""
    from ljuspunkt.rooms.people.models import Association

    Association.objects.create(slug="alfa", name="Samordningsförbundet Alfa", since_year=2010)
    return World()


def at_once(press: Callable[[], bool]) -> list[bool | str]:
    """Return what each of four chairs was told, True for who did it, or the code of a refusal."""
    from django.db import connection

    start = Barrier(CHAIRS)

    def pressed(_number: int) -> bool | str:
        start.wait(timeout=300)
        try:
            return press()
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(CHAIRS) as chairs:
        return sorted(chairs.map(pressed, range(CHAIRS)), key=str)


def drafted(world: World) -> "tuple[Conference, Vote]":
    conference = panel.conference(world)
    return conference, panel.vote(world, conference, rule=Rule("onward", places=2, ties=Runoff(1, Chair())))


ONCE = [False, False, False, True]


def test_every_step_of_a_vote_is_done_once(world: World) -> None:
    from ljuspunkt.rooms.audit.models import Entry
    from ljuspunkt.rooms.conference.services import (
        close_conference,
        close_vote,
        open_runoff,
        open_vote,
        rule_tie,
        void_vote,
    )

    chair = world.person("conference_chair")
    conference, vote = drafted(world)
    key = vote.pk
    assert at_once(lambda: open_vote(by=chair, vote=key, at=later(1))) == ONCE
    panel.cast(vote, panel.approving(a=9, b=7, c=7))
    assert at_once(lambda: close_vote(by=chair, vote=key, at=later(2))) == ONCE
    assert at_once(lambda: open_runoff(by=chair, vote=key, at=later(3))) == ONCE
    runoff = vote.runoffs.get()
    panel.cast(runoff, panel.choosing(8, b=4, c=4))
    assert at_once(lambda: close_vote(by=chair, vote=runoff.pk, at=later(4))) == ONCE
    assert at_once(lambda: rule_tie(by=chair, vote=key, chosen={"b"}, reason="Närmast.", at=later(5))) == ONCE
    assert at_once(lambda: void_vote(by=chair, vote=key, reason="Fel lista.", at=later(6))) == ONCE
    assert at_once(lambda: close_conference(by=chair, conference=conference.pk, at=later(7))) == ONCE
    told = Entry.objects.values_list("action", flat=True)
    assert len(told) == len(set(told)) + 1  # each once, but two closings: the vote's and its run-off's


def test_two_votes_are_not_opened_at_once(world: World) -> None:
    from ljuspunkt.rooms.conference.services import open_vote

    chair = world.person("conference_chair")
    conference, first = drafted(world)
    second = panel.vote(world, conference, rule=Rule("onward", places=1))
    keys = iter([first.pk, second.pk, first.pk, second.pk])
    told = at_once(lambda: open_vote(by=chair, vote=next(keys), at=later(1)))
    assert sorted(map(str, told)) == ["False", "True", "another_open", "another_open"]
    assert conference.votes.filter(state="open").count() == 1


def test_different_rulings_of_two_chairs_leave_one(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote, open_vote, rule_tie

    chair = world.person("conference_chair")
    conference = panel.conference(world)
    vote = panel.vote(world, conference, rule=Rule("onward", places=2, ties=Chair()))
    open_vote(by=chair, vote=vote.pk, at=later(1))
    panel.cast(vote, panel.approving(a=9, b=7, c=7))
    close_vote(by=chair, vote=vote.pk, at=later(2))
    choices = iter(["b", "c", "b", "c"])
    told = at_once(lambda: rule_tie(by=chair, vote=vote.pk, chosen={next(choices)}, reason="Skäl.", at=later(3)))
    assert sorted(map(str, told)) == ["False", "True", "ruled_already", "ruled_already"]
    assert vote.rulings.count() == 1
