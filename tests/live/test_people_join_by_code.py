"""Somebody reads a code from a screen and types it, more or less right, and comes to the room."""

import pytest
from django.test import Client

from tests.live.staging import Stage, stage

pytestmark = pytest.mark.django_db

CANDIDATES = {"1": ("process", "Kandidat")}


def joined(typed: str, language: str = "sv") -> str:
    answer = Client().get(f"/{language}/join/", {"code": typed})
    return answer.headers.get("Location", f"{answer.status_code}")


@pytest.fixture
def room(db: None) -> Stage:
    return stage(CANDIDATES, join_code="K7H2PS")


@pytest.mark.parametrize("typed", ["K7H2PS", "k7h 2ps", " K7H-2PS ", "k7h.2ps", "K7HZPS", "KIH2P5"])
def test_what_was_meant_is_found(room: Stage, typed: str) -> None:
    assert joined(typed) == "/sv/room/K7H2PS/"


def test_the_language_stays(room: Stage) -> None:
    assert joined("k7h2ps", "en") == "/en/room/K7H2PS/"


@pytest.mark.parametrize("typed", ["K7H2P", "K7H2PSA", "AAAAAA", "<b>", "K7H2PS'--"])
def test_what_leads_nowhere_is_said_and_stays_in_the_field(room: Stage, typed: str) -> None:
    answer = Client().get("/sv/join/", {"code": typed})
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Ingen konferens har koden" in page
    assert "<b>”" not in page


def test_two_rooms_that_might_be_meant_are_not_guessed_between(room: Stage) -> None:
    stage(CANDIDATES, join_code="K7HZPS")
    assert joined("K7H2PS") == "/sv/room/K7H2PS/"
    stage(CANDIDATES, join_code="Q777AA")
    assert joined("0777AA") == "/sv/room/Q777AA/"
    stage(CANDIDATES, join_code="D777AA")
    assert joined("0777AA") == "404"


def test_a_room_that_is_not_there(room: Stage) -> None:
    for page in ("room/AAAAAA/", "screen/AAAAAA/"):
        assert Client().get(f"/sv/{page}").status_code == 404


def test_a_page_is_never_kept_by_anybody_on_the_way(room: Stage) -> None:
    for page in ("room", "screen"):
        assert Client().get(f"/sv/{page}/K7H2PS/").headers["Cache-Control"] == "no-store"
