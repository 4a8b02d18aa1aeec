"""Two who answer yes at the same moment, when one place is left; and who waits moves up once."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.db import connection

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.meetings import services
from ljuspunkt.rooms.meetings.models import Answer, Event, Invitation
from ljuspunkt.rooms.meetings.reference import reference
from ljuspunkt.rooms.meetings.services.telling import PAUSE
from ljuspunkt.rooms.people.models import Account, Association
from ljuspunkt.rooms.people.permissions import Grant, Person, Role
from tests.meetings.arranging import AT, DRAFT, LATER, SITE, answer, deliver, event, invited
from tests.people.world import World
from tests.real_database import RealDatabase, real_database

__all__ = ["real_database"]

ONE_PLACE = replace(DRAFT, capacity=1)


def places(whole: Event) -> list[str]:
    return list(whole.invitations.order_by("pk").values_list("place", flat=True))


def at_once(*presses: Callable[[], object]) -> None:
    """Let everybody press at the same moment, each over a connection of the own."""
    ready = Barrier(len(presses))
    failures: list[BaseException] = []

    def do(press: Callable[[], object]) -> None:
        try:
            ready.wait(60)
            press()
        except BaseException as trouble:
            failures.append(trouble)
        finally:
            connection.close()

    threads = [Thread(target=do, args=[press]) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


def saying(guest: Invitation, said: str) -> Callable[[], None]:
    """Return a press on an answer."""
    return lambda: services.answer(reference=reference(guest), answer=Answer(said), at=LATER, site=SITE)


@pytest.fixture
def kim(real_database: RealDatabase) -> Person:
    Association.objects.create(slug="alfa", name="Samordningsförbundet Alfa", since_year=2010)
    account = Account.objects.create_user(email="kim@alfa.example", name="Kim Ek")
    return Person(account.pk, "Kim Ek", "kim@alfa.example", frozenset({Grant(Role.ASSOCIATION_COORDINATOR, "alfa")}))


def test_two_at_the_same_moment_one_gets_the_last_place(kim: Person) -> None:
    for _turn in range(5):
        whole = event(by=kim, draft=ONE_PLACE)
        robin, alex = invited(whole, "robin", "alex", by=kim)
        at_once(saying(robin, "yes"), saying(alex, "yes"))
        assert sorted(places(whole)) == ["seat", "waiting"]


def test_many_at_the_same_moment_never_more_than_there_are_places(kim: Person) -> None:
    whole = event(by=kim, draft=replace(DRAFT, capacity=3))
    guests = invited(whole, *(f"guest{n}" for n in range(8)), by=kim)
    at_once(*(saying(guest, "yes") for guest in guests))
    assert sorted(places(whole)) == ["seat"] * 3 + ["waiting"] * 5
    lines = sorted(whole.invitations.filter(place="waiting").values_list("line", flat=True))
    assert lines == [1, 2, 3, 4, 5]


def test_a_place_let_go_while_another_answers_is_given_once(kim: Person) -> None:
    whole = event(by=kim, draft=ONE_PLACE)
    robin, alex, sam = invited(whole, "robin", "alex", "sam", by=kim)
    deliver()
    answer(robin, "yes")
    answer(alex, "yes")
    at_once(saying(robin, "no"), saying(sam, "yes"))
    assert places(whole) == ["none", "seat", "waiting"]
    assert [letter.to for letter in deliver(LATER)] == ["alex@example.se"]


def test_a_form_sent_twice_at_the_same_moment_tells_and_invites_once(kim: Person) -> None:
    whole = event(by=kim)
    invited(whole, "robin", "alex", by=kim, send=False)

    def send() -> None:
        services.send_invitations(by=kim, event=whole.pk, at=AT, site=SITE)

    at_once(send, send)
    assert sorted(letter.to for letter in deliver()) == ["alex@example.se", "robin@example.se"]
    moved = replace(DRAFT, when=replace(DRAFT.when, place="Stadshuset"))

    def move() -> None:
        services.change_event(by=kim, event=whole.pk, draft=moved, edition=0, at=LATER, site=SITE)

    at_once(move, move)
    assert sorted(letter.to for letter in deliver(LATER + PAUSE)) == ["alex@example.se", "robin@example.se"]


def test_the_first_in_line_moves_up_and_is_told_once(world: World) -> None:
    whole = event(draft=ONE_PLACE)
    robin, alex, sam = invited(whole, "robin", "alex", "sam")
    deliver()
    assert answer(robin, "yes").place == "seat"
    assert (answer(alex, "yes").line, answer(sam, "yes").line) == (1, 2)
    for _press in range(2):
        answer(robin, "no")
    assert places(whole) == ["none", "seat", "waiting"]
    (letter,) = deliver()
    assert letter.to == "alex@example.se"
    assert letter.subject == "Du har en plats: Konsensuskonferens dag 1, fredag 20 november 2099"
    assert deliver(LATER) == []


def test_who_lets_go_and_comes_back_stands_last_in_line(world: World) -> None:
    whole = event(draft=ONE_PLACE)
    robin, alex, sam = invited(whole, "robin", "alex", "sam")
    answer(robin, "yes")
    answer(alex, "yes")
    answer(sam, "yes")
    answer(robin, "no")
    answer(robin, "yes")
    assert places(whole) == ["waiting", "seat", "waiting"]
    answer(alex, "no")
    assert places(whole) == ["waiting", "none", "seat"]


def test_more_places_go_to_those_who_have_waited_longest(world: World) -> None:
    whole = event(draft=ONE_PLACE)
    guests = invited(whole, "robin", "alex", "sam", "kit")
    deliver()
    for guest in guests:
        answer(guest, "yes")
    by = world.person("association_coordinator")
    services.change_event(by=by, event=whole.pk, draft=replace(DRAFT, capacity=3), edition=0, at=LATER, site=SITE)
    assert places(whole) == ["seat", "seat", "seat", "waiting"]
    assert sorted(letter.to for letter in deliver(LATER)) == ["alex@example.se", "sam@example.se"]


def test_fewer_places_than_are_taken_are_refused(world: World) -> None:
    whole = event(draft=replace(DRAFT, capacity=2))
    for guest in invited(whole, "robin", "alex"):
        answer(guest, "yes")
    with pytest.raises(RuleBroken, match="registered already"):
        services.change_event(
            by=world.person("association_coordinator"),
            event=whole.pk,
            draft=ONE_PLACE,
            edition=0,
            at=AT,
            site=SITE,
        )


def test_nobody_moves_up_once_the_event_has_begun(world: World) -> None:
    whole = event(draft=ONE_PLACE)
    robin, alex = invited(whole, "robin", "alex")
    answer(robin, "yes")
    answer(alex, "yes")
    deliver()
    answer(robin, "no", DRAFT.when.starts_at)
    assert places(whole) == ["none", "waiting"]
    assert deliver(DRAFT.when.starts_at) == []
