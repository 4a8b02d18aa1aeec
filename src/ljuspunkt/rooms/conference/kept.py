"""The result of a conference as it was kept: outcomes, counts and ties from the tables, without any ballot.

Pages are made from it, those of a conference held here and those of one tallied from files alike. How votes spread,
what was blank and each step of settling a tie are known to `held.result_of` alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ljuspunkt.domain.consensus.ballot import Approve, Choose
from ljuspunkt.domain.consensus.conference import ConferenceResult, VoteResult, protocols_of
from ljuspunkt.domain.consensus.pool import Outcome, Outcomes
from ljuspunkt.domain.consensus.tally import ItemResult, Tally, cuts_of
from ljuspunkt.domain.consensus.ties import Tie as FoundTie
from ljuspunkt.domain.consensus.ties import Way
from ljuspunkt.rooms.conference.documents import read_form, read_rule
from ljuspunkt.rooms.conference.held import SEALED, plan_of, planned
from ljuspunkt.rooms.conference.models import Conference, Result, Tie, Vote

WAYS: dict[str, Way] = {
    "expand": "expand",
    "strict": "strict",
    "chair": "chair",
    "runoff": "runoff",
    "secondary": "secondary",
    "lot": "lot",
}
OUTCOMES: dict[str, Outcome] = {"through": "through", "onward": "onward", "out": "out", "undecided": "undecided"}


def kept_result(conference: Conference) -> ConferenceResult:
    """Return what the closed and decided votes of a conference gave, and the protocols that they suffice for."""
    votes = list(
        conference.votes.filter(state__in=SEALED, runoff_of=None).prefetch_related(
            "rulings", "results__candidate", "ties__candidates"
        )
    )
    plan = plan_of(conference, votes)
    if conference.dates:
        plan = replace(plan, dates=tuple(conference.dates))
    results = tuple(kept_vote(vote) for vote in votes)
    return ConferenceResult(plan, results, protocols_of(plan, results))


def outcomes_of(conference: Conference, only: Collection[str] | None = None) -> Mapping[str, Outcomes]:
    """Return what each closed or decided vote gave, for the pools of later ones; one that isn't counted isn't known.

    Args:
        only: references of those that are asked for, None for all.
    """
    votes = conference.votes.filter(state__in=SEALED, runoff_of=None).prefetch_related(
        "results__candidate", "ties__candidates"
    )
    if only is not None:
        votes = votes.filter(reference__in=only)
    return {
        vote.reference: (kept_vote(vote) if vote.results.all() else VoteResult(planned(vote), None)).outcomes
        for vote in votes
    }


def kept_vote(vote: Vote) -> VoteResult:
    """Return what one vote gave; items by kind where places are per kind, then by rank."""
    rule = read_rule(vote.rule)
    kinds = rule.kinds or ()
    by_ballots = isinstance(read_form(vote.ballot), Approve | Choose)
    rows = sorted(
        vote.results.all(),
        key=lambda row: (
            kinds.index(row.candidate.kind) if row.candidate.kind in kinds else len(kinds),
            row.rank or 0,
            row.candidate.place,
        ),
    )
    items = tuple(_item(row, by_ballots=by_ballots) for row in rows)
    tally = Tally(
        n_ballots=vote.ballots,
        n_blank=0,
        of=vote.entitled if rule.of == "entitled" else vote.ballots,
        items=items,
        ties=tuple(_tie(tie, items) for tie in vote.ties.all()),
        cuts=cuts_of(items, rule),
    )
    return VoteResult(planned(vote), tally)


def _item(row: Result, *, by_ballots: bool) -> ItemResult:
    value = None if row.value is None else Fraction(row.value)
    yes = int(value) if by_ballots and value is not None else None
    return ItemResult(
        id=row.candidate.reference,
        kind=row.candidate.kind,
        yes=yes,
        score=None if by_ballots else value,
        of=row.of,
        share=Fraction(yes, row.of) if yes is not None and row.of else None,
        rank=row.rank,
        outcome=OUTCOMES[row.outcome],
        because=None,
        tied=row.tied,
    )


def _tie(row: Tie, results: Sequence[ItemResult]) -> FoundTie:
    through = {item.id for item in results if item.outcome == "through"}
    items = tuple(candidate.reference for candidate in row.candidates.all())
    still = tuple(row.still)
    return FoundTie(
        kind=row.kind or None,
        items=items,
        places=row.places,
        through=tuple(item for item in items if item in through),
        still=still,
        left=row.left,
        settled_by=WAYS.get(row.settled_by),
    )
