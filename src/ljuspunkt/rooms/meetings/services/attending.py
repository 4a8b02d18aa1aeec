"""Who was there."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import marked
from ljuspunkt.rooms.meetings.services.held import held, record
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def tick_attendance(*, by: Person, event: int, shown: Collection[int], there: Collection[int], at: datetime) -> None:
    """Write down who was there, of those whom the list showed; others are left as they are.

    Raises:
        Http404: there is no such event for this person.
    """
    found = held(event, by)
    listed = found.invitations.filter(pk__in=shown)
    listed.filter(pk__in=there).update(attended=True)
    listed.exclude(pk__in=there).update(attended=False)
    record(found, marked("Wrote down who was at the event {event}."), by=by, at=at)
