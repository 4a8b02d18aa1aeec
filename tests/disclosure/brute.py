"""An attacker without mathematics: tries every whole-number table that fits the printed rows.

It knows the rows of the release and the rules by which rows are printed, nothing of equations or solvers. One item at
a time: for each association (and group) how many chose each step, "" included.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from ljuspunkt.domain.disclosure.policy import ITEM_MIN
from ljuspunkt.domain.disclosure.release import ReleasedRow, ReleasedStep, ReleasedTable
from ljuspunkt.domain.estimation.mean import mean_and_interval
from ljuspunkt.domain.survey.counts import NO_ANSWER
from ljuspunkt.domain.survey.instrument import Question

Vector = tuple[int, ...]
Cell = tuple[str, str]
MOST = 3_000


class TooMany(Exception):
    """More tables than a test should look at."""


@dataclass(frozen=True)
class Tables:
    """All possible tables of one item: each gives every (association, group) its vector of steps."""

    cells: tuple[Cell, ...]
    each: tuple[tuple[Vector, ...], ...]
    steps: tuple[str, ...]
    answers: frozenset[str]
    positive: frozenset[str]

    def sizes(self, members: Sequence[Cell]) -> list[int]:
        return [sum(map(sum, chosen)) for chosen in self._of(members)]

    def positives(self, members: Sequence[Cell]) -> list[int]:
        return self._counted(members, self.positive)

    def negatives(self, members: Sequence[Cell]) -> list[int]:
        return self._counted(members, self.answers - self.positive)

    def steps_of(self, members: Sequence[Cell], step: str) -> list[int]:
        return self._counted(members, frozenset({step}))

    def _counted(self, members: Sequence[Cell], steps: frozenset[str]) -> list[int]:
        at = [place for place, step in enumerate(self.steps) if step in steps]
        return [sum(vector[place] for vector in chosen for place in at) for chosen in self._of(members)]

    def _of(self, members: Sequence[Cell]) -> Iterator[list[Vector]]:
        places = [self.cells.index(cell) for cell in members]
        for table in self.each:
            yield [table[place] for place in places]


class Fit:
    """Whether a vector of steps could have been printed as some rows."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.steps = (*question.scale.names, NO_ANSWER)
        self.answers = [choice.name for choice in question.scale.answers]
        self.at = {step: place for place, step in enumerate(self.steps)}

    def fits(self, vector: Vector, rows: Sequence[ReleasedRow], steps: Sequence[ReleasedStep]) -> bool:
        return all(self._row(vector, row) for row in rows) and all(
            step.n is None or vector[self.at[step.step]] == step.n for step in steps
        )

    def _row(self, vector: Vector, row: ReleasedRow) -> bool:
        n = sum(vector)
        answered = sum(vector[self.at[step]] for step in self.answers)
        positive = sum(vector[self.at[step]] for step in self.question.positive)
        if row.hidden == "-":
            return n == 0
        if row.n is None:
            return True
        if n != row.n:
            return False
        if row.answered is None:
            told = row.question is None or not self.question.indicators
            return "together" in "".join(row.key) or not told or answered < ITEM_MIN
        if answered != row.answered:
            return False
        if row.band == "few":
            return positive <= 1
        if row.band == "nearly all":
            return answered - positive <= 1
        if row.positive is not None and positive != row.positive:
            return False
        return row.mean is None or self._mean(vector, row)

    def _mean(self, vector: Vector, row: ReleasedRow) -> bool:
        values = self.question.scale.values
        assert values is not None
        found = mean_and_interval(
            {value: vector[self.at[step]] for step, value in values.items()},
            low=min(values.values()),
            high=max(values.values()),
        )
        ends = (None, None) if found.interval is None else (found.interval.low, found.interval.high)
        return _close(found.mean, row.mean) and _close(ends[0], row.mean_low) and _close(ends[1], row.mean_high)


