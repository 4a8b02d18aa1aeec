"""Forms of many voters that come at the same time are answered together, and each as if it had come alone."""

import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.test import RequestFactory

from tests.conference import panel, voting
from tests.conference.panel import later
from tests.conference.voting import Phone
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.at_once import Page
    from ljuspunkt.rooms.conference.models import Conference, Vote

pytestmark = pytest.mark.django_db

WHOLE = {"HTTP_PREFER": "return=representation"}
FORM = "application/x-www-form-urlencoded"


def asked(phone: Phone, do: str, vote: "Vote", /, *, path: str = "", kind: str = FORM, **fields: str) -> dict[str, Any]:
    """Return a voter's request as the server reads it; names in capitals are headers, others candidates."""
    headers = {name: value for name, value in fields.items() if name.isupper()}
    chosen = {f"item-{name}": value for name, value in fields.items() if not name.isupper()}
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in phone.client.cookies.items())
    sent = urlencode({"do": do, "vote": str(vote.pk), **chosen})
    headers = {"HTTP_HOST": "testserver", "HTTP_COOKIE": cookies, **WHOLE, **headers}
    environ: dict[str, Any] = RequestFactory().post(path or phone.page, sent, content_type=kind, **headers).environ
    return environ


def answered(*requests: dict[str, Any]) -> "list[Page | None]":
    from ljuspunkt.rooms.conference.at_once import answer_all

    return answer_all(requests)


def by_the_view(phone: Phone, do: str, vote: "Vote", **values: str) -> tuple[dict[str, str], str]:
    """Return headers and text of what the view answers."""
    chosen = {f"item-{item}": value for item, value in values.items()}
    answer = phone.client.post(phone.page, {"do": do, "vote": str(vote.pk), **chosen}, **WHOLE)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return {name.lower(): value for name, value in answer.headers.items()}, answer.content.decode()


def room(world: World, n: int, *, voters: int = 12) -> "tuple[Conference, Vote, list[Phone]]":
    """Return an open vote and phones with codes for it."""
    conference = panel.conference(world, voters=voters)
    codes = voting.codes(world, conference, n)
    return conference, voting.opened(world, conference), [Phone(conference, code) for code in codes]


@pytest.mark.parametrize("do", ["review", "cast"])
def test_the_page_and_its_headers_are_those_of_the_view(world: World, do: str) -> None:
    _, vote, (phone,) = room(world, 1)
    values = {"a": "yes", "b": "no", "c": "yes"}
    (page,) = answered(asked(phone, do, vote, **values))
    assert page is not None
    headers, shown = by_the_view(phone, do, vote, **values)
    assert page.body.decode() == shown
    told = dict(page.headers)
    assert told.pop("expires") and headers.pop("expires")
    # The view's answer differs by cookie and packing as well, by the middlewares that it passes through.
    assert "Accept-Encoding" in told.pop("vary")
    headers.pop("vary", None)
    assert told == headers


def test_a_packed_page_is_the_same_page(world: World) -> None:
    _, vote, (phone,) = room(world, 1)
    plain, packed = answered(
        asked(phone, "review", vote, a="yes"), asked(phone, "review", vote, a="yes", HTTP_ACCEPT_ENCODING="br, gzip")
    )
    assert plain is not None and packed is not None
    assert dict(packed.headers)["content-encoding"] == "gzip"
    assert zlib.decompress(packed.body, 31) == plain.body
    assert len(packed.body) < 0.6 * len(plain.body)


def test_each_of_many_gets_the_own_receipt_and_counts_once(world: World) -> None:
    _, vote, phones = room(world, 5)
    pages = answered(*(asked(phone, "cast", vote, a="yes") for phone in phones[:4]), asked(phones[0], "cast", vote))
    shown = [page.body.decode() for page in pages if page is not None]
    assert len(shown) == 5
    assert [phone.receipt() in text for phone, text in zip(phones[:4], shown[:4], strict=True)] == [True] * 4
    assert phones[0].receipt() in shown[4], "the same phone, which sent another ballot in the same moment"
    assert '<b class="num">4 of 12</b> have voted' in shown[0]
    assert sorted(voting.contents(vote), key=len) == [{}, {"a": "yes"}, {"a": "yes"}, {"a": "yes"}]


