"""After a conference somebody takes all that is stored and tries to link ballots with codes, addresses, time and order.

The ways that are tried find every link while the votes are open, so that it is the sealing that stops them.
"""

import json
import logging
import os
from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING

import pytest
from django.core.signing import Signer
from django.db import connection

from tests.conference import panel, voting
from tests.conference.attacker import linked
from tests.conference.panel import AT, later
from tests.conference.voting import Phone
from tests.people.world import World
from tests.real_database import RealDatabase
from tests.stored import database_log, stored, where

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference, Vote

ADDRESSES = [f"panellist{n}@example.se" for n in range(1, 4)]


class Panel:
    """Eight voters, of whom three got their codes by mail, and no two of whom vote alike."""

    def __init__(self, world: World, conference: "Conference") -> None:
        from ljuspunkt.rooms.conference.models import MailedCode
        from ljuspunkt.rooms.conference.services.codes import mail_codes
        from ljuspunkt.rooms.mail.models import Letter

        self.conference = conference
        self.codes = voting.codes(world, conference, 5)
        mail_codes(
            by=world.person("association_coordinator"),
            conference=conference.pk,
            addresses=ADDRESSES,
            page="https://ljuspunkt.example/ballot/",
            language="sv",
            at=AT,
        )
        bodies = [body for body in Letter.objects.values_list("body", flat=True) if "/ballot/#" in body]
        self.codes += [body.partition("/ballot/#")[2][:10] for body in bodies]
        assert MailedCode.objects.count() == len(bodies) == 3
        self.phones = [Phone(conference, code) for code in self.codes]
        self.said: dict[str, list[dict[str, str]]] = {}

    def cast(self, vote: "Vote") -> None:
        """Let everybody vote, and every third change the ballot."""
        marks = self.keys(vote)
        for number, (mark, phone, answers) in enumerate(
            zip(marks, self.phones, product(("yes", "no"), repeat=3), strict=True)
        ):
            said = [dict(zip("abc", answers, strict=True))]
            if number % 3 == 0:
                said.insert(0, {"d": "yes"})
            for values in said:
                assert phone.send("cast", vote, **values).status_code == 302
            self.said[mark] = said

    def keys(self, vote: "Vote") -> Mapping[str, int]:
        """Return the ballots' keys by mark, as somebody who has the voters' devices reads them."""
        from ljuspunkt.rooms.conference import codes
        from ljuspunkt.rooms.conference.devices import Device

        found = {}
        for code, phone in zip(self.codes, self.phones, strict=True):
            cookie = phone.client.cookies["ballot-en"].value
            _conference, secret, _code = Signer(salt="ljuspunkt ballot device").unsign_object(cookie)
            mark = codes.mark_of(vote.pk, codes.digest(self.conference.pk, code))
            found[mark] = Device(secret, code).key(vote.pk)
        return found


def as_stored(key: int) -> dict[str, bytes]:
    """Return a ballot's key as people and PostgreSQL write it; SQLite's own way is no whole bytes."""
    return {
        f"key {key}": str(key).encode(),
        f"bytes of {key}": key.to_bytes(8),
        f"row of {key}": key.to_bytes(8, "little"),
    }


@pytest.fixture
def held(real_database: RealDatabase) -> tuple[World, Panel]:
    """Return a conference on a real database whose panel has its codes."""
    from ljuspunkt.rooms.people.models import Association

    Association.objects.create(slug="alfa", name="Samordningsförbundet Alfa", since_year=2010)
    world = World()
    return world, Panel(world, panel.conference(world, voters=8))


