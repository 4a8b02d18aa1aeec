"""Cast a ballot: mark that a code has been used, and put the ballot into the box, in one transaction.

Nothing else is written: no line in the log, no session, no mail, no time (`docs/threat-model.md`). Ballots of one vote
that come at the same time share a transaction, for each commit waits for the disk; what one of them breaks is said to
its voter alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.consensus.ballot import read_ballots
from ljuspunkt.domain.consensus.round import may_cast
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference import ballot_box, codes
from ljuspunkt.rooms.conference.ballot_box import Content
from ljuspunkt.rooms.conference.held import BallotPaper
from ljuspunkt.rooms.conference.live import announce_turnout
from ljuspunkt.rooms.conference.models import Code, Vote
from ljuspunkt.rooms.conference.opened import Opened, opened

USED = "code_used"
"""The refusal's code where another device, or paper, has used a code."""


@dataclass(frozen=True, slots=True)
class Received:
    """A ballot that lies in the box, or lay there when it was sealed; `changed` where it took another's place.

    `voted` is how many ballots lay in an open box then.
    """

    receipt: str
    changed: bool = False
    counted: bool = False
    voted: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """A ballot as it is sent: with which code (None for one that isn't valid), under which key, and what it says."""

    code: Code | None
    key: int
    values: Mapping[str, str]

    @property
    def content(self) -> Content:
        return Content(self.values, self.code.group, self.code.pseudonym) if self.code else Content(self.values)


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
        came = _too_late(vote_pk, key)
    else:
        (came,) = cast_together(found, [Sent(codes.check(found.vote.conference_id, code), key, values)], at=at)
    if isinstance(came, RuleBroken):
        raise came
    return came


def cast_together(found: Opened, several: Sequence[Sent], *, at: datetime) -> list[Received | RuleBroken]:
    """Put ballots of several voters into the box of an open vote, each as `cast_ballot` does, in one transaction.

    Returns:
        For each ballot what came of it, or why it isn't taken.
    """
    wrong = [_wrong(found.paper, each) for each in several]
    came = iter(_put_in(found, [each for each, refusal in zip(several, wrong, strict=True) if refusal is None], at))
    return [next(came) if refusal is None else refusal for refusal in wrong]


def _wrong(paper: BallotPaper, sent: Sent) -> RuleBroken | None:
    try:
        check_ballot(paper, sent.content)
    except RuleBroken as refusal:
        return refusal
    return None


def _put_in(found: Opened, several: Sequence[Sent], at: datetime) -> list[Received | RuleBroken]:
    """Put ballots that keep to the rules into the box."""
    vote_pk = found.vote.pk
    if not several:
        return []
    try:
        contents = [(each.key, each.content) for each in several]
        ballots = ballot_box.locked_all(vote_pk, contents, room=found.n_bytes, key_name=found.key_name)
    except RuleBroken as refusal:
        if ballot_box.is_open(vote_pk):
            return [refusal] * len(several)
        return [_too_late(vote_pk, each.key) for each in several]  # closed since it was asked whether it's open
    with transaction.atomic():
        ballot_box.hold(vote_pk)
        now = opened(vote_pk)
        if now is None or not may_cast("open", closes_at=now.vote.closes_at, at=at):
            return [_too_late(vote_pk, each.key) for each in several]
        # Struck since they were looked up: the rows are asked for again, now that nobody can change the box.
        valid = codes.still_valid([each.code for each in several if each.code])
        lying = ballot_box.lying(vote_pk, [each.key for each in several])
        voted = ballot_box.marked_in_groups(vote_pk)
        outcomes: list[bool | RuleBroken] = []
        for each, ballot in zip(several, ballots, strict=True):
            if each.code is None or each.code.digest not in valid:
                sentence = "The code isn't valid any more. Ask the chair for another."
                outcomes.append(RuleBroken("code_not_valid", sentence))
            elif each.key in lying:
                outcomes.append(ballot_box.change(vote_pk, each.key, ballot))
            else:
                outcomes.append(_put_first(now.vote, each.code, each.key, ballot, voted))
                lying = {*lying, each.key} if outcomes[-1] is False else lying
        n = ballot_box.lie_in(vote_pk)
        if False in outcomes:
            announce_turnout(vote_pk, n)
    return [
        outcome
        if isinstance(outcome, RuleBroken)
        else Received(ballot_box.receipt(vote_pk, each.key), changed=outcome, voted=n)
        for each, outcome in zip(several, outcomes, strict=True)
    ]


def _put_first(vote: Vote, code: Code, key: int, ballot: bytes, voted: Counter[str]) -> bool | RuleBroken:
    """Put a code's first ballot of a vote into the box and return False, for it takes no other's place."""
    try:
        use_code(vote, code, voted)
    except RuleBroken as refusal:
        return refusal
    ballot_box.put(vote.pk, key, ballot)
    return False


def _too_late(vote_pk: int, key: int) -> Received | RuleBroken:
    """Return that the ballot was counted, where the first sending of it came in time."""
    receipt = ballot_box.receipt(vote_pk, key)
    if ballot_box.holds(vote_pk, key) or receipt in ballot_box.receipts(vote_pk):
        return Received(receipt, counted=True)
    return RuleBroken("vote_closed", "The vote has closed. Your ballot came too late and isn't counted.")


def use_code(vote: Vote, code: Code, voted: Counter[str], *, paper: bool = False) -> None:
    """Mark that a code has been used in a vote; called in a transaction that holds the box.

    Args:
        voted: how many codes have been used, by declared group (`ballot_box.marked_in_groups`); counted on here.

    Raises:
        RuleBroken: it had been used, or all who may have voted; then nothing is written.
    """
    mark = codes.mark_of(vote.pk, code.digest)
    full = _full(vote, code, voted)
    if full is not None and not ballot_box.is_marked(vote.pk, mark):
        raise full
    if full is not None or not ballot_box.mark(vote.pk, mark, paper=paper, group=code.group):
        raise _used()
    voted[code.group] += 1


def used_elsewhere(vote_pk: int, code: Code, key: int) -> RuleBroken | None:
    """Return that another device, or paper, has used a code in an open vote; None where it hasn't been used there."""
    marked = ballot_box.is_marked(vote_pk, codes.mark_of(vote_pk, code.digest))
    return _used() if marked and not ballot_box.holds(vote_pk, key) else None


def _used() -> RuleBroken:
    return RuleBroken(
        USED,
        "A ballot has already been received for this code in this vote. It can be changed only on the device "
        "that sent it.",
    )


def _full(vote: Vote, code: Code, voted: Counter[str]) -> RuleBroken | None:
    """Return why no more ballots can come from a code's group, or from anybody."""
    if voted.total() >= vote.entitled:
        return RuleBroken(
            "all_have_voted",
            "{n} are entitled to vote, and as many ballots have been received. Tell the chair if you haven't voted.",
            n=vote.entitled,
        )
    in_group = dict(vote.conference.groups).get(code.group)
    if in_group is not None and voted[code.group] >= in_group:
        return RuleBroken(
            "group_has_voted",
            "The group “{group}” has {n} entitled voters, and as many ballots have been received from it.",
            group=code.group,
            n=in_group,
        )
    return None


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
    read_ballots(
        [each.sheet(str(place)) for place, each in enumerate(contents, start=1)],
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
