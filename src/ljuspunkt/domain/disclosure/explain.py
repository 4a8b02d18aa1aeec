"""Which printed figures something follows from: a combination of them from which nothing can be left out.

Swedish: härledning. The bounds of a linear programme rest on few of its equations (those with a dual value); these are
the figures that an attacker would lay side by side. Where only whole numbers give it away, the figures are all that the
set is linked to.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from ljuspunkt.domain.disclosure.problem import Target
from ljuspunkt.domain.disclosure.table import Item, Questionnaire
from ljuspunkt.domain.disclosure.view import INDICATOR, Known, Printed, View

FEW = 24
"""So many figures are tried one by one to see whether the rest do without them."""
_SMALL = 1e-7
Row = dict[int, float]


def derivation(view: View, questionnaire: Questionnaire, target: Target) -> tuple[Printed, ...]:
    """Return the printed sets whose numbers leave too little open about a target, the widest first.

    Empty where fractions would leave enough open: then no few figures can be named.
    """
    system = _System(view, questionnaire, target)
    every = tuple(system.rows)
    used = system.suffices(every)
    if used is None:
        return ()
    if len(used) <= FEW:
        for one in sorted(used, key=lambda figure: len(system.figures[figure].of.atoms)):
            fewer = tuple(other for other in used if other != one)
            if system.suffices(fewer) is not None:
                used = fewer
    return tuple(
        sorted(
            {id(system.figures[one]): system.figures[one] for one in used}.values(),
            key=lambda one: (-len(one.of.atoms), one.of.name),
        )
    )


class _System:
    """All that is printed about the sets linked to a target, row by row as it stands in the tables."""

    def __init__(self, view: View, questionnaire: Questionnaire, target: Target) -> None:
        self.target = target
        self.figures: dict[int, Printed] = {}
        self.rows: dict[int, list[tuple[Row, float, float]]] = {}
        self.number: dict[tuple[int, str, str], int] = {}
        printed = _reached(view, target.of)
        atoms = sorted(frozenset().union(*(one.of.atoms for one in printed)))
        self.asked = {atom: view.layout.asked(questionnaire, atom) for atom in atoms}
        self.items = self._items()
        self.always: list[tuple[Row, float, float]] = []
        for atom in atoms:
            size = self._variable(atom, "", "")
            for item in self.asked[atom]:
                if item in self.items:
                    counts = {self._variable(atom, item.name, step): 1.0 for step in item.answers}
                    self.always.append(({**counts, size: -1.0}, -np.inf, 0.0))
        for place, one in enumerate(printed):
            rows = list(self._printed(one))
            if rows:
                self.figures[place], self.rows[place] = one, rows

    def _variable(self, atom: int, item: str, step: str) -> int:
        return self.number.setdefault((atom, item, step), len(self.number))

    def _items(self) -> set[Item]:
        """Return the target's question and those that share an indicator with it."""
        about = self.target.item
        if about is None:
            return set()
        number = about.removeprefix(INDICATOR) if about.startswith(INDICATOR) else None
        every = {item for items in self.asked.values() for item in items}
        found = {item for item in every if item.name == about or number in item.indicators}
        while True:
            shared = {indicator for item in found for indicator in item.indicators}
            more = {item for item in every if not shared.isdisjoint(item.indicators)}
            if more <= found:
                return found
            found |= more

    def _sum(self, atoms: frozenset[int], items: set[Item], weight: Mapping[Item, Mapping[str, float]]) -> Row:
        return {
            self._variable(atom, item.name, step): weight[item][step]
            for atom in sorted(atoms)
            for item in self.asked[atom]
            if item in items
            for step in item.answers
            if weight[item].get(step)
        }

    def _printed(self, one: Printed) -> list[tuple[Row, float, float]]:
        if not one.shown and not one.empty:
            return []
        n = float(one.n or 0)
        found: list[tuple[Row, float, float]] = [
            ({self._variable(atom, "", ""): 1.0 for atom in sorted(one.of.atoms)}, n, n)
        ]
        for item in sorted(self.items, key=lambda item: (item.name, item.steps)):
            for known in [one.items.get(item.name), *(one.indicators.get(number) for number in item.indicators)]:
                if known is not None and (known is one.items.get(item.name) or self._alone(one, item)):
                    found += self._known(one.of.atoms, {item}, known)
        for number, known in one.indicators.items():
            members = {item for item in self.items if number in item.indicators}
            if len(members) > 1:
                found += self._known(one.of.atoms, members, known)
        return found

    def _alone(self, one: Printed, item: Item) -> bool:
        """Whether an indicator of the item's adds nothing else up in a set."""
        every = {other for atom in one.of.atoms for other in self.asked[atom]}
        return all(other == item for other in every if not set(other.indicators).isdisjoint(item.indicators))

    def _known(self, atoms: frozenset[int], items: set[Item], known: Known) -> list[tuple[Row, float, float]]:
        answered = self._sum(atoms, items, {item: dict.fromkeys(item.answers, 1.0) for item in items})
        if known.answered is None:
            return [] if known.at_most is None else [(answered, 0.0, float(known.at_most))]
        found = [(answered, float(known.answered), float(known.answered))]
        if known.positive is not None:
            positive = self._sum(atoms, items, {item: dict.fromkeys(item.positive, 1.0) for item in items})
            found.append((positive, float(known.positive.low), float(known.positive.high)))
        for item in items if len(items) == 1 else ():
            if item.values is not None and known.sum is not None:
                values = {step: float(value) for step, value in zip(item.answers, item.values, strict=True)}
                found.append((self._sum(atoms, items, {item: values}), float(known.sum), float(known.sum)))
                if known.squares is not None:
                    squares = {step: value * value for step, value in values.items()}
                    found.append((self._sum(atoms, items, {item: squares}), known.squares.low, known.squares.high))
            for step, n in known.steps.items():
                if step in item.answers:
                    found.append((self._sum(atoms, items, {item: {step: 1.0}}), float(n), float(n)))
        return found

    def _functionals(self) -> list[Row]:
        """Return what would have to be open, as sums of unknowns; several for whether everybody answered alike."""
        atoms = self.target.of.of.atoms
        if self.target.what == "size":
            return [{self._variable(atom, "", ""): 1.0 for atom in sorted(atoms)}]
        number = (self.target.item or "").removeprefix(INDICATOR)
        items = {item for item in self.items if item.name == self.target.item or number in item.indicators}
        if self.target.item and not self.target.item.startswith(INDICATOR):
            items = {item for item in items if item.name == self.target.item}
        positive = {item: dict.fromkeys(item.positive, 1.0) for item in items}
        negative = {item: dict.fromkeys(set(item.answers) - item.positive, 1.0) for item in items}
        step = self.target.what.removeprefix("step ")
        weights = {
            "positive": [positive],
            "banded": [positive],
            "negative": [negative],
            "mixed": [positive, negative],
        }.get(self.target.what, [{item: {step: 1.0} for item in items}])
        return [self._sum(atoms, items, weight) for weight in weights]

    def suffices(self, figures: Sequence[int]) -> tuple[int, ...] | None:
        """Return the figures that the target's bounds rest on if some figures leave too little open, else None."""
        for row in self._functionals():
            if not row:
                continue
            if self.target.what == "mixed":
                high = self._bound(row, -1.0, figures)
                if high is not None and high[0] < 1 - _SMALL:
                    return high[1]
                continue
            low, high = self._bound(row, 1.0, figures), self._bound(row, -1.0, figures)
            if low is not None and high is not None and high[0] - low[0] < self.target.threshold - _SMALL:
                return tuple(sorted({*low[1], *high[1]}))
        return None

    def _bound(self, row: Row, sense: float, figures: Sequence[int]) -> tuple[float, tuple[int, ...]] | None:
        """Return how far some figures let a sum go, and which of them it rests on; None if without limit."""
        chosen = [(figure, *one) for figure in figures for one in self.rows[figure]]
        chosen += [(-1, *one) for one in self.always]
        cost = np.zeros(len(self.number))
        for place, value in row.items():
            cost[place] = value * sense
        equal = [one for one in chosen if one[2] == one[3]]
        ranges = [(figure, sign, part, limit) for figure, part, low, high in chosen if low != high
                  for sign, limit in ((1.0, high), (-1.0, -low)) if np.isfinite(limit)]  # fmt: skip
        found = optimize.linprog(
            cost,
            A_ub=_matrix([(part, sign) for _, sign, part, _ in ranges], cost.size),
            b_ub=np.array([limit for *_, limit in ranges], dtype=float),
            A_eq=_matrix([(part, 1.0) for _, part, _, _ in equal], cost.size),
            b_eq=np.array([low for *_, low, _ in equal], dtype=float),
            bounds=(0, None),
            method="highs-ds",
        )
        if found.status != 0:
            return None
        used = set()
        for rows, marginals in (
            ([figure for figure, *_ in ranges], found.ineqlin.marginals),
            ([figure for figure, *_ in equal], found.eqlin.marginals),
        ):
            used |= {figure for figure, value in zip(rows, marginals, strict=True) if abs(value) > _SMALL}
        return sense * float(found.fun or 0.0), tuple(sorted(used - {-1}))


def _matrix(rows: Sequence[tuple[Row, float]], width: int) -> NDArray[np.float64]:
    matrix: NDArray[np.float64] = np.zeros((len(rows), width))
    for number, (row, sign) in enumerate(rows):
        for place, value in row.items():
            matrix[number, place] = value * sign
    return matrix


def _reached(view: View, of: Printed) -> list[Printed]:
    """Return the printed sets that are linked to one by shared atoms, itself last."""
    holding: dict[int, list[int]] = {}
    for place, one in enumerate(view.printed):
        for atom in one.of.atoms:
            holding.setdefault(atom, []).append(place)
    waiting, atoms, places = list(of.of.atoms), set(of.of.atoms), set()
    while waiting:
        for place in holding.get(waiting.pop(), ()):
            if place not in places:
                places.add(place)
                fresh = view.printed[place].of.atoms - atoms
                atoms |= fresh
                waiting += fresh
    return [view.printed[place] for place in sorted(places)]
