"""The ballot box (valurnan) of a vote: tables of its own that hold ballots and nothing about who cast them.

While a vote is open, `ballot_box_N` holds each ballot under a random 63-bit key, encrypted (`ballot_keys.py`), and
`ballot_marks_N` which codes have been used; on SQLite the key is the row's own number, so that no order is kept. When
the vote closes, the ballots are copied, under new random keys and in the order of these, into a fresh table, the
receipts in their own order into another, and the first two are dropped: row numbers, places on the disk and the
numbers of transactions would otherwise tell which ballot belongs to which mark. Then the database is made to forget
what it remembers of them, and the key is destroyed.

SQL of both databases is here and nowhere else in the room. PostgreSQL's role must be allowed to create tables.
"""

import json
import logging
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import DatabaseError, connection, transaction

from ljuspunkt.databases.forgetting import scrub
from ljuspunkt.databases.statistics import keep_no_sample
from ljuspunkt.domain.consensus.ballot import Row, Sheet
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference import ballot_keys
from ljuspunkt.rooms.conference.models import BallotBox, PaperBallot
from ljuspunkt.rooms.conference.models.ballots import CLEAN, OPEN, SEALED
from ljuspunkt.ui.signs import in_signs

KEY_BITS = 63
RECEIPT_SIGNS = 12

_LOCK = 0x62616C6C << 32  # "ball": tells the advisory locks of ballot boxes from others
_REMAINING = ("conference_ballotbox", "conference_code", "conference_mailedcode", "conference_paperballot")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Content:
    """What a ballot says: item and value as handed in; group and pseudonym only where declared beforehand."""

    values: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    panellist: str = ""

    def sheet(self, label: str) -> Sheet:
        """Return the ballot as the method reads it."""
        return Sheet(label, self.values, self.group, self.panellist)

    def written(self) -> str:
        """Return the ballot as text, the same for the same ballot."""
        document = {"values": dict(sorted(self.values.items())), "group": self.group, "panellist": self.panellist}
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "Content":
        """Return the ballot that a text is."""
        document = json.loads(text)
        return cls(document["values"], document["group"], document["panellist"])


def new_key() -> int:
    """Return a random key of a ballot."""
    return secrets.randbits(KEY_BITS)


def receipt(vote_pk: int, key: int) -> str:
    """Return the receipt (kvitto) of the ballot with a key: it is published and tells nothing of the ballot."""
    return in_signs(int.from_bytes(sha256(f"ljuspunkt receipt {vote_pk} {key}".encode()).digest()), RECEIPT_SIGNS)


def make(vote_pk: int) -> None:
    """Make the empty box of a vote; called in the transaction that opens the vote.

    Raises:
        ValueError: the vote has a box already.
    """
    if BallotBox.objects.filter(vote_id=vote_pk).exists():
        raise ValueError(f"vote {vote_pk} has a ballot box already")
    box, marks = _box(vote_pk), _marks(vote_pk)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Statistics would copy keys elsewhere, and moving rows about is the sealing's business.
            still = "WITH (autovacuum_enabled = false)"
            cursor.execute(f"CREATE TABLE {box} (key bigint PRIMARY KEY, ballot bytea NOT NULL) {still}")
            cursor.execute(
                f"CREATE TABLE {marks} (mark text PRIMARY KEY, paper boolean NOT NULL, declared text NOT NULL) {still}"
            )
        else:
            cursor.execute(f"CREATE TABLE {box} (key INTEGER PRIMARY KEY, ballot BLOB NOT NULL)")
            cursor.execute(
                f"CREATE TABLE {marks} (mark TEXT PRIMARY KEY, paper INTEGER NOT NULL, declared TEXT NOT NULL) "
                "WITHOUT ROWID"
            )
        keep_no_sample(connection, box, ("key", "ballot"))
        keep_no_sample(connection, marks, ("mark",))
        BallotBox.objects.create(vote_id=vote_pk, key_name=ballot_keys.make())


