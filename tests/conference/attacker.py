"""Somebody who has everything that is stored, the installation's keys included, and wants to know who voted what.

`linked` tries the ways that are known to work while nothing has been sealed. Nothing here is used outside tests.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from tests.stored import commits

Links = dict[str, str]
"""Mark of a code, and what its ballot says."""

_NEAR = 9000
"""Bytes of PostgreSQL's log between a mark and its ballot: a whole page may stand there too."""


def linked(vote: int, folder: Path, log: bytes = b"", keys: Mapping[str, int] | None = None) -> Links:
    """Return which mark belongs to which ballot, as far as it can be found.

    Args:
        folder: of the installation.
        log: PostgreSQL's write-ahead log.
        keys: keys of ballots by mark, which somebody may have read from the voters' devices.
    """
    found: Links = {}
    secrets = [file.read_bytes() for file in (folder / "ballot-keys").glob("*")]
    pairs = _by_transaction(vote) if connection.vendor == "postgresql" else _by_commit(vote, folder)
    for secret in secrets:
        for mark, key, ballot in pairs:
            if (said := _opened(secret, vote, key, ballot)) is not None:
                found[mark] = said
        for mark, key in (keys or {}).items():
            if (said := _near(log, mark, secret, vote, key)) is not None:
                found.setdefault(mark, said)
    return found


def _by_transaction(vote: int) -> list[tuple[str, int, bytes]]:
    """Join marks and ballots that were written by the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"ballot_marks_{vote}"])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(
            f"SELECT mark, key, ballot FROM ballot_marks_{vote} m "
            f"JOIN ballot_box_{vote} b ON m.xmin::text = b.xmin::text"
        )
        return [(mark, key, bytes(ballot)) for mark, key, ballot in cursor.fetchall()]


def _by_commit(vote: int, folder: Path) -> list[tuple[str, int, bytes]]:
    """Rebuild the database as it was after each commit that the write-ahead log holds, and pair what is new."""
    pairs: dict[str, int] = {}
    marks: set[str] = set()
    ballots: dict[int, bytes] = {}
    for now_marks, now_ballots in _commits(vote, folder):
        new_marks, new_keys = now_marks - marks, now_ballots.keys() - ballots.keys()
        if len(new_marks) == len(new_keys) == 1:
            pairs[new_marks.pop()] = new_keys.pop()
        marks, ballots = now_marks, now_ballots
    return [(mark, key, ballots[key]) for mark, key in pairs.items()]


def _commits(vote: int, folder: Path) -> Iterator[tuple[set[str], dict[int, bytes]]]:
    def read(then: sqlite3.Connection) -> tuple[set[str], dict[int, bytes]]:
        marks = {mark for (mark,) in then.execute(f"SELECT mark FROM ballot_marks_{vote}")}
        return marks, dict(then.execute(f"SELECT key, ballot FROM ballot_box_{vote}"))

    return commits(folder, read)


def _near(log: bytes, mark: str, secret: bytes, vote: int, key: int) -> str | None:
    """Find a ballot near its mark in PostgreSQL's log: one transaction writes both."""
    for place in (found.start() for found in re.finditer(re.escape(mark.encode()), log)):
        for start in range(place, min(place + _NEAR, len(log))):
            for length in (n + 28 for n in range(256, 1024, 256)):
                said = _opened(secret, vote, key, log[start : start + length])
                if said is not None:
                    return said
    return None


def _opened(secret: bytes, vote: int, key: int, ballot: bytes) -> str | None:
    try:
        return AESGCM(secret).decrypt(ballot[:12], ballot[12:], f"{vote}/{key}".encode()).decode().rstrip()
    except InvalidTag:
        return None
