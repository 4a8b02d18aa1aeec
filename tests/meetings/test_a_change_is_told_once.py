"""A new room or time is told to everybody concerned, once, as old and new, however quickly changes come."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.meetings import services
from ljuspunkt.rooms.meetings.models import Event
from ljuspunkt.rooms.meetings.services import Draft
from ljuspunkt.rooms.meetings.services.telling import PAUSE
from tests.meetings.arranging import AT, DRAFT, KIM, LATER, SITE, WHEN, answer, deliver, event, invited, waiting
from tests.people.world import World

pytestmark = pytest.mark.usefixtures("world")

AFTER = LATER + PAUSE


def move(whole: Event, draft: Draft, *, edition: int | None = None, at=LATER) -> bool:
    seen = Event.objects.get(pk=whole.pk).edition if edition is None else edition
    return services.change_event(by=KIM, event=whole.pk, draft=draft, edition=seen, at=at, site=SITE)


def to(place: str, **more: object) -> Draft:
    return replace(DRAFT, when=replace(WHEN, place=place, **more))


@pytest.fixture
def whole(world: World) -> Event:
    """An event with one who has a place, one maybe, one who is silent and one who has said no."""
    made = event()
    yes, maybe, _silent, no = invited(made, "yes", "maybe", "silent", "no")
    answer(yes, "yes")
    answer(maybe, "maybe")
    answer(no, "no")
    deliver()
    return made


def test_a_new_room_is_told_to_those_concerned_with_what_it_was(whole: Event) -> None:
    assert move(whole, to("Stadshuset, Sal 3"))
    letters = deliver(AFTER)
    assert {letter.to for letter in letters} == {"yes@example.se", "maybe@example.se", "silent@example.se"}
    assert all("Plats: Stadshuset, Sal 3 (var: Rådhuset, Sal Ö)" in letter.body for letter in letters)
    assert all(letter.subject.startswith("Ändrat: Konsensuskonferens dag 1") for letter in letters)
    assert not any("Tid: " in letter.body.split("\n\n")[2] for letter in letters)
    assert deliver(AFTER + timedelta(days=1)) == []


def test_a_form_sent_twice_tells_once(whole: Event) -> None:
    seen = whole.edition
    assert move(whole, to("Stadshuset"), edition=seen)
    assert not move(whole, to("Stadshuset"), edition=seen)
    assert len(deliver(AFTER)) == 3
    assert not move(whole, to("Stadshuset"), edition=seen)
    assert deliver(AFTER + timedelta(days=1)) == []


def test_several_quick_changes_are_one_letter_from_the_first_to_the_last(whole: Event) -> None:
    move(whole, to("Stadshuset"))
    move(whole, to("Folkets hus"), at=LATER + timedelta(seconds=40))
    hour = timedelta(hours=1)
    move(
        whole,
        to("Folkets hus", starts_at=WHEN.starts_at + hour, ends_at=WHEN.ends_at + hour),
        at=LATER + timedelta(seconds=80),
    )
    letters = deliver(AFTER + PAUSE)
    assert sorted(letter.to for letter in letters) == ["maybe@example.se", "silent@example.se", "yes@example.se"]
    for letter in letters:
        assert "Plats: Folkets hus (var: Rådhuset, Sal Ö)" in letter.body
        assert (
            "Tid: fredag 20 november 2099 kl. 10.30–17.00 (var: fredag 20 november 2099 kl. 9.30–16.00)" in letter.body
        )
        assert "Stadshuset" not in letter.body


def test_who_says_no_meanwhile_is_not_told_and_who_gets_the_place_hears_nothing_else(world: World) -> None:
    whole = event(draft=replace(DRAFT, capacity=1))
    seated, queued = invited(whole, "seated", "queued")
    answer(seated, "yes")
    answer(queued, "yes")
    deliver()
    move(whole, replace(to("Stadshuset"), capacity=1))
    answer(seated, "no", LATER)
    place, change = deliver(AFTER)
    assert {place.to, change.to} == {"queued@example.se"}
    assert place.subject.startswith("Du har en plats")
    assert "Du har svarat ja." in change.body and "kö" not in change.body
    move(whole, replace(to("Folkets hus"), capacity=1), at=AFTER)
    assert [letter.to for letter in deliver(AFTER + PAUSE)] == ["queued@example.se"]


def test_a_change_that_is_taken_back_at_once_is_not_told(whole: Event) -> None:
    move(whole, to("Stadshuset"))
    move(whole, DRAFT, at=LATER + timedelta(seconds=30))
    assert waiting() == []
    assert deliver(AFTER + PAUSE) == []


def test_a_change_after_the_first_was_sent_says_what_was_told_last(whole: Event) -> None:
    move(whole, to("Stadshuset"))
    assert len(deliver(AFTER)) == 3
    move(whole, DRAFT, at=AFTER + PAUSE)
    letters = deliver(AFTER + 2 * PAUSE)
    assert len(letters) == 3
    assert all("Plats: Rådhuset, Sal Ö (var: Stadshuset)" in letter.body for letter in letters)


def test_an_invitation_that_has_not_gone_yet_goes_with_the_new_room(world: World) -> None:
    whole = event()
    invited(whole, "robin")
    move(whole, to("Stadshuset"))
    (letter,) = deliver(AFTER)
    assert letter.subject.startswith("Inbjudan")
    assert "Stadshuset" in letter.body
    assert "Rådhuset" not in letter.body


def test_those_not_invited_yet_hear_nothing(world: World) -> None:
    whole = event()
    invited(whole, "robin", send=False)
    move(whole, to("Stadshuset"))
    assert deliver(AFTER) == []


def test_a_new_purpose_is_kept_and_disturbs_nobody(whole: Event) -> None:
    assert not move(whole, replace(DRAFT, purpose="Vi väljer och enas."))
    assert deliver(AFTER) == []


def test_two_who_change_at_the_same_time_do_not_overwrite_each_other(whole: Event) -> None:
    seen = whole.edition
    move(whole, to("Stadshuset"), edition=seen)
    with pytest.raises(RuleBroken) as refused:
        move(whole, to("Folkets hus"), edition=seen)
    assert refused.value.code == "changed_meanwhile"


def test_a_cancelled_event_is_told_once_and_leaves_the_calendar(whole: Event) -> None:
    for _press in range(2):
        services.cancel_event(by=KIM, event=whole.pk, because="Lokalen är stängd.", at=LATER, site=SITE)
    letters = deliver(AFTER)
    assert sorted(letter.to for letter in letters) == ["maybe@example.se", "silent@example.se", "yes@example.se"]
    for letter in letters:
        assert letter.subject == "Inställt: Konsensuskonferens dag 1, fredag 20 november 2099"
        assert "Lokalen är stängd." in letter.body
        assert b"METHOD:CANCEL" in bytes(letter.enclosures.all()[0].content)
    with pytest.raises(RuleBroken, match="cancelled"):
        move(whole, to("Stadshuset"))


def test_a_cancellation_takes_a_waiting_change_back(whole: Event) -> None:
    move(whole, to("Stadshuset"))
    services.cancel_event(by=KIM, event=whole.pk, because="", at=LATER + timedelta(seconds=20), site=SITE)
    assert {letter.subject.split(":")[0] for letter in deliver(AFTER + PAUSE)} == {"Inställt"}


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (replace(DRAFT, when=replace(WHEN, ends_at=WHEN.starts_at)), "ends_at"),
        (replace(DRAFT, when=replace(WHEN, starts_at=AT, ends_at=WHEN.ends_at)), "starts_at"),
        (replace(DRAFT, answer_on=WHEN.starts_at.date() + timedelta(days=1)), "answer_on"),
        (to(""), "place"),
    ],
)
def test_what_cannot_be_is_refused(whole: Event, draft: Draft, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        move(whole, draft)
    assert refused.value.code == code
