"""Requests that come at the same time, taken out together: one thread works while another waits for the disk.

A thread for each would mean that all wake each other, which takes longer than the work itself.
"""

import asyncio
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

POSTMEN = 2
AT_ONCE = 16
"""Requests that are taken out together at the most, so that the other thread has some too."""

T = TypeVar("T")
R = TypeVar("R")


class Letterbox(Generic[T, R]):
    """Hands over what comes to `answer`, several at a time, which returns an answer for each and raises nothing."""

    def __init__(self, answer: Callable[[Sequence[T]], Sequence[R]], *, name: str) -> None:
        self._answer = answer
        self._name = name
        self._waiting: SimpleQueue[tuple[T, asyncio.Future[R]]] = SimpleQueue()
        self._begun = False

    async def put(self, asked: T) -> R:
        """Return what is answered; called on one loop."""
        loop = asyncio.get_running_loop()
        if not self._begun:
            self._begun = True
            for _ in range(POSTMEN):
                Thread(target=self._empty, args=(loop,), name=self._name, daemon=True).start()
        answered: asyncio.Future[R] = loop.create_future()
        self._waiting.put((asked, answered))
        return await answered

    def _empty(self, loop: asyncio.AbstractEventLoop) -> None:
        while True:
            taken = [self._waiting.get()]
            while len(taken) < AT_ONCE:
                try:
                    taken.append(self._waiting.get_nowait())
                except Empty:
                    break
            found = self._answer([asked for asked, _ in taken])
            try:
                loop.call_soon_threadsafe(_tell, [future for _, future in taken], found)
            except RuntimeError:  # the loop has been closed: the server stops
                return


def _tell(waiting: "Sequence[asyncio.Future[R]]", found: Sequence[R]) -> None:
    for future, answered in zip(waiting, found, strict=True):
        if not future.done():
            future.set_result(answered)
