"""The answering pages behind an ASGI server: kept pages from the loop, everything else in threads of its own.

Nothing is logged, and what Django's middlewares would add comes from `doors`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from django.conf import settings
from django.db import close_old_connections

from ljuspunkt.rooms.surveys.answering.addresses import OPEN, PERSONAL
from ljuspunkt.rooms.surveys.answering.site import answer_all, at_once
from ljuspunkt.rooms.surveys.answering.web import LARGEST, Answered, Asked

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)

FOLDERS = (OPEN, PERSONAL)
"""Where these pages lie."""
THREADS = 8
"""Pages that are made at the same time."""
POSTMEN = 2
AT_ONCE = 16
"""Answers that are taken out together at the most, so that the other thread has some too."""


class AnsweringPages:
    """Answers ASGI requests below `FOLDERS`."""

    def __init__(self, threads: int = THREADS) -> None:
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="answers")
        self.letterbox = Letterbox()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body = b""
        if scope["method"] not in ("GET", "HEAD"):
            read = await _read(receive)
            if read is None:
                return
            body = read
        asked = _asked(scope, body)
        found = at_once(asked)
        if found is None and asked.sends_answers:
            found = await self.letterbox.put(asked)
        elif found is None:
            loop = asyncio.get_running_loop()
            found = (await loop.run_in_executor(self.threads, _answer, [asked]))[0]
        await _say(send, found, whole=asked.method != "HEAD")


class Letterbox:
    """Answers that come at the same time, taken out together: one thread works while another waits for the disk.

    A thread for each would mean that all wake each other, which takes longer than the work itself.
    """

    def __init__(self) -> None:
        self._waiting: SimpleQueue[tuple[Asked, asyncio.Future[Answered]]] = SimpleQueue()
        self._begun = False

    async def put(self, asked: Asked) -> Answered:
        """Return what is answered."""
        if not self._begun:
            self._begun = True
            for _ in range(POSTMEN):
                Thread(target=self._empty, args=(asyncio.get_running_loop(),), name="letterbox", daemon=True).start()
        answered: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
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
            found = _answer([asked for asked, _ in taken])
            try:
                loop.call_soon_threadsafe(_tell, [future for _, future in taken], found)
            except RuntimeError:  # the loop has been closed: the server stops
                return


def _tell(waiting: Sequence["asyncio.Future[Answered]"], found: Sequence[Answered]) -> None:
    for future, answered in zip(waiting, found, strict=True):
        if not future.done():
            future.set_result(answered)


def _answer(several: Sequence[Asked]) -> list[Answered]:
    close_old_connections()
    try:
        return answer_all(several)
    except Exception as trouble:  # what it says may hold what was sent
        log.error("An answering page failed: %s", type(trouble).__name__)
        plain = ("content-type", "text/plain; charset=utf-8")
        if len(several) > 1:  # each by itself, so that one's trouble isn't everybody's
            return [_answer([asked])[0] for asked in several]
        return [Answered(500, b"Something went wrong on our side.", (plain,))]
    finally:
        close_old_connections()


def _asked(scope: Scope, body: bytes) -> Asked:
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name in headers:
            value = f"{headers[name]}{'; ' if name == 'cookie' else ','}{value}"
        headers[name] = value
    secure = scope.get("scheme") == "https"
    if settings.SECURE_PROXY_SSL_HEADER:
        secure = headers.get("x-forwarded-proto") == "https"
    client = scope.get("client")
    return Asked(scope["method"], scope["path"], headers, body, str(client[0]) if client else "", secure)


async def _read(receive: Receive) -> bytes | None:
    """Return what is sent, a little more than the largest form at the most; None where the client left."""
    pieces, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        if size <= LARGEST:
            pieces.append(message.get("body", b""))
            size += len(pieces[-1])
        more = message.get("more_body", False)
    return b"".join(pieces)[: LARGEST + 1]


async def _say(send: Send, found: Answered, *, whole: bool) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in found.headers]
    headers.append((b"content-length", str(len(found.body)).encode()))
    await send({"type": "http.response.start", "status": found.status, "headers": headers})
    await send({"type": "http.response.body", "body": found.body if whole else b""})
