"""Rule on a tie: the chair names exactly the open places among the tied, and writes down why."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Ruling
from ljuspunkt.rooms.conference.services.common import let_lead, locked_vote, note
from ljuspunkt.rooms.conference.services.decide_vote import decide
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def rule_tie(*, by: Person, vote: int, chosen: Collection[str], reason: str, at: datetime, kind: str = "") -> bool:
    """Write down the chair's ruling and settle the tie by it; return False where just this was ruled already.

    Args:
        chosen: references of those that go through.
        reason: why, in the chair's words; everybody reads it.
        kind: whose places the tie is about, "" where places aren't per kind.

    Raises:
        Http404: there is no such vote, or the person may not lead the conference.
        RuleBroken: no tie waits for a ruling, there is no reason, another ruling was written down, or the ruling
            doesn't name exactly the open places among the tied.
    """
    conference, found = locked_vote(vote)
    let_lead(by, conference)
    ruled = found.rulings.filter(kind=kind).first()
    if ruled is not None:
        if set(ruled.chosen) == set(chosen):
            return False
        raise RuleBroken("ruled_already", "Another ruling was written down for this tie just before.")
    tie = found.ties.filter(kind=kind, waits_for="ruling").first()
    if found.state != "closed" or tie is None:
        raise RuleBroken("nothing_waits", "No tie in vote “{vote}” waits for the chair's ruling.", vote=found.reference)
    if not reason.strip():
        raise RuleBroken("no_ruling_reason", "A ruling is written down with its reason; there is none.")
    named = [item for item in tie.still if item in chosen]
    if len(named) != len(set(chosen)) or len(named) != tie.left:
        raise RuleBroken(
            "ruling_not_exact",
            "{places} of the tied must be chosen, neither more nor fewer; {n} were.",
            places=tie.left,
            n=len(set(chosen)),
        )
    Ruling.objects.create(
        vote=found, kind=kind, chosen=named, reason=reason.strip(), ruled_by=by.name[:200], ruled_at=at
    )
    decide(conference, found, at)
    note(
        by,
        conference,
        marked("Ruled on the tie in vote {vote} of {conference} for {chosen}: {reason}"),
        at,
        vote=found,
        chosen=", ".join(named),
        reason=reason.strip(),
    )
    announce(conference.pk)
    return True
