"""What may be done with events; one file per kind of doing."""

from ljuspunkt.rooms.meetings.services.answering import answer, answer_for
from ljuspunkt.rooms.meetings.services.arranging import Draft, cancel_event, change_event, create_event
from ljuspunkt.rooms.meetings.services.attending import tick_attendance
from ljuspunkt.rooms.meetings.services.documents import add_document, remove_document
from ljuspunkt.rooms.meetings.services.erasing import erase_people
from ljuspunkt.rooms.meetings.services.inviting import add_invited, remind, send_invitations, take_back
from ljuspunkt.rooms.meetings.services.mailing import send_again

__all__ = [
    "Draft",
    "add_document",
    "add_invited",
    "answer",
    "answer_for",
    "cancel_event",
    "change_event",
    "create_event",
    "erase_people",
    "remind",
    "remove_document",
    "send_again",
    "send_invitations",
    "take_back",
    "tick_attendance",
]
