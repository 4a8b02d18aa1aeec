"""Ties at the cut (lika vid gränsen), and the six ways to settle them; none of them goes by order or id.

A missing run-off, ruling or seed leaves the tied undecided.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

from ljuspunkt.domain.consensus.ballot import YES, Approve, Ballot, Electorate, Row, read_ballots
from ljuspunkt.domain.consensus.rule import Chair, Expand, Lot, Runoff, Secondary, Strict, Ties
from ljuspunkt.domain.errors import BadInput, RuleBroken

Way = Literal["expand", "strict", "chair", "runoff", "secondary", "lot"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the chair ruled in a tie, and why; `kind` None where places aren't per kind."""

    vote: str
    through: tuple[str, ...]
    reason: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class TieStep:
    """One step on the way to settling a tie.

    `votes` holds run-off votes, `cast` the run-off's ballots; `through` and `still` are those it took in and
    those still tied after it.
    """

    way: Way
    items: tuple[str, ...]
    places: int
    through: tuple[str, ...]
    still: tuple[str, ...] = ()
    number: int | None = None
    votes: Mapping[str, int] | None = None
    cast: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """Items with equal votes at the cut, more of them than the open places.

    `through` are those that went through so far, `still` those not yet settled with `left` places between them;
    `settled_by` is the way that settled the last of them, None while any is undecided; `waits_for` says what is
    missing.
    """

    kind: str | None
    items: tuple[str, ...]
    places: int
    through: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    left: int = 0
    settled_by: Way | None = None
    waits_for: Literal["runoff", "ruling", "seed", None] = None
    steps: tuple[TieStep, ...] = ()

    @property
    def open(self) -> bool:
        return bool(self.still)


def found_tie(kind: str | None, items: tuple[str, ...], places: int) -> Tie:
    """Return a tie of which nothing is settled yet; `places` from 1 to one fewer than the items."""
    return Tie(kind, items, places, still=items, left=places)


@dataclass(frozen=True, slots=True)
class Record:
    """What may settle a vote's ties: the chair's rulings, and the rows of each run-off by its number."""

    vote: str
    rulings: tuple[Ruling, ...] = ()
    runoffs: Mapping[int, Sequence[Row]] | None = None
    source: str | None = None


def settle(
    ties: Sequence[Tie], way: Ties, record: Record, *, listed: Collection[str], electorate: Electorate
) -> tuple[Tie, ...]:
    """Return the ties as far as the rule and the record settle them.

    Raises:
        RuleBroken: a ruling doesn't name exactly the open places among the tied, or rules where nothing is tied.
        BadInput: a run-off's ballot breaks a rule, or a run-off was held that the rule doesn't know.
    """
    most = way.most if isinstance(way, Runoff) else 0
    last = way.then if isinstance(way, Runoff) else way
    after_runoffs = _run_off(tuple(ties), most, record, listed, electorate)
    settled = tuple(
        tie
        if not tie.open
        else _settle_one(tie, last, record)
        if _held(tie) == most
        else replace(tie, waits_for="runoff")
        for tie in after_runoffs
    )
    _check_rulings(settled, record)
    return settled


def _settle_one(tie: Tie, way: Expand | Strict | Chair | Secondary | Lot, record: Record) -> Tie:
    match way:
        case Expand():
            return _step(tie, TieStep("expand", tie.still, tie.left, tie.still))
        case Strict():
            return _step(tie, TieStep("strict", tie.still, tie.left, ()))
        case Secondary():
            return _by_scores(tie, way)
        case Lot(seed):
            if seed is None:
                return replace(tie, waits_for="seed")
            order = sorted(tie.still, key=lambda item: lot(seed, item))
            return _step(tie, TieStep("lot", tie.still, tie.left, tuple(order[: tie.left])))
        case Chair():
            return _by_ruling(tie, record)


def lot(seed: str, item: str) -> str:
    """Return the lot of an item: the sha256 of `seed|item` in hexadecimal; the lowest are drawn first."""
    return sha256(f"{seed}|{item}".encode()).hexdigest()


def _step(tie: Tie, step: TieStep) -> Tie:
    taken = set(step.through)
    return replace(
        tie,
        through=tie.through + step.through,
        still=step.still,
        left=max(tie.left - len(taken), 0),
        settled_by=None if step.still else step.way,
        steps=(*tie.steps, step),
    )


