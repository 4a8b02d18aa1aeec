"""Draft the votes of a conference beforehand: pool, ballot and rule, which may change until the vote opens."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from ljuspunkt.domain.consensus.ballot import Form
from ljuspunkt.domain.consensus.conference import Vote as PlannedVote
from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.round import check_rule_may_change
from ljuspunkt.domain.consensus.rule import Rule
from ljuspunkt.domain.consensus.soundness import check_vote
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files.conference_plan import form_document, pool_document
from ljuspunkt.rooms.conference.documents import (
    read_form,
    read_pool,
    read_rule,
    rule_document,
)
from ljuspunkt.rooms.conference.held import inventory_of
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.services.common import let_prepare, locked_conference, locked_vote, note, state_of
from ljuspunkt.rooms.people.permissions import Person


@dataclass(frozen=True, slots=True)
class Draft:
    """A vote as it is planned; `entitled` is None where it is the conference's voters."""

    pool: Pool
    form: Form
    rule: Rule
    title: Text = field(default_factory=dict)
    entitled: int | None = None


@transaction.atomic
def draft_vote(*, by: Person, conference: int, draft: Draft, at: datetime) -> Vote:
    """Add a draft after the votes that are there, and return it.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: pool, ballot and rule don't fit each other.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    planned = list(found.votes.all())
    place = 1 + max((vote.place for vote in planned), default=0)
    check_draft(found, draft, place)
    vote = Vote(conference=found, reference=_next_reference(planned), place=place)
    _write(vote, found, draft)
    note(by, found, marked("Drafted vote {vote} of {conference}."), at, vote=vote)
    announce(found.pk)
    return vote


@transaction.atomic
def change_draft(*, by: Person, vote: int, draft: Draft, at: datetime) -> None:
    """Change a draft.

    Raises:
        Http404: there is no such vote, or the person may not prepare the conference.
        RuleBroken: the vote has been opened, or pool, ballot and rule don't fit each other.
    """
    conference, found = locked_vote(vote)
    let_prepare(by, conference)
    check_rule_may_change(state_of(found), found.ballots)
    check_draft(conference, draft, found.place)
    _write(found, conference, draft)
    note(by, conference, marked("Changed the draft of vote {vote} of {conference}."), at, vote=found)
    announce(conference.pk)


@transaction.atomic
def remove_draft(*, by: Person, vote: int, at: datetime) -> None:
    """Remove a draft on which nothing builds.

    Raises:
        Http404: there is no such vote, or the person may not prepare the conference.
        RuleBroken: the vote has been opened, or another vote or a protocol builds on it.
    """
    conference, found = locked_vote(vote)
    let_prepare(by, conference)
    check_rule_may_change(state_of(found), found.ballots)
    others = conference.votes.exclude(state="void")
    if any(found.reference in other.pool.get("from", ()) for other in others) or any(
        found.reference in plan["from"] for plan in conference.protocols
    ):
        raise RuleBroken(
            "draft_built_upon", "Another vote or a protocol builds on vote “{vote}”.", vote=found.reference
        )
    note(by, conference, marked("Removed the draft of vote {vote} of {conference}."), at, vote=found)
    found.delete()
    announce(conference.pk)


def draft_of(vote: Vote) -> Draft:
    """Return a vote as it is planned."""
    return Draft(read_pool(vote.pool), read_form(vote.ballot), read_rule(vote.rule), vote.title, vote.own_entitled)


def check_draft(conference: Conference, draft: Draft, place: int) -> None:
    """Do nothing for a draft that fits the conference at a place among its votes.

    Raises:
        RuleBroken: something doesn't fit.
    """
    earlier = conference.votes.filter(place__lt=place, runoff_of=None).exclude(state="void")
    entitled = conference.voters if draft.entitled is None else draft.entitled
    check_vote(
        PlannedVote("", draft.pool, draft.form, draft.rule, entitled),
        inventory=inventory_of(conference),
        earlier=set(earlier.values_list("reference", flat=True)),
        groups=dict(conference.groups),
    )


def make_room(conference: Conference, place: int) -> None:
    """Move the votes from a place on one step back; called within a use case's transaction."""
    aside = 1_000_000  # two votes never share a place, not even while they move
    conference.votes.filter(place__gte=place).update(place=F("place") + aside)
    conference.votes.filter(place__gte=aside).update(place=F("place") - aside + 1)


def _write(vote: Vote, conference: Conference, draft: Draft) -> None:
    vote.title = dict(draft.title)
    vote.own_entitled = draft.entitled
    vote.entitled = conference.voters if draft.entitled is None else draft.entitled
    vote.ballot = form_document(draft.form)
    vote.rule = rule_document(draft.rule)
    vote.pool = pool_document(draft.pool)
    vote.save()


def _next_reference(votes: list[Vote]) -> str:
    numbers = [int(vote.reference) for vote in votes if vote.reference.isdecimal()]
    return str(1 + max(numbers, default=0))
