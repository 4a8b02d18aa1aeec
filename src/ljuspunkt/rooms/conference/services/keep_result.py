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


def secondary_document(result: VoteResult) -> dict[str, object]:
    """Return what the page tells of agreement within the vote and of stability since earlier ones."""
    found = result.agreement
    if found is None or (found.same_answer is None and found.concordance is None):
        return {}
    alpha = next(iter(found.alpha.values()), None)
    return {
        "same_answer": found.same_answer,
        "kendall_w": found.concordance and found.concordance.w,
        "fleiss_kappa": found.fleiss and found.fleiss.value,
        "gwet_ac1": found.ac1 and found.ac1.value,
        "krippendorff_alpha": alpha and alpha.value,
        "since": [
            {
                "vote": each.earlier,
                "n": len(each.items),
                "kendall_tau": each.tau,
                "fall": float(min((one.change for one in each.net), default=0)),
                "rise": float(max((one.change for one in each.net), default=0)),
                "net": bool(each.net),
            }
            for each in result.stability
        ],
    }
