"""Close a vote: no ballot comes in any more, those that came are sealed, and the result is there at once.

All of it is one transaction, so that a death leaves the vote open or decided, never half closed.
"""

import logging
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.consensus.round import take
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.services.common import let_lead, locked_vote, note, state_of
from ljuspunkt.rooms.conference.services.decide_vote import decide
from ljuspunkt.rooms.people.permissions import Person

log = logging.getLogger(__name__)


@transaction.atomic
def close_vote(*, by: Person, vote: int, at: datetime) -> bool:
    """Close an open vote and tally it, and return False where it was closed already.

    Raises:
        Http404: there is no such vote, or the person may not lead the conference.
        RuleBroken: there is no road to closed.
    """
    conference, found = locked_vote(vote)
    let_lead(by, conference)
    if found.state in ("closed", "decided"):
        return False
    take(state_of(found), "closed")
    note(by, conference, marked("Closed vote {vote} of {conference}."), at, vote=found)
    _shut(conference, found, at)
    return True


def close_due(*, at: datetime) -> int:
    """Close the votes whose countdown has ended, and return how many were closed.

    Ballots that come at the end or after it are refused whether or not this has run.
    """
    due = Vote.objects.filter(state="open", closes_at__lte=at).values_list("pk", flat=True)
    return sum(_close_by_itself(vote, at) for vote in due)


@transaction.atomic
def _close_by_itself(vote: int, at: datetime) -> bool:
    conference, found = locked_vote(vote)
    if found.state != "open" or found.closes_at is None or found.closes_at > at:
        return False
    note(None, conference, marked("The countdown closed vote {vote} of {conference}."), at, vote=found)
    _shut(conference, found, at)
    return True


def _shut(conference: Conference, vote: Vote, at: datetime) -> None:
    """Close, seal and tally. A tally that refuses leaves the vote closed, for the chair to see why."""
    vote.state = "closed"
    vote.closed_at = at
    vote.save(update_fields=["state", "closed_at"])
    ballot_box.seal(vote.pk)
    try:
        with transaction.atomic():
            decide(conference, vote, at)
    except RuleBroken as refusal:
        log.error("Vote %s was closed but can't be tallied: %s", vote.pk, refusal.code)
    announce(conference.pk)
    ballot_box.forget()  # after the result has been told: a database takes its time to forget
