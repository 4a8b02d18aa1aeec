"""The pattern that hides the fewest respondents (optimum), by mixed-integer programming with cuts.

A programme chooses which sets to hide. For the chosen pattern the attacker's linear programme tells how far each
small set's size stays open; where that is too little, its dual solution gives an inequality that the pattern breaks,
and the choice is made again. What comes out is the optimum, unless the search ends at its limit of nodes.

For tables of up to some 2,000 sets; sizes alone are looked at, not answers. Source: Fischetti and Salazar-González
2001, "Solving the cell suppression problem on tabular data with linear constraints".
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

NODE_LIMIT = 200_000
"""The programme gives up after so many nodes in all (not seconds), so its answers repeat."""

ROUNDS = 400
"""So many times inequalities are added before the programme gives up."""

_ENOUGH = 1e-6


@dataclass(frozen=True, slots=True)
class Optimum:
    """The sets to hide besides the small ones; `proven` where no pattern hides fewer respondents."""

    hidden: frozenset[int]
    proven: bool


def optimum(
    sets: Sequence[Set[int]],
    sizes: Sequence[int],
    primary: Set[int],
    *,
    apart: Sequence[int] | int = 1,
    always: Set[int] = frozenset(),
) -> Optimum | None:
    """Return the sets to hide so that every small set's size stays open, with the fewest respondents hidden.

    Args:
        sets: the atoms of each printed set.
        sizes: the respondents of each.
        primary: places in `sets` that are hidden as too small.
        apart: how far apart the least and the largest possible size of a primary set must be: for all, or for each
            place in `sets`.
        always: places in `sets` that can't be hidden. Empty sets that aren't primary are never hidden.

    Returns:
        Places in `sets`, none of them in `primary`; None where no pattern protects all.
    """
    wanted = [apart] * len(sets) if isinstance(apart, int) else list(apart)
    attacker = _Attacker(sets, sizes)
    choice = _Choice(sizes, primary, always)
    hidden = frozenset(primary)
    for _ in range(ROUNDS):
        cuts = 0
        for place in sorted(primary):
            if sets[place]:
                cuts += choice.cut(*attacker.openness(place, hidden), wanted[place], hidden)
        if not cuts:
            return Optimum(hidden - primary, choice.proven)
        found = choice.made()
        if found is None:
            return None
        hidden = found
    return None


class _Attacker:
    """How far a size stays open when some sets are hidden, and which hidden sets it owes that to."""

    def __init__(self, sets: Sequence[Set[int]], sizes: Sequence[int]) -> None:
        atoms = sorted(frozenset().union(*sets))
        self._row_of = {atom: number for number, atom in enumerate(atoms)}
        self._sets = sets
        self._sizes = np.array(sizes, dtype=float)
        self._most = float(max(sizes))
        n_sets, n_atoms = len(sets), len(atoms)
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("random_seed", 1)
        self._solver.setOptionValue("presolve", "off")
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = n_atoms, n_sets
        model.col_cost_ = np.zeros(n_atoms)
        model.col_lower_ = np.zeros(n_atoms)
        model.col_upper_ = np.full(n_atoms, highspy.kHighsInf)
        model.row_lower_ = self._sizes
        model.row_upper_ = self._sizes
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *map(len, sets)], dtype=np.int32)
        model.a_matrix_.index_ = np.array([self._row_of[atom] for one in sets for atom in sorted(one)], dtype=np.int32)
        model.a_matrix_.value_ = np.ones(sum(map(len, sets)))
        self._solver.passModel(model)

    def openness(self, place: int, hidden: Set[int]) -> tuple[float, NDArray[np.float64]]:
        """Return the largest possible size of a set less its least, and what hiding each set adds to it at most.

        What hiding adds is the dual price of a set's equation times how far its size could move either way.
        """
        rows = np.arange(len(self._sets), dtype=np.int32)
        closed = np.ones(len(self._sets), dtype=bool)
        closed[list(hidden)] = False
        low = np.where(closed, self._sizes, 0.0)
        high = np.where(closed, self._sizes, self._most)
        self._solver.changeRowsBounds(len(rows), rows, low, high)
        cost = np.zeros(len(self._row_of))
        cost[[self._row_of[atom] for atom in self._sets[place]]] = 1.0
        ends = []
        added = np.zeros(len(self._sets))
        for sense in (1.0, -1.0):
            self._solver.changeColsCost(cost.size, np.arange(cost.size, dtype=np.int32), sense * cost)
            self._solver.run()
            ends.append(sense * float(self._solver.getInfo().objective_function_value))
            dual = np.asarray(self._solver.getSolution().row_dual)
            # a positive price pays where the set shrinks, to nothing at most; a negative one where it grows
            added += np.where(dual > 0, dual * self._sizes, -dual * (self._most - self._sizes))
        return ends[1] - ends[0], added


class _Choice:
    """The programme that chooses what to hide, with the inequalities found so far."""

    def __init__(self, sizes: Sequence[int], primary: Set[int], always: Set[int]) -> None:
        self.proven = True
        self._n = len(sizes)
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("random_seed", 1)
        self._solver.setOptionValue("mip_max_nodes", NODE_LIMIT)
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        self._solver.setOptionValue("mip_abs_gap", 0.5)
        for place, size in enumerate(sizes):
            fixed = place in primary
            free = not fixed and place not in always and size > 0
            self._solver.addCol(0.0 if fixed else float(size), float(fixed), float(fixed or free), 0, [], [])
        n = np.arange(self._n, dtype=np.int32)
        self._solver.changeColsIntegrality(self._n, n, [highspy.HighsVarType.kInteger] * self._n)

    def cut(self, openness: float, added: NDArray[np.float64], wanted: int, hidden: Set[int]) -> int:
        """Demand that sets are hidden that keep a size open, where the pattern doesn't; return how many demands."""
        if openness >= wanted - _ENOUGH:
            return 0
        useful = np.flatnonzero(added > _ENOUGH)
        self._solver.addRow(
            float(wanted),
            highspy.kHighsInf,
            len(useful),
            useful.astype(np.int32),
            np.minimum(added[useful], float(wanted)),
        )
        return 1

    def made(self) -> frozenset[int] | None:
        """Return the sets to hide by the inequalities so far, None where they can't be met."""
        self._solver.run()
        status = self._solver.getModelStatus()
        solution = np.asarray(self._solver.getSolution().col_value)
        if status == highspy.HighsModelStatus.kInfeasible or solution.size != self._n:
            return None
        self.proven &= status == highspy.HighsModelStatus.kOptimal
        return frozenset(np.flatnonzero(solution > 0.5).tolist())