def _close(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return abs(left - right) < 1e-9


def possible(tables: Sequence[ReleasedTable], question: Question, wave: str) -> Tables:
    """Return every table of an item that could lie behind the printed rows.

    Tables by (association, group), (group), (association) and none are understood; the first must be there.
    """
    fit = Fit(question)
    by = {table.columns[1:]: table for table in tables}
    inner = by["association", "group"]
    keys = list(dict.fromkeys(row.key[1:] for row in inner.rows if row.key[0] == wave))
    cells = tuple((key[0], key[1]) for key in keys if not any("together" in part for part in key))
    rows = {columns: _rows(table, question, wave) for columns, table in by.items()}
    united = [(key, found) for key, found in rows["association", "group"].items() if "together" in "".join(key)]
    groups = sorted({group for _, group in cells})
    per_group = []
    for group in groups:
        own = [cell for cell in cells if cell[1] == group]
        found = []
        for whole in _whole(by, rows, fit, group, len(fit.steps)):
            for split in _splits(whole, own, rows["association", "group"], by["association", "group"], fit):
                vectors = dict(zip(own, split, strict=True))
                if _united(vectors, united, own, rows["association", "group"], fit):
                    found.append(split)
                if len(found) > MOST:
                    raise TooMany
        per_group.append((own, found))
    if prod(len(found) for _, found in per_group) > 10 * MOST:
        raise TooMany
    each = []
    order = tuple(cell for own, _ in per_group for cell in own)
    for joined in _product([found for _, found in per_group]):
        if _across(order, joined, by, rows, fit):
            each.append(joined)
        if len(each) > MOST:
            raise TooMany
    return Tables(order, tuple(each), fit.steps, frozenset(fit.answers), frozenset(question.positive))


def _rows(table: ReleasedTable, question: Question, wave: str) -> dict[tuple[str, ...], list[ReleasedRow]]:
    found: dict[tuple[str, ...], list[ReleasedRow]] = {}
    for row in table.rows:
        if row.key[0] == wave and (row.question == question.name or row.indicator in question.indicators):
            found.setdefault(row.key[1:], []).append(row)
    return found


def _steps(table: ReleasedTable, key: Sequence[str], question: Question) -> list[ReleasedStep]:
    return [step for step in table.steps if step.key[1:] == tuple(key) and step.question == question.name]


def _whole(
    by: Mapping[tuple[str, ...], ReleasedTable],
    rows: Mapping[tuple[str, ...], Mapping[tuple[str, ...], list[ReleasedRow]]],
    fit: Fit,
    group: str,
    width: int,
) -> Iterator[Vector]:
    """Return all vectors that a group's own row allows; the row must show its n."""
    own = rows[("group",)][(group,)]
    n = own[0].n
    assert n is not None, "the enumerator needs the group's size"
    steps = _steps(by[("group",)], (group,), fit.question)
    for vector in _compositions(n, width):
        if fit.fits(vector, own, steps):
            yield vector


def _compositions(n: int, width: int) -> Iterator[Vector]:
    if width == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in _compositions(n - first, width - 1):
            yield (first, *rest)


def _splits(
    whole: Vector,
    own: Sequence[Cell],
    rows: Mapping[tuple[str, ...], list[ReleasedRow]],
    table: ReleasedTable,
    fit: Fit,
) -> Iterator[tuple[Vector, ...]]:
    cell, rest = own[0], own[1:]
    printed, steps = rows.get(cell, []), _steps(table, cell, fit.question)
    if not rest:
        if fit.fits(whole, printed, steps):
            yield (whole,)
        return
    for vector in _below(whole, printed[0].n if printed else None):
        if fit.fits(vector, printed, steps):
            left = tuple(all_ - one for all_, one in zip(whole, vector, strict=True))
            for others in _splits(left, rest, rows, table, fit):
                yield (vector, *others)


def _below(whole: Vector, n: int | None) -> Iterator[Vector]:
    """Return the vectors within another, of size `n` if given."""
    if len(whole) == 1:
        if n is None:
            yield from ((one,) for one in range(whole[0] + 1))
        elif n <= whole[0]:
            yield (n,)
        return
    for first in range(min(whole[0], whole[0] if n is None else n) + 1):
        for rest in _below(whole[1:], None if n is None else n - first):
            yield (first, *rest)


def _united(
    vectors: Mapping[Cell, Vector],
    united: Sequence[tuple[tuple[str, ...], list[ReleasedRow]]],
    own: Sequence[Cell],
    rows: Mapping[tuple[str, ...], list[ReleasedRow]],
    fit: Fit,
) -> bool:
    """Whether rows such as "other associations together" fit the sum of the hidden sets of a group."""
    for key, found in united:
        if key[1] != own[0][1]:
            continue
        hidden = [cell for cell in own if all(row.n is None for row in rows.get(cell, []))]
        if not fit.fits(_added([vectors[cell] for cell in hidden], len(fit.steps)), found, []):
            return False
    return True


def _added(vectors: Sequence[Vector], width: int) -> Vector:
    return tuple(sum(vector[place] for vector in vectors) for place in range(width))


def _product(lists: Sequence[Sequence[tuple[Vector, ...]]]) -> Iterator[tuple[Vector, ...]]:
    if not lists:
        yield ()
        return
    for first in lists[0]:
        for rest in _product(lists[1:]):
            yield (*first, *rest)


def _across(
    order: Sequence[Cell],
    joined: Sequence[Vector],
    by: Mapping[tuple[str, ...], ReleasedTable],
    rows: Mapping[tuple[str, ...], Mapping[tuple[str, ...], list[ReleasedRow]]],
    fit: Fit,
) -> bool:
    """Whether a whole table fits what is printed by association, and nationally."""
    width = len(fit.steps)
    hidden = []
    for key, found in rows.get(("association",), {}).items():
        if "together" in key[0]:
            continue
        if all(row.n is None for row in found):
            hidden.append(key[0])
        vector = _added([one for cell, one in zip(order, joined, strict=True) if cell[0] == key[0]], width)
        if not fit.fits(vector, found, _steps(by[("association",)], key, fit.question)):
            return False
    for key, found in rows.get(("association",), {}).items():
        if "together" in key[0]:
            vector = _added([one for cell, one in zip(order, joined, strict=True) if cell[0] in hidden], width)
            if not fit.fits(vector, found, []):
                return False
    for found in rows.get((), {}).values():
        if not fit.fits(_added(joined, width), found, []):
            return False
    return True