def hold(vote_pk: int) -> None:
    """Let nobody else change the box until the transaction ends; whoever seals or casts begins with this.

    On SQLite every transaction holds the whole database from its start.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK | vote_pk])


def is_open(vote_pk: int) -> bool:
    """Return whether ballots can be put into the box."""
    return _state(vote_pk) == OPEN


def mark(vote_pk: int, mark: str, *, paper: bool = False, group: str = "") -> bool:
    """Note that a code has been used in the vote; return False where it had been."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_marks(vote_pk)} (mark, paper, declared) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [mark, paper, group],
        )
        return bool(cursor.rowcount == 1)


def is_marked(vote_pk: int, mark: str) -> bool:
    """Return whether a code has been used in the vote."""
    return bool(_ask(vote_pk, f"SELECT 1 FROM {_marks(vote_pk)} WHERE mark = %s", [mark]))


def unmark(vote_pk: int, mark: str) -> None:
    """Take back the mark of a paper ballot that was handed out and came back unused."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_marks(vote_pk)} WHERE mark = %s AND paper", [mark])


def marked(vote_pk: int, *, paper: bool | None = None, group: str | None = None) -> int:
    """Return how many codes have been used in the vote, or how many of them for paper, or in a declared group."""
    asked: list[tuple[str, bool | str | None]] = [("paper = %s", paper), ("declared = %s", group)]
    wanted = [(clause, value) for clause, value in asked if value is not None]
    where = f" WHERE {' AND '.join(clause for clause, _ in wanted)}" if wanted else ""
    found = _ask(vote_pk, f"SELECT count(*) FROM {_marks(vote_pk)}{where}", [value for _, value in wanted])
    return int(found[0][0]) if found else 0


def marked_in_groups(vote_pk: int) -> Counter[str]:
    """Return how many codes have been used in the vote, by declared group; "" is the group of who has none."""
    return Counter(dict(_ask(vote_pk, f"SELECT declared, count(*) FROM {_marks(vote_pk)} GROUP BY declared")))


def locked(vote_pk: int, key: int, content: Content, *, room: int = 0, key_name: str = "") -> bytes:
    """Return a ballot encrypted for an open box, ready to be put there or to take another's place.

    Args:
        room: the most bytes that a ballot of this vote takes, so that all are equally long.
        key_name: of the box's key, asked for where it isn't known.

    Raises:
        RuleBroken: the box isn't open, or its key is missing.
    """
    return locked_all(vote_pk, [(key, content)], room=room, key_name=key_name)[0]


def locked_all(
    vote_pk: int, ballots: Iterable[tuple[int, Content]], *, room: int = 0, key_name: str = ""
) -> list[bytes]:
    """Return several ballots encrypted as `locked` does; the box's key is read once for them.

    Raises:
        RuleBroken: the box isn't open, or its key is missing.
    """
    box_key = ballot_keys.opened(key_name or _key_name(vote_pk))
    return [box_key.lock(content.written(), about=_about(vote_pk, key), room=room) for key, content in ballots]


def put(vote_pk: int, key: int, ballot: Content | bytes) -> None:
    """Put a new ballot into the box; one that isn't encrypted yet is."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_box(vote_pk)} (key, ballot) VALUES (%s, %s)", [key, _as_locked(vote_pk, key, ballot)]
        )


def change(vote_pk: int, key: int, ballot: Content | bytes) -> bool:
    """Put a ballot in the place of the one with the same key; return False where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_box(vote_pk)} SET ballot = %s WHERE key = %s", [_as_locked(vote_pk, key, ballot), key]
        )
        return bool(cursor.rowcount == 1)


def own(vote_pk: int, key: int) -> Content | None:
    """Return the ballot with a key while the box is open, or None."""
    key_name = BallotBox.objects.filter(vote_id=vote_pk, state=OPEN).values_list("key_name", flat=True).first()
    found = _ask(vote_pk, f"SELECT key, ballot FROM {_box(vote_pk)} WHERE key = %s", [key]) if key_name else []
    try:
        return Content.read(_unlocked(key_name or "", vote_pk, found)[0][1]) if found else None
    except RuleBroken:
        if is_open(vote_pk):
            raise
        return None  # sealed since it was asked for, and its key destroyed


def lying(vote_pk: int, keys: Sequence[int]) -> Collection[int]:
    """Return those of these keys under which a ballot lies in the open box."""
    places = ", ".join(["%s"] * len(keys))
    return {key for (key,) in _ask(vote_pk, f"SELECT key FROM {_box(vote_pk)} WHERE key IN ({places})", keys)}


def lie_in(vote_pk: int) -> int:
    """Return how many ballots lie in the open box."""
    found = _ask(vote_pk, f"SELECT count(*) FROM {_box(vote_pk)}")
    return int(found[0][0]) if found else 0


def holds(vote_pk: int, key: int) -> bool:
    """Return whether a ballot with this key lies in the box while it isn't sealed."""
    return is_open(vote_pk) and bool(_ask(vote_pk, f"SELECT 1 FROM {_box(vote_pk)} WHERE key = %s", [key]))


