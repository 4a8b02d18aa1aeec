"""Cast a ballot: mark that a code has been used, and put the ballot into the box, in one transaction.

Nothing else is written: no line in the log, no session, no mail, no time (`docs/threat-model.md`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.consensus.ballot import Row, read_ballots
from ljuspunkt.domain.consensus.round import may_cast
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference import ballot_box, codes
from ljuspunkt.rooms.conference.ballot_box import Content
from ljuspunkt.rooms.conference.held import BallotPaper
from ljuspunkt.rooms.conference.live import announce_turnout
from ljuspunkt.rooms.conference.models import Code, Vote
from ljuspunkt.rooms.conference.opened import opened


@dataclass(frozen=True, slots=True)
class Received:
    """A ballot that lies in the box, or lay there when it was sealed; `changed` where it took another's place."""

    receipt: str
    changed: bool = False
    counted: bool = False


def cast_ballot(*, vote_pk: int, code: str, key: int, values: Mapping[str, str], at: datetime) -> Received:
    """Put a ballot into the box, or in the place of the one with the same key.

    The same ballot sent twice counts once; sent again after the vote has closed it is told to have been counted.

    Args:
        code: as it stands on the slip.
        key: the device's random key of this ballot, 0 to 2⁶³ − 1.
        values: item and value as in a ballot file; empty for a blank ballot.

    Raises:
        BadInput: the ballot breaks a rule of its vote.
        RuleBroken: the vote isn't open, the code isn't valid, another device has used it, or all have voted.
    """
    found = opened(vote_pk)
    if found is None:
        return _too_late(vote_pk, key)
    held = codes.check(found.vote.conference_id, code)
    content = Content(values, held.group if held else "", held.pseudonym if held else "")
    check_ballot(found.paper, content)
    try:
        ballot = ballot_box.locked(vote_pk, key, content, room=found.n_bytes, key_name=found.key_name)
    except RuleBroken:
        if ballot_box.is_open(vote_pk):
            raise
        return _too_late(vote_pk, key)  # closed since it was asked whether it's open
    with transaction.atomic():
        ballot_box.hold(vote_pk)
        found = opened(vote_pk)
        if found is None or not may_cast("open", closes_at=found.vote.closes_at, at=at):
            return _too_late(vote_pk, key)
        # Struck since it was looked up: the row is asked for again, now that nobody can change the box.
        if held is None or not codes.is_valid(held):
            raise RuleBroken("code_not_valid", "The code isn't valid any more. Ask the chair for another.")
        if ballot_box.change(vote_pk, key, ballot):
            return Received(ballot_box.receipt(vote_pk, key), changed=True)
        use_code(found.vote, held)
        ballot_box.put(vote_pk, key, ballot)
        announce_turnout(vote_pk)
    return Received(ballot_box.receipt(vote_pk, key))


def _too_late(vote_pk: int, key: int) -> Received:
    """Return that the ballot was counted, where the first sending of it came in time."""
    receipt = ballot_box.receipt(vote_pk, key)
    if ballot_box.holds(vote_pk, key) or receipt in ballot_box.receipts(vote_pk):
        return Received(receipt, counted=True)
    raise RuleBroken("vote_closed", "The vote has closed. Your ballot came too late and isn't counted.")


def use_code(vote: Vote, code: Code, *, paper: bool = False) -> None:
    """Mark that a code has been used in a vote; called in a transaction that holds the box.

    Raises:
        RuleBroken: it had been used, or all who may have voted.
    """
    if not ballot_box.mark(vote.pk, codes.mark_of(vote.pk, code.digest), paper=paper, group=code.group):
        raise _used()
    if ballot_box.marked(vote.pk) > vote.entitled:
        raise RuleBroken(
            "all_have_voted",
            "{n} are entitled to vote, and as many ballots have been received. Tell the chair if you haven't voted.",
            n=vote.entitled,
        )
    in_group = dict(vote.conference.groups).get(code.group)
    if in_group is not None and ballot_box.marked(vote.pk, group=code.group) > in_group:
        raise RuleBroken(
            "group_has_voted",
            "The group “{group}” has {n} entitled voters, and as many ballots have been received from it.",
            group=code.group,
            n=in_group,
        )


def used_elsewhere(vote_pk: int, code: Code, key: int) -> RuleBroken | None:
    """Return that another device, or paper, has used a code in an open vote; None where it hasn't been used there."""
    marked = ballot_box.is_marked(vote_pk, codes.mark_of(vote_pk, code.digest))
    return _used() if marked and not ballot_box.holds(vote_pk, key) else None


def _used() -> RuleBroken:
    return RuleBroken(
        "code_used",
        "A ballot has already been received for this code in this vote. It can be changed only on the device "
        "that sent it.",
    )


def check_ballot(paper: BallotPaper, content: Content) -> None:
    """Do nothing for a ballot that its vote's tally can read.

    Raises:
        BadInput: it breaks a rule.
    """
    read_contents(paper, [content])
    _check_limits(paper, content)


def read_contents(paper: BallotPaper, contents: Iterable[Content]) -> None:
    """Do nothing for ballots that the tally can read together.

    Raises:
        BadInput: they break a rule.
    """
    rows: list[Row] = [row for place, each in enumerate(contents, start=1) for row in each.rows(str(place))]
    read_ballots(
        rows,
        paper.form,
        vote=paper.reference,
        pool=paper.items,
        listed=paper.listed,
        electorate=paper.electorate,
    )


def _check_limits(paper: BallotPaper, content: Content) -> None:
    """Refuse more yes than there are open places in a tie that a run-off settles."""
    for limit in paper.limits:
        chosen = [item for item in limit.items if content.values.get(item) == "yes"]
        if len(chosen) > limit.most:
            raise RuleBroken(
                "more_than_open",
                "The ballot says yes to {n} of {items}; at most {most} places are open between them.",
                n=len(chosen),
                items=", ".join(limit.items),
                most=limit.most,
            )
