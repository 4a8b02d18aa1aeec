"""Open a run-off: a vote on just the tied, for just the open places, as often as the rule allows."""

from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.services.common import let_lead, locked_vote, note
from ljuspunkt.rooms.conference.services.hold_again import free_reference
from ljuspunkt.rooms.conference.services.open_vote import begin
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def open_runoff(*, by: Person, vote: int, at: datetime, closes_at: datetime | None = None) -> bool:
    """Open the next run-off of a closed vote, and return False where one is open already.

    Ties of several kinds are voted on together, each with its own open places.

    Raises:
        Http404: there is no such vote, or the person may not lead the conference.
        RuleBroken: no tie waits for a run-off, another vote is open, or the last run-off isn't counted.
    """
    conference, found = locked_vote(vote)
    let_lead(by, conference)
    if found.runoffs.filter(state="open").exists():
        return False
    uncounted = found.runoffs.filter(state="closed").first()
    if uncounted is not None:
        raise RuleBroken(
            "runoff_not_counted",
            "Run-off “{runoff}” is closed but not counted; count it, or make it void.",
            runoff=uncounted.reference,
        )
    ties = list(found.ties.filter(waits_for="runoff"))
    if found.state != "closed" or not ties:
        raise RuleBroken("no_runoff", "No tie in vote “{vote}” waits for a run-off.", vote=found.reference)
    number = 1 + found.runoffs.filter(state__in=("closed", "decided")).count()
    runoff = Vote(
        conference=conference,
        reference=free_reference(conference, f"{found.reference}/runoff-{number}"),
        place=_last_place(conference) + 1,
        title=found.title,
        entitled=found.entitled,
        ballot={"kind": "approve", "limits": [[tie.still, tie.left] for tie in ties]},
        rule={
            "rest": found.rule["rest"],
            "of": "cast",
            "ties": found.rule["ties"],
            "through": {
                "places": [[tie.kind, tie.left] for tie in ties] if ties[0].kind else ties[0].left,
            },
        },
        pool={},
        runoff_of=found,
        runoff_number=number,
    )
    listed = conference.candidates.filter(reference__in=[item for tie in ties for item in tie.still])
    begin(conference, runoff, listed.values_list("reference", flat=True), at=at, closes_at=closes_at)
    note(by, conference, marked("Opened run-off {vote} of {conference}."), at, vote=runoff, rule=runoff.rule_hash)
    announce(conference.pk)
    return True


def _last_place(conference: Conference) -> int:
    return max(conference.votes.values_list("place", flat=True))
