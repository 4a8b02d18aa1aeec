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

from ljuspunkt.domain.disclosure.openness import Openness

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
    attacker = Openness(sets, sizes)
    choice = _Choice(sizes, primary, always)
    hidden = frozenset(primary)
    for _ in range(ROUNDS):
        cuts = 0
        for place in sorted(primary):
            if sets[place]:
                cuts += choice.cut(*attacker.of(place, hidden), wanted[place], hidden)
        if not cuts:
            return Optimum(hidden - primary, choice.proven)
        found = choice.made()
        if found is None:
            return None
        hidden = found
    return None


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
        for place in range(self._n):
            self._solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)

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
