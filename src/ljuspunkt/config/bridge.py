"""Django's pages behind an ASGI server, in one hop: a request is read, answered in a thread, and sent.

A thread is held only while Django works. Slow senders and slow readers wait on the loop, so they can't keep others from
the threads.
"""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol
from wsgiref.types import StartResponse, WSGIApplication

from django.conf import settings
from django.db import close_old_connections

from ljuspunkt.web import patience
from ljuspunkt.web.letterbox import Letterbox

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

IN_MEMORY = 1 << 20
"""Bytes of a request or of an answer that are held in memory; what is beyond lies in a temporary file."""
LARGEST_REQUEST = 64 << 20
"""Bytes that somebody who is logged in may send: files."""
LARGEST_OF_STRANGERS = 2 << 20
"""Bytes that anybody may send; no form that is open to all takes files."""
PIECE = 256 << 10
_NOBODY_LOGS_IN = re.compile(r"/[a-z]{2}/(room|join|screen)/")


class Page(Protocol):
    """A page that was answered ahead, with status 200."""

    @property
    def headers(self) -> Sequence[tuple[str, str]]: ...

    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Ahead:
    """What answers some requests ahead of the application: which it may, and how; None is left to the application."""

    takes: Callable[[Scope], bool]
    answer_all: Callable[[Sequence[dict[str, Any]]], Sequence[Page | None]]


class TooLarge(Exception):
    """A request is larger than this server takes."""


class Gone(Exception):
    """The client left before its request was whole."""


@dataclass(slots=True)
class _Answer:
    """What Django answered; `body` is read from its beginning."""

    body: "SpooledTemporaryFile[bytes]"
    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None, /
    ) -> Callable[[bytes], object]:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self.body.write


class Bridge:
    """Answers ASGI requests with a WSGI application, in `threads` threads.

    What is `ahead` of it is asked first about some requests, several at a time, and answers those that it can.
    """

    def __init__(self, application: WSGIApplication, *, threads: int, ahead: Ahead | None = None) -> None:
        self.application = application
        self.ahead = ahead
        self.letterbox = Letterbox(self._answer_ahead, name="ahead") if ahead is not None else None
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self.free = asyncio.Semaphore(threads)

    def _answer_ahead(self, asked: Sequence[dict[str, Any]]) -> Sequence[Page | None]:
        """Answer in a thread whose connection to the database nobody else gives back."""
        assert self.ahead is not None
        close_old_connections()
        try:
            return self.ahead.answer_all(asked)
        finally:
            close_old_connections()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        loop = asyncio.get_running_loop()
        try:
            body = await _read(scope, receive)
        except TooLarge:
            await _say(send, 413, b"The request is too large.")
            return
        except TimeoutError:
            await _say(send, 408, patience.TOO_SLOW)
            return
        except Gone:
            return
        with body:
            asked = environ(scope, body)
            if self.letterbox is not None and self.ahead is not None and self.ahead.takes(scope):
                page = await self.letterbox.put(asked)
                if page is not None:
                    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in page.headers]
                    await send({"type": "http.response.start", "status": 200, "headers": headers})
                    await send({"type": "http.response.body", "body": page.body, "more_body": False})
                    return
                body.seek(0)
            async with self.free:
                answer = await loop.run_in_executor(self.threads, self._answer, asked)
        with answer.body:
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            piece = b"" if scope["method"] == "HEAD" else answer.body.read(PIECE)
            while len(piece) == PIECE:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = answer.body.read(PIECE)
            await send({"type": "http.response.body", "body": piece, "more_body": False})

    def _answer(self, environ: dict[str, Any]) -> _Answer:
        answer = _Answer(SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 (closed when it has been sent)
        start: StartResponse = answer.start
        pieces: Iterable[bytes] = self.application(environ, start)
        try:
            for piece in pieces:
                answer.body.write(piece)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        answer.body.seek(0)
        return answer


def largest(scope: Scope) -> int:
    """Return how many bytes a request may hold: few where nobody is logged in, or where nobody can be."""
    if _NOBODY_LOGS_IN.match(scope["path"]):
        return LARGEST_OF_STRANGERS
    sent = b";".join(value for name, value in scope["headers"] if name == b"cookie")
    session = f"{settings.SESSION_COOKIE_NAME}=".encode()
    signed_in = any(cookie.strip().startswith(session) for cookie in sent.split(b";"))
    return LARGEST_REQUEST if signed_in else LARGEST_OF_STRANGERS


async def _read(scope: Scope, receive: Receive) -> "SpooledTemporaryFile[bytes]":
    """Return the body of a request.

    Raises:
        TooLarge: it is larger than `largest` says.
        TimeoutError: it doesn't arrive.
        Gone: the client left.
    """
    most = largest(scope)
    within = patience.FILES_WITHIN if most == LARGEST_REQUEST else patience.FORM_WITHIN
    told = dict(scope["headers"]).get(b"content-length", b"0")
    if told.isdigit() and int(told) > most:
        raise TooLarge
    body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed when the request has been answered)
    try:
        more = True
        async with asyncio.timeout(within):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                body.write(message.get("body", b""))
                if body.tell() > most:
                    raise TooLarge
                more = message.get("more_body", False)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


def environ(scope: Scope, body: Any) -> dict[str, Any]:
    """Return a request as PEP 3333 wants it.

    A header whose name has an underscore is left out: it could pass for one that only a proxy may set.
    """
    server, client = scope.get("server") or ("", 80), scope.get("client") or ("", 0)
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": str(client[0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        found[key] = f"{found[key]}{joint}{value}" if key in found else value
    return found


async def _say(send: Send, status: int, sentence: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence, "more_body": False})
