"""Home groups and cross-groups (hemgrupper, tvärgrupper) over a day, found by a search that a seed makes repeatable.

The search minimises, over all divisions into even tables, the pairs of the same stakeholder group or organisation at
one table, and then the meetings of those who have met before; a third meeting weighs more than a second. It swaps two
people of one division at a time, always the best swap that isn't forbidden for having been made lately (tabu search:
Glover 1986; for such plans Dotú and Van Hentenryck 2007). All numbers are whole, and the work is bounded by steps, so
that every machine finds the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isqrt

import numpy as np
import numpy.typing as npt

from ljuspunkt.domain.consensus.dice import Dice
from ljuspunkt.domain.consensus.groups import (
    CLASSES,
    Class,
    Division,
    Measure,
    Member,
    bound,
    check_tables,
    fewest_crowded,
    measure,
    table_sizes,
    times_met,
)

Grid = npt.NDArray[np.int64]

MOST_DIVISIONS = 12
STARTS = 8
STEPS = 1_500
"""Swaps made from each start; large panels get fewer of both."""

LEAST_STEPS = 150
WORK = 120_000_000
"""How many swaps may be weighed in all."""

CROWDED = 1_000
"""What a pair of the same group or organisation at a table weighs beside a meeting again."""

TWO_EMPTY = 10**6
"""Two empty places at one table would leave it two smaller than others."""

FORBIDDEN_FOR = (10, 8)
"""A swap isn't undone for ten steps and up to seven more by chance."""

NEVER = 10**15


@dataclass(frozen=True, slots=True)
class ByChance:
    """What so many random draws of even tables gave: repeated meetings, and crowding."""

    draws: int
    again: float
    fewest: int
    most: int
    crowded: float


def seat(
    members: Sequence[Member], *, tables: int, divisions: int, seed: str, been: Sequence[Division] = ()
) -> tuple[Division, ...]:
    """Return divisions into even tables with stakeholder groups spread and few repeated meetings.

    Args:
        members: those present, each id once, in any order.
        tables: in each division.
        divisions: how many, 0 to 12.
        seed: the same seed gives the same divisions.
        been: divisions that have been; who met there meets again here.

    Raises:
        RuleBroken: the tables can't be filled.
        ValueError: an id stands twice, or the number of divisions is outside its range.
    """
    check_tables(len(members), tables)
    ordered = sorted(members, key=lambda member: member.id)
    if len({member.id for member in ordered}) < len(ordered):
        raise ValueError("each id may stand once")
    if not 0 <= divisions <= MOST_DIVISIONS:
        raise ValueError(f"0 to {MOST_DIVISIONS} divisions are seated, not {divisions}")
    if divisions == 0:
        return ()
    task = _task(ordered, tables, divisions, been)
    dice = Dice(f"{seed}|seating")
    best: tuple[int, Grid] | None = None
    for number, start in enumerate(_starts(task, dice)):
        if number == task.starts or (best is not None and best[0] <= task.goal):
            break
        found = _search(task, start, dice)
        best = found if best is None or found[0] < best[0] else best
    assert best is not None
    return tuple(_division(ordered, seated, tables) for seated in best[1])


def levelled(members: Sequence[Member], division: Division, *, seed: str) -> Division:
    """Return a division that has been for those present now: as it was, with as few moved as even tables need.

    Who has come since sits down where there is most room. Who moves is chosen so that groups stay spread.

    Raises:
        RuleBroken: the tables can't be filled.
    """
    check_tables(len(members), len(division))
    here = {member.id: member for member in members}
    seated = [[each for each in table if each in here] for table in division]
    known = {each for table in seated for each in table}
    ordered = sorted(here)
    turn = dict(zip(ordered, Dice(f"{seed}|levelled").order(len(ordered)).tolist(), strict=True))
    for each in sorted(here.keys() - known, key=turn.__getitem__):
        least = min(map(len, seated))
        roomy = [table for table in seated if len(table) == least]
        min(roomy, key=lambda table: _alike(here[each], table, here)).append(each)
    while max(map(len, seated)) - min(map(len, seated)) > 1:
        fullest = max(map(len, seated))
        emptiest = min(map(len, seated))
        _cost, _turn, each, from_table, to_table = min(
            (
                _alike(here[each], to_table, here) - _alike(here[each], from_table, here),
                turn[each],
                each,
                from_table,
                to_table,
            )
            for from_table in seated
            if len(from_table) == fullest
            for each in from_table
            for to_table in seated
            if len(to_table) == emptiest
        )
        from_table.remove(each)
        to_table.append(each)
    return tuple(tuple(sorted(table)) for table in seated)


