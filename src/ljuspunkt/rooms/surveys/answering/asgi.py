"""The answering pages behind an ASGI server: kept pages from the loop, everything else in threads of its own.

Nothing is logged, and what Django's middlewares would add comes from `doors`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections

from ljuspunkt.rooms.surveys.answering.addresses import OPEN, PERSONAL
from ljuspunkt.rooms.surveys.answering.site import answer_all, at_once, failed
from ljuspunkt.rooms.surveys.answering.web import LARGEST, Answered, Asked, TakesLong
from ljuspunkt.web import patience
from ljuspunkt.web.letterbox import Letterbox

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)

FOLDERS = (OPEN, PERSONAL)
"""Where these pages lie."""
THREADS = 8
"""Pages that are made at the same time."""
PLAIN = ("content-type", "text/plain; charset=utf-8")
MOST_WAITING = 100
"""Who may wait until a code is worked out that somebody typed, or that is drawn for them."""

A = TypeVar("A")
R = TypeVar("R")


class AnsweringPages:
    """Answers ASGI requests below `FOLDERS`."""

    def __init__(self, threads: int = THREADS) -> None:
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="answers")
        self.typed, self.drawn = Lane(1, "typed codes"), Lane(2, "drawn codes")
        self.letterbox = Letterbox(_answer, name="letterbox")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body = b""
        if scope["method"] not in ("GET", "HEAD"):
            try:
                read = await _read(receive)
            except TimeoutError:
                await _say(send, Answered(408, patience.TOO_SLOW, (PLAIN, ("connection", "close"))), whole=True)
                return
            if read is None:
                return
            body = read
        asked = _asked(scope, body)
        found: Answered | TakesLong | None = at_once(asked)
        if found is None and asked.sends_answers:
            found = await self.letterbox.put(asked)
        elif found is None:
            found = (await _in(self.threads, _answer, [asked]))[0]
        if isinstance(found, TakesLong):
            found = await self._slowly(self.typed if found.typed else self.drawn, asked)
        await _say(send, found, whole=asked.method != "HEAD")

    async def _slowly(self, lane: "Lane", asked: Asked) -> Answered:
        """Answer a request for which a code is worked out, unless too many wait for that."""
        if lane.waiting >= MOST_WAITING:
            return await _in(self.threads, failed, asked)
        lane.waiting += 1
        try:
            [found] = await _in(lane.threads, _answer, [replace(asked, patient=True)])
        finally:
            lane.waiting -= 1
        assert not isinstance(found, TakesLong)
        return found


class Lane:
    """Threads for work that takes long on purpose; `waiting` counts those who wait for it or are worked for."""

    def __init__(self, threads: int, name: str) -> None:
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self.waiting = 0


async def _in(threads: ThreadPoolExecutor, work: Callable[[A], R], about: A) -> R:
    return await asyncio.get_running_loop().run_in_executor(threads, work, about)


def _answer(several: Sequence[Asked]) -> list[Answered | TakesLong]:
    close_old_connections()
    try:
        return answer_all(several)
    except Exception as trouble:  # what it says may hold what was sent
        log.error("An answering page failed: %s", type(trouble).__name__)
        if len(several) > 1:  # each by itself, so that one's trouble isn't everybody's
            return [_answer([asked])[0] for asked in several]
        return [Answered(500, b"Something went wrong on our side.", (PLAIN,))]
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
    return Asked(scope["method"], scope["path"], headers, body, str(client[0]) if client else "", secure, patient=False)


async def _read(receive: Receive) -> bytes | None:
    """Return what is sent, a little more than the largest form at the most; None where the client left.

    Raises:
        TimeoutError: it doesn't arrive.
    """
    pieces, size, more = [], 0, True
    async with asyncio.timeout(patience.FORM_WITHIN):
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
