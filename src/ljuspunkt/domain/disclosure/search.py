"""The search for witnesses in one problem, with HiGHS: first over real numbers, then over whole ones.

What is looked for are corners of all tables that fit the published numbers; one corner often serves many targets. A set
takes over the witnesses of another that every constraint treats alike, with their unknowns exchanged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ljuspunkt.domain.disclosure.finding import Verdict
from ljuspunkt.domain.disclosure.problem import Problem, Target
from ljuspunkt.domain.disclosure.proof import DIFFER, REACHES, Proof
from ljuspunkt.domain.vocabulary import Interval

NODE_LIMIT = 2_000
"""A search in whole numbers gives up after so many nodes (not seconds), so verdicts repeat."""

LARGEST = 100_000
"""No unknown is looked for beyond this: the witnesses stay readable and the programme bounded."""

TURNS = 2
"""So many ways of pulling the targets apart are tried at the start; exchangeable sets share what they give."""

_WHOLE = 1e-6
_Vector = NDArray[np.int64]
_Functional = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Failure:
    """A target that isn't open: what can be worked out (`low` to `high` is all that is possible), or what couldn't
    be decided."""

    target: Target
    verdict: Verdict
    low: float | None = None
    high: float | None = None
    contradiction: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the search found in one problem."""

    proof: Proof | None
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How far the constraints let a number go: over real numbers, and over whole ones where `proven`."""

    relaxed: Interval
    whole: Interval
    proven: bool


def limits(problem: Problem, functional: Sequence[tuple[int, int]]) -> Limits:
    """Return the bounds that a problem's constraints lay on a weighted sum of its unknowns.

    Args:
        problem: its targets play no part.
        functional: (place of an unknown, weight) of each that counts.

    Raises:
        ValueError: no whole numbers fit the constraints.
    """
    solver = _Solver(problem)
    proven = solver.extend(dict(functional))
    proven &= solver.extend({place: -weight for place, weight in functional})
    if not solver.witnesses:
        raise ValueError("no whole numbers fit the constraints")
    values = solver.values(functional)
    relaxed = Interval(solver.bound(functional, 1), solver.bound(functional, -1))
    return Limits(relaxed, Interval(min(values), max(values)), proven)


def search(problem: Problem) -> Outcome:
    """Return witnesses for every target of a problem, and the targets that have none."""
    if not problem.variables:
        return Outcome(None, tuple(_without_unknowns(problem)))
    solver = _Solver(problem)
    decided = solver.extend({})
    if not solver.witnesses:
        verdict: Verdict = "UNSAFE" if decided else "UNKNOWN"
        return Outcome(None, (Failure(problem.targets[0], verdict, contradiction=decided),))
    _spread(solver, problem.targets)
    shown: list[tuple[Target, int, int]] = []
    failures: list[Failure] = []
    large: dict[str, bool] = {}
    exchange = _Exchange(solver)
    for target in problem.targets:
        name = target.of.of.name
        if target.unless is not None:
            if name not in large:
                large[name] = _surely_large(solver, target)
            if large[name]:
                continue
        look = _differs if target.kind == DIFFER else _reaches
        found = _already(solver, target) or exchange.found(target) or look(solver, target)
        exchange.learn(target, found)
        if isinstance(found, Failure):
            failures.append(found)
        else:
            shown.append((target, *found))
    return Outcome(_proof(problem, solver.witnesses, shown), tuple(failures))


def _without_unknowns(problem: Problem) -> list[Failure]:
    return [
        Failure(target, "UNSAFE", target.constants[0], target.constants[0])
        for target in problem.targets
        if target.unless is None or target.unless > 0
    ]


class _Solver:
    """Corners of a problem's tables, collected as `witnesses`."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.witnesses: list[_Vector] = []
        self._relaxed = _highs(problem, whole=False)
        self._whole: highspy.Highs | None = None

    def extend(self, cost: Mapping[int, int], at_least: Sequence[tuple[_Functional, int]] = ()) -> bool:
        """Add a witness with the least cost under some extra lower bounds; False if the search gave up.

        True without a new witness means that there is none.
        """
        objective = np.zeros(len(self.problem.variables))
        for place, value in cost.items():
            objective[place] = value
        self._limit(self._relaxed, at_least)
        status = self._run(self._relaxed, objective)
        solution = np.asarray(self._relaxed.getSolution().col_value)
        self._unlimit(self._relaxed, at_least)
        if status == highspy.HighsModelStatus.kInfeasible:
            return True
        if status == highspy.HighsModelStatus.kOptimal and self._accept(solution, at_least):
            return True
        if self._whole is None:
            self._whole = _highs(self.problem, whole=True)
        self._limit(self._whole, at_least)
        status = self._run(self._whole, objective)
        solution = np.asarray(self._whole.getSolution().col_value)
        self._unlimit(self._whole, at_least)
        if status == highspy.HighsModelStatus.kInfeasible:
            return True
        return self._accept(solution, at_least) and status == highspy.HighsModelStatus.kOptimal

    def bound(self, functional: _Functional, sense: int) -> float:
        """Return how far the relaxed programme lets a functional go: down for `sense` 1, up for −1."""
        objective = np.zeros(len(self.problem.variables))
        for place, value in functional:
            objective[place] = value * sense
        self._run(self._relaxed, objective)
        return sense * float(self._relaxed.getInfo().objective_function_value)

    def values(self, functional: _Functional) -> list[int]:
        """Return the functional in each witness."""
        places = [place for place, _ in functional]
        weights = np.array([value for _, value in functional], dtype=np.int64)
        found: list[int] = (np.array(self.witnesses)[:, places] @ weights).tolist()
        return found

    def swapped(self, number: int, here: _Vector, there: _Vector) -> int | None:
        """Add a witness with the unknowns `here` and `there` exchanged; return its number, None if it doesn't fit."""
        witness = self.witnesses[number].astype(float)
        witness[here], witness[there] = witness[there], witness[here]
        return len(self.witnesses) - 1 if self._accept(witness, ()) else None

    def _run(self, solver: highspy.Highs, objective: NDArray[np.float64]) -> highspy.HighsModelStatus:
        n = objective.size
        solver.changeColsCost(n, np.arange(n, dtype=np.int32), objective)
        solver.run()
        return solver.getModelStatus()

    def _limit(self, solver: highspy.Highs, at_least: Sequence[tuple[_Functional, int]]) -> None:
        for functional, least in at_least:
            places = np.array([place for place, _ in functional], dtype=np.int32)
            values = np.array([value for _, value in functional], dtype=float)
            solver.addRow(float(least), highspy.kHighsInf, len(places), places, values)

    def _unlimit(self, solver: highspy.Highs, at_least: Sequence[tuple[_Functional, int]]) -> None:
        if at_least:
            first = self.problem.matrix.shape[0]
            last = first + len(at_least)
            solver.deleteRows(len(at_least), np.arange(first, last, dtype=np.int32))

    def _accept(self, solution: NDArray[np.float64], at_least: Sequence[tuple[_Functional, int]]) -> bool:
        """Keep the solution as a witness if it is whole and fits every constraint exactly."""
        if solution.size != len(self.problem.variables):
            return False
        whole = np.rint(solution).astype(np.int64)
        if np.abs(solution - whole).max(initial=0.0) > _WHOLE or (whole < 0).any():
            return False
        values = self.problem.matrix @ whole
        if (values < self.problem.lower - 1e-9).any() or (values > self.problem.upper + 1e-9).any():
            return False
        if any(sum(value * whole[place] for place, value in row) < least for row, least in at_least):
            return False
        self.witnesses.append(whole)
        return True