def by_chance(
    members: Sequence[Member],
    *,
    tables: int,
    divisions: int,
    seed: str,
    draws: int = 1_000,
    been: Sequence[Division] = (),
) -> ByChance:
    """Return what random draws of the same even tables give: everybody shuffled, then dealt out.

    Args:
        members: as in `seat`.
        tables: as in `seat`.
        divisions: as in `seat`.
        seed: the same seed gives the same draws.
        draws: at least 1.
        been: as in `seat`.

    Raises:
        RuleBroken: the tables can't be filled.
    """
    check_tables(len(members), tables)
    ordered = sorted(members, key=lambda member: member.id)
    dice = Dice(f"{seed}|chance")
    n = len(ordered)
    places = np.arange(n) % tables
    before = _met_before(ordered, n, been)
    classes = [_same(ordered, n, what) for what in CLASSES]
    least = divisions * sum(fewest_crowded(ordered, tables, what) for what in CLASSES)
    again, crowded = [], []
    for _draw in range(draws):
        times = np.zeros((n, n), np.int64)
        for _division in range(divisions):
            at = np.empty(n, np.int64)
            at[dice.order(n)] = places
            times += at[:, None] == at[None, :]
        np.fill_diagonal(times, 0)
        met = np.triu(times + before)
        again.append(int(np.maximum(met - 1, 0).sum() - np.maximum(np.triu(before) - 1, 0).sum()))
        crowded.append(sum(int((times * same).sum()) // 2 for same in classes) - least)
    return ByChance(draws, sum(again) / draws, min(again), max(again), sum(crowded) / draws)


def measured_after(members: Sequence[Member], divisions: Sequence[Division], been: Sequence[Division]) -> Measure:
    """Return how good divisions are after those that have been, whose own repeated meetings aren't counted."""
    present = {member.id for member in members}
    before = tuple(tuple(tuple(each for each in table if each in present) for table in division) for division in been)
    together, earlier = measure(members, (*before, *divisions)), measure(members, before)
    return Measure(
        meetings=together.meetings - earlier.meetings,
        again=together.again - earlier.again,
        load=together.load - earlier.load,
        most=together.most,
        crowded=measure(members, divisions).crowded,
    )


@dataclass(frozen=True, slots=True)
class _Task:
    """The search's numbers: people first, then the empty places that make all tables equally large.

    `block` numbers the groups, or the organisations where there are none; `weights` is what a pair at one table costs
    besides meetings, `before` how often it has met, `real` 1 for pairs of people.
    """

    people: int
    places: int
    tables: int
    divisions: int
    block: Grid
    weights: Grid
    before: Grid
    real: Grid
    goal: int
    starts: int
    steps: int


def _task(ordered: Sequence[Member], tables: int, divisions: int, been: Sequence[Division]) -> _Task:
    people = len(ordered)
    places = max(table_sizes(people, tables)) * tables
    real = np.zeros((places, places), np.int64)
    real[:people, :people] = 1
    weights = CROWDED * (_same(ordered, places, "group") + _same(ordered, places, "organisation"))
    weights[people:, people:] += TWO_EMPTY
    np.fill_diagonal(weights, 0)
    unavoidable = divisions * sum(fewest_crowded(ordered, tables, what) for what in CLASSES)
    before = _met_before(ordered, places, been)
    goal = (
        CROWDED * unavoidable
        + int((before * (before - 1)).sum()) // 4
        + bound(ordered, tables, divisions, been=been).load
    )
    steps = max(LEAST_STEPS, min(STARTS * STEPS, WORK // (divisions * places * places)))
    starts = max(1, min(STARTS, steps // (STEPS // 3)))
    first: Class = "group" if any(member.group for member in ordered) else "organisation"
    classes = sorted({member.of(first) for member in ordered})
    block = [classes.index(member.of(first)) for member in ordered]
    return _Task(
        people,
        places,
        tables,
        divisions,
        np.array(block + [len(classes)] * (places - people), np.int64),
        weights,
        before,
        real,
        goal,
        starts,
        steps // starts,
    )


def _same(ordered: Sequence[Member], places: int, what: Class) -> Grid:
    """Return 1 for each pair of the same group or organisation; who has none is like nobody."""
    names = [member.of(what) for member in ordered]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    found = np.zeros((places, places), np.int64)
    code = np.array([numbers[name] if name else -1 for name in names], np.int64)
    found[: len(names), : len(names)] = (code[:, None] == code[None, :]) & (code >= 0)[:, None]
    np.fill_diagonal(found, 0)
    return found


def _met_before(ordered: Sequence[Member], places: int, been: Sequence[Division]) -> Grid:
    number = {member.id: at for at, member in enumerate(ordered)}
    found = np.zeros((places, places), np.int64)
    for pair, times in times_met(been).items():
        one, other = number.get(pair[0]), number.get(pair[1])
        if one is not None and other is not None:
            found[one, other] = found[other, one] = times
    return found


def _starts(task: _Task, dice: Dice) -> Iterator[Grid]:
    """Yield seatings to start from: one by arithmetic where there is one, then dealt out block by block."""
    size = task.places // task.tables
    if _prime(task.tables) and size <= task.tables and task.divisions <= task.tables:
        yield _by_arithmetic(task)
    while True:
        start = np.empty((task.divisions, task.places), np.int64)
        for seated in start:
            turn = dice.order(int(task.block.max()) + 1)[task.block]
            dealt = np.lexsort((dice.order(task.places), turn))
            seated[dealt] = dice.order(task.tables)[np.arange(task.places) % task.tables]
        yield start


def _by_arithmetic(task: _Task) -> Grid:
    """Return a seating where no two meet twice: with a prime number of tables, place y of row x sits at y + a·x.

    Two of different rows share a table for exactly one a, two of the same row for none (Bose's construction of
    orthogonal squares). Rows are filled group by group, so that groups are nearly spread already.
    """
    position = np.empty(task.places, np.int64)
    position[np.argsort(task.block, kind="stable")] = np.arange(task.places)
    row, place = np.divmod(position, task.tables)
    return np.stack([(place + division * row) % task.tables for division in range(task.divisions)])


def _prime(n: int) -> bool:
    return n > 1 and all(n % factor for factor in range(2, isqrt(n) + 1))


def _search(task: _Task, start: Grid, dice: Dice) -> tuple[int, Grid]:
    """Return the least cost met on the way from a start, and the seating that had it."""
    at = start.copy()
    shape = (task.divisions, task.places, task.places)
    sitting = (at[:, :, None] == np.arange(task.tables)).astype(np.int64)
    alone = np.arange(task.places)
    together = sitting @ sitting.transpose(0, 2, 1)
    together[:, alone, alone] = 0
    times = together.sum(0) + task.before
    cost = int((times * (times - 1) * task.real).sum()) // 4 + int((task.weights * (times - task.before)).sum()) // 2
    best, found = cost, at.copy()
    forbidden = np.zeros(shape, np.int64)
    for step in range(1, task.steps + 1):
        if best <= task.goal:
            break
        # What a pair costs at one table, had it not been seated together in this division.
        pairs = (times[None] - together) * task.real + task.weights
        at_table = pairs @ sitting
        own = np.take_along_axis(at_table, at[:, :, None], 2)[:, :, 0]
        there = np.take_along_axis(at_table, np.broadcast_to(at[:, None, :], shape), 2)
        change = there + there.transpose(0, 2, 1) - own[:, :, None] - own[:, None, :] - 2 * pairs
        closed = (at[:, :, None] == at[:, None, :]) | ((forbidden > step) & (cost + change >= best))
        change = np.where(closed, NEVER, change)
        least = int(change.min())
        if least == NEVER:
            continue
        choices = np.flatnonzero(change == least)
        division, one, other = np.unravel_index(int(choices[dice.below(len(choices))]), shape)
        at[division, [one, other]] = at[division, [other, one]]
        sitting[division, [one, other]] = sitting[division, [other, one]]
        times -= together[division]
        together[division] = sitting[division] @ sitting[division].T
        together[division, alone, alone] = 0
        times += together[division]
        cost += least
        until = step + FORBIDDEN_FOR[0] + dice.below(FORBIDDEN_FOR[1])
        forbidden[division, one, other] = forbidden[division, other, one] = until
        if cost < best:
            best, found = cost, at.copy()
    return best, found


def _division(ordered: Sequence[Member], seated: Grid, tables: int) -> Division:
    return tuple(
        tuple(member.id for member, table in zip(ordered, seated.tolist(), strict=False) if table == number)
        for number in range(tables)
    )


def _alike(member: Member, table: Sequence[str], here: dict[str, Member]) -> int:
    """Return how many others at a table are of the member's group, and how many of its organisation."""
    return sum(
        bool(member.of(what)) and here[other].of(what) == member.of(what)
        for other in table
        if other != member.id
        for what in CLASSES
    )
