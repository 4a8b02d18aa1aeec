"""Reads of events, as page objects; one file per reader."""

from ljuspunkt.rooms.meetings.queries.answering import answer_page, calendar_of, document_for_guest
from ljuspunkt.rooms.meetings.queries.organising import EventPage, document, event, events, organiser_choices
from ljuspunkt.rooms.meetings.queries.outgoing import mail_page
from ljuspunkt.rooms.meetings.to_do import to_do

__all__ = [
    "EventPage",
    "answer_page",
    "calendar_of",
    "document",
    "document_for_guest",
    "event",
    "events",
    "mail_page",
    "organiser_choices",
    "to_do",
]
