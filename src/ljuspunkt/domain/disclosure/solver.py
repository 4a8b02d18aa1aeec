"""One problem given to HiGHS: corners of all tables that fit the published numbers, real and whole."""

from collections.abc import Mapping, Sequence

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ljuspunkt.domain.disclosure.problem import Problem

NODE_LIMIT = 2_000
"""A search in whole numbers gives up after so many nodes (not seconds), so verdicts repeat."""

LARGEST = 100_000
"""No unknown is looked for beyond this: the witnesses stay readable and the programme bounded."""

WHOLE = 1e-6
"""A number this close to a whole one is taken to be it; whether it fits is then checked in whole numbers."""

Vector = NDArray[np.int64]
Functional = Sequence[tuple[int, int]]


class Solver:
    """Looks for tables in the corners of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._relaxed = highs(problem, whole=False)
        self._whole: highspy.Highs | None = None

    def corner(
        self, cost: Mapping[int, int], at_least: Sequence[tuple[Functional, int]] = ()
    ) -> tuple[Vector | None, bool]:
        """Return a table with the least cost under some extra lower bounds, and whether the search was finished.

        Finished without a table means that there is none; unfinished with a table, that there may be a better one.
        """
        objective = np.zeros(len(self.problem.variables))
        for place, value in cost.items():
            objective[place] = value
        status, solution = self._solved(self._relaxed, objective, at_least)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None, True
        if status == highspy.HighsModelStatus.kOptimal and (table := self._table(solution, at_least)) is not None:
            return table, True
        if self._whole is None:
            self._whole = highs(self.problem, whole=True)
        status, solution = self._solved(self._whole, objective, at_least)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None, True
        table = self._table(solution, at_least)
        return table, table is not None and status == highspy.HighsModelStatus.kOptimal

    def bound(self, functional: Functional, sense: int) -> float:
        """Return how far the relaxed programme lets a functional go: down for `sense` 1, up for −1."""
        objective = np.zeros(len(self.problem.variables))
        for place, value in functional:
            objective[place] = value * sense
        run(self._relaxed, objective)
        return sense * float(self._relaxed.getInfo().objective_function_value)

    def _solved(
        self, solver: highspy.Highs, objective: NDArray[np.float64], at_least: Sequence[tuple[Functional, int]]
    ) -> tuple[highspy.HighsModelStatus, NDArray[np.float64]]:
        for functional, least in at_least:
            places = np.array([place for place, _ in functional], dtype=np.int32)
            values = np.array([value for _, value in functional], dtype=float)
            solver.addRow(float(least), highspy.kHighsInf, len(places), places, values)
        status = run(solver, objective)
        solution = np.asarray(solver.getSolution().col_value)
        if at_least:
            first = self.problem.matrix.shape[0]
            solver.deleteRows(len(at_least), np.arange(first, first + len(at_least), dtype=np.int32))
        return status, solution

    def _table(self, solution: NDArray[np.float64], at_least: Sequence[tuple[Functional, int]]) -> Vector | None:
        """Return the solution in whole numbers if it is whole and fits every constraint exactly."""
        if solution.size != len(self.problem.variables):
            return None
        whole = np.rint(solution).astype(np.int64)
        if np.abs(solution - whole).max(initial=0.0) > WHOLE or not self.problem.fits(whole[:, None])[0]:
            return None
        if any(sum(value * whole[place] for place, value in row) < least for row, least in at_least):
            return None
        return whole


def run(solver: highspy.Highs, objective: NDArray[np.float64]) -> highspy.HighsModelStatus:
    """Solve a model for new costs, from where the last solution ended."""
    n = objective.size
    solver.changeColsCost(n, np.arange(n, dtype=np.int32), objective)
    solver.run()
    return solver.getModelStatus()


def highs(problem: Problem, *, whole: bool) -> highspy.Highs:
    """Return a model of a problem's constraints, without costs; in whole numbers if wanted."""
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
