"""What a voter is told of a ballot that was received, and the published receipts of a vote, as page objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.opened import Opened
from ljuspunkt.rooms.conference.points import points
from ljuspunkt.rooms.conference.queries.ballots import MOST_POINTS, heading
from ljuspunkt.ui.holes import hole
from ljuspunkt.ui.language import on_page
from ljuspunkt.ui.signs import in_groups


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a device is told about its ballot in one vote."""

    heading: str
    title: str
    vote: str
    shown: str
    state: str
    ballots: int | str
    entitled: int
    points: str
    """A point per entitled voter, as HTML, as long as they fit on a phone."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of all ballots that a vote counted, and this device's own among them."""

    heading: str
    title: str
    join_code: str
    vote: str
    shown: tuple[str, ...]
    own: str = ""
    found: bool = False


def counted_receipt(vote: Vote, key: int) -> Receipt:
    """Return what a device is told whose ballot was counted in a vote that has closed."""
    return Receipt(
        heading=heading(vote),
        title=on_page(vote.title) or heading(vote),
        vote=vote.reference,
        shown=in_groups(ballot_box.receipt(vote.pk, key)),
        state="counted",
        ballots=ballot_box.turnout(vote.pk),
        entitled=vote.entitled,
        points="",
    )


def receipt_with_holes(opened: Opened) -> Receipt:
    """Return what every device is told whose ballot lies in an open box, with holes for what differs."""
    vote = opened.vote
    return Receipt(
        heading=heading(vote),
        title=on_page(vote.title) or heading(vote),
        vote=vote.reference,
        shown=hole("shown"),
        state="received",
        ballots=hole("ballots"),
        entitled=vote.entitled,
        points=hole("points") if vote.entitled <= MOST_POINTS else "",
    )


def own_receipt(opened: Opened, key: int, voted: int) -> Mapping[str, str]:
    """Return what is filled in for one device; `voted` is how many ballots lie in the box."""
    vote = opened.vote
    return {
        "shown": in_groups(ballot_box.receipt(vote.pk, key)),
        "ballots": str(voted),
        "points": points(voted, vote.entitled) if vote.entitled <= MOST_POINTS else "",
    }


def receipts_of(vote: Vote, key: int | None) -> Receipts:
    """Return the list of receipts of a closed vote, and whether a device's own is in it."""
    listed = ballot_box.receipts(vote.pk)
    own = ballot_box.receipt(vote.pk, key) if key is not None else ""
    return Receipts(
        heading=heading(vote),
        title=on_page(vote.title) or heading(vote),
        join_code=vote.conference.join_code or "",
        vote=vote.reference,
        shown=tuple(in_groups(each) for each in listed),
        own=in_groups(own),
        found=own in listed,
    )


def counted_votes(conference: Conference) -> Sequence[Vote]:
    """Return the votes whose receipts are published, the latest first."""
    return [
        vote
        for vote in conference.votes.exclude(state__in=("draft", "open")).select_related("runoff_of").order_by("-place")
        if ballot_box.turnout(vote.pk)
    ]