def turnout(vote_pk: int) -> int:
    """Return how many ballots lie in the box, open or sealed; 0 where the vote has none."""
    state = _state(vote_pk)
    if not state:
        return 0
    if state == OPEN and (found := _ask(vote_pk, f"SELECT count(*) FROM {_box(vote_pk)}")):
        return int(found[0][0])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {_ballots(vote_pk)}")
        return int(cursor.fetchone()[0])


def contents(vote_pk: int) -> tuple[Content, ...]:
    """Return what lies in an open box, in no order that means anything."""
    name = _key_name(vote_pk)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, ballot FROM {_box(vote_pk)} ORDER BY key")
        found = cursor.fetchall()
    return tuple(Content.read(text) for _key, text in _unlocked(name, vote_pk, found))


def seal(vote_pk: int) -> None:
    """Seal the box of a vote that closes: from then on nothing tells how its ballots came there; twice is as once.

    All of it happens in one transaction or not at all. `forget` must follow, after the commit and when the result is
    shown; what a killed process left undone is done by the next call of either.

    Raises:
        RuleBroken: the key of the box is missing.
    """
    with transaction.atomic():
        hold(vote_pk)
        box = BallotBox.objects.filter(vote_id=vote_pk).first()
        if box is not None and box.state == OPEN:
            _copy(vote_pk, box.key_name)
            PaperBallot.objects.filter(vote_id=vote_pk).delete()
            BallotBox.objects.filter(pk=box.pk).update(state=SEALED)


def _copy(vote_pk: int, key_name: str) -> None:
    box, marks, ballots, receipts = _box(vote_pk), _marks(vote_pk), _ballots(vote_pk), _receipts(vote_pk)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, ballot FROM {box}")
        found = cursor.fetchall()
        anew: dict[int, str] = {}
        for _key, content in _unlocked(key_name, vote_pk, found):
            while (key := new_key()) in anew:
                pass
            anew[key] = content
        whole = "bigint" if connection.vendor == "postgresql" else "INTEGER"
        cursor.execute(f"CREATE TABLE {ballots} (key {whole} PRIMARY KEY, ballot text NOT NULL)")
        _insert(cursor, ballots, ("key", "ballot"), sorted(anew.items()))
        cursor.execute(f"CREATE TABLE {receipts} (receipt text NOT NULL)")
        _insert(cursor, receipts, ("receipt",), sorted((receipt(vote_pk, key),) for key, _ in found))
        cursor.execute(f"DROP TABLE {box}")
        cursor.execute(f"DROP TABLE {marks}")


def _insert(cursor: Any, table: str, columns: Sequence[str], found: Sequence[tuple[int | str, ...]]) -> None:
    """Write rows in this order; PostgreSQL takes its time for each statement, so it gets them as one file."""
    named = ", ".join(columns)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
            for each in found:
                copy.write_row(each)
    else:
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({places})", found)


def forget() -> None:
    """Erase what is left of boxes that were sealed: their keys, and what the database remembers.

    Called after each closing and when a server starts; inside a transaction it waits for the commit. What can't be
    done now (somebody is reading, a right is missing) is said in the log and left for the next call.
    """
    transaction.on_commit(_erase, robust=True)


