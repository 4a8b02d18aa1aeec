"""What a rule would have given, had it held in the previous vote: the preview of a draft.

The ballots of the previous vote are tallied by the draft's rule; only numbers and the tied are told, as they are of the
vote itself. Where no vote of the same kind has been held, ballots are invented, and that is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ljuspunkt.domain.consensus.ballot import Row
from ljuspunkt.domain.consensus.conference import Box, VoteResult, tally_conference
from ljuspunkt.domain.consensus.conference import Conference as Plan
from ljuspunkt.domain.consensus.conference import Vote as PlannedVote
from ljuspunkt.domain.consensus.invented import invented_rows
from ljuspunkt.domain.consensus.pool import Outcome, Pool, items_of, waits_for
from ljuspunkt.domain.indicator.inventory import Inventory
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.documents import read_form
from ljuspunkt.rooms.conference.held import SEALED, inventory_of
from ljuspunkt.rooms.conference.kept import outcomes_of
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.services.draft_vote import Draft

MOST_BEFORE = 60
"""Items that invented ballots are made for where it isn't known which an earlier vote will leave."""


@dataclass(frozen=True, slots=True)
class TiedBefore:
    """Items that would have been equal where the places end."""

    items: tuple[str, ...]
    places: int
    kind: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What the rule would have given; `vote` is the previous vote, "" where the ballots are invented."""

    vote: str
    voters: int
    ballots: int
    items: int
    places: int | Mapping[str, int] | None
    counts: Mapping[Outcome, int]
    ties: tuple[TiedBefore, ...]


def preview(conference: Conference, draft: Draft, *, place: int | None = None) -> Preview:
    """Return what a draft's rule would have given.

    Args:
        draft: one that fits the conference.
        place: where it stands among the votes, None after all of them.
    """
    inventory = inventory_of(conference)
    groups: Mapping[str, int] = dict(conference.groups)
    previous = _previous(conference, draft, place)
    if previous is not None:
        items: Sequence[str] = previous.items
        rows: Sequence[Row] = ballot_box.rows(previous.pk)
        entitled = previous.entitled
        form = read_form(previous.ballot)
    else:
        items = _items(conference, draft, inventory)
        entitled = conference.voters if draft.entitled is None else draft.entitled
        form = draft.form
        rows = invented_rows(form, items, voters=entitled, groups=groups)
    vote = PlannedVote("preview", Pool(), form, draft.rule, entitled)
    result = _tallied(conference, vote, items, rows, inventory)
    return Preview(
        vote=previous.reference if previous else "",
        voters=entitled,
        ballots=result.tally.n_ballots if result.tally else 0,
        items=len(items),
        places=draft.rule.places,
        counts=result.tally.counts if result.tally else {},
        ties=tuple(
            TiedBefore(tie.items, tie.places, tie.kind or "", not tie.open)
            for tie in (result.tally.ties if result.tally else ())
        ),
    )


def _previous(conference: Conference, draft: Draft, place: int | None) -> Vote | None:
    """Return the latest vote before this one that was held with the same kind of ballot, if any."""
    held = conference.votes.filter(state__in=SEALED, runoff_of=None, ballots__gt=0).order_by("-place")
    if place is not None:
        held = held.filter(place__lt=place)
    return next((vote for vote in held if isinstance(read_form(vote.ballot), type(draft.form))), None)


def _items(conference: Conference, draft: Draft, inventory: Inventory) -> tuple[str, ...]:
    """Return what the draft will be about, or as much of it as is known."""
    earlier = outcomes_of(conference)
    known = all(source in earlier for source in draft.pool.sources) and waits_for(draft.pool, earlier) is None
    if known:
        return items_of(draft.pool, inventory, earlier)
    return items_of(Pool(draft.pool.kinds), inventory, {})[:MOST_BEFORE]


def _tallied(
    conference: Conference, vote: PlannedVote, items: Sequence[str], rows: Sequence[Row], inventory: Inventory
) -> VoteResult:
    voted_on = Inventory(tuple(each for each in inventory.each if each.id in items))
    plan = Plan(inventory=voted_on, votes=(vote,), groups=dict(conference.groups))
    nameless = tuple(replace(row, panellist="") for row in rows)
    return tally_conference(plan, Box({vote.id: nameless})).vote(vote.id)
