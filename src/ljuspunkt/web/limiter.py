"""Slows down and then locks out whoever does something too often, and nobody else.

Swedish: spärr. Kept in this process's memory for minutes, under hashes whose key goes with the process, so that nobody
can tell from it who was there. Each server process counts for itself.
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
    """Counts what a source does too often, such as wrong codes, for one thing at a time: a conference, a call.

    Times are seconds of any clock that only goes forward.

    Args:
        free: how often it costs nothing.
        most: how often before the source is locked out.
        locked: seconds that a lock lasts, and after which everything is forgotten.
    """

    def __init__(self, *, free: int = FREE, most: int = MOST, locked: int = LOCKED) -> None:
        self.free, self.most, self.locked = free, most, locked
        self._key = secrets.token_bytes(32)
        self._tried: OrderedDict[bytes, _Tried] = OrderedDict()
        self._lock = Lock()

    def wait(self, about: int, source: str, now: float) -> Wait | None:
        """Return how long a source must wait before it may try again, or None."""
        with self._lock:
            tried = self._tried.get(self._name(about, source))
            if tried is None or now - tried.at >= self.locked:
                return None
            if tried.wrong >= self.most:
                return Wait(_seconds(tried.at + self.locked - now), locked=True)
            if tried.wrong < self.free:
                return None
            left = tried.at + min(2.0 ** (tried.wrong - self.free + 1), LONGEST_WAIT) - now
            return Wait(_seconds(left), locked=False) if left > 0 else None

    def wrong(self, about: int, source: str, now: float) -> None:
        """Note a wrong code."""
        with self._lock:
            name = self._name(about, source)
            tried = self._tried.pop(name, None)
            known = tried is not None and now - tried.at < self.locked
            self._tried[name] = _Tried(tried.wrong + 1 if tried is not None and known else 1, now)
            while len(self._tried) > _SOURCES or self._is_over(now):
                self._tried.popitem(last=False)

    def right(self, about: int, source: str) -> None:
        """Forget what a source has tried."""
        with self._lock:
            self._tried.pop(self._name(about, source), None)

    def n_wrong(self, about: int, now: float) -> int:
        """Return how many wrong codes this process has seen lately, for the chair to know that somebody is guessing."""
        prefix = self._about(about)
        with self._lock:
            return sum(
                tried.wrong
                for name, tried in self._tried.items()
                if name.startswith(prefix) and now - tried.at < self.locked
            )

    def _is_over(self, now: float) -> bool:
        oldest = next(iter(self._tried.values()))
        return now - oldest.at >= self.locked

    def _name(self, about: int, source: str) -> bytes:
        return self._about(about) + hmac.digest(self._key, source.encode(), sha256)

    def _about(self, about: int) -> bytes:
        return about.to_bytes(8)


def _seconds(left: float) -> int:
    return max(1, -int(-left // 1))
