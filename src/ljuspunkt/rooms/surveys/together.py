"""Small writes of many people at once, committed together (gemensam skrivning).

Each commit waits until the disk has what was written. Who comes while that is going on waits for the next one, which
then takes all that wait: the first of them writes for the others. Everybody is answered after the commit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.surveys.models.waves import OPEN

LOCK = 0x73757276 << 32
"""Tells the advisory locks of waves from others ("surv")."""

T = TypeVar("T")


@dataclass(slots=True)
class Together:
    """One transaction that several write in; `open_waves` remembers what was read about waves in it."""

    cursor: CursorWrapper
    open_waves: dict[int, bool] = field(default_factory=dict)


@dataclass(slots=True)
class _Waiting(Generic[T]):
    work: Callable[[Together], T]
    done: bool = False
    outcome: T | None = None
    trouble: BaseException | None = None

    def attempt(self, together: Together) -> None:
        try:
            self.outcome = self.work(together)
        except RuleBroken as refusal:
            self.trouble = refusal
        self.done = True


_queue: "list[_Waiting[object]]" = []
_queued = Lock()
_leading = Lock()


def commit_together(work: Callable[[Together], T]) -> T:
    """Carry out what writes a few rows, and return what it returned once it is committed.

    Inside a transaction it belongs to that one and is committed with it.

    Args:
        work: called in a transaction that may hold others' writes as well, and perhaps once more in another one; may
            raise RuleBroken before it has written anything.

    Raises:
        RuleBroken: as the work says.
        DatabaseError: the database refused; then nothing is written.
    """
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            return work(Together(cursor))
    mine = _Waiting(work)
    with _queued:
        _queue.append(mine)  # type: ignore[arg-type]
    with _leading:
        if not mine.done:
            with _queued:
                batch = list(_queue)
                _queue.clear()
            _commit(batch)
    if mine.trouble is not None:
        raise mine.trouble
    return mine.outcome  # type: ignore[return-value]


def _commit(batch: "list[_Waiting[object]]") -> None:
    """Write what waits in one transaction; where that fails, each in its own, so that each meets its own trouble."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            together = Together(cursor)
            for each in batch:
                each.attempt(together)
    except BaseException as trouble:
        for each in batch:
            each.done, each.outcome, each.trouble = True, None, trouble
        if len(batch) > 1 and isinstance(trouble, Exception):
            for each in batch:
                each.trouble = None
                _commit([each])
            return
        if not isinstance(trouble, Exception):
            raise


def is_open(together: Together, wave_pk: int) -> bool:
    """Return whether a wave takes answers, and keep it from closing until this transaction has ended."""
    if wave_pk not in together.open_waves:
        if connection.vendor == "postgresql":
            together.cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK | wave_pk])
        together.cursor.execute("SELECT state FROM surveys_wave WHERE id = %s", [wave_pk])
        row = together.cursor.fetchone()
        together.open_waves[wave_pk] = row is not None and row[0] == OPEN
    return together.open_waves[wave_pk]


def closed() -> RuleBroken:
    """Return the refusal of an answer that comes when none is accepted."""
    return RuleBroken("wave_closed", "This questionnaire isn't open. Your answer came too late and isn't kept.")
