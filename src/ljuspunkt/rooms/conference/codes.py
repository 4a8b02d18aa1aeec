"""Codes that entitle to vote (röstkoder): how they are made, kept and recognised.

A code is kept as a keyed hash only. The mark that it has been used in a vote is another keyed hash, so that marks of
two votes can't be put together without the installation's key.
"""

from collections.abc import Collection, Sequence

from django.db import connection
from django.utils.crypto import salted_hmac

from ljuspunkt.rooms.conference.models import Code
from ljuspunkt.ui.signs import as_typed, drawn, in_groups

N_SIGNS = 10
"""29¹⁰ codes, 4.2 · 10¹⁴: long enough even where nothing slows a guesser down (docs/decisions/0095)."""


def new_code() -> str:
    """Return a random code."""
    return drawn(N_SIGNS)


def shown(code: str) -> str:
    """Return a code in two groups, as it is printed."""
    return in_groups(code, N_SIGNS // 2)


def digest(conference_pk: int, code: str) -> str:
    """Return the keyed hash by which a code is recognised."""
    return salted_hmac("ljuspunkt code", f"{conference_pk}/{code}", algorithm="sha256").hexdigest()


def mark_of(vote_pk: int, code_digest: str) -> str:
    """Return the keyed hash that says that a code has been used in a vote."""
    return salted_hmac("ljuspunkt mark", f"{vote_pk}/{code_digest}", algorithm="sha256").hexdigest()


def as_kept(typed: str) -> str:
    """Return the code that was typed, as a device keeps it."""
    return as_typed(typed)


def check(conference_pk: int, typed: str) -> Code | None:
    """Return the code that was typed, or None where the conference has no such code or it has been struck."""
    return check_all(conference_pk, [typed])[0]


def check_all(conference_pk: int, typed: Sequence[str]) -> list[Code | None]:
    """Return for each what `check` returns; all are looked up in one statement."""
    kept = [digest(conference_pk, code) if len(code) == N_SIGNS else "" for code in map(as_kept, typed)]
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT digest, number, "group", pseudonym, mailed FROM conference_code '
            f"WHERE digest IN ({_places(kept)}) AND conference_id = %s AND NOT struck",
            [*kept, conference_pk],
        )
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    return [_code(conference_pk, each, *found[each]) if each in found else None for each in kept]


def _code(conference_pk: int, kept: str, number: int, group: str, pseudonym: str, mailed: bool | int) -> Code:
    return Code(
        conference_id=conference_pk,
        number=number,
        digest=kept,
        group=group,
        pseudonym=pseudonym,
        mailed=bool(mailed),
        struck=False,
    )


def still_valid(found: Sequence[Code]) -> Collection[str]:
    """Return the hashes of those codes that haven't been struck since they were found."""
    if not found:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT digest FROM conference_code WHERE digest IN ({_places(found)}) AND NOT struck",
            [code.digest for code in found],
        )
        return {row[0] for row in cursor.fetchall()}


def _places(several: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(several))
