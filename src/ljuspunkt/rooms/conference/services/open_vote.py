"""Open a vote: its pool, texts, rule and entitled voters are frozen, hashed and shown, and ballots may come."""

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from ljuspunkt.domain.consensus.pool import items_of, waits_for
from ljuspunkt.domain.consensus.round import take
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.documents import read_pool
from ljuspunkt.rooms.conference.held import inventory_of
from ljuspunkt.rooms.conference.kept import outcomes_of
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Candidate, Conference, Vote
from ljuspunkt.rooms.conference.models.conference import LIVE
from ljuspunkt.rooms.conference.services.codes import check_codes_tell_groups
from ljuspunkt.rooms.conference.services.common import let_lead, locked_vote, note, state_of
from ljuspunkt.rooms.conference.services.draft_vote import check_draft, draft_of
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def open_vote(*, by: Person, vote: int, at: datetime, closes_at: datetime | None = None) -> bool:
    """Open a draft, and return False where it is open already.

    Args:
        closes_at: where a countdown ends, later than `at`; None for no countdown.

    Raises:
        Http404: there is no such vote, or the person may not lead the conference.
        RuleBroken: another vote is open, the draft doesn't fit what it is about, or there is no road to open.
    """
    conference, found = locked_vote(vote)
    let_lead(by, conference)
    if found.state == "open":
        return False
    take(state_of(found), "open")
    items = ready(conference, found)
    begin(conference, found, items, at=at, closes_at=closes_at)
    note(by, conference, marked("Opened vote {vote} of {conference}."), at, vote=found, rule=found.rule_hash)
    announce(conference.pk)
    return True


def begin(
    conference: Conference, vote: Vote, items: Iterable[str], *, at: datetime, closes_at: datetime | None
) -> None:
    """Freeze a draft and let ballots come; called within a use case's transaction."""
    other = conference.votes.filter(state="open").first()
    if other is not None:
        raise RuleBroken("another_open", "Vote “{vote}” is still open; close it first.", vote=other.reference)
    if closes_at is not None and closes_at <= at:
        raise RuleBroken("countdown_over", "A countdown must end later than now.")
    check_codes_tell_groups(vote)
    vote.items = list(items)
    if vote.runoff_of_id is None:
        vote.entitled = vote.own_entitled or conference.voters
    vote.document = document_of(conference, vote)
    vote.rule_hash = sha256(vote.document.encode()).hexdigest()
    vote.state = "open"
    vote.opened_at = at
    vote.closes_at = closes_at
    vote.save()
    Conference.objects.filter(pk=conference.pk).update(state=LIVE, showing="auto", showing_vote=None)
    ballot_box.make(vote.pk)


def ready(conference: Conference, vote: Vote) -> tuple[str, ...]:
    """Return the items of a draft that can be opened, in the order listed.

    Raises:
        RuleBroken: the draft doesn't fit the candidates and groups as they are now, or its pool isn't known.
    """
    check_draft(conference, draft_of(vote), vote.place)
    return pool_now(conference, vote)


def pool_now(conference: Conference, vote: Vote) -> tuple[str, ...]:
    """Return the items of a vote's pool, in the order listed.

    Raises:
        RuleBroken: an earlier vote that the pool takes from isn't settled, or nothing is left to vote on.
    """
    pool = read_pool(vote.pool)
    earlier = outcomes_of(conference)
    waiting = next((source for source in pool.sources if source not in earlier), None) or waits_for(pool, earlier)
    if waiting is not None:
        raise RuleBroken(
            "pool_not_settled",
            "Vote “{vote}” takes its candidates from vote “{source}”, which isn't settled yet.",
            vote=vote.reference,
            source=waiting,
        )
    items = items_of(pool, inventory_of(conference), earlier)
    if not items:
        raise RuleBroken("pool_empty", "Vote “{vote}” has no candidates to vote on.", vote=vote.reference)
    return items


def document_of(conference: Conference, vote: Vote) -> str:
    """Return all that is fixed when a vote opens as canonical JSON: keys in order, no spaces, one text per item."""
    candidates = {
        candidate.reference: candidate for candidate in conference.candidates.filter(reference__in=vote.items)
    }
    return json.dumps(
        {
            "conference": conference.slug,
            "vote": vote.reference,
            "title": vote.title,
            "ballot": vote.ballot,
            "rule": vote.rule,
            "pool": vote.pool,
            "entitled": vote.entitled,
            "groups": conference.groups,
            "items": [_texts(candidates[item]) for item in vote.items],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def _texts(candidate: Candidate) -> dict[str, object]:
    return {
        "id": candidate.reference,
        "kind": candidate.kind,
        "title": candidate.title,
        "short_title": candidate.short_title,
        "description": candidate.description,
        "easy_read": candidate.easy_read,
    }
