"""Receive an answer: it is sealed, its token is marked as used, and the board's count grows, in one transaction.

Nothing else is written: no line in the log, no session, no mail, no time (`docs/threat-model.md`).
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.conf import settings

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.surveys.models.waves import MAIL
from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard
from ljuspunkt.rooms.surveys.queries.questionnaires import with_own
from ljuspunkt.rooms.surveys.sealing import Answer, Document, room_for, seal
from ljuspunkt.rooms.surveys.services.drafts import Ticket
from ljuspunkt.rooms.surveys.services.tokens import digest
from ljuspunkt.rooms.surveys.together import Settled, Together, closed, commit_together, is_open

FEWEST_SIGNS = 16
_NUMBER = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Received:
    """An answer that is kept; `again` where it had been received before, so that nothing was changed."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class SealedWrite:
    """An answer that is sealed and is still to be kept, with what is written beside it.

    `answer` and `arrival` are the numbers of its rows; `used` is the collector and the hash of a personal link, `draft`
    the number of the draft that goes with it.
    """

    wave_pk: int
    answer: int
    arrival: int
    sealed: bytes
    participation_pk: int
    group: str
    initiative_pk: int | None
    used: tuple[int, str] | None
    draft: int | None


def receive(write: SealedWrite) -> Received:
    """Keep a sealed answer (`sealed_write`); it is on the disk when this returns. The same key sent twice counts once.

    Raises:
        RuleBroken: the wave has closed, the token isn't one or has been used.
    """
    return commit_together(lambda together: keep_all(together, [write])[0].told())


def keep_all(together: Together, writes: Sequence[SealedWrite]) -> list[Settled[Received]]:
    """Keep sealed answers in a transaction, and say of each whether it is kept, was before, or why it is refused."""
    told: dict[int, Settled[Received]] = {}
    new: dict[int, SealedWrite] = {}
    for place, write in enumerate(writes):
        if write.answer in new:  # sent twice, and both came into this transaction
            told[place] = Settled(Received(again=True), None)
        elif (settled := _settled_before(together, write)) is not None:
            told[place] = settled
        else:
            new[write.answer] = write
    inserted = _insert(together, new)
    return [
        told[place] if place in told else Settled(Received(again=write.answer not in inserted), None)
        for place, write in enumerate(writes)
    ]


def sealed_write(
    *,
    collector: CollectorCard,
    key: str,
    reply: Mapping[str, object],
    language: str,
    easy: bool = False,
    helped: str = "",
    token: str | None = None,
    draft: Ticket | None = None,
) -> SealedWrite:
    """Seal an answer and return what is written, to be committed by itself (`receive`) or with others (`keep_all`).

    Args:
        collector: the way in which it came.
        key: drawn at random by the page for this answer, at least 16 signs.
        reply: what was answered by question, checked (`domain/survey/reply.py`): a text, or the names of several.
        language: in which it was answered last.
        easy: whether in easy read.
        helped: by whom the respondent was helped, "" for nobody or not told.
        token: what stood in a personal link.
        draft: destroyed with the same commit.

    Raises:
        RuleBroken: nothing is accepted, or the texts are too long.
        ValueError: the key is too short.
    """
    if len(key) < FEWEST_SIGNS:
        raise ValueError("the key of an answer is too short to be random")
    if not collector.accepting or collector.version_pk is None:
        raise closed()
    if collector.way == MAIL and not token:
        raise RuleBroken("link_needed", "Open the link in the letter that you got; without it no answer can be taken.")
    document = Document(
        collector.wave_pk,
        collector.version_pk,
        collector.association,
        collector.group,
        collector.initiative,
        language,
        easy,
        helped,
        {name: _as_kept(value) for name, value in reply.items() if value},
    )
    room = _room(collector.version_pk, collector.association, collector.public_key)
    return SealedWrite(
        wave_pk=collector.wave_pk,
        answer=number_of(collector.wave_pk, key),
        arrival=number_of(collector.wave_pk, f"arrival {key}"),
        sealed=seal(collector.public_key, document, room=room),
        participation_pk=collector.participation_pk,
        group=collector.group,
        initiative_pk=collector.initiative_pk,
        used=(collector.pk, digest(token)) if token else None,
        draft=draft.number if draft is not None else None,
    )


