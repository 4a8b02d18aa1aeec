"""The streams as a raw ASGI route: /live/<join code>/<audience>/<language>.

A screen or a phone needs no secret beyond the join code, for a stream holds nothing but what everybody in the room may
see. The chair's stream says only that something has changed; the console asks for its own page.
"""

import asyncio
import logging
import random
import re
import time
from collections.abc import Awaitable, Callable, Collection, Generator, MutableMapping
from types import coroutine
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http.request import validate_host

from ljuspunkt.rooms.conference.live.frames import GZIP_HEAD, opening
from ljuspunkt.rooms.conference.live.hub import PHONE, Channel, Hub, Listener, Room
from ljuspunkt.rooms.conference.live.states import CHAIR, SCREENS

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_log = logging.getLogger(__name__)

AUDIENCES = (*SCREENS, PHONE, CHAIR)
ADDRESS = re.compile(r"/live/([A-Za-z0-9]{6})/([a-z-]+)/([a-z]{2})/?")
MOST = 6000
"""Streams that one process holds; beyond it browsers are asked to come back, so that pages still answer."""
MOST_IN_ROOM = 5000
"""Streams of them that one conference holds; whoever has its code can't keep every other conference out."""
MOST_ORIGINS = 4
"""Addresses of the site that screens of one room show. Each is drawn apart, and a browser may say any port."""
BACK_FROM, BACK_TO = 1000, 4000
"""Milliseconds between which a browser is told to wait before it comes back, so that not all come at once."""

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"vary", b"accept-encoding"),
]


class Streams:
    """Answers requests for streams from a hub."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and hold the stream until either side ends it."""
        if scope["method"] != "GET":
            return await _refuse(send, 405)
        address = ADDRESS.fullmatch(scope["path"])
        headers = dict(scope["headers"])
        if not address or address[2] not in AUDIENCES or address[3] not in dict(settings.LANGUAGES):
            return await _refuse(send, 404)
        host = headers.get(b"host", b"").decode("latin-1")
        if not _may_be_called(host):
            return await _refuse(send, 400)
        if self.hub.closed or self.hub.n_listeners >= MOST:
            return await _refuse(send, 503)
        conference = await self.hub.directory.find(address[1].upper())
        if conference is None:
            return await _refuse(send, 404)
        if self.hub.n_in(conference) >= MOST_IN_ROOM:
            return await _refuse(send, 503)
        origin = f"{_scheme(scope, headers)}://{host}" if address[2] in SCREENS else ""
        origin = one_of_few(origin, self.hub.origins(conference))
        channel = Channel(address[2], address[3], origin)
        packed = b"gzip" in headers.get(b"accept-encoding", b"")
        room, listener = self.hub.join(conference, channel, _seen(scope, headers))
        try:
            await self._hold(room, listener, receive, send, packed=packed)
        finally:
            self.hub.leave(room, listener)

    async def _hold(self, room: Room, listener: Listener, receive: Receive, send: Send, *, packed: bool) -> None:
        listener.task = asyncio.current_task()
        gone = asyncio.ensure_future(_gone(receive))
        line = _Line(self.hub, room, listener, send, packed=packed)
        gone.add_done_callback(lambda _: line.end())
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _headers(packed=packed)})
            head = opening(random.randint(BACK_FROM, BACK_TO), round(1000 * time.time()))
            line.send(GZIP_HEAD + head.packed if packed else head.plain)
            listener.write = line.write
            line.write()
            await line.ended
            if not (gone.done() or line.is_broken):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            listener.write = None
            line.end()
            gone.cancel()


class _Line:
    """The way to one listener: what is new goes out within the call that tells it, without a task being woken.

    Only where a server doesn't take it at once does a task wait, and then for the latest.
    """

    def __init__(self, hub: Hub, room: Room, listener: Listener, send: Send, *, packed: bool) -> None:
        self.hub = hub
        self.room = room
        self.listener = listener
        self.packed = packed
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.is_broken = False
        self._send = send
        self._waits: asyncio.Task[None] | None = None

    def end(self) -> None:
        """Let the stream end."""
        if self._waits is not None:
            self._waits.cancel()
        if not self.ended.done():
            self.ended.set_result(None)

    def write(self) -> None:
        """Send what is new, unless what was sent before hasn't been taken yet."""
        if self.room.gone or self.hub.closed:
            self.end()
        while self._waits is None and not self.ended.done():
            news = self.hub.news_for(self.room, self.listener)
            if not news:
                return
            first = news[0].packed if self.packed else news[0].plain
            more = (each.packed if self.packed else each.plain for each in news[1:])
            self.send(first if len(news) == 1 else b"".join((first, *more)))

    def send(self, body: bytes) -> None:
        """Hand some bytes to the server."""
        try:
            rest = begun(self._send({"type": "http.response.body", "body": body, "more_body": True}))
        except Exception as trouble:  # one line's trouble must not keep others from being told
            self._break(trouble)
            return
        if rest is not None:
            self.listener.sending_since = self.hub.now()
            self._waits = asyncio.get_running_loop().create_task(self._finish(rest))

    async def _finish(self, rest: Awaitable[None]) -> None:
        try:
            await rest
        except Exception as trouble:
            self._break(trouble)
            return
        self.listener.sending_since = self._waits = None
        self.write()

    def _break(self, trouble: Exception) -> None:
        _log.debug("A stream broke", exc_info=trouble)
        self.is_broken = True
        self.end()


def begun(work: Awaitable[None]) -> Awaitable[None] | None:
    """Carry out work as far as it goes without waiting; return what is left, None where nothing is.

    Whatever it raises until then is raised here.
    """
    steps = work.__await__()
    try:
        waits_for = next(steps)
    except StopIteration:
        return None
    return _left(steps, waits_for)


@coroutine
def _left(steps: Generator[Any, Any, None], waits_for: object) -> Generator[Any, Any, None]:
    yield waits_for
    yield from steps


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _headers(*, packed: bool) -> list[tuple[bytes, bytes]]:
    return [*HEADERS, (b"content-encoding", b"gzip")] if packed else HEADERS


def one_of_few(origin: str, known: Collection[str]) -> str:
    """Return an origin that may be shown: a known one or one more, and none where there are many."""
    return origin if origin in known or len(known) < MOST_ORIGINS else ""


def _may_be_called(host: str) -> bool:
    allowed = settings.ALLOWED_HOSTS
    name = re.sub(r":\d+$", "", host)
    return bool(re.fullmatch(r"[A-Za-z0-9.\-:\[\]]+", host)) and validate_host(name.lower(), allowed)


def _scheme(scope: Scope, headers: MutableMapping[bytes, bytes]) -> str:
    proxied = settings.SECURE_PROXY_SSL_HEADER
    if proxied:
        name = proxied[0].removeprefix("HTTP_").replace("_", "-").lower().encode()
        return "https" if headers.get(name, b"").decode("latin-1") == proxied[1] else "http"
    return str(scope["scheme"])


def _seen(scope: Scope, headers: MutableMapping[bytes, bytes]) -> int:
    """Return the version that a browser has shown: the last it was sent, or that of the page it came from."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("seen", [""])[0]
    told = headers.get(b"last-event-id", b"").decode("latin-1") or asked
    return int(told) if re.fullmatch(r"\d{1,15}", told) else -1