def _erase() -> None:
    waiting = list(BallotBox.objects.filter(state=SEALED))
    for box in waiting:
        ballot_keys.destroy(box.key_name)
    if not waiting:
        return
    tables = [table for box in waiting for table in (_ballots(box.vote_id), _receipts(box.vote_id))]
    try:
        checkpointed = scrub((*tables, *_REMAINING))
    except DatabaseError as refusal:
        log.warning("The database couldn't be made to forget a sealed vote yet: %s", refusal)
        return
    if checkpointed is None:
        log.warning("The database couldn't be made to forget a sealed vote yet: somebody is reading it.")
        return
    BallotBox.objects.filter(pk__in=[box.pk for box in waiting]).update(state=CLEAN, checkpointed=checkpointed)


def rows(vote_pk: int) -> tuple[Row, ...]:
    """Return the ballots of a sealed box as rows of a ballot file, labelled as `sheets` does.

    Raises:
        ValueError: the box isn't sealed.
    """
    return tuple(row for sheet in sheets(vote_pk) for row in sheet.rows())


def sheets(vote_pk: int) -> tuple[Sheet, ...]:
    """Return the ballots of a sealed box, labelled 1, 2, … in the order of their keys.

    Raises:
        ValueError: the box isn't sealed.
    """
    if _state(vote_pk) not in (SEALED, CLEAN):
        raise ValueError(f"the ballot box of vote {vote_pk} isn't sealed")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ballot FROM {_ballots(vote_pk)} ORDER BY key")
        found = cursor.fetchall()
    return tuple(Content.read(text).sheet(str(place)) for place, (text,) in enumerate(found, start=1))


def receipts(vote_pk: int) -> tuple[str, ...]:
    """Return the receipts of the ballots that were counted, sorted; none while the box is open."""
    if _state(vote_pk) not in (SEALED, CLEAN):
        return ()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT receipt FROM {_receipts(vote_pk)} ORDER BY receipt")
        return tuple(sorted(found for (found,) in cursor.fetchall()))


def destroy(vote_pk: int) -> None:
    """Remove all that there is of a vote's box; called before the vote itself is removed."""
    box = BallotBox.objects.filter(vote_id=vote_pk).first()
    if box is None:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table in (_box(vote_pk), _marks(vote_pk), _ballots(vote_pk), _receipts(vote_pk)):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
        box.delete()
    transaction.on_commit(lambda: ballot_keys.destroy(box.key_name))


def _state(vote_pk: int) -> str:
    """Return the state of a vote's box, "" where it has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM conference_ballotbox WHERE vote_id = %s", [vote_pk])
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def _ask(vote_pk: int, question: str, values: Sequence[int | str] = ()) -> list[tuple[Any, ...]]:
    """Return what an open box answers, and nothing where it was sealed before it could."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(question, values)
            return list(cursor.fetchall())
    except DatabaseError:
        if connection.in_atomic_block or is_open(vote_pk):
            raise
        return []


def _as_locked(vote_pk: int, key: int, ballot: Content | bytes) -> bytes:
    return ballot if isinstance(ballot, bytes) else locked(vote_pk, key, ballot)


def _unlocked(key_name: str, vote_pk: int, found: Sequence[tuple[Any, ...]]) -> list[tuple[int, str]]:
    """Return key and text of ballots as they lie in an open box."""
    if not found:
        return []
    box_key = ballot_keys.opened(key_name)
    return [(key, box_key.unlock(bytes(ballot), about=_about(vote_pk, key))) for key, ballot in found]


def _about(vote_pk: int, key: int) -> str:
    return f"{vote_pk}/{key}"


def _key_name(vote_pk: int) -> str:
    name = BallotBox.objects.filter(vote_id=vote_pk, state=OPEN).values_list("key_name", flat=True).first()
    if name is None:
        raise RuleBroken("box_closed", "The vote is closed; its ballot box takes no more ballots.")
    return name


def _box(vote_pk: int) -> str:
    return f"ballot_box_{int(vote_pk)}"


def _marks(vote_pk: int) -> str:
    return f"ballot_marks_{int(vote_pk)}"


def _ballots(vote_pk: int) -> str:
    return f"ballots_{int(vote_pk)}"


def _receipts(vote_pk: int) -> str:
    return f"ballot_receipts_{int(vote_pk)}"
