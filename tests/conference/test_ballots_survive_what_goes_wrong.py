"""Servers are killed, databases restarted and votes closed while ballots come in: each counts once or is refused.

On SQLite and on PostgreSQL, with servers that are processes of their own.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from time import sleep
from typing import TYPE_CHECKING

import postgres as postgres_server
import pytest
from django.utils import timezone

from tests.conference import panel, voting
from tests.conference.serving import Server, Voter, serving
from tests.people.world import World
from tests.real_database import RealDatabase

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Vote


@pytest.fixture
def room(real_database: RealDatabase) -> World:
    """Return a world on a real database."""
    return people()


def people() -> World:
    """Return a world with one association."""
    from ljuspunkt.rooms.people.models import Association

    Association.objects.create(slug="alfa", name="Samordningsförbundet Alfa", since_year=2010)
    return World()


def close(world: World, vote: "Vote") -> None:
    from ljuspunkt.rooms.conference.services import close_vote

    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=timezone.now())
    vote.refresh_from_db()


def test_servers_killed_before_they_answer_lose_and_double_nothing(real_database: RealDatabase, room: World) -> None:
    conference = panel.conference(room)
    code, *_ = voting.codes(room, conference, 1)
    vote = voting.opened(room, conference)
    voter = Voter(conference, code)
    with serving(real_database, "before", "after") as server:
        voter.join(server)
        for kept, moment in enumerate(("before", "after")):
            with pytest.raises(ConnectionError):
                voter.cast(server, vote, a="yes")
            assert server.death() == f"{moment} -9"
            assert voting.contents(vote) == [{"a": "yes"}] * kept
        status, page = voter.cast(server, vote, a="yes")
        assert (status, "Your ballot is received" in page) == (200, True)
    close(room, vote)
    assert vote.ballots == 1


def test_votes_closed_while_ballots_are_in_flight_take_each_or_refuse_it(
    real_database: RealDatabase, room: World
) -> None:
    from ljuspunkt.rooms.conference import ballot_box

    conference = panel.conference(room, voters=24)
    voters = [Voter(conference, code) for code in voting.codes(room, conference, 24)]
    vote = voting.opened(room, conference)
    with serving(real_database) as server:
        with ThreadPoolExecutor(12) as threads:
            list(threads.map(lambda voter: voter.join(server), voters))
        some = Event()

        def cast(voter: Voter) -> tuple[int, str]:
            answer = voter.cast(server, vote, a="yes", b="no")
            some.set()
            return answer

        with ThreadPoolExecutor(12) as threads:
            sent = [threads.submit(cast, voter) for voter in voters]
            some.wait(timeout=300)
            close(room, vote)
            answers = [each.result() for each in sent]
    received = [page for status, page in answers if status == 200]
    refused = [page for status, page in answers if status == 409]
    assert len(received) + len(refused) == 24
    assert all("Your ballot came too late" in page for page in refused)
    assert len(ballot_box.receipts(vote.pk)) == vote.ballots == len(received)
    assert {row.item: row.value for row in ballot_box.rows(vote.pk)} == {"a": "yes", "b": "no"}
    assert len(ballot_box.rows(vote.pk)) == 2 * vote.ballots


def test_one_code_in_eight_browsers_and_more_codes_than_entitled(real_database: RealDatabase, room: World) -> None:
    conference = panel.conference(room, voters=5)
    same, *others = voting.codes(room, conference, 9)
    vote = voting.opened(room, conference)
    browsers = [Voter(conference, same) for _ in range(8)]
    with serving(real_database) as server:
        start = Barrier(8, timeout=300)

        def cast(voter: Voter) -> int:
            voter.join(server)
            start.wait()
            return voter.cast(server, vote, a="yes")[0]

        with ThreadPoolExecutor(8) as threads:
            assert sorted(threads.map(cast, browsers)) == [200] + [409] * 7
            assert sorted(threads.map(cast, [Voter(conference, code) for code in others])) == [200] * 4 + [409] * 4
    assert len(voting.contents(vote)) == 5


KILLED = """
import os, signal, sys
import django
django.setup()
from ljuspunkt.rooms.conference import ballot_box, ballot_keys
def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)
moment, vote = sys.argv[1], int(sys.argv[2])
if moment == "copying":
    copy = ballot_box._copy
    ballot_box._copy = lambda *given: (copy(*given), die())
else:
    ballot_keys.destroy = die
ballot_box.seal(vote)
ballot_box.forget()
"""


@pytest.mark.parametrize(("moment", "left"), [("copying", "open"), ("erasing", "sealed")])
def test_a_sealing_that_was_killed_is_completed(
    real_database: RealDatabase, room: World, moment: str, left: str
) -> None:
    from django.conf import settings

    from ljuspunkt.rooms.conference import ballot_box

    conference = panel.conference(room)
    vote = voting.opened(room, conference)
    panel.cast(vote, panel.approving(a=3, b=2))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(vote.pk)], env=real_database.environment(), check=False
    )
    assert killed.returncode == -9
    vote.box.refresh_from_db()
    assert vote.box.state == left
    assert ballot_box.turnout(vote.pk) == 3
    ballot_box.seal(vote.pk)
    ballot_box.forget()
    vote.box.refresh_from_db()
    assert vote.box.state == "clean"
    assert sorted(row.value for row in ballot_box.rows(vote.pk)) == ["no", "yes", "yes", "yes", "yes", "yes"]
    assert list(Path(settings.BALLOT_KEYS).iterdir()) == []


def test_a_database_restarted_during_a_vote_loses_no_ballot(own_server: tuple[RealDatabase, Path]) -> None:
    from django.db import connection

    installation, place = own_server
    world = people()
    conference = panel.conference(world)
    voters = [Voter(conference, code) for code in voting.codes(world, conference, 6)]
    vote = voting.opened(world, conference)
    with serving(installation) as server:
        for voter in voters[:3]:
            voter.join(server)
            assert voter.cast(server, vote, a="yes")[0] == 200
        connection.close()
        postgres_server.stop(place)  # at once, as if its machine had stopped
        postgres_server.start_again(place, durable=True)
        for voter in voters:
            _until_received(voter, server, vote)
    assert len(voting.contents(vote)) == 6
    close(world, vote)
    assert vote.ballots == 6


def _until_received(voter: Voter, server: Server, vote: "Vote") -> None:
    """Send a ballot as a voter would who is told that something failed."""
    for _ in range(240):
        voter.post(server, do="join", code=voter.code)
        if voter.cast(server, vote, a="yes")[0] == 200:
            return
        sleep(0.25)
    pytest.fail("The ballot was never received.")
