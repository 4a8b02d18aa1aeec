"""Tallying a conference (sammanräkning), as tables: what `ljuspunkt tally` and a notebook both show."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ljuspunkt.chain.given import Place
from ljuspunkt.chain.tables import Table, Value
from ljuspunkt.domain.consensus.conference import ConferenceResult, tally_conference
from ljuspunkt.domain.consensus.tally import ItemResult
from ljuspunkt.files.conference import read
from ljuspunkt.files.conference_result import Document, document


@dataclass(frozen=True, slots=True)
class VotedItem:
    """An item in a vote, and what the vote gave it."""

    vote: str
    item: ItemResult


class Tallied(Table[VotedItem]):
    """A tallied conference: a row for each item of each vote.

    Attributes:
        result: as the method gives it.
        protocols: name → the ids in it, in order.
    """

    def __init__(self, result: ConferenceResult) -> None:
        super().__init__(list(_voted(result)), _flat)
        self.result = result
        self.protocols = {protocol.name: protocol.ids for protocol in result.protocols}

    def document(self) -> Document:
        """Return everything as plain values, secondary figures too: what `--json` writes."""
        return document(self.result)


def tally(conference: Place, ballots: Place) -> Tallied:
    """Tally all votes of a conference in order.

    Args:
        conference: the file of its plan.
        ballots: the file of its ballots.

    Raises:
        BadInput: a file can't be understood, or a ballot breaks the vote's rule; says on which line.
        OSError: a file can't be opened.
    """
    return Tallied(tally_conference(*read(Path(conference), Path(ballots))))


def _voted(result: ConferenceResult) -> Iterator[VotedItem]:
    for vote in result.votes:
        for item in vote.items:
            yield VotedItem(vote.vote.id, item)


def _flat(row: VotedItem) -> dict[str, Value]:
    item = row.item
    return {
        "vote": row.vote,
        "item": item.id,
        "kind": item.kind or None,
        "yes": item.yes,
        "score": None if item.score is None else float(item.score),
        "of": item.of,
        "share": None if item.share is None else float(item.share),
        "rank": item.rank,
        "outcome": item.outcome,
        "tied": "yes" if item.tied else "no",
    }