def _by_scores(tie: Tie, way: Secondary) -> Tie:
    missing = [item for item in tie.still if item not in way.scores]
    if missing:
        raise BadInput(
            "no_score",
            "The tied item “{item}” has no score; every tied item needs one.",
            file=way.source or None,
            item=missing[0],
        )
    cut = sorted((way.scores[item] for item in tie.still), reverse=True)[tie.left - 1]
    above = tuple(item for item in tie.still if way.scores[item] > cut)
    level = tuple(item for item in tie.still if way.scores[item] == cut)
    if len(above) + len(level) == tie.left:
        return _step(tie, TieStep("secondary", tie.still, tie.left, above + level))
    part = _step(tie, TieStep("secondary", tie.still, tie.left, above, level))
    return _step(part, TieStep("expand", part.still, part.left, part.still))


def _by_ruling(tie: Tie, record: Record) -> Tie:
    for ruling in record.rulings:
        if _rules_on(ruling, tie):
            chosen = tuple(item for item in tie.still if item in ruling.through)
            if len(chosen) != len(ruling.through) or len(chosen) != tie.left:
                raise RuleBroken(
                    "ruling_doesnt_fit",
                    "The ruling in vote “{vote}” must name exactly {places} of the tied items {items}; "
                    "it names {named}.",
                    vote=record.vote,
                    places=tie.left,
                    items=", ".join(tie.still),
                    named=", ".join(ruling.through),
                )
            return _step(tie, TieStep("chair", tie.still, tie.left, chosen, reason=ruling.reason))
    return replace(tie, waits_for="ruling")


def _rules_on(ruling: Ruling, tie: Tie) -> bool:
    return tie.kind is None or ruling.kind == tie.kind


def _check_rulings(ties: Sequence[Tie], record: Record) -> None:
    ruled = [tie for tie in ties if any(step.way == "chair" for step in tie.steps)]
    if len(record.rulings) > len(ruled):
        idle = next((r for r in record.rulings if not any(_rules_on(r, tie) for tie in ruled)), record.rulings[-1])
        raise RuleBroken(
            "nothing_to_rule_on",
            "There is a ruling for {items} in vote “{vote}”, but no tie for the chair to settle.",
            vote=record.vote,
            items=", ".join(idle.through),
        )


def _held(tie: Tie) -> int:
    return sum(step.way == "runoff" for step in tie.steps)


def _run_off(
    ties: tuple[Tie, ...], most: int, record: Record, listed: Collection[str], electorate: Electorate
) -> tuple[Tie, ...]:
    runoffs = record.runoffs or {}
    for number in sorted(runoffs):
        rows = runoffs[number]
        name = f"{record.vote}/runoff-{number}"
        open_ties = [tie for tie in ties if tie.open and _held(tie) == number - 1]
        if number > most or not open_ties:
            raise BadInput(
                "no_such_runoff",
                "There is no run-off “{runoff}”: the rule allows {most}, and nothing was left tied for it.",
                file=record.source,
                line=rows[0].line if rows else None,
                runoff=name,
                most=most,
            )
        pool = [item for tie in open_ties for item in tie.still]
        ballots = read_ballots(
            rows, Approve(), vote=name, pool=pool, listed=listed, electorate=electorate, source=record.source
        )
        _check_limits(rows, open_ties, record.source)
        ties = tuple(_after_runoff(tie, number, ballots) if tie in open_ties else tie for tie in ties)
    return ties


def _check_limits(rows: Sequence[Row], ties: Sequence[Tie], source: str | None) -> None:
    tie_of = {item: number for number, tie in enumerate(ties) for item in tie.still}
    chosen: Counter[tuple[str, int]] = Counter()
    for row in rows:
        if row.value != YES:
            continue
        number = tie_of[row.item]
        tie = ties[number]
        chosen[row.ballot, number] += 1
        if chosen[row.ballot, number] > tie.left:
            raise BadInput(
                "more_than_places",
                "The run-off ballot “{ballot}” says yes to more items than the open places, {places}.",
                file=source,
                line=row.line,
                ballot=row.ballot,
                places=tie.left,
            )


def _after_runoff(tie: Tie, number: int, ballots: Sequence[Ballot]) -> Tie:
    votes = {item: sum(ballot.values.get(item) == 1 for ballot in ballots) for item in tie.still}
    cut = sorted(votes.values(), reverse=True)[tie.left - 1]
    above = tuple(item for item in tie.still if votes[item] > cut)
    level = tuple(item for item in tie.still if votes[item] == cut)
    if len(above) + len(level) == tie.left:
        above, level = tuple(item for item in tie.still if votes[item] >= cut), ()
    return _step(
        tie,
        TieStep("runoff", tie.still, tie.left, above, level, number=number, votes=votes, cast=len(ballots)),
    )
