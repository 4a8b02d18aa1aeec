"""The calendar file follows RFC 5545: one UID, a growing SEQUENCE, lines of at most 75 octets, Swedish letters."""

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from ljuspunkt.rooms.mail.delivery import Outgoing, Part, composed
from ljuspunkt.rooms.mail.models import Letter
from ljuspunkt.rooms.meetings import services
from ljuspunkt.rooms.meetings.reference import reference
from tests.meetings.arranging import DRAFT, KIM, LATER, SITE, WHEN, answer, deliver, event, invited
from tests.people.world import World

pytestmark = pytest.mark.usefixtures("world")

NEXT_DAY = LATER + timedelta(days=1)

LONG = replace(
    DRAFT,
    title="Ämnen på åtta örter; en, två och \\ tre – " + "å" * 60,
    purpose="Rad ett,\nrad två; och en mycket lång rad med åäö: " + "ö" * 200,
    when=replace(WHEN, link="https://video.example/mote?rum=7"),
)


def calendar_of(letter: Letter) -> bytes:
    return next(bytes(each.content) for each in letter.enclosures.all() if each.alternative)


def test_the_entry_says_what_the_event_says(world: World) -> None:
    whole = event(draft=LONG)
    (guest,) = invited(whole, "asa")
    (letter,) = deliver()
    raw = calendar_of(letter)
    calendar = Calendar.from_ical(raw)
    (entry,) = calendar.walk("VEVENT")
    stockholm = ZoneInfo("Europe/Stockholm")
    assert calendar["METHOD"] == "REQUEST"
    assert entry["SUMMARY"] == LONG.title
    assert entry["DESCRIPTION"].startswith(LONG.purpose)
    assert entry["LOCATION"] == "Rådhuset, Sal Ö"
    assert entry["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert entry["DTSTART"].dt == datetime(2099, 11, 20, 9, 30, tzinfo=stockholm)
    assert entry["DTEND"].dt == datetime(2099, 11, 20, 16, 0, tzinfo=stockholm)
    assert entry["SEQUENCE"] == 0
    assert entry["ORGANIZER"] == "mailto:samordnare@alfa.example"
    assert entry["ATTENDEE"] == "mailto:asa@example.se"
    assert entry["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Stockholm"]
    assert reference(guest) in entry["DESCRIPTION"]


def test_lines_are_folded_at_75_octets_and_no_letter_is_cut(world: World) -> None:
    invited(event(draft=LONG), "robin")
    (letter,) = deliver()
    raw = calendar_of(letter)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_the_uid_stays_and_the_sequence_grows(world: World) -> None:
    whole = event()
    (guest,) = invited(whole, "robin")
    files = [calendar_of(*deliver())]
    answer(guest, "yes")
    moved = replace(DRAFT, when=replace(WHEN, place="Stadshuset"))
    services.change_event(by=KIM, event=whole.pk, draft=moved, edition=0, at=LATER, site=SITE)
    files += map(calendar_of, deliver(NEXT_DAY))
    services.cancel_event(by=KIM, event=whole.pk, because="", at=NEXT_DAY, site=SITE)
    files += map(calendar_of, deliver(NEXT_DAY))
    entries = [Calendar.from_ical(each) for each in files]
    events = [calendar.walk("VEVENT")[0] for calendar in entries]
    assert len({str(entry["UID"]) for entry in events}) == 1
    assert [entry["SEQUENCE"] for entry in events] == [0, 1, 2]
    assert [str(calendar["METHOD"]) for calendar in entries] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [str(entry["STATUS"]) for entry in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [entry["ATTENDEE"].params["PARTSTAT"] for entry in events] == ["NEEDS-ACTION", "ACCEPTED", "ACCEPTED"]


def test_the_mail_has_the_calendar_beside_the_text_and_as_a_file(world: World) -> None:
    invited(event(), "robin")
    (letter,) = deliver()
    mail = composed(
        Outgoing(
            "<1@example.se>",
            LATER,
            "post@example.se",
            letter.to,
            letter.reply_to,
            letter.subject,
            letter.body,
            [
                Part(each.name, each.content_type, bytes(each.content), each.alternative)
                for each in letter.enclosures.all()
            ],
        )
    )
    read = message_from_bytes(mail, policy=policy.default)
    assert mail.isascii()
    assert read["Subject"] == "Inbjudan: Konsensuskonferens dag 1, fredag 20 november 2099"
    assert read["Reply-To"] == "samordnare@alfa.example"
    kinds = [part.get_content_type() for part in read.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics"]
    beside = next(part for part in read.walk() if part.get_content_type() == "text/calendar")
    assert beside.get_param("method") == "REQUEST"
    assert beside.get_content().replace("\r\n", "\n") == calendar_of(letter).decode().replace("\r\n", "\n")


def test_the_file_can_be_fetched_from_the_own_page(world: World, client: Client) -> None:
    whole = event()
    (guest,) = invited(whole, "robin")
    answered = client.get(f"/sv/events/answer/{reference(guest)}/invite.ics")
    assert answered["Content-Type"] == "text/calendar; charset=utf-8"
    assert Calendar.from_ical(answered.content).walk("VEVENT")[0]["UID"] == whole.uid
