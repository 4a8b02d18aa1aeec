"""Which conference a join code leads to. All codes are read together, so that guessing costs no readings of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

KEPT = 20.0
"""Seconds for which a known code is believed."""
SOONEST = 1.0
"""Seconds between two readings, however many unknown codes are asked for, which wait for the next reading together."""

Read = Callable[[], Awaitable[Mapping[str, int]]]


class Directory:
    """The codes as they were lately; used on one loop."""

    def __init__(self, read: Read, now: Callable[[], float]) -> None:
        self._read = read
        self._now = now
        self._codes: Mapping[str, int] = {}
        self._read_at = float("-inf")
        self._reading: asyncio.Future[None] | None = None

    async def find(self, code: str) -> int | None:
        """Return the conference with a join code, None where there is none."""
        if code not in self._codes or self._now() - self._read_at > KEPT:
            await self._again()
        return self._codes.get(code)

    def forget(self) -> None:
        """Read the codes anew when the next one is asked for."""
        self._read_at = float("-inf")

    async def _again(self) -> None:
        """Read the codes; whoever asks meanwhile waits for the same reading."""
        if self._reading is None or self._reading.done():
            self._reading = asyncio.ensure_future(self._take())
        await asyncio.shield(self._reading)

    async def _take(self) -> None:
        await asyncio.sleep(max(0.0, self._read_at + SOONEST - self._now()))
        self._codes = await self._read()
        self._read_at = self._now()
