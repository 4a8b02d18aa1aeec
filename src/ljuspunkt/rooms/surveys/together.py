"""Small writes of many people at once, committed together (gemensam skrivning).

Each commit waits until the disk has what was written. Who comes while that is going on waits for the next one, which
then takes all that wait: the first of them writes for the others. Everybody is answered after the commit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.surveys.models.waves import OPEN

LOCK = 0x73757276 << 32
"""Tells the advisory locks of waves from others ("surv")."""

T = TypeVar("T")
W = TypeVar("W")


@dataclass(slots=True)
class Together:
    """One transaction that several write in; `open_waves` remembers what was read about waves in it."""

    cursor: CursorWrapper
    open_waves: dict[int, bool] = field(default_factory=dict)


@dataclass(slots=True)
class _Waiting(Generic[T]):
    """Somebody's write; `turn` is set when it is done, or when it may lead."""

    work: Callable[[Together], T]
    turn: Event = field(default_factory=Event)
    done: bool = False
    outcome: T | None = None
    trouble: BaseException | None = None

    def attempt(self, together: Together) -> None:
        try:
            self.outcome = self.work(together)
        except RuleBroken as refusal:
            self.trouble = refusal
        self.done = True


class _Line:
    """Those who wait. One leads at a time: it writes for all that wait when it begins, then lets the next one lead."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: list[_Waiting[object]] = []
        self._led = False

    def join(self, mine: "_Waiting[object]") -> None:
        """Return when the write is done."""
        with self._guard:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
        if not leads:
            mine.turn.wait()
        if not mine.done:
            self._lead()

    def _lead(self) -> None:
        with self._guard:
            batch, self._waiting = self._waiting, []
        try:
            _commit(batch)
        finally:
            with self._guard:
                following = self._waiting[0] if self._waiting else None
                self._led = following is not None
            for each in batch:
                each.turn.set()
            if following is not None:
                following.turn.set()


_line = _Line()


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
    _line.join(mine)  # type: ignore[arg-type]
    if mine.trouble is not None:
        raise mine.trouble
    return mine.outcome  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Settled(Generic[T]):
    """What came of a write: what it returned, or why it wasn't carried out."""

    outcome: T | None
    trouble: BaseException | None

    def told(self) -> T:
        """Return what it returned.

        Raises:
            RuleBroken: as the work said.
            DatabaseError: the database refused.
        """
        if self.trouble is not None:
            raise self.trouble
        return self.outcome  # type: ignore[return-value]


def commit_all(writes: Sequence[W], keep: Callable[[Together, Sequence[W]], list[Settled[T]]]) -> list[Settled[T]]:
    """Carry out the writes of several in one transaction, for a caller who has gathered them.

    Inside a transaction they belong to that one. Where the database refuses, each is carried out in its own, so that
    each meets its own trouble.

    Args:
        writes: at least one.
        keep: carries out several in a transaction that it is given, perhaps once more in another one, and says what
            came of each in their order; one that it refuses must have written nothing.

    Returns:
        What came of each, in their order.
    """
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            return keep(Together(cursor), writes)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            return keep(Together(cursor), writes)
    except Exception as trouble:
        if len(writes) == 1:
            return [Settled(None, trouble)]
        return [commit_all([write], keep)[0] for write in writes]


def _commit(batch: "list[_Waiting[object]]") -> None:
    """Write what waits in one transaction; where that fails, each in its own, so that each meets its own trouble."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            together = Together(cursor)
            for each in batch:
                each.attempt(together)
    except BaseException as trouble:  # also a thread that is ended must leave nobody waiting
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
