"""The result of a conference as a document for machines: what `ljuspunkt tally --json` writes."""

from fractions import Fraction

from ljuspunkt.domain.consensus.conference import ConferenceResult, VoteResult
from ljuspunkt.domain.consensus.tally import ItemResult
from ljuspunkt.domain.consensus.ties import Tie

Document = dict[str, object]


def document(result: ConferenceResult) -> Document:
    """Return the votes in order and the protocols, of plain values only.

    A vote that can't be tallied yet has no items.
    """
    return {
        "votes": [_vote(vote) for vote in result.votes],
        "protocols": {protocol.name: list(protocol.ids) for protocol in result.protocols},
    }


def _vote(result: VoteResult) -> Document:
    tally = result.tally
    return {
        "id": result.vote.id,
        "entitled": result.vote.entitled,
        "ballots": tally.n_ballots if tally else 0,
        "items": [_item(item) for item in result.items],
        "counts": dict(tally.counts) if tally else {"through": 0, "onward": 0, "out": 0, "undecided": 0},
        "ties": [_tie(tie) for tie in tally.ties] if tally else [],
    }


def _item(item: ItemResult) -> Document:
    votes: Document = {"yes": item.yes} if item.yes is not None else {"score": _number(item.score)}
    return {
        "id": item.id,
        "kind": item.kind or None,
        **votes,
        "of": item.of,
        "share": None if item.share is None else float(item.share),
        "rank": item.rank,
        "outcome": item.outcome,
        "tied": item.tied,
    }


def _tie(tie: Tie) -> Document:
    return {"kind": tie.kind, "items": list(tie.items), "places": tie.places, "settled_by": tie.settled_by}


def _number(score: Fraction | None) -> int | float | None:
    if score is None:
        return None
    return int(score) if score.denominator == 1 else float(score)
