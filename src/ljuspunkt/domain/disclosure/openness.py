"""How far the size of a hidden set stays open, for an attacker who knows the sizes of those shown.

Swedish: öppenhet. Sizes alone are looked at: what is printed of answers can only narrow it. So this is quick to ask
before an audit, and an audit never finds more room.
"""

from collections.abc import Sequence, Set

import highspy
import numpy as np
from numpy.typing import NDArray


class Openness:
    """The attacker's linear programme over the sizes of some sets; which of them are hidden changes from call to call.

    Args:
        sets: the atoms of each printed set.
        sizes: the respondents of each.
    """

    def __init__(self, sets: Sequence[Set[int]], sizes: Sequence[int]) -> None:
        atoms = sorted(frozenset().union(*sets))
        self._row_of = {atom: number for number, atom in enumerate(atoms)}
        self._sets = sets
        self._sizes = np.array(sizes, dtype=float)
        self._most = float(max(sizes, default=0))
        self._hidden: frozenset[int] = frozenset()
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

    def of(self, place: int, hidden: Set[int]) -> tuple[float, NDArray[np.float64]]:
        """Return the largest possible size of a set less its least, and what hiding each set adds to it at most.

        Args:
            place: the set, in `sets`.
            hidden: places in `sets`; the others print their sizes.

        What hiding adds is the dual price of a set's equation times how far its size could move either way.
        """
        self._hide(hidden)
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

    def _hide(self, hidden: Set[int]) -> None:
        for place in sorted(hidden ^ self._hidden):
            free = place in hidden
            low, high = (0.0, self._most) if free else (self._sizes[place], self._sizes[place])
            self._solver.changeRowBounds(place, low, high)
        self._hidden = frozenset(hidden)
