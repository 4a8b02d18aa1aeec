"""An attacker without mathematics who reads several releases: tries every whole-number table that fits all of them.

It knows printed rows, which respondents each row is about, and the rules by which rows are printed; nothing of
equations, views or solvers. `brute` does the same for one question of one wave, step by step in plain Python.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ljuspunkt.domain.disclosure.policy import FEW_ANSWERS, ITEM_MIN
from ljuspunkt.domain.disclosure.release import EMPTY, ReleasedRow, ReleasedStep
from ljuspunkt.domain.estimation.mean import mean_and_interval
from ljuspunkt.domain.survey.instrument import Question

Ints = NDArray[np.int16]
Keep = NDArray[np.bool_]
MOST = 60_000
WIDEST = 2_000_000
FREE = (0, 2, 10)
"""Sizes that are tried of an atom that nothing is printed of: enough to leave everything open."""


class TooMany(Exception):
    """More tables than a test should look at."""


@dataclass(frozen=True)
class Rows:
    """What one release prints of one set: the atoms it is about, its rows and steps, and whether the rules hide
    questions of small sets beside their indicators."""

    atoms: tuple[int, ...]
    rows: tuple[ReleasedRow, ...]
    steps: tuple[ReleasedStep, ...] = ()
    by_indicator: bool = True
    together: bool = False

    @property
    def n(self) -> int | None:
        if any(row.hidden == EMPTY for row in self.rows):
            return 0
        return next((row.n for row in self.rows if row.n is not None), None)


Class = tuple[Question, tuple[str, ...]]


def _classes(printed: Sequence[Rows], questions: Sequence[Question]) -> tuple[Class, ...]:
    """Return each question's answers, positive ones together and others together where nothing tells more of them."""
    found: list[Class] = []
    for one in questions:
        names = tuple(choice.name for choice in one.scale.answers)
        told = any(
            row.mean is not None and (row.question == one.name or row.indicator in one.indicators)
            for rows in printed
            for row in rows.rows
        ) or any(step.n is not None and step.question == one.name for rows in printed for step in rows.steps)
        if told:
            found += [(one, (name,)) for name in names]
        else:
            found.append((one, tuple(name for name in names if name in one.positive)))
            found.append((one, tuple(name for name in names if name not in one.positive)))
    return tuple(found)


@dataclass(frozen=True)
class Possible:
    """All tables that fit, apart for atoms that no printed set links.

    Attributes:
        classes: answers of a question that every printed number treats alike.
        parts: atoms, and for each table and each of them n, then how many gave an answer of each class.
    """

    classes: tuple[Class, ...]
    parts: tuple[tuple[tuple[int, ...], Ints], ...]

    def _columns(self, question: str, chosen: Callable[[Question, str], bool]) -> list[int]:
        return [
            at
            for at, (one, names) in enumerate(self.classes, start=1)
            if one.name == question and chosen(one, names[0])
        ]

    def _sums(self, atoms: Sequence[int], columns: Sequence[int]) -> list[Ints]:
        """Return for each part that some atoms are in the sum of some columns over them, table by table."""
        found = []
        for members, tables in self.parts:
            places = [place for place, atom in enumerate(members) if atom in atoms]
            if places:
                found.append(tables[:, places][:, :, list(columns)].sum(axis=(1, 2)))
        return found

    def _range(self, atoms: Sequence[int], columns: Sequence[int]) -> tuple[int, int]:
        sums = self._sums(atoms, columns)
        return sum(int(one.min()) for one in sums), sum(int(one.max()) for one in sums)

    def sizes(self, atoms: Sequence[int]) -> tuple[int, int]:
        return self._range(atoms, [0])

    def positives(self, atoms: Sequence[int], question: str) -> tuple[int, int]:
        return self._range(atoms, self._columns(question, lambda one, name: name in one.positive))

    def negatives(self, atoms: Sequence[int], question: str) -> tuple[int, int]:
        return self._range(atoms, self._columns(question, lambda one, name: name not in one.positive))

    def answered(self, atoms: Sequence[int], question: str) -> tuple[int, int]:
        return self._range(atoms, self._columns(question, lambda one, name: True))

    def mixed(self, atoms: Sequence[int], question: str) -> bool:
        """Whether in some table there are answers of both kinds."""
        positive = self._sums(atoms, self._columns(question, lambda one, name: name in one.positive))
        negative = self._sums(atoms, self._columns(question, lambda one, name: name not in one.positive))
        for place, one in enumerate(positive):
            if ((one > 0) & (negative[place] > 0)).any():
                return True
            others = [other for at, other in enumerate(negative) if at != place]
            if one.max() > 0 and any(other.max() > 0 for other in others):
                return True
        return False