def number_of(wave_pk: int, key: str) -> int:
    """Return the number under which something of this key is kept; without the installation's key nobody can tell."""
    digest_of_key = hmac.digest(_key(settings.SECRET_KEY), f"{wave_pk}/{key}".encode(), "sha256")
    return int.from_bytes(digest_of_key[:8]) & _NUMBER


@lru_cache(maxsize=1)
def _key(secret: str) -> bytes:
    """Return what numbers are worked out with; it follows from the installation's key."""
    return sha256(b"ljuspunkt answer" + secret.encode()).digest()


def _settled_before(together: Together, write: SealedWrite) -> Settled[Received] | None:
    """Return what came of an answer before it is inserted: it is refused, or its link has been used for it."""
    if not is_open(together, write.wave_pk):
        return Settled(None, closed())
    if write.used is None:
        return None
    if _is_kept(together, write.answer):
        return Settled(Received(again=True), None)
    if _use(together, *write.used):
        return None
    if not _is_known(together, *write.used):
        said = "The link isn't valid. Open it as it stands in the letter that you got."
        return Settled(None, RuleBroken("link_not_known", said))
    if _is_kept(together, write.answer):  # by another process, since it was asked
        return Settled(Received(again=True), None)
    said = "This link has been used: an answer has been received through it."
    return Settled(None, RuleBroken("already_answered", said))


def _insert(together: Together, writes: Mapping[int, SealedWrite]) -> set[int]:
    """Insert answers by their numbers, and what goes with them; return the numbers of those that weren't there.

    In the order of their numbers: two processes that insert the same ones wait for each other and never in a circle.
    """
    if not writes:
        return set()
    cursor, rows = together.cursor, [writes[number] for number in sorted(writes)]
    cursor.execute(
        "INSERT INTO surveys_sealedanswer (id, wave_id, sealed) VALUES "
        + ", ".join(["(%s, %s, %s)"] * len(rows))
        + " ON CONFLICT DO NOTHING RETURNING id",
        [value for row in rows for value in (row.answer, row.wave_pk, row.sealed)],
    )
    new = {number for (number,) in cursor.fetchall()}
    came = sorted((writes[number] for number in new), key=lambda row: row.arrival)
    if came:
        cursor.execute(
            "INSERT INTO surveys_arrival (id, wave_id, participation_id, respondent_group, initiative_id) VALUES "
            + ", ".join(["(%s, %s, %s, %s, %s)"] * len(came)),
            [
                value
                for row in came
                for value in (row.arrival, row.wave_pk, row.participation_pk, row.group, row.initiative_pk)
            ],
        )
    drafts = sorted(row.draft for row in came if row.draft is not None)
    if drafts:
        cursor.execute(f"DELETE FROM surveys_draft WHERE id IN ({', '.join(['%s'] * len(drafts))})", drafts)
    return new


def _is_kept(together: Together, answer: int) -> bool:
    together.cursor.execute("SELECT 1 FROM surveys_sealedanswer WHERE id = %s", [answer])
    return together.cursor.fetchone() is not None


def _use(together: Together, collector_pk: int, token_hash: str) -> bool:
    """Mark a token as used; return False where it had been, or isn't one of the collector's."""
    together.cursor.execute(
        "UPDATE surveys_invitation SET used = %s WHERE collector_id = %s AND token_hash = %s AND used = %s",
        [True, collector_pk, token_hash, False],
    )
    return bool(together.cursor.rowcount == 1)


def _is_known(together: Together, collector_pk: int, token_hash: str) -> bool:
    together.cursor.execute(
        "SELECT 1 FROM surveys_invitation WHERE collector_id = %s AND token_hash = %s", [collector_pk, token_hash]
    )
    return together.cursor.fetchone() is not None


def _as_kept(value: object) -> Answer:
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return tuple(str(each) for each in value)
    raise ValueError(f"an answer is a text or several names, not {type(value).__name__}")


@lru_cache(maxsize=512)
def _room(version_pk: int, association: str, _public_key: bytes) -> int:
    """Return how long answers are made; what is asked in an open wave never changes, and no two waves share a key."""
    return room_for(with_own(version_pk, association))
