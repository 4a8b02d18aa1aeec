"""Names and addresses pasted from anywhere become people; what can't be read is named line by line, all at once."""

import pytest
from django.utils.translation import override

from ljuspunkt.rooms.meetings.addresses import Invitee, read
from ljuspunkt.rooms.meetings.models import Event, Invitation
from tests.meetings.arranging import event, invited
from tests.people.world import World


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("kim.ek@example.se", "", "kim.ek@example.se"),
        ("  kim.ek@example.se  ", "", "kim.ek@example.se"),
        ("Kim Ek <kim.ek@example.se>", "Kim Ek", "kim.ek@example.se"),
        ('"Ek, Kim" <kim.ek@example.se>', "Ek, Kim", "kim.ek@example.se"),
        ("Åsa Öberg <asa@example.se>;", "Åsa Öberg", "asa@example.se"),
        ("Kim Ek\tkim.ek@example.se", "Kim Ek", "kim.ek@example.se"),
        ("kim.ek@example.se\tKim Ek", "Kim Ek", "kim.ek@example.se"),
        ("Kim;Ek;kim.ek@example.se", "Kim Ek", "kim.ek@example.se"),
        ("Kim Ek, kim.ek@example.se", "Kim Ek", "kim.ek@example.se"),
        ("Kim Ek kim.ek@example.se", "Kim Ek", "kim.ek@example.se"),
        ("mailto:kim.ek@example.se", "", "kim.ek@example.se"),
        ("kim@smörgås.example", "", "kim@smörgås.example"),
    ],
)
def test_a_line_of_any_usual_kind(line: str, name: str, email: str) -> None:
    assert read(line) == ((Invitee(name, email),), ())


def test_several_on_a_line_as_mail_programs_copy_them() -> None:
    people, faults = read("Kim Ek <kim@example.se>, Robin Öst <robin@example.se>; alex@example.se")
    assert faults == ()
    assert [each.email for each in people] == ["kim@example.se", "robin@example.se", "alex@example.se"]
    people, faults = read("kim@example.se; robin@example.se, alex@example.se")
    assert [each.email for each in people] == ["kim@example.se", "robin@example.se", "alex@example.se"]


def test_each_address_once_and_empty_lines_are_nothing() -> None:
    people, faults = read("kim@example.se\n\n ; \nKim <KIM@example.se>\n")
    assert people == (Invitee("", "kim@example.se"),)
    assert faults == ()


def test_every_line_that_cannot_be_read_is_named_at_once() -> None:
    people, faults = read("kim@example.se\nRobin Öst\nalex@@example.se\nsam@example\n<>\nåsa@example.se")
    assert len(people) == 1
    assert [fault.line for fault in faults] == [2, 3, 4, 5, 6]
    with override("sv"):
        assert str(faults[0]) == "line 2: There is no e-mail address in “Robin Öst”."


def test_the_form_adds_nobody_while_a_line_is_wrong_and_keeps_what_was_typed(world: World) -> None:
    whole = event(world.person("association_coordinator"))
    browser = world.client("association_coordinator")
    address = f"/sv/events/{whole.pk}/invite/"
    page = browser.post(address, {"people": "kim@example.se\nRobin\nalex@"}).content.decode()
    assert "rad 2: Det finns ingen e-postadress i ”Robin”." in page
    assert "rad 3: ”alex@” är ingen e-postadress." in page
    assert "kim@example.se\nRobin\nalex@" in page
    assert not Invitation.objects.exists()


def test_who_is_on_the_list_already_stays_once_and_keeps_the_answer(world: World) -> None:
    by = world.person("association_coordinator")
    whole = event(by)
    invited(whole, "robin", by=by)
    browser = world.client("association_coordinator")
    page = browser.post(f"/sv/events/{whole.pk}/invite/", {"people": "ROBIN@example.se\nny@example.se"}, follow=True)
    assert "1 är ny på listan. 1 stod där redan." in page.content.decode()
    assert Event.objects.get(pk=whole.pk).invitations.count() == 2
