"""Close a conference: nothing in it changes any more, and what could connect a code with an address is destroyed."""

from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.permissions import may_lead
from ljuspunkt.rooms.conference.services.codes import forget_addresses
from ljuspunkt.rooms.conference.services.common import locked_conference, note
from ljuspunkt.rooms.people.permissions import Person, refuse_unless


@transaction.atomic
def close_conference(*, by: Person, conference: int, at: datetime) -> bool:
    """Close a conference, and return False where it is closed already.

    Drafts that were never opened stay as they are and are told as planned but not held.

    Raises:
        Http404: there is no such conference, or the person may not lead it.
        RuleBroken: a vote is open, or closed and not decided.
    """
    found = locked_conference(conference)
    refuse_unless(may_lead(by, found))
    if found.state == HELD:
        return False
    waiting = found.votes.filter(state__in=("open", "closed")).first()
    if waiting is not None:
        raise RuleBroken(
            "votes_waiting",
            "Vote “{vote}” isn't decided; decide it or make it void before the conference is closed.",
            vote=waiting.reference,
        )
    found.state = HELD
    found.closed_at = at
    found.save(update_fields=["state", "closed_at"])
    note(by, found, marked("Closed the conference {conference}."), at)
    announce(found.pk)
    forget_addresses(conference=found.pk)
    return True
