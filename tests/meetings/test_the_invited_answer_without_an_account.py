"""Somebody invited answers by a secret address: looking answers nothing, a press does."""

from datetime import timedelta

import pytest
from django.test import Client

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.meetings import services
from ljuspunkt.rooms.meetings.models import Answer, Invitation
from ljuspunkt.rooms.meetings.reference import found, reference
from tests.meetings.arranging import AT, KIM, SITE, WHEN, answer, event, invited
from tests.people.world import World

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def guest(world: World) -> Invitation:
    (one,) = invited(event(), "robin")
    return one


def test_a_program_that_opens_links_answers_nothing(guest: Invitation, client: Client) -> None:
    address = f"/sv/events/answer/{reference(guest)}/"
    for ask in (client.get, client.head, client.options):
        ask(address)
    client.get(address + "?answer=yes")
    assert Invitation.objects.get(pk=guest.pk).answer == Answer.NONE


@pytest.mark.parametrize(("said", "heard"), [("yes", "Du har en plats"), ("maybe", "kanske"), ("no", "nej")])
def test_a_press_answers_and_the_page_says_so(guest: Invitation, said: str, heard: str) -> None:
    client = Client(enforce_csrf_checks=True)
    address = f"/sv/events/answer/{reference(guest)}/"
    page = client.post(address, {"answer": said}, follow=True)
    assert page.redirect_chain == [(address, 302)]
    assert heard in page.content.decode()
    assert Invitation.objects.get(pk=guest.pk).answer == said
    assert not client.cookies


def test_an_answer_can_be_changed_and_sent_twice(guest: Invitation) -> None:
    answer(guest, "yes")
    assert answer(guest, "yes").place == "seat"
    assert answer(guest, "no").place == "none"
    assert answer(guest, "yes").place == "seat"


def test_a_wrong_or_a_neighbours_reference_finds_nothing(guest: Invitation, client: Client) -> None:
    (other,) = invited(guest.event, "alex")
    own, others = reference(guest), reference(other)
    mixed = f"{other.pk}-{own.partition('-')[2]}"
    wrong = [mixed, own[:-1], own + "x", str(guest.pk), f"{guest.pk}-", "-", "9" * 30 + "-x", f"{guest.pk}-åäö"]
    for each in wrong:
        assert found(each) is None
        assert client.get(f"/sv/events/answer/{each}/").status_code == 404
        assert client.post(f"/sv/events/answer/{each}/", {"answer": "yes"}).status_code == 404
    assert found(own) == guest
    assert found(others) == other


def test_the_database_does_not_hold_the_reference(guest: Invitation) -> None:
    secret = reference(guest).partition("-")[2]
    assert secret not in str(list(Invitation.objects.values()))


def test_after_the_last_day_only_a_no_is_taken(guest: Invitation, client: Client) -> None:
    late = guest.event.answer_by + timedelta(seconds=1)
    with pytest.raises(RuleBroken) as refused:
        answer(guest, "yes", late)
    assert refused.value.code == "too_late"
    assert answer(guest, "no", late).answer == Answer.NO


def test_the_last_day_itself_counts(guest: Invitation) -> None:
    assert answer(guest, "yes", guest.event.answer_by - timedelta(seconds=1)).place == "seat"


def test_an_event_that_has_ended_or_is_cancelled_takes_no_answer(guest: Invitation) -> None:
    with pytest.raises(RuleBroken, match="has ended"):
        answer(guest, "no", WHEN.ends_at)
    services.cancel_event(by=KIM, event=guest.event_id, because="", at=AT, site=SITE)
    with pytest.raises(RuleBroken, match="cancelled"):
        answer(guest, "yes")


def test_nonsense_is_refused_in_words(guest: Invitation, client: Client) -> None:
    page = client.post(f"/en/events/answer/{reference(guest)}/", {"answer": "perhaps"})
    assert page.status_code == 409
    assert "Press yes, maybe or no." in page.content.decode()
    assert Invitation.objects.get(pk=guest.pk).answer == Answer.NONE


def test_the_page_is_not_kept_and_not_found_by_search_engines(guest: Invitation, client: Client) -> None:
    page = client.get(f"/sv/events/answer/{reference(guest)}/")
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
