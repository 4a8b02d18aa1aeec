"""Make a vote void, with a written reason. What it gave is kept and readable.

A vote that is stopped while it is open isn't counted: its ballots are sealed, and only their number is known.
"""

from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.consensus.round import take
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.held import secondary_of
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.services.common import let_lead, locked_vote, note, state_of
from ljuspunkt.rooms.conference.services.decide_vote import decide
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def void_vote(*, by: Person, vote: int, reason: str, at: datetime) -> bool:
    """Make a vote void, its run-offs with it, and return False where it is void already.

    Args:
        reason: why, in the chair's words; everybody reads it.

    Raises:
        Http404: there is no such vote, or the person may not lead the conference.
        RuleBroken: there is no reason, a later vote builds on this one, or there is no road to void.
    """
    conference, found = locked_vote(vote)
    let_lead(by, conference)
    if found.state == "void":
        return False
    reason = reason.strip()
    if not reason:
        raise RuleBroken("no_void_reason", "A vote is made void with a written reason; there is none.")
    _check_nothing_builds_on(conference, found)
    found.secondary = secondary_of(found)  # while its ballots still count
    for each in (found, *found.runoffs.exclude(state="void")):
        stopped = each.state == "open"
        each.state = take(state_of(each), "void")
        each.voided_at = at
        each.void_reason = reason
        if stopped:
            ballot_box.seal(each.pk)
            each.ballots = ballot_box.turnout(each.pk)
        each.save(update_fields=["state", "voided_at", "void_reason", "ballots", "secondary"])
    if found.runoff_of is not None:
        decide(conference, found.runoff_of, at)
    note(by, conference, marked("Made vote {vote} of {conference} void: {reason}"), at, vote=found, reason=reason)
    announce(conference.pk)
    ballot_box.forget()
    return True


def _check_nothing_builds_on(conference: Conference, vote: Vote) -> None:
    later = conference.votes.filter(state__in=("open", "closed", "decided"))
    if vote.runoff_of is not None:
        if (
            vote.runoff_of.state != "closed"
            or later.filter(runoff_of=vote.runoff_of, runoff_number__gt=vote.runoff_number).exists()
        ):
            raise RuleBroken(
                "runoff_settled",
                "The run-off “{runoff}” has settled its vote; make vote “{vote}” void instead.",
                runoff=vote.reference,
                vote=vote.runoff_of.reference,
            )
        return
    builds = next((each for each in later if vote.reference in each.pool.get("from", ())), None)
    if builds is not None:
        raise RuleBroken(
            "built_upon",
            "Vote “{later}” takes its candidates from vote “{vote}”; make “{later}” void first.",
            later=builds.reference,
            vote=vote.reference,
        )
