"""The calendar file of an event (RFC 5545, sent as RFC 5546 says): UID stays, SEQUENCE grows with every change."""

from datetime import datetime, timedelta

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Entry

from ljuspunkt.rooms.meetings.models import Answer, Event, Invitation, Place
from ljuspunkt.rooms.meetings.when import When

PRODUCT = "-//Ljuspunkt//Events//SV"

YEAR = timedelta(days=366)
"""The file tells the time zone's clock changes so far around the event."""

STATUS = {Answer.NONE: "NEEDS-ACTION", Answer.YES: "ACCEPTED", Answer.MAYBE: "TENTATIVE", Answer.NO: "DECLINED"}


def calendar_file(
    event: Event,
    when: When,
    invitation: Invitation,
    *,
    answer_at: str,
    at: datetime,
    cancelled: bool = False,
) -> bytes:
    """Return the file for one person who is invited.

    Args:
        event: at the version that the file tells.
        when: where and when it is at that version.
        invitation: whom it is for.
        answer_at: the address where that person answers.
        at: when the file is made.
        cancelled: takes the entry out of the calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("sequence", event.version)
    entry.add("dtstamp", at)
    entry.add("dtstart", when.starts)
    entry.add("dtend", when.ends)
    entry.add("summary", event.title)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("location", when.place or when.link)
    entry.add("description", "\n\n".join(filter(None, [event.purpose, when.link, answer_at])))
    if when.link:
        entry.add("url", when.link)
    organiser = vCalAddress(f"mailto:{event.contact}")
    entry.add("organizer", organiser)
    entry.add("attendee", _attendee(invitation))
    calendar.add_component(entry)
    calendar.add_missing_timezones(when.starts.date() - YEAR, when.ends.date() + YEAR)
    content: bytes = calendar.to_ical()
    return content


def _attendee(invitation: Invitation) -> vCalAddress:
    """Return the person invited; a program is asked not to answer by mail, since the answer is given on a page."""
    attendee = vCalAddress(f"mailto:{invitation.email}")
    if invitation.name:
        attendee.params["CN"] = vText(invitation.name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    waits = invitation.place == Place.WAITING
    attendee.params["PARTSTAT"] = vText("TENTATIVE" if waits else STATUS[Answer(invitation.answer)])
    attendee.params["RSVP"] = vText("FALSE")
    return attendee
