"""Witnesses in closed form, where one printed set holds all the others and prints its numbers of one item.

Then each class of answers has a total. Sets of which something is printed take what their numbers say (a band leaves
two counts); what is left falls to those of which nothing is printed, in any way. So how many positive answers the
former give together is bounded by what the latter can take, and every number in between is possible: no search is
needed, and the tables are whole from the start.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ljuspunkt.domain.disclosure.problem import Problem

ROTATIONS = 12
"""So many ways of choosing which bands take their higher count are tried; the search finds the rest."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Star:
    """One printed set over the units of a problem.

    Attributes:
        columns: units × unknowns.
        size: the place of the size among a unit's unknowns.
        positive, negative, none: the places of the classes, by what they count.
        totals: of each place, for all units together.
        free: the units of which nothing is printed; `told` the others.
        n: the sizes of the told units.
        answered, positives: their least and largest numbers of answers and of positive ones, told × 2.
    """

    columns: Numbers
    size: int
    positive: Numbers
    negative: Numbers
    none: Numbers
    totals: Numbers
    free: Numbers
    told: Numbers
    n: Numbers
    answered: Numbers
    positives: Numbers

    def tables(self, turn: int) -> list[Numbers]:
        """Return tables that differ in what the told units take together; each turn others of them take it first.

        None where the turns are over.
        """
        none = int(self.totals[self.none].sum())
        positive, negative = int(self.totals[self.positive].sum()), int(self.totals[self.negative].sum())
        exact = not self.free.size
        found: dict[bytes, Numbers] = {}
        for answers in _chosen(self.answered, int(self.n.sum()) - none, positive + negative, turn, exact=exact):
            bounds = np.minimum(self.positives, answers[:, None])
            left = positive + negative - int(answers.sum())
            for positives in _chosen(bounds, positive - left, positive, turn, exact=exact):
                table = self._table(answers, positives)
                found.setdefault(table.tobytes(), table)
        return list(found.values())

    def _table(self, answers: Numbers, positives: Numbers) -> Numbers:
        """Return the table in which the told units have these numbers and the first free one has the rest."""
        units = np.zeros_like(self.columns)
        taken = ((self.positive, positives), (self.negative, answers - positives), (self.none, self.n - answers))
        for places, amounts in taken:
            if places.size:
                units[self.told[:, None], places] = _filled(amounts, self.totals[places])
        units[self.told, self.size] = self.n
        if self.free.size:
            units[self.free[0]] = self.totals - units.sum(axis=0)
        table = np.zeros(self.columns.size, dtype=np.int64)
        table[self.columns] = units
        return table


def _filled(amounts: Numbers, totals: Numbers) -> Numbers:
    """Return units × classes that give each unit its amount, the classes used up one after the other."""
    unit_ends, class_ends = np.cumsum(amounts)[:, None], np.cumsum(totals)[None, :]
    unit_starts, class_starts = unit_ends - amounts[:, None], class_ends - totals[None, :]
    overlap = np.minimum(unit_ends, class_ends) - np.maximum(unit_starts, class_starts)
    filled: Numbers = np.maximum(overlap, 0)
    return filled


