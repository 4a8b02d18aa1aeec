"""Keep what a tally gave one vote: a result per candidate, and its ties. Its ballots are not part of it."""

from collections.abc import Mapping

from ljuspunkt.domain.consensus.conference import VoteResult
from ljuspunkt.rooms.conference.models import Candidate, Result, Tie, Vote


def keep_result(vote: Vote, result: VoteResult, candidates: Mapping[str, Candidate]) -> None:
    """Keep a vote's result instead of what was kept before; called within a use case's transaction.

    Args:
        candidates: those of the conference, by reference.
    """
    vote.results.all().delete()
    vote.ties.all().delete()
    Result.objects.bulk_create(
        Result(
            vote=vote,
            candidate=candidates[item.id],
            value=None if item.votes is None else float(item.votes),
            of=item.of,
            rank=item.rank,
            outcome=item.outcome,
            tied=item.tied,
        )
        for item in result.items
    )
    for found in result.tally.ties if result.tally else ():
        tie = Tie.objects.create(
            vote=vote,
            kind=found.kind or "",
            places=found.places,
            settled_by=found.settled_by or "",
            waits_for=found.waits_for or "",
            left=found.left,
            still=list(found.still),
        )
        tie.candidates.set(candidates[item] for item in found.items)
