"""Who may open the addresses of events and mail: the coordinators of the associations that organise them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from ljuspunkt.rooms.mail.models import Message
from ljuspunkt.rooms.mail.services import Request, enqueue
from ljuspunkt.rooms.meetings import services
from ljuspunkt.rooms.meetings.models import Document, Invitation
from ljuspunkt.rooms.meetings.reference import reference
from tests.meetings.arranging import event, invited
from tests.people.access import COORDINATOR, EVERYONE, Row, own
from tests.people.world import World

ORGANISERS = own(COORDINATOR)
COORDINATORS = own(COORDINATOR, anywhere=True)

Places = Callable[[World], Mapping[str, Any]]


def number(world: World) -> Mapping[str, Any]:
    """Make an event of alfa."""
    return {"number": event(world.person(COORDINATOR)).pk}


def guest_of_alfa(world: World) -> Invitation:
    """Invite somebody to an event of alfa."""
    by = world.person(COORDINATOR)
    (guest,) = invited(event(by), "robin", by=by)
    return guest


def guest(world: World) -> Mapping[str, Any]:
    """Name the event and the one who is invited."""
    one = guest_of_alfa(world)
    return {"number": one.event_id, "guest": one.pk}


def document_of_alfa(world: World) -> tuple[Invitation, Document]:
    """Add a file to an event of alfa."""
    one = guest_of_alfa(world)
    services.add_document(
        by=world.person(COORDINATOR),
        event=one.event_id,
        name="dagordning.txt",
        content_type="text/plain",
        content=b"09.30 Kaffe",
        at=timezone.now(),
    )
    return one, Document.objects.get(event=one.event_id)


def document(world: World) -> Mapping[str, Any]:
    """Name the event and its file."""
    one, file = document_of_alfa(world)
    return {"number": one.event_id, "document": file.pk}


def guest_document(world: World) -> Mapping[str, Any]:
    """Name the secret address and the file."""
    one, file = document_of_alfa(world)
    return {"reference": reference(one), "document": file.pk}


def secret(world: World) -> Mapping[str, Any]:
    """Name the secret address."""
    return {"reference": reference(guest_of_alfa(world))}


def message(world: World) -> Mapping[str, Any]:
    """Name a message of alfa that failed."""
    enqueue(Request(to="a@example.se", subject="a", body="a", key="access:1", organisers=["alfa"]), at=timezone.now())
    Message.objects.filter(key="access:1").update(state="failed")
    return {"message": Message.objects.get(key="access:1").pk}


ROWS: dict[str, Row] = {
    "meetings:events": Row(COORDINATORS),
    "meetings:new": Row(COORDINATORS),
    "meetings:mail": Row(COORDINATORS),
    "meetings:again": Row(ORGANISERS, message, get=False),
    **{
        f"meetings:{name}": Row(ORGANISERS, number)
        for name in (
            "event",
            "change",
            "cancel",
            "erase",
            "invite",
            "attendance",
            "attendance_sheet",
            "attendance_file",
        )
    },
    **{f"meetings:{name}": Row(ORGANISERS, number, get=False) for name in ("send", "remind", "add_document")},
    "meetings:document": Row(ORGANISERS, document),
    "meetings:remove_document": Row(ORGANISERS, document, get=False),
    "meetings:guest": Row(ORGANISERS, guest, get=False),
    "meetings:take_back": Row(ORGANISERS, guest),
    "meetings:answer": Row(EVERYONE, secret),
    "meetings:calendar": Row(EVERYONE, secret),
    "meetings:guest_document": Row(EVERYONE, guest_document),
}