def _chosen(bounds: Numbers, low: int, high: int, turn: int, *, exact: bool) -> list[Numbers]:
    """Return choices within bounds whose sum lies between `low` and `high` (is `high`, if `exact`): the least sum,
    the largest and one between, with other units first in each turn; none when each has been first."""
    floor = bounds[:, 0]
    room = bounds[:, 1] - floor
    base, all_room = int(floor.sum()), int(room.sum())
    most = min(high - base, all_room)
    least = most if exact else max(low - base, 0)
    if least > most or (room < 0).any() or (exact and most != high - base):
        return []
    chosen = []
    for more in dict.fromkeys((least, most, (least + most) // 2)):
        stride = max(1, min(more, all_room - more))
        if turn and turn * stride >= floor.size:
            continue
        order = np.roll(np.arange(floor.size), -turn * stride)
        before = np.cumsum(room[order]) - room[order]
        raised = np.zeros_like(floor)
        raised[order] = np.clip(more - before, 0, room[order])
        chosen.append(floor + raised)
    return chosen


def star_of(problem: Problem) -> Star | None:
    """Return a problem as a star, None where it is none: then it has to be searched.

    Constraints over some units only, and weighted ones, are left to the check that every witness goes through.
    """
    found = _units(problem)
    if found is None:
        return None
    columns, roles = found
    n_units, width = columns.shape
    size = roles.index("size")
    places = {role: np.flatnonzero(np.array(roles) == role) for role in ("positive", "negative", "none")}
    positive = frozenset(places["positive"].tolist())
    answers = positive | frozenset(places["negative"].tolist())
    sums: dict[frozenset[int], int] = {}
    n = np.full(n_units, -1)
    answered = np.zeros((n_units, 2), dtype=np.int64)
    positives = np.zeros((n_units, 2), dtype=np.int64)
    answered[:, 1] = positives[:, 1] = np.iinfo(np.int32).max
    told = np.zeros(n_units, dtype=bool)
    matrix = problem.matrix
    starts, indices = matrix.indptr.tolist(), matrix.indices
    for row in range(matrix.shape[0]):
        touched = indices[starts[row] : starts[row + 1]]
        values = matrix.data[starts[row] : starts[row + 1]]
        if not touched.size or (values != 1).any():
            continue
        unit, offset = touched // width, touched % width
        low, high = problem.lower[row], problem.upper[row]
        if unit.min() == unit.max():
            one, set_of = int(unit[0]), frozenset(offset.tolist())
            told[one] = True
            if set_of == {size} and low == high:
                n[one] = int(low)
            elif set_of == answers:
                answered[one] = int(np.ceil(low)), int(high)
            elif set_of == positive:
                positives[one] = int(np.ceil(low)), int(high)
        elif touched.size % n_units == 0 and low == high:
            set_of = frozenset(offset.tolist())
            if touched.size == n_units * len(set_of):
                sums[set_of] = int(low)
    totals = _totals(sums, size, width)
    if totals is None or (n[told] < 0).any():
        return None
    at = np.flatnonzero(told)
    answered[:, 1] = np.minimum(answered[:, 1], np.maximum(n, 0))
    return Star(
        columns,
        size,
        places["positive"],
        places["negative"],
        places["none"],
        totals,
        np.flatnonzero(~told),
        at,
        n[at],
        answered[at],
        positives[at],
    )


def _units(problem: Problem) -> tuple[Numbers, Sequence[str]] | None:
    """Return units × unknowns and what the unknowns of each unit count; None where units differ or have several
    items."""
    n_variables = len(problem.variables)
    blocks = np.array(problem.blocks)
    if not blocks.size or len(problem.roles) != n_variables:
        return None
    width = int(np.flatnonzero(np.append(blocks != blocks[0], True))[0])
    n_units = n_variables // width
    roles = problem.roles[:width]
    if n_units < 2 or n_units * width != n_variables or problem.roles != roles * n_units or roles.count("size") != 1:
        return None
    shaped = blocks.reshape(n_units, width)
    if (shaped != shaped[:, :1]).any() or np.unique(shaped[:, 0]).size != n_units or not _one_item(problem, n_units):
        return None
    return np.arange(n_variables, dtype=np.int64).reshape(n_units, width), roles


def _one_item(problem: Problem, n_units: int) -> bool:
    """Whether each unit's classes belong to one item: there is one constraint a unit that adds them up to its size."""
    return int((problem.matrix.data == -1).sum()) in (0, n_units)


def _totals(sums: dict[frozenset[int], int], size: int, width: int) -> Numbers | None:
    """Return the total of each place over all units, None where the printed numbers leave one open."""
    if frozenset({size}) not in sums:
        return None
    known = {size: sums[frozenset({size})]}
    classes = frozenset(range(width)) - {size}
    if classes:
        sums = {**sums, classes: known[size]}
    while len(known) < width:
        found = dict(known)
        for places, total in sums.items():
            missing = places - known.keys()
            if len(missing) == 1:
                found[next(iter(missing))] = total - sum(known[place] for place in places if place in known)
            for within, part in sums.items():
                rest = places - within
                if within < places and len(rest) == 1:
                    found.setdefault(next(iter(rest)), total - part)
        if len(found) == len(known):
            return None
        known = found
    return np.array([known[place] for place in range(width)], dtype=np.int64)