def test_sealed_ballots_can_not_be_linked_and_open_ones_can(
    real_database: RealDatabase, held: tuple[World, Panel], caplog: pytest.LogCaptureFixture
) -> None:
    from ljuspunkt.rooms.conference import ballot_box
    from ljuspunkt.rooms.conference.services import close_conference, close_vote

    caplog.set_level(logging.DEBUG)
    world, voters = held
    chair = world.person("conference_chair")
    needles: dict[str, bytes] = {f"code {code}": code.encode() for code in voters.codes}
    votes = []
    for _ in range(2):
        vote = voting.opened(world, voters.conference)
        voters.cast(vote)
        keys = voters.keys(vote)

        # While the vote is open every ballot is found: the ways that are tried work.
        log = database_log(real_database)
        by_structure = linked(vote.pk, real_database.folder)
        assert set(by_structure) <= set(keys)
        if log:
            assert set(linked(vote.pk, real_database.folder / "nothing", log)) == set()
            by_structure |= linked(vote.pk, real_database.folder, log, keys)
        assert {
            mark: json.loads(said)["values"] in voters.said[mark] for mark, said in by_structure.items()
        } == dict.fromkeys(keys, True)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT ballot FROM ballot_box_{vote.pk}")
            ballots = [bytes(ballot) for (ballot,) in cursor.fetchall()]
        secret = next((real_database.folder / "ballot-keys").iterdir()).read_bytes()

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a database does by itself at any time: what it keeps of it outlives rows

        needles |= {f"mark {mark}": mark.encode() for mark in keys}
        needles |= {what: how for key in keys.values() for what, how in as_stored(key).items()}
        needles |= {f"ballot {number} of {vote.pk}": ballot[:40] for number, ballot in enumerate(ballots)}
        needles |= {f"key of the box of {vote.pk}": secret}
        assert where(stored(real_database), {"the key": secret})

        close_vote(by=chair, vote=vote.pk, at=later(5 + len(votes)))
        votes.append((vote, keys, secret))
    close_conference(by=chair, conference=voters.conference.pk, at=later(60))

    needles |= {address: address.encode() for address in ADDRESSES}
    assert where(stored(real_database), needles) == []
    log = database_log(real_database)
    for vote, keys, secret in votes:
        assert linked(vote.pk, real_database.folder, log, keys) == {}
        assert secret not in log
        assert_in_order_of_new_keys(vote, keys)
        assert len(ballot_box.receipts(vote.pk)) == 8
    assert not (said := [record for record in caplog.messages if any(code in record for code in voters.codes)]), said


def assert_in_order_of_new_keys(vote: "Vote", keys: Mapping[str, int]) -> None:
    """Check that the places of ballots and receipts tell nothing: neither order nor transaction nor the old keys."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM ballots_{vote.pk} ORDER BY {'ctid' if postgresql else 'rowid'}")
        placed = [key for (key,) in cursor.fetchall()]
        assert placed == sorted(placed)
        assert not set(placed) & set(keys.values())
        cursor.execute(f"SELECT receipt FROM ballot_receipts_{vote.pk} ORDER BY {'ctid' if postgresql else 'rowid'}")
        receipts = [receipt for (receipt,) in cursor.fetchall()]
        assert receipts == sorted(receipts)
        if postgresql:
            cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM ballots_{vote.pk}")
            assert cursor.fetchone()[0] == 1
        tables = connection.introspection.table_names(cursor)
    assert not {f"ballot_box_{vote.pk}", f"ballot_marks_{vote.pk}"} & set(tables)


def test_casting_writes_a_mark_and_a_ballot_and_nothing_else(
    real_database: RealDatabase, held: tuple[World, Panel]
) -> None:
    world, voters = held
    vote = voting.opened(world, voters.conference)
    phone = voters.phones[0]
    phone.client.force_login(
        world.account("conference_chair"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    before, files = everything(), set(os.listdir(real_database.folder))
    assert phone.send("review", vote, a="yes").status_code == 200
    assert everything() == before
    assert phone.send("cast", vote, a="yes").status_code == 302
    phone.shown()
    after = everything()
    assert {table for table in after if after[table] != before[table]} == {
        f"ballot_box_{vote.pk}",
        f"ballot_marks_{vote.pk}",
    }
    assert set(os.listdir(real_database.folder)) == files


def everything() -> dict[str, list[str]]:
    """Return the rows of every table."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found
