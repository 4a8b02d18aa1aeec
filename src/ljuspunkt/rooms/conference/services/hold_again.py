"""Hold a void vote again: a new draft in its place, on which the votes to come build instead."""

from datetime import datetime
from string import ascii_lowercase

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.services.common import let_lead, locked_vote, note
from ljuspunkt.rooms.conference.services.draft_vote import make_room
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def hold_again(*, by: Person, vote: int, at: datetime) -> Vote:
    """Return a new draft like the void vote, in its place; where there is one already, return that.

    Raises:
        Http404: there is no such vote, or the person may not lead the conference.
        RuleBroken: the vote isn't void, or is a run-off.
    """
    conference, found = locked_vote(vote)
    let_lead(by, conference)
    if found.state != "void" or found.runoff_of_id is not None:
        raise RuleBroken("not_void", "Only a void vote is held again; vote “{vote}” isn't void.", vote=found.reference)
    again = found.held_again.first()
    if again is not None:
        return again
    make_room(conference, found.place + 1)
    again = Vote.objects.create(
        conference=conference,
        reference=free_reference(conference, found.reference),
        place=found.place + 1,
        title=found.title,
        entitled=found.own_entitled or conference.voters,
        own_entitled=found.own_entitled,
        ballot=found.ballot,
        rule=found.rule,
        pool=found.pool,
        again_of=found,
    )
    _build_on(conference, found.reference, again.reference)
    note(by, conference, marked("Vote {vote} of {conference} is held again as {again}."), at, vote=found, again=again)
    announce(conference.pk)
    return again


def free_reference(conference: Conference, reference: str) -> str:
    """Return a reference like this one that no vote has: 1, then 1b, 1c …"""
    taken = set(conference.votes.values_list("reference", flat=True))
    letters = (f"{reference}{letter}" for letter in ascii_lowercase[1:])
    numbers = (f"{reference}-{number}" for number in range(27, 27 + len(taken)))
    return next(name for names in ((reference,), letters, numbers) for name in names if name not in taken)


def _build_on(conference: Conference, old: str, new: str) -> None:
    """Let drafts and planned protocols that named the void vote name the new one."""
    for draft in conference.votes.filter(state="draft"):
        sources = draft.pool.get("from", [])
        if old in sources:
            draft.pool["from"] = [new if source == old else source for source in sources]
            draft.save(update_fields=["pool"])
    for plan in conference.protocols:
        plan["from"] = [new if source == old else source for source in plan["from"]]
    conference.save(update_fields=["protocols"])