class _Exchange:
    """Carries witnesses over from one set to another that every constraint treats alike."""

    def __init__(self, solver: _Solver) -> None:
        self.solver = solver
        self.alike = solver.problem.alike()
        self.known: dict[tuple[object, ...], tuple[int, tuple[int, int]]] = {}

    def _place(self, target: Target) -> tuple[int, tuple[object, ...]] | None:
        """Return the one block that a target is about and what its exchangeable fellows share, None for several."""
        blocks = {self.solver.problem.blocks[place] for row in target.functionals for place, _ in row}
        if len(blocks) != 1:
            return None
        block = blocks.pop()
        columns, sign = self.alike[block]
        offset = {int(column): number for number, column in enumerate(columns)}
        rows = tuple(tuple((offset[place], value) for place, value in row) for row in target.functionals)
        return block, (sign, rows, target.constants, target.kind, target.threshold)

    def found(self, target: Target) -> tuple[int, int] | None:
        """Return witnesses swapped over from a fellow's, None where there are none."""
        place = self._place(target)
        if place is None or place[1] not in self.known:
            return None
        fellow, witnesses = self.known[place[1]]
        here, there = self.alike[place[0]][0], self.alike[fellow][0]
        first = self.solver.swapped(witnesses[0], here, there)
        second = first if witnesses[0] == witnesses[1] else self.solver.swapped(witnesses[1], here, there)
        return None if first is None or second is None else (first, second)

    def learn(self, target: Target, found: tuple[int, int] | Failure) -> None:
        """Remember the witnesses of a target for its fellows."""
        place = None if isinstance(found, Failure) else self._place(target)
        if place is not None and not isinstance(found, Failure):
            self.known.setdefault(place[1], (place[0], found))


def _highs(problem: Problem, *, whole: bool) -> highspy.Highs:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 1)
    solver.setOptionValue("mip_max_nodes", NODE_LIMIT)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("presolve", "on" if whole else "off")
    n_rows, n_columns = problem.matrix.shape
    by_column = sparse.csc_matrix(problem.matrix)
    model = highspy.HighsLp()
    model.num_col_ = n_columns
    model.num_row_ = n_rows
    model.col_cost_ = np.zeros(n_columns)
    model.col_lower_ = np.zeros(n_columns)
    model.col_upper_ = np.full(n_columns, float(LARGEST))
    model.row_lower_ = problem.lower
    model.row_upper_ = np.where(np.isinf(problem.upper), highspy.kHighsInf, problem.upper)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = by_column.indptr
    model.a_matrix_.index_ = by_column.indices
    model.a_matrix_.value_ = by_column.data.astype(float)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * n_columns
    solver.passModel(model)
    return solver


