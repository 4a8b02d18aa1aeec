"""What every use case of a conference begins with: the lock, the right, and the line in the log.

Whoever changes a conference or one of its votes locks the conference's row first and then the vote's, so that two
presses at once come one after the other.
"""

from datetime import datetime
from typing import cast

from django.http import Http404

from ljuspunkt.domain.consensus.round import State
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.permissions import may_lead, may_prepare, organisers_of
from ljuspunkt.rooms.people.permissions import Person, refuse_unless


def locked_conference(key: int) -> Conference:
    """Return a conference that nobody else changes until the transaction ends.

    Raises:
        Http404: there is none, or it was tallied from files.
    """
    found = Conference.objects.select_for_update().filter(pk=key, inputs="").first()
    if found is None:
        raise Http404
    return found


def locked_vote(key: int) -> tuple[Conference, Vote]:
    """Return a vote and its conference, neither of which anybody else changes until the transaction ends.

    Raises:
        Http404: there is none.
    """
    conference_key = Vote.objects.filter(pk=key).values_list("conference_id", flat=True).first()
    if conference_key is None:
        raise Http404
    conference = locked_conference(conference_key)
    vote = Vote.objects.select_for_update().get(pk=key)
    vote.conference = conference
    return conference, vote


def state_of(vote: Vote) -> State:
    """Return a vote's state as the method knows it; the database holds no other."""
    return cast(State, vote.state)


def let_lead(by: Person, conference: Conference) -> None:
    """Do nothing for who leads the conference while it isn't closed.

    Raises:
        Http404: the person may not lead it.
        RuleBroken: the conference is closed.
    """
    refuse_unless(may_lead(by, conference))
    check_not_closed(conference)


def let_prepare(by: Person, conference: Conference) -> None:
    """Do nothing for who prepares or leads the conference while it isn't closed.

    Raises:
        Http404: the person may not prepare it.
        RuleBroken: the conference is closed.
    """
    refuse_unless(may_prepare(by, conference) or may_lead(by, conference))
    check_not_closed(conference)


def check_not_closed(conference: Conference) -> None:
    """Do nothing while a conference isn't closed.

    Raises:
        RuleBroken: it is.
    """
    if conference.state == HELD:
        raise RuleBroken("conference_closed", "The conference is closed; nothing in it can be changed any more.")


def note(
    by: Person | None, conference: Conference, action: str, at: datetime, *, vote: Vote | None = None, **words: object
) -> None:
    """Write a line in the log; without a person it happened by itself."""
    organisers = organisers_of(conference)
    own = organisers & by.associations() if by else frozenset()
    about = f"conferences/{conference.slug}"
    if vote is not None:
        about += f"/votes/{vote.reference}"
        words["vote"] = vote.reference
    record(
        by=by.id if by else None,
        who=by.name if by else "Ljuspunkt",
        action=action,
        about=about,
        association=min(own or organisers, default=""),
        at=at,
        words={"conference": conference.slug, **words},
    )
