"""Codes take long to work out on purpose; who guesses them, or begins again and again, holds up nobody."""

import asyncio
from collections.abc import MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event, Lock
from typing import Any

import pytest

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.surveys.answering import asgi, sent
from ljuspunkt.rooms.surveys.answering.asgi import MOST_WAITING, THREADS, AnsweringPages
from ljuspunkt.rooms.surveys.answering.site import answer_all
from ljuspunkt.rooms.surveys.answering.web import Answered, Asked, TakesLong
from ljuspunkt.rooms.surveys.services import drafts
from ljuspunkt.web.limiter import Limiter
from tests.surveys.answering import HOST, Phone, stage

LINK = "/answer/link234567/"


@pytest.fixture(autouse=True)
def nobody_has_tried_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent, "codes", Limiter(free=100))


@pytest.mark.django_db
def test_a_locked_address_is_told_so_before_its_code_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    stage()
    tried = 0

    def resume(_wave: int, _code: str) -> None:
        nonlocal tried
        tried += 1
        raise RuleBroken("no_draft", "Nothing is kept under this code.")

    monkeypatch.setattr(drafts, "resume", resume)
    guesser = Phone()
    for _ in range(sent.codes.most + 5):
        guesser.post(f"{LINK}sv/resume/", do="resume", code="AAAA AAAA AAAA AA")
    assert guesser.status == 429
    assert tried == sent.codes.most


@pytest.mark.django_db
def test_codes_are_worked_out_by_those_alone_who_are_patient() -> None:
    stage()
    headers = {"host": HOST, "sec-fetch-site": "same-origin"}
    guess = Asked("POST", f"{LINK}sv/resume/", headers, b"do=resume&code=AAAA+AAAA+AAAA+AA")
    begin = Asked("POST", f"{LINK}sv/", {**headers, "cookie": "answers=AAAA"}, b"do=begin")
    put_away = Asked("POST", f"{LINK}sv/all/", headers, b"do=later&a-q4=do=send")
    for asked in (guess, begin, put_away):
        [hurried] = answer_all([replace(asked, patient=False)])
        assert isinstance(hurried, TakesLong) and hurried.typed == (asked is guess)
        [done] = answer_all([asked])
        assert isinstance(done, Answered) and done.status in {303, 422}


def test_pages_are_answered_while_codes_are_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    done, at_once, most, guard = Event(), 0, 0, Lock()

    def answer(several: Sequence[Asked]) -> list[Answered | TakesLong]:
        nonlocal at_once, most
        [asked] = several
        if not asked.path.endswith("/resume/"):
            return [Answered(200)]
        if not asked.patient:
            return [TakesLong(typed=True)]
        with guard:
            at_once += 1
            most = max(most, at_once)
        done.wait()
        with guard:
            at_once -= 1
        return [Answered(422)]

    monkeypatch.setattr(asgi, "_answer", answer)
    monkeypatch.setattr(asgi, "failed", lambda _asked: Answered(503))

    async def go() -> list[int]:
        pages = AnsweringPages()
        guesses = [asyncio.create_task(status(pages, "POST", "resume/")) for _ in range(MOST_WAITING + THREADS)]
        try:
            others = await asyncio.wait_for(asyncio.gather(*(status(pages, "GET", "1/") for _ in range(THREADS))), 60)
            assert others == [200] * THREADS
            soonest = asyncio.as_completed(guesses, timeout=60)
            assert [await next(soonest) for _ in range(THREADS)] == [503] * THREADS
        finally:
            done.set()  # whatever happens: a thread that waits would keep the whole run waiting
        return await asyncio.gather(*guesses)

    with ThreadPoolExecutor(1) as thread:  # a browser of other tests holds a loop in this one
        told = thread.submit(asyncio.run, go()).result()
    assert (told.count(422), told.count(503), most) == (MOST_WAITING, THREADS, 1)


async def status(pages: AnsweringPages, method: str, page: str) -> int:
    """Return the status of what is answered to a request."""
    told: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message)

    scope = {"method": method, "path": f"{LINK}sv/{page}", "headers": [(b"host", HOST.encode())], "client": None}
    await pages(scope, receive, send)
    return int(told[0]["status"])
