"""The answering pages behind an ASGI server: kept pages from the loop, everything else in threads of its own.

Nothing is logged, and what Django's middlewares would add comes from `doors`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import close_old_connections

from ljuspunkt.rooms.surveys.answering.addresses import OPEN, PERSONAL
from ljuspunkt.rooms.surveys.answering.site import answer, at_once
from ljuspunkt.rooms.surveys.answering.web import LARGEST, Answered, Asked

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)

FOLDERS = (OPEN, PERSONAL)
"""Where these pages lie."""
THREADS = 32


class AnsweringPages:
    """Answers ASGI requests below `FOLDERS`."""

    def __init__(self, threads: int = THREADS) -> None:
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="answers")

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
        if found is None:
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(self.threads, _answer, asked)
        await _say(send, found, whole=asked.method != "HEAD")


def _answer(asked: Asked) -> Answered:
    close_old_connections()
    try:
        return answer(asked)
    except Exception as trouble:  # what it says may hold what was sent
        log.error("An answering page failed: %s", type(trouble).__name__)
        return Answered(500, b"Something went wrong on our side.", (("content-type", "text/plain; charset=utf-8"),))
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