def possible(n_atoms: int, printed: Sequence[Rows], questions: Sequence[Question]) -> Possible:
    """Return every table of some questions that could lie behind the printed rows of all releases.

    Raises:
        TooMany: there are more than a test should look at, or an atom that nothing bounds.
    """
    shown = [one for one in printed if one.n is not None]
    classes = _classes(shown, questions)
    part = list(range(n_atoms))
    for one in shown:
        linked = {part[atom] for atom in one.atoms}
        part = [min(linked) if number in linked else number for number in part]
    found = []
    for number in sorted(set(part)):
        atoms = tuple(atom for atom in range(n_atoms) if part[atom] == number)
        own = [
            replace(one, atoms=tuple(atoms.index(atom) for atom in one.atoms)) for one in shown if one.atoms[0] in atoms
        ]
        if own:
            found.append((atoms, _tables(len(atoms), own, classes)))
        else:
            free = np.concatenate([_candidates(n, n, _widths(classes)) for n in FREE])
            found.append((atoms, free[:, None, :]))
    return Possible(classes, tuple(found))


def _widths(classes: Sequence[Class]) -> tuple[int, ...]:
    """Return how many classes each question has."""
    return tuple(Counter(one.name for one, _ in classes).values())


def _tables(n_atoms: int, shown: Sequence[Rows], classes: tuple[Class, ...]) -> Ints:
    """Return every table of linked atoms: for each, n and how many gave an answer of each class."""
    widths = _widths(classes)
    most = [min((one.n or 0 for one in shown if atom in one.atoms), default=-1) for atom in range(n_atoms)]
    exact = {one.atoms[0]: one.n for one in shown if len(one.atoms) == 1}
    order = sorted(range(n_atoms), key=lambda atom: (atom not in exact, most[atom]))
    checks = [_Check(one, classes) for one in shown]
    tables: Ints = np.zeros((1, 0, 1 + sum(widths)), dtype=np.int16)
    sums: Ints = np.zeros((1, len(checks), 1 + sum(widths)), dtype=np.int16)
    done: set[int] = set()
    for atom in order:
        candidates = _candidates(most[atom], exact.get(atom), widths)
        for check in checks:
            if check.of.atoms == (atom,):
                candidates = candidates[check.fits(candidates)]
        done.add(atom)
        touched = [number for number, check in enumerate(checks) if atom in check.of.atoms and len(check.of.atoms) > 1]
        complete = [number for number in touched if set(checks[number].of.atoms) <= done]
        if len(tables) * len(candidates) > WIDEST:
            raise TooMany
        rows, chosen = (found.ravel() for found in np.indices((len(tables), len(candidates))))
        keep: Keep = np.ones(len(rows), dtype=bool)
        for number in touched:
            after = sums[rows, number] + candidates[chosen]
            keep &= checks[number].fits(after) if number in complete else checks[number].may(after)
        rows, chosen = rows[keep], chosen[keep]
        if len(rows) > MOST:
            raise TooMany
        tables = np.concatenate([tables[rows], candidates[chosen][:, None, :]], axis=1)
        sums = sums[rows]
        for number in touched:
            sums[:, number] += candidates[chosen]
    return np.asarray(tables[:, np.argsort(order)])


@cache
def _candidates(most: int, exact: int | None, widths: tuple[int, ...]) -> Ints:
    """Return all vectors of one atom: n, then for each question how many chose each answer."""
    found = []
    for n in range(most + 1) if exact is None else [exact]:
        parts = [list(_up_to(n, width)) for width in widths]
        if np.prod([len(part) for part in parts]) > 20_000:
            raise TooMany
        found += [(n, *(value for part in chosen for value in part)) for chosen in product(*parts)]
    return np.array(found, dtype=np.int16).reshape(len(found), 1 + sum(widths))


