"""The possible tables of one problem found so far, and how far they pull apart what must stay open."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ljuspunkt.domain.disclosure.problem import Problem, Target
from ljuspunkt.domain.disclosure.proof import DIFFER, REACHES, Proof

Functional = tuple[tuple[int, int], ...]
Numbers = NDArray[np.int64]


class Witnesses:
    """Tables that fit a problem's constraints; each is checked in whole numbers before it is taken in.

    `tables` is unknowns × tables. Which targets they show is kept for all targets at once; a target is named by its
    place in the problem.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.tables: Numbers = np.zeros((len(problem.variables), 0), dtype=np.int64)
        self._row: dict[Functional, int] = {(): 0}
        for target in problem.targets:
            for functional in (*target.functionals, target.size):
                self._row.setdefault(functional, len(self._row))
        self._functionals = _matrix(list(self._row), len(problem.variables))
        self._values: Numbers = np.zeros((len(self._row), 0), dtype=np.int64)
        self._low = np.full(len(self._row), np.iinfo(np.int64).max)
        self._high = np.full(len(self._row), np.iinfo(np.int64).min)
        self._differ = _Differ(problem.targets, self._row)
        self._reach = _Reach(problem.targets, self._row)
        self._shown = np.zeros(len(problem.targets), dtype=bool)

    def __len__(self) -> int:
        return int(self.tables.shape[1])

    def add(self, tables: Numbers) -> int:
        """Take in those of some tables (unknowns × tables) that fit every constraint; return how many did."""
        fitting = tables[:, self.problem.fits(tables)]
        if not fitting.shape[1]:
            return 0
        values = self._functionals @ fitting
        self.tables = np.hstack([self.tables, fitting])
        self._values = np.hstack([self._values, values])
        self._low = np.minimum(self._low, values.min(axis=1))
        self._high = np.maximum(self._high, values.max(axis=1))
        self._shown[self._differ.shown(self._low, self._high)] = True
        self._shown[self._reach.targets[self._reach.reached(values).any(axis=1)]] = True
        return int(fitting.shape[1])

    def least(self, functional: Functional) -> int:
        """Return the least value of a functional of the targets in any table."""
        return int(self._low[self._row[functional]])

    def most(self, functional: Functional) -> int:
        """Return the largest value of a functional of the targets in any table."""
        return int(self._high[self._row[functional]])

    def shows(self, target: int) -> bool:
        """Whether the tables show a target to be open."""
        return bool(self._shown[target])

    def unshown(self) -> list[Target]:
        """Return the targets that no tables show yet."""
        return [self.problem.targets[place] for place in np.flatnonzero(~self._shown)]

    def pair(self, target: int) -> tuple[int, int]:
        """Return the numbers of two tables that show a target: the first with the least and the most, or twice the
        first that reaches what must be reached."""
        one = self.problem.targets[target]
        if one.kind == DIFFER:
            values = self._values[self._row[one.functionals[0]]]
            return int(values.argmin()), int(values.argmax())
        first = int(self._reach.reached(self._values)[self._reach.place[target]].argmax())
        return first, first

    def proof(self, targets: Iterable[int]) -> Proof:
        """Return the proof that some targets are open, with as few of the tables as come to hand."""
        targets = list(targets)
        kept = self._enough(targets)
        values = self._values[:, kept]
        first, second = values.argmin(axis=1), values.argmax(axis=1)
        reached = self._reach.reached(values).argmax(axis=1)
        rows: list[tuple[Target, Functional, int, int]] = []
        for place in targets:
            target = self.problem.targets[place]
            for functional in filter(None, target.functionals):
                row = self._row[functional]
                seen = (first[row], second[row]) if target.kind == DIFFER else (reached[self._reach.place[place]],) * 2
                rows.append((target, functional, *seen))
        problem = self.problem
        return Proof(
            problem.matrix,
            problem.lower,
            problem.upper,
            problem.variables,
            _matrix([functional for _, functional, *_ in rows], len(problem.variables)),
            tuple(target.name for target, *_ in rows),
            np.array([target.kind for target, *_ in rows], dtype=np.int8),
            np.array([_threshold(target, functional) for target, functional, *_ in rows], dtype=np.int64),
            np.array([one for _, _, one, _ in rows], dtype=np.int32),
            np.array([other for *_, other in rows], dtype=np.int32),
            self.tables[:, kept],
        )

    def _enough(self, targets: Sequence[int]) -> list[int]:
        """Return numbers of tables that show some targets: those of each target that the ones before leave open."""
        wanted = np.zeros(len(self.problem.targets), dtype=bool)
        wanted[targets] = True
        kept: list[int] = []
        while True:
            if kept:
                values = self._values[:, kept]
                wanted[self._differ.shown(values.min(axis=1), values.max(axis=1))] = False
                wanted[self._reach.targets[self._reach.reached(values).any(axis=1)]] = False
            if not wanted.any():
                return sorted(kept) or [0]
            kept += [number for number in dict.fromkeys(self.pair(int(wanted.argmax()))) if number not in kept]


class _Differ:
    """The targets that need two tables far enough apart."""

    def __init__(self, targets: Sequence[Target], row: dict[Functional, int]) -> None:
        places = [place for place, target in enumerate(targets) if target.kind == DIFFER]
        self._targets = np.array(places, dtype=np.int64)
        self._rows = np.array([row[targets[place].functionals[0]] for place in places], dtype=np.int64)
        self._thresholds = np.array([targets[place].threshold for place in places], dtype=np.int64)

    def shown(self, low: Numbers, high: Numbers) -> Numbers:
        """Return the targets that least and largest values of all functionals show."""
        return self._targets[high[self._rows] - low[self._rows] >= self._thresholds]


class _Reach:
    """The targets that need one table in which each of their functionals, with its constant, is at least 1."""

    def __init__(self, targets: Sequence[Target], row: dict[Functional, int]) -> None:
        places = [place for place, target in enumerate(targets) if target.kind == REACHES]
        self.targets = np.array(places, dtype=np.int64)
        self.place = {target: at for at, target in enumerate(places)}
        parts = [list(zip(targets[place].functionals, targets[place].constants, strict=True)) for place in places]
        self._parts = []
        for number in range(max(map(len, parts), default=0)):
            padded = [part[number] if number < len(part) else ((), 1) for part in parts]
            rows = np.array([row[functional] for functional, _ in padded], dtype=np.int64)
            self._parts.append((rows, np.array([constant for _, constant in padded], dtype=np.int64)[:, None]))

    def reached(self, values: Numbers) -> NDArray[np.bool_]:
        """Return targets × tables, whether each table reaches what the target needs."""
        found = np.ones((self.targets.size, values.shape[1]), dtype=bool)
        for rows, constants in self._parts:
            found &= values[rows] + constants >= 1
        return found


def _threshold(target: Target, functional: Functional) -> int:
    if target.kind == DIFFER:
        return target.threshold
    return target.threshold - target.constants[target.functionals.index(functional)]


def _matrix(functionals: Sequence[Functional], n_variables: int) -> sparse.csr_matrix:
    """Return functionals × unknowns."""
    ends = np.cumsum([0, *(len(one) for one in functionals)], dtype=np.int64)
    entries = np.array([pair for one in functionals for pair in one], dtype=np.int64).reshape(-1, 2)
    shape = (len(functionals), n_variables)
    return sparse.csr_matrix((entries[:, 1], entries[:, 0], ends), shape=shape, dtype=np.int64)