def test_what_one_ballot_breaks_touches_no_other(world: World) -> None:
    conference, vote, (first, second, third) = room(world, 3, voters=2)
    code = voting.codes(world, conference, 1)[0]
    struck = Phone(conference, code)
    same = Phone(conference)
    same.client.cookies = Phone(conference, first_code(conference, first)).client.cookies
    from ljuspunkt.rooms.conference.models import Code

    Code.objects.filter(number=4).update(struck=True)
    pages = answered(
        asked(struck, "cast", vote, a="yes"),
        asked(first, "cast", vote, a="yes"),
        asked(same, "cast", vote, a="no"),
        asked(second, "cast", vote, z="yes", a="perhaps"),
        asked(second, "cast", vote, b="yes"),
        asked(third, "cast", vote, c="yes"),
    )
    assert [page is not None for page in pages] == [False, True, False, False, True, False]
    assert voting.contents(vote) in ([{"a": "yes"}, {"b": "yes"}], [{"b": "yes"}, {"a": "yes"}])
    # What wasn't answered is answered by the view, with the reason.
    assert "has already been received for this code" in same.send("cast", vote, a="no").content.decode()
    assert "as many ballots have been received" in third.send("cast", vote, c="yes").content.decode()
    assert struck.send("cast", vote, a="yes").status_code == 200
    assert len(voting.contents(vote)) == 2


def first_code(conference: "Conference", phone: Phone) -> str:
    """Return the code that a phone holds, for another phone to be given the same."""
    from django.core.signing import Signer

    held = Signer(salt="ljuspunkt ballot device").unsign_object(phone.client.cookies["ballot-en"].value)
    assert held[0] == conference.pk
    return str(held[2])


def test_what_comes_from_elsewhere_or_is_not_usual_is_left_to_the_view(world: World) -> None:
    conference, vote, (phone,) = room(world, 1)
    stranger = Phone(conference)
    left = answered(
        asked(phone, "cast", vote, HTTP_ORIGIN="https://elsewhere.example", a="yes"),
        asked(phone, "cast", vote, HTTP_SEC_FETCH_SITE="cross-site", a="yes"),
        asked(phone, "cast", vote, HTTP_HOST="elsewhere.example", a="yes"),
        asked(phone, "cast", vote, HTTP_HOST="<b>", a="yes"),
        asked(phone, "cast", vote, HTTP_PREFER="", a="yes"),
        asked(phone, "cast", vote, kind="text/plain", a="yes"),
        asked(phone, "cast", vote, path=f"{phone.page}?change", a="yes"),
        asked(phone, "cast", vote, path=phone.page.replace("/en/", "/fi/"), a="yes"),
        asked(phone, "cast", vote, path=phone.page.replace(conference.join_code or "", "AAAAAA"), a="yes"),
        asked(stranger, "cast", vote, a="yes"),
        asked(phone, "edit", vote, a="yes"),
    )
    assert left == [None] * 11
    assert voting.contents(vote) == []


def test_a_vote_that_has_closed_is_told_by_the_view(world: World) -> None:
    from ljuspunkt.rooms.conference.live import announce
    from ljuspunkt.rooms.conference.models import Vote
    from ljuspunkt.rooms.conference.services import close_vote

    conference, vote, (first, second) = room(world, 2)
    for closes_at, taken in ((later(-600), False), (None, True)):
        Vote.objects.filter(pk=vote.pk).update(closes_at=closes_at)
        announce(conference.pk)
        assert (answered(asked(first, "cast", vote, a="yes")) != [None]) == taken, "the countdown has ended"
    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=later(1))
    assert answered(asked(first, "cast", vote, a="yes"), asked(second, "cast", vote, a="yes")) == [None, None]
    assert "your ballot was in the box in time" in first.send("cast", vote, a="yes").content.decode()
    assert "Your ballot came too late" in second.send("cast", vote, a="yes").content.decode()


def test_where_the_database_refuses_none_is_half_in_and_all_are_taken_one_by_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from ljuspunkt.rooms.conference import ballot_box

    _, vote, phones = room(world, 3)
    put, n = ballot_box.put, 0

    def refusing(*given: Any) -> None:
        nonlocal n
        n += 1
        if n == 2:
            raise OperationalError("disk I/O error")
        put(*given)

    monkeypatch.setattr(ballot_box, "put", refusing)
    assert answered(*(asked(phone, "cast", vote, a="yes") for phone in phones)) == [None] * 3
    assert voting.contents(vote) == [] and ballot_box.marked(vote.pk) == 0
    assert [phone.send("cast", vote, a="yes").status_code for phone in phones] == [302] * 3
