"""Receive an answer: it is sealed, its token is marked as used, and the board's count grows, in one transaction.

Nothing else is written: no line in the log, no session, no mail, no time (`docs/threat-model.md`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.utils.crypto import salted_hmac

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.surveys.models.waves import MAIL
from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard
from ljuspunkt.rooms.surveys.queries.questionnaires import with_own
from ljuspunkt.rooms.surveys.sealing import Answer, Document, room_for, seal
from ljuspunkt.rooms.surveys.services.drafts import Ticket
from ljuspunkt.rooms.surveys.services.tokens import digest
from ljuspunkt.rooms.surveys.together import Together, closed, commit_together, is_open

FEWEST_SIGNS = 16
_NUMBER = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Received:
    """An answer that is kept; `again` where it had been received before, so that nothing was changed."""

    again: bool = False


def receive(write: Callable[[Together], Received]) -> Received:
    """Keep a sealed answer (`sealed_write`); it is on the disk when this returns. The same key sent twice counts once.

    Raises:
        RuleBroken: the wave has closed, the token isn't one or has been used.
    """
    return commit_together(write)


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
) -> Callable[[Together], Received]:
    """Seal an answer and return what keeps it, to be committed by itself or with others (`together`).

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
        RuleBroken: nothing is accepted, or the texts are too long; by the write: the wave has closed, the token isn't
            one or has been used.
        ValueError: the key is too short.
    """
    if len(key) < FEWEST_SIGNS:
        raise ValueError("the key of an answer is too short to be random")
    if not collector.accepting or collector.version_pk is None:
        raise closed()
    if collector.way == MAIL and not token:
        raise RuleBroken("link_needed", "Open the link in the letter that you got; without it no answer can be taken.")
    public_key = _public_key(collector.wave_pk)
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
    sealed = seal(public_key, document, room=_room(collector.version_pk, collector.association, public_key))
    answer = number_of(collector.wave_pk, key)
    arrival = number_of(collector.wave_pk, f"arrival {key}")
    used = (collector.pk, digest(token)) if token else None

    def write(together: Together) -> Received:
        cursor = together.cursor
        if not is_open(together, collector.wave_pk):
            raise closed()
        if _is_kept(together, answer):
            return Received(again=True)
        if used is not None and not _use(together, *used) and _is_known(together, *used):
            if _is_kept(together, answer):  # by another process, since it was asked
                return Received(again=True)
            raise RuleBroken("already_answered", "This link has been used: an answer has been received through it.")
        cursor.execute(
            "INSERT INTO surveys_sealedanswer (id, wave_id, sealed) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [answer, collector.wave_pk, sealed],
        )
        if cursor.rowcount != 1:
            return Received(again=True)
        cursor.execute(
            "INSERT INTO surveys_arrival (id, wave_id, participation_id, respondent_group, initiative_id) "
            "VALUES (%s, %s, %s, %s, %s)",
            [arrival, collector.wave_pk, collector.participation_pk, collector.group, collector.initiative_pk],
        )
        if draft is not None:
            cursor.execute("DELETE FROM surveys_draft WHERE id = %s", [draft.number])
        return Received()

    return write


def number_of(wave_pk: int, key: str) -> int:
    """Return the number under which something of this key is kept; without the installation's key nobody can tell."""
    digest_of_key = salted_hmac("ljuspunkt answer", f"{wave_pk}/{key}", algorithm="sha256").digest()
    return int.from_bytes(digest_of_key[:8]) & _NUMBER


def _public_key(wave_pk: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_key FROM surveys_wave WHERE id = %s", [wave_pk])
        row = cursor.fetchone()
    if row is None or not row[0]:
        raise closed()
    return bytes(row[0])


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
    if together.cursor.fetchone() is None:
        raise RuleBroken("link_not_known", "The link isn't valid. Open it as it stands in the letter that you got.")
    return True


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