def _spread(solver: _Solver, targets: Sequence[Target]) -> None:
    """Add a few witnesses that pull the targets apart in turns, and one that mixes all sets at once."""
    both = [
        (row, 1 - constant)
        for target in targets
        if target.kind == REACHES
        for row, constant in zip(target.functionals, target.constants, strict=True)
        if row
    ]
    if both:
        solver.extend({}, both)
    pulled = [target for target in targets if target.kind == DIFFER]
    places = {name: number for number, name in enumerate(dict.fromkeys(target.of.of.name for target in pulled))}
    for bit in range(min(TURNS, len(places).bit_length())):
        cost: dict[int, int] = {}
        for number, target in enumerate(pulled):
            up = (places[target.of.of.name] >> bit) & 1
            for place, value in target.functionals[0]:
                cost[place] = cost.get(place, 0) + (value if up else -value) * (1 + number % 2)
        solver.extend(cost)
        solver.extend({place: -value for place, value in cost.items()})


def _surely_large(solver: _Solver, target: Target) -> bool:
    """Whether the published numbers prove the target's set to be no small one."""
    if target.unless is None:
        return False
    if not target.size:
        return target.unless <= 0
    if min(solver.values(target.size)) < target.unless:
        return False
    return solver.bound(target.size, 1) >= target.unless - _WHOLE


def _already(solver: _Solver, target: Target) -> tuple[int, int] | None:
    """Return witnesses found before that show a target, None where there are none."""
    if target.kind == DIFFER:
        if not target.functionals[0]:
            return None
        values = solver.values(target.functionals[0])
        low, high = min(values), max(values)
        return (values.index(low), values.index(high)) if high - low >= target.threshold else None
    found = [solver.values(row) if row else [0] * len(solver.witnesses) for row in target.functionals]
    for number, values_there in enumerate(zip(*found, strict=True)):
        if all(value + constant >= 1 for value, constant in zip(values_there, target.constants, strict=True)):
            return number, number
    return None


def _differs(solver: _Solver, target: Target) -> tuple[int, int] | Failure:
    row = target.functionals[0]
    constant = target.constants[0]
    if not row:
        return Failure(target, "UNSAFE", constant, constant)
    decided = True
    for sense in (-1, 1):
        decided &= solver.extend({place: value * sense for place, value in row})
        found = _already(solver, target)
        if found is not None:
            return found
    if decided:
        values = solver.values(row)
        return Failure(target, "UNSAFE", min(values) + constant, max(values) + constant)
    bounds = solver.bound(row, 1), solver.bound(row, -1)
    if bounds[1] - bounds[0] < target.threshold - _WHOLE:
        return Failure(target, "UNSAFE", bounds[0] + constant, bounds[1] + constant)
    return Failure(target, "UNKNOWN", bounds[0] + constant, bounds[1] + constant)


def _reaches(solver: _Solver, target: Target) -> tuple[int, int] | Failure:
    needed = [(row, 1 - constant) for row, constant in zip(target.functionals, target.constants, strict=True)]
    if any(not row and least > 0 for row, least in needed):
        return Failure(target, "UNSAFE")
    decided = solver.extend({}, [(row, least) for row, least in needed if row and least > 0])
    return _already(solver, target) or Failure(target, "UNSAFE" if decided else "UNKNOWN")


def _proof(problem: Problem, witnesses: Sequence[_Vector], shown: Sequence[tuple[Target, int, int]]) -> Proof:
    used = sorted({number for _, first, second in shown for number in (first, second)} or {0})
    place = {number: at for at, number in enumerate(used)}
    rows = [
        (target, row, constant, place[first], place[second])
        for target, first, second in shown
        for row, constant in zip(target.functionals, target.constants, strict=True)
        if row
    ]
    entries = [(number, variable, value) for number, row in enumerate(rows) for variable, value in row[1]]
    functionals = sparse.csr_matrix(
        (
            np.array([value for *_, value in entries], dtype=np.int64),
            (
                np.array([number for number, *_ in entries], dtype=np.int64),
                np.array([variable for _, variable, _ in entries], dtype=np.int64),
            ),
        ),
        shape=(len(rows), len(problem.variables)),
    )
    return Proof(
        problem.matrix,
        problem.lower,
        problem.upper,
        problem.variables,
        functionals,
        tuple(target.name for target, *_ in rows),
        np.array([target.kind for target, *_ in rows], dtype=np.int8),
        np.array(
            [
                target.threshold if target.kind == DIFFER else target.threshold - constant
                for target, _, constant, _, _ in rows
            ],
            dtype=np.int64,
        ),
        np.array([first for *_, first, _ in rows], dtype=np.int32),
        np.array([second for *_, second in rows], dtype=np.int32),
        np.array([witnesses[number] for number in used], dtype=np.int64).T.reshape(len(problem.variables), len(used)),
    )
