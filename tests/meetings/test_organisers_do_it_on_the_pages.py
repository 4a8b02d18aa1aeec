"""A coordinator makes an event, invites, changes, reminds, ticks who came and erases, through the real pages."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ljuspunkt.rooms.audit.models import Entry
from ljuspunkt.rooms.mail.models import Letter, Message
from ljuspunkt.rooms.meetings.models import Document, Event, Invitation
from ljuspunkt.rooms.meetings.queries import to_do
from ljuspunkt.rooms.meetings.reference import reference
from tests.meetings.arranging import answer, deliver, event, invited
from tests.people.world import World

TYPED = {
    "title": "Workshop om uppföljning",
    "purpose": "Vi lär oss mäta.",
    "starts": "2099-11-20T09:30",
    "ends": "2099-11-20T16:00",
    "time_zone": "Europe/Stockholm",
    "place": "Rådhuset",
    "capacity": "2",
    "answer_on": "2099-11-06",
    "contact": "kim@alfa.example",
    "language": "sv",
    "organisers": ["alfa"],
}


@pytest.fixture
def browser(world: World) -> Client:
    return world.client("association_coordinator")


@pytest.fixture
def made(world: World) -> Event:
    return event(world.person("association_coordinator"))


def test_the_whole_way_from_making_to_inviting(world: World, browser: Client) -> None:
    page = browser.post("/sv/events/new/", TYPED, follow=True)
    whole = Event.objects.get()
    assert page.redirect_chain == [(f"/sv/events/{whole.pk}/", 302)]
    assert "fredag 20 november 2099 kl. 9.30–16.00" in page.content.decode()
    browser.post(f"/sv/events/{whole.pk}/invite/", {"people": "Robin Öst <robin@example.se>\nalex@example.se"})
    assert not Message.objects.exists()
    for _press in range(2):
        browser.post(f"/sv/events/{whole.pk}/send/")
    letters = deliver(timezone.now())
    assert sorted(letter.to for letter in letters) == ["alex@example.se", "robin@example.se"]
    robin = Invitation.objects.get(email="robin@example.se")
    (mine,) = [letter for letter in letters if letter.to == robin.email]
    assert f"http://testserver/sv/events/answer/{reference(robin)}/" in mine.body
    assert mine.body.startswith("Hej Robin Öst\n")
    assert "senast fredag 6 november 2099" in mine.body


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("starts", "den tjugonde", "Skriv dag och tid som 2026-11-20 09:30."),
        ("starts", "2099-03-29T02:30", "Klockan hoppar över 02:30 den natten"),
        ("ends", "2099-11-20T09:00", "Träffen måste sluta efter att den har börjat."),
        ("starts", "2020-11-20T09:30", "Träffen måste börja senare än nu."),
        ("answer_on", "2099-11-21", "Sista svarsdag kan inte vara efter dagen då träffen börjar."),
        ("place", "", "Ange en plats eller en länk."),
        ("link", "javascript:alert(1)", "rrorlist"),
        ("organisers", ["gamma"], "rrorlist"),
    ],
)
def test_what_cannot_be_is_said_in_the_form_and_nothing_typed_is_lost(
    browser: Client, field: str, typed: str, said: str
) -> None:
    page = browser.post("/sv/events/new/", TYPED | {field: typed})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Workshop om uppföljning" in page.content.decode()
    assert not Event.objects.exists()


def test_an_event_for_others_alone_is_not_made(browser: Client) -> None:
    assert browser.post("/sv/events/new/", TYPED | {"organisers": ["beta"]}).status_code == 404
    assert browser.post("/sv/events/new/", TYPED | {"organisers": []}).status_code == 404
    assert not Event.objects.exists()


def test_two_associations_organise_together(world: World, browser: Client) -> None:
    browser.post("/sv/events/new/", TYPED | {"organisers": ["alfa", "beta"]})
    whole = Event.objects.get()
    assert world.client("association_coordinator", "beta").get(f"/sv/events/{whole.pk}/").status_code == 200
    assert set(Entry.objects.values_list("association", flat=True)) >= {"alfa", "beta"}


def test_a_new_room_typed_by_two_is_not_lost(made: Event, browser: Client) -> None:
    address = f"/sv/events/{made.pk}/change/"
    first = TYPED | {"capacity": "", "place": "Sal 1", "edition": "0"}
    assert browser.post(address, first).status_code == 302
    page = browser.post(address, first | {"place": "Sal 2"})
    assert "Någon annan har ändrat träffen under tiden." in page.content.decode()
    assert "Sal 2" in page.content.decode()
    assert 'name="edition" value="1"' in page.content.decode()
    assert browser.post(address, first | {"place": "Sal 2", "edition": "1"}).status_code == 302


def test_reminders_go_to_the_silent_only_and_once_per_press(world: World, made: Event, browser: Client) -> None:
    by = world.person("association_coordinator")
    robin, alex, _sam = invited(made, "robin", "alex", "sam", by=by)
    invited(made, "unsent", by=by, send=False)
    answer(robin, "yes")
    answer(alex, "no")
    deliver()
    for _press in range(2):
        browser.post(f"/sv/events/{made.pk}/remind/", {"reminders": "0"})
    (letter,) = deliver(timezone.now())
    assert letter.to == "sam@example.se"
    assert letter.subject.startswith("Svara gärna: ")
    browser.post(f"/sv/events/{made.pk}/remind/", {"reminders": "1"})
    assert len(deliver(timezone.now())) == 1


def test_who_answers_before_the_reminder_has_gone_is_not_reminded(world: World, made: Event, browser: Client) -> None:
    (robin,) = invited(made, "robin", by=world.person("association_coordinator"))
    deliver()
    browser.post(f"/sv/events/{made.pk}/remind/", {"reminders": "0"})
    answer(robin, "no", timezone.now())
    assert deliver(timezone.now()) == []


def test_an_answer_by_telephone_is_written_down(world: World, made: Event, browser: Client) -> None:
    (robin,) = invited(made, "robin", by=world.person("association_coordinator"))
    page = browser.post(f"/sv/events/{made.pk}/guests/{robin.pk}/", {"answer": "yes"}, follow=True)
    assert "Svaret är uppskrivet." in page.content.decode()
    assert Invitation.objects.get().place == "seat"


def test_who_is_taken_off_the_list_is_told_and_the_own_page_is_gone(world: World, made: Event, browser: Client) -> None:
    (robin,) = invited(made, "robin", by=world.person("association_coordinator"))
    deliver()
    own = f"/sv/events/answer/{reference(robin)}/"
    browser.post(f"/sv/events/{made.pk}/guests/{robin.pk}/take-back/")
    (letter,) = deliver(timezone.now())
    assert letter.subject == "Inte längre inbjuden: Konsensuskonferens dag 1"
    assert browser.get(own).status_code == 404


def test_attendance_is_ticked_printed_and_exported(world: World, made: Event, browser: Client) -> None:
    robin, alex, sam = invited(made, "robin", "alex", "sam", by=world.person("association_coordinator"))
    answer(robin, "yes")
    answer(sam, "no")
    Invitation.objects.filter(pk=alex.pk).update(name="=HYPERLINK(1)")
    shown = [robin.pk, alex.pk, sam.pk]
    browser.post(f"/sv/events/{made.pk}/attendance/", {"shown": shown, "there": [robin.pk, alex.pk]})
    browser.post(f"/sv/events/{made.pk}/attendance/", {"shown": [alex.pk], "there": []})
    assert list(made.invitations.order_by("pk").values_list("attended", flat=True)) == [True, False, False]
    sheet = browser.get(f"/sv/events/{made.pk}/attendance/print/").content.decode()
    assert "Robin" in sheet
    assert "Sam" not in sheet
    file = browser.get(f"/sv/events/{made.pk}/attendance.csv")
    rows = file.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Namn;E-post;Svar;Plats i kön;Svarade;Var där"
    assert "'=HYPERLINK(1);alex@example.se;Inget svar än;;;nej" in rows
    assert any(row.startswith("Robin;robin@example.se;Kommer;;") and row.endswith(";ja") for row in rows)


def test_documents_are_read_by_those_invited_and_never_run(
    world: World, made: Event, browser: Client, tmp_path: Path
) -> None:
    (robin,) = invited(made, "robin", by=world.person("association_coordinator"))
    for name, kind in (("Dagordning å.pdf", "application/pdf"), ("../sida.html", "text/html")):
        browser.post(
            f"/sv/events/{made.pk}/documents/",
            {"document": SimpleUploadedFile(name, b"<script>alert(1)</script>", kind)},
        )
    assert sorted(Document.objects.values_list("name", flat=True)) == ["Dagordning å.pdf", "sida.html"]
    for file in Document.objects.all():
        got = Client().get(f"/sv/events/answer/{reference(robin)}/documents/{file.pk}/")
        assert got.content == b"<script>alert(1)</script>"
        assert got["Content-Disposition"].startswith("attachment")
        assert got["Content-Type"] != "text/html"
        assert got["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(("content", "said"), [(b"", "tom"), (b"x" * 10_000_001, "högst 10 MB")])
def test_a_document_that_is_empty_or_too_large_is_refused(
    made: Event, browser: Client, content: bytes, said: str
) -> None:
    page = browser.post(f"/sv/events/{made.pk}/documents/", {"document": SimpleUploadedFile("a.pdf", content)})
    assert said in page.content.decode()
    assert not Document.objects.exists()


def test_after_the_event_people_are_erased_and_the_numbers_stay(world: World, made: Event, browser: Client) -> None:
    by = world.person("association_coordinator")
    robin, _alex = invited(made, "robin", "alex", by=by)
    answer(robin, "yes")
    assert "behövs tills den är slut" in browser.post(f"/sv/events/{made.pk}/erase/", follow=True).content.decode()
    past = timezone.now() - timedelta(days=40)
    made.terms.update(starts_at=past - timedelta(hours=6), ends_at=past)
    Invitation.objects.filter(pk=robin.pk).update(attended=True)
    asked = [each.title for each in to_do(by, timezone.now())]
    assert asked == ["Radera de inbjudna till Konsensuskonferens dag 1"]
    page = browser.post(f"/sv/events/{made.pk}/erase/", follow=True).content.decode()
    assert "1 kom av 2 inbjudna" in page
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()
    assert to_do(by, timezone.now()) == ()


def test_the_work_page_says_what_needs_doing(world: World, made: Event) -> None:
    by = world.person("association_coordinator")
    invited(made, "robin", by=by, send=False)
    assert [each.title for each in to_do(by, timezone.now())] == ["Bjud in till Konsensuskonferens dag 1"]
    assert to_do(world.person("association_coordinator", "beta"), timezone.now()) == ()
    assert to_do(world.person("reader"), timezone.now()) == ()
    invited(made, "robin", by=by)
    deliver()
    soon = made.answer_by - timedelta(days=3)
    assert [each.title for each in to_do(by, soon)] == ["Påminn om Konsensuskonferens dag 1"]


HUGE = 10**25


@pytest.mark.parametrize(
    "address",
    [
        f"/sv/events/{HUGE}/",
        f"/sv/events/{HUGE}/change/",
        "/sv/events/{event}/guests/" + f"{HUGE}/take-back/",
        "/sv/events/{event}/documents/" + f"{HUGE}/",
        "/sv/events/{event}/documents/" + f"{HUGE}/remove/",
        "/sv/events/{event}/guests/" + f"{HUGE}/",
        f"/sv/mail/{HUGE}/again/",
    ],
)
def test_numbers_that_no_database_holds_find_nothing(made: Event, browser: Client, address: str) -> None:
    here = address.format(event=made.pk)
    assert browser.get(here).status_code in {404, 405}
    assert browser.post(here, {"answer": "yes"}).status_code in {404, 405}


def test_ticks_and_presses_with_nonsense_do_nothing(made: Event, browser: Client) -> None:
    for path, typed, status in (
        ("attendance", {"shown": ["x", "9" * 30, "-1"], "there": ["²"]}, 302),
        ("remind", {"reminders": "²"}, 302),
        ("remind", {"reminders": "9" * 40}, 302),
        ("change", TYPED | {"edition": "x", "capacity": "9" * 30}, 422),
    ):
        assert browser.post(f"/sv/events/{made.pk}/{path}/", typed).status_code == status