def _up_to(n: int, width: int) -> Iterator[tuple[int, ...]]:
    if width == 0:
        yield ()
        return
    for first in range(n + 1):
        for rest in _up_to(n - first, width - 1):
            yield (first, *rest)


class _Check:
    """Whether sums over a set's atoms could have been printed as its rows."""

    def __init__(self, of: Rows, classes: tuple[Class, ...]) -> None:
        self.of = of
        self.classes = classes
        self.questions = list({one.name: one for one, _ in classes}.values())

    def _topics(self) -> Iterator[tuple[ReleasedRow, list[Question]]]:
        for row in self.of.rows:
            about = [one for one in self.questions if row.question == one.name or row.indicator in one.indicators]
            if about:
                yield row, about

    def _places(self, question: Question) -> dict[str, int]:
        """Return the column of each class of a question, by its first answer."""
        return {names[0]: at for at, (one, names) in enumerate(self.classes, start=1) if one.name == question.name}

    def _counted(self, sums: Ints, about: Sequence[Question], *, positive: bool) -> Ints:
        columns = [
            place for one in about for name, place in self._places(one).items() if not positive or name in one.positive
        ]
        return np.asarray(sums[:, columns].sum(axis=1))

    def may(self, sums: Ints) -> Keep:
        """Return which sums over some of the atoms can still become what is printed."""
        keep: Keep = sums[:, 0] <= (self.of.n or 0)
        for row, about in self._topics():
            if row.answered is not None:
                keep &= self._counted(sums, about, positive=False) <= row.answered
            if row.positive is not None:
                keep &= self._counted(sums, about, positive=True) <= row.positive
        return keep

    def fits(self, sums: Ints) -> Keep:
        """Return which sums over all the atoms are what is printed."""
        keep: Keep = sums[:, 0] == (self.of.n or 0)
        for row, about in self._topics():
            keep &= self._row(sums, row, about)
        for step in self.of.steps:
            for one in self.questions:
                if step.n is not None and step.question == one.name and step.step in self._places(one):
                    keep &= sums[:, self._places(one)[step.step]] == step.n
        return keep

    def _row(self, sums: Ints, row: ReleasedRow, about: Sequence[Question]) -> Keep:
        answered, positive = self._counted(sums, about, positive=False), self._counted(sums, about, positive=True)
        every: Keep = np.ones(len(sums), dtype=bool)
        if row.hidden == EMPTY or row.n is None:
            return every
        if row.answered is None:
            return answered < ITEM_MIN if self._few_it_must_be(row, about) else every
        every = answered == row.answered
        if row.band:
            others = answered - positive
            return np.asarray(every & ((positive if row.band == "few" else others) <= 1))
        if row.positive is not None:
            every &= positive == row.positive
        if row.mean is not None and len(about) == 1:
            every &= self._mean(sums, row, about[0])
        return every

    def _few_it_must_be(self, row: ReleasedRow, about: Sequence[Question]) -> bool:
        """Whether no other rule than too few answers hides a row of a shown set."""
        if self.of.together:
            return False
        indicators_alone = self.of.by_indicator and (self.of.n or 0) < FEW_ANSWERS
        if row.question is not None:
            printed = {other.indicator for other in self.of.rows}
            return not (indicators_alone and any(number in printed for number in about[0].indicators))
        return len(about) == 1 or indicators_alone

    def _mean(self, sums: Ints, row: ReleasedRow, question: Question) -> Keep:
        values = question.scale.values
        assert values is not None
        names = list(self._places(question))
        counts = sums[:, list(self._places(question).values())]
        every, place = np.unique(counts, axis=0, return_inverse=True)
        told = np.array([_same_mean(dict(zip(names, map(int, one), strict=True)), values, row) for one in every])
        return np.asarray(told[place.ravel()])


def _same_mean(counts: Mapping[str, int], values: Mapping[str, int], row: ReleasedRow) -> bool:
    if not any(counts.values()):
        return False
    low, high = min(values.values()), max(values.values())
    found = mean_and_interval({values[name]: n for name, n in counts.items()}, low=low, high=high)
    ends = (None, None) if found.interval is None else (found.interval.low, found.interval.high)
    pairs = [(found.mean, row.mean), (ends[0], row.mean_low), (ends[1], row.mean_high)]
    return all(left is right if left is None or right is None else abs(left - right) < 1e-9 for left, right in pairs)
