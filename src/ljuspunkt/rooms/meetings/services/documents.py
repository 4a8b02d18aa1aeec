"""Files that belong to an event. Those invited read them by their own link, so that mail stays small."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.meetings.models import Document
from ljuspunkt.rooms.meetings.services.held import held, record, still_ahead
from ljuspunkt.rooms.people.permissions import Person, refuse_unless

MEGABYTE = 1_000_000
LARGEST = 10
"""Megabytes that one file may have."""

ALL = 50
"""Megabytes that the files of one event may have together."""


@transaction.atomic
def add_document(*, by: Person, event: int, name: str, content_type: str, content: bytes, at: datetime) -> None:
    """Add a file; the same name again takes the earlier one's place.

    Raises:
        Http404: there is no such event for this person.
        RuleBroken: the event is cancelled or has ended, the file is empty or too large, or they are together.
    """
    found = held(event, by)
    still_ahead(found, at)
    if not content:
        raise RuleBroken("empty", "The file {name} is empty.", name=name)
    if len(content) > LARGEST * MEGABYTE:
        raise RuleBroken("too_large", "A file can have {most} MB at most.", most=LARGEST)
    others = found.documents.exclude(name=name).aggregate(all=Sum("size"))["all"] or 0
    if others + len(content) > ALL * MEGABYTE:
        raise RuleBroken("too_large_together", "The files of an event can have {most} MB together.", most=ALL)
    Document.objects.update_or_create(
        event=found,
        name=name,
        defaults={"content_type": content_type, "content": content, "size": len(content), "added_at": at},
    )
    record(found, marked("Added the document {document} to the event {event}."), by=by, at=at, words={"document": name})


@transaction.atomic
def remove_document(*, by: Person, event: int, document: int, at: datetime) -> None:
    """Remove a file.

    Raises:
        Http404: there is no such file for this person.
    """
    found = held(event, by)
    one = found.documents.filter(pk=document).first()
    refuse_unless(one is not None)
    assert one is not None
    one.delete()
    record(
        found,
        marked("Removed the document {document} from the event {event}."),
        by=by,
        at=at,
        words={"document": one.name},
    )
