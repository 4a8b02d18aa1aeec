"""Slows down and then locks out whoever tries wrong codes, and nobody else.

Swedish: spärr mot gissning. A source is a device, or all that come from one address without keeping a cookie: a
conference's phones share one address, so that an address that is known to be wrong says nothing about its neighbours.
Kept in this process's memory for minutes, under hashes whose key goes with the process. Each server process counts for
itself; what holds nevertheless stands in docs/decisions/0095.
"""

import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

FREE = 5
"""Wrong codes that cost nothing but a word."""

MOST = 20
"""Wrong codes before a source is locked out."""

LOCKED = 15 * 60
"""Seconds that a lock lasts, and after which wrong codes are forgotten."""

LONGEST_WAIT = 60
_SOURCES = 20_000


@dataclass(slots=True)
class _Tried:
    """How often a source has been wrong, and when it was last."""

    wrong: int
    at: float


@dataclass(frozen=True, slots=True)
class Wait:
    """How many seconds a source must wait; `locked` where it has used up all its tries."""

    seconds: int
    locked: bool


class Limiter:
    """Counts wrong codes per source and conference; times are seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._tried: OrderedDict[bytes, _Tried] = OrderedDict()
        self._lock = Lock()

    def wait(self, conference: int, source: str, now: float) -> Wait | None:
        """Return how long a source must wait before it may try again, or None."""
        with self._lock:
            tried = self._tried.get(self._name(conference, source))
            if tried is None or now - tried.at >= LOCKED:
                return None
            if tried.wrong >= MOST:
                return Wait(_seconds(tried.at + LOCKED - now), locked=True)
            if tried.wrong < FREE:
                return None
            left = tried.at + min(2.0 ** (tried.wrong - FREE + 1), LONGEST_WAIT) - now
            return Wait(_seconds(left), locked=False) if left > 0 else None

    def wrong(self, conference: int, source: str, now: float) -> None:
        """Note a wrong code."""
        with self._lock:
            name = self._name(conference, source)
            tried = self._tried.pop(name, None)
            known = tried is not None and now - tried.at < LOCKED
            self._tried[name] = _Tried(tried.wrong + 1 if tried is not None and known else 1, now)
            while len(self._tried) > _SOURCES or self._is_over(now):
                self._tried.popitem(last=False)

    def right(self, conference: int, source: str) -> None:
        """Forget what a source has tried."""
        with self._lock:
            self._tried.pop(self._name(conference, source), None)

    def n_wrong(self, conference: int, now: float) -> int:
        """Return how many wrong codes this process has seen lately, for the chair to know that somebody is guessing."""
        prefix = self._conference(conference)
        with self._lock:
            return sum(
                tried.wrong
                for name, tried in self._tried.items()
                if name.startswith(prefix) and now - tried.at < LOCKED
            )

    def _is_over(self, now: float) -> bool:
        oldest = next(iter(self._tried.values()))
        return now - oldest.at >= LOCKED

    def _name(self, conference: int, source: str) -> bytes:
        return self._conference(conference) + hmac.digest(self._key, source.encode(), sha256)

    def _conference(self, conference: int) -> bytes:
        return conference.to_bytes(8)


def _seconds(left: float) -> int:
    return max(1, -int(-left // 1))


CODES = Limiter()
"""The limiter of this process."""
