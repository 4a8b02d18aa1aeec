"""What may be sent has a size, little by strangers and files by those who are logged in; and it must arrive."""

import asyncio
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

MIB = 1 << 20


def answered(path: str, size: int, *, cookie: str = "", told: bool = True) -> int:
    """Return the status with which a request of so many bytes is answered."""
    from ljuspunkt.config.bridge import Bridge

    def page(environ: dict[str, Any], start: Any) -> list[bytes]:
        assert len(environ["wsgi.input"].read()) == size
        start("200 OK", [])
        return [b""]

    left, statuses = size, []

    async def receive() -> MutableMapping[str, Any]:
        nonlocal left
        piece = min(left, MIB)
        left -= piece
        return {"type": "http.request", "body": bytes(piece), "more_body": left > 0}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"cookie", cookie.encode())] if cookie else []
    if told:
        headers.append((b"content-length", str(size).encode()))
    scope = {"method": "POST", "path": path, "query_string": b"", "http_version": "1.1", "headers": headers}
    asking = Bridge(page, threads=1)(scope, receive, send)
    with ThreadPoolExecutor(1) as thread:  # a browser of other tests holds a loop in this one
        thread.submit(asyncio.run, asking).result()
    return statuses[0]


@pytest.mark.parametrize("told", [True, False], ids=["told", "found out"])
def test_strangers_send_little(*, told: bool) -> None:
    assert answered("/sv/room/ABCDEF/ballot/", MIB, told=told) == 200
    assert answered("/sv/room/ABCDEF/ballot/", 3 * MIB, told=told) == 413
    assert answered("/sv/account/login/", 3 * MIB, told=told) == 413


def test_who_is_logged_in_sends_files() -> None:
    assert answered("/sv/conferences/2026/pack/", 20 * MIB, cookie="csrftoken=x; sessionid=abc") == 200
    assert answered("/sv/conferences/2026/pack/", 65 * MIB, cookie="sessionid=abc") == 413
    assert answered("/sv/room/ABCDEF/ballot/", 3 * MIB, cookie="sessionid=abc") == 413


@pytest.mark.parametrize("pages", ["all others", "respondents"])
def test_who_never_sends_the_rest_holds_no_place(pages: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ljuspunkt.config.bridge import Bridge
    from ljuspunkt.rooms.surveys.answering.asgi import AnsweringPages
    from ljuspunkt.web import patience

    def page(_environ: dict[str, Any], _start: Any) -> list[bytes]:
        raise AssertionError("nobody is asked before a request is whole")

    monkeypatch.setattr(patience, "FORM_WITHIN", 0.01)
    pieces, sent = [{"type": "http.request", "body": b"a", "more_body": True}], []

    async def receive() -> MutableMapping[str, Any]:
        if pieces:
            return pieces.pop()
        await asyncio.Event().wait()
        raise AssertionError("the rest never comes")

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    server: Any = Bridge(page, threads=1) if pages == "all others" else AnsweringPages(threads=1)
    path = "/sv/room/ABCDEF/ballot/" if pages == "all others" else "/answer/ABCDEFGH/sv/all/"
    scope = {"method": "POST", "path": path, "query_string": b"", "http_version": "1.1", "headers": []}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, server(scope, receive, send)).result()
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
