"""Bounds of unknowns by passing each equation over and over again, without a solver.

Weaker than a linear programme, but anybody can follow it by hand: what an equation leaves for one unknown when the
others are as small, or as large, as they can be.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ljuspunkt.domain.disclosure.problem import Problem

ROUNDS = 30
Bounds = tuple[NDArray[np.float64], NDArray[np.float64]]


def propagated(problem: Problem) -> Bounds:
    """Return the least and the largest value of each unknown, as far as `ROUNDS` passes show."""
    low: NDArray[np.float64] = np.zeros(len(problem.variables))
    high: NDArray[np.float64] = np.full(len(problem.variables), np.inf)
    starts, places, values = problem.matrix.indptr, problem.matrix.indices, problem.matrix.data.astype(float)
    for _ in range(ROUNDS):
        before = low.copy(), high.copy()
        for row in range(problem.matrix.shape[0]):
            at = places[starts[row] : starts[row + 1]]
            weight = values[starts[row] : starts[row + 1]]
            up = weight > 0
            least = np.where(up, weight * low[at], -np.inf)
            least[~up] = weight[~up] * high[at[~up]]
            most = np.where(up, weight * high[at], weight * low[at])
            for place, variable in enumerate(at):
                rest_least = least.sum() - least[place] if np.isfinite(least[place]) else _without(least, place)
                rest_most = most.sum() - most[place] if np.isfinite(most[place]) else _without(most, place)
                ends = (
                    (problem.lower[row] - rest_most) / weight[place],
                    (problem.upper[row] - rest_least) / weight[place],
                )
                if not up[place]:
                    ends = ends[1], ends[0]
                low[variable] = max(low[variable], np.ceil(ends[0] - 1e-9))
                high[variable] = min(high[variable], np.floor(ends[1] + 1e-9))
        if np.array_equal(before[0], low) and np.array_equal(before[1], high):
            break
    return low, high


def _without(values: NDArray[np.float64], place: int) -> float:
    return float(np.delete(values, place).sum())


def at_least(problem: Problem, functional: Sequence[tuple[int, int]], bounds: Bounds) -> float:
    """Return a number that a sum of unknowns reaches in every table: by its own bounds, or by an equation that holds
    all of it."""
    low, high = bounds
    weights = dict(functional)
    found = sum(value * float(low[place]) for place, value in weights.items())
    starts, places, values = problem.matrix.indptr, problem.matrix.indices, problem.matrix.data
    for row in range(problem.matrix.shape[0]):
        own = dict(
            zip(
                places[starts[row] : starts[row + 1]].tolist(),
                values[starts[row] : starts[row + 1]].tolist(),
                strict=True,
            )
        )
        if all(own.get(place) == value for place, value in weights.items()):
            rest = sum(
                value * float(high[place] if value > 0 else low[place])
                for place, value in own.items()
                if place not in weights
            )
            found = max(found, float(problem.lower[row]) - rest)
    return found
