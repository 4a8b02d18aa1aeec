"""The search for witnesses in one problem: in closed form where one printed set holds all others, by dealing
respondents out anew, and with HiGHS, first over real numbers, then over whole ones.

What is looked for are corners of all tables that fit the published numbers; one corner often serves many targets.
Whichever way a table was found, it counts only after a check of every constraint in whole numbers; that there is no
table is said by HiGHS alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ljuspunkt.domain.disclosure.dealing import Exchange, Pool, deal, pools
from ljuspunkt.domain.disclosure.finding import Verdict
from ljuspunkt.domain.disclosure.problem import Problem, Target
from ljuspunkt.domain.disclosure.proof import DIFFER, REACHES, Proof
from ljuspunkt.domain.disclosure.solver import NODE_LIMIT, WHOLE, Functional, Solver
from ljuspunkt.domain.disclosure.star import ROTATIONS, star_of
from ljuspunkt.domain.disclosure.witnesses import Witnesses
from ljuspunkt.domain.vocabulary import Interval

__all__ = ["NODE_LIMIT", "Failure", "Limits", "Outcome", "limits", "search"]

TURNS = 2
"""So many ways of pulling the targets apart are tried at the start; exchangeable sets share what they give."""


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


def limits(problem: Problem, functional: Functional) -> Limits:
    """Return the bounds that a problem's constraints lay on a weighted sum of its unknowns.

    Args:
        problem: its targets play no part.
        functional: (place of an unknown, weight) of each that counts.

    Raises:
        ValueError: no whole numbers fit the constraints.
    """
    solver = Solver(problem)
    values: list[int] = []
    proven = True
    for sense in (1, -1):
        table, finished = solver.corner({place: sense * weight for place, weight in functional})
        proven &= finished
        if table is not None:
            values.append(sum(weight * int(table[place]) for place, weight in functional))
    if not values:
        raise ValueError("no whole numbers fit the constraints")
    relaxed = Interval(solver.bound(functional, 1), solver.bound(functional, -1))
    return Limits(relaxed, Interval(min(values), max(values)), proven)


def search(problem: Problem, *, closed_form: bool = True) -> Outcome:
    """Return witnesses for every target of a problem, and the targets that have none.

    Args:
        problem: the constraints and the targets.
        closed_form: construct witnesses where that can be done; the verdict is the same without.
    """
    if not problem.variables:
        return Outcome(None, tuple(_without_unknowns(problem)))
    return _Search(problem).outcome(closed_form=closed_form)


def _without_unknowns(problem: Problem) -> list[Failure]:
    return [
        Failure(target, "UNSAFE", target.constants[0], target.constants[0])
        for target in problem.targets
        if target.unless is None or target.unless > 0
    ]


class _Search:
    """Collects witnesses until each target is shown to be open, or proven not to be."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.witnesses = Witnesses(problem)
        self._solver: Solver | None = None
        self._large: dict[tuple[object, ...], bool] = {}

    @property
    def solver(self) -> Solver:
        if self._solver is None:
            self._solver = Solver(self.problem)
        return self._solver

    def outcome(self, *, closed_form: bool) -> Outcome:
        pools_ = pools(self.problem) if closed_form else []
        if closed_form:
            self._construct(pools_)
        if not len(self.witnesses):
            decided = self._extend({})
            if not len(self.witnesses):
                verdict: Verdict = "UNSAFE" if decided else "UNKNOWN"
                return Outcome(None, (Failure(self.problem.targets[0], verdict, contradiction=decided),))
            deal(self.witnesses, pools_, 0)
        if self.witnesses.unshown():
            self._spread(pools_)
        shown: list[int] = []
        failures: list[Failure] = []
        exchange = Exchange(self.witnesses)
        for place, target in enumerate(self.problem.targets):
            if target.unless is not None and self._surely_large(target):
                continue
            if not self.witnesses.shows(place):
                exchange.carry(place)
            if not self.witnesses.shows(place):
                failure = self._differs(place) if target.kind == DIFFER else self._reaches(place)
                if failure is not None:
                    failures.append(failure)
                    continue
                exchange.learn(place)
            shown.append(place)
        return Outcome(self.witnesses.proof(shown), tuple(failures))

    def _construct(self, pools_: Sequence[Pool]) -> None:
        """Add the witnesses that need no search."""
        star = star_of(self.problem)
        if star is None:
            return
        for turn in range(ROTATIONS):
            tables = star.tables(turn)
            if not tables:
                return
            self.witnesses.add(np.array(tables).T)
            for number in range(len(self.witnesses) if turn == 0 else 0):
                deal(self.witnesses, pools_, number)
            if not self.witnesses.unshown():
                return

    def _extend(self, cost: dict[int, int], at_least: Sequence[tuple[Functional, int]] = ()) -> bool:
        """Add a witness with the least cost under some extra lower bounds; False if the search gave up.

        True without a new witness means that there is none.
        """
        table, finished = self.solver.corner(cost, at_least)
        if table is not None:
            self.witnesses.add(table[:, None])
        return finished

    def _spread(self, pools_: Sequence[Pool]) -> None:
        """Add a few witnesses that pull the targets apart in turns, and one that mixes all sets at once."""
        first = len(self.witnesses)
        both = [
            (row, 1 - constant)
            for target in self.problem.targets
            if target.kind == REACHES
            for row, constant in zip(target.functionals, target.constants, strict=True)
            if row
        ]
        if both:
            self._extend({}, both)
        pulled = [target for target in self.problem.targets if target.kind == DIFFER]
        places = {name: number for number, name in enumerate(dict.fromkeys(target.of.of.name for target in pulled))}
        for bit in range(min(TURNS, len(places).bit_length())):
            cost: dict[int, int] = {}
            for number, target in enumerate(pulled):
                up = (places[target.of.of.name] >> bit) & 1
                for place, value in target.functionals[0]:
                    cost[place] = cost.get(place, 0) + (value if up else -value) * (1 + number % 2)
            self._extend(cost)
            self._extend({place: -value for place, value in cost.items()})
        for number in range(first, len(self.witnesses)):
            if not self.witnesses.unshown():
                return
            deal(self.witnesses, pools_, number)

    def _surely_large(self, target: Target) -> bool:
        """Whether the published numbers prove the target's set to be no small one."""
        assert target.unless is not None, "asked only where a size would prove it"
        name = (target.size, target.unless)
        if name not in self._large:
            if not target.size:
                self._large[name] = target.unless <= 0
            elif self.witnesses.least(target.size) < target.unless:
                self._large[name] = False
            else:
                self._large[name] = self.solver.bound(target.size, 1) >= target.unless - WHOLE
        return self._large[name]

    def _differs(self, place: int) -> Failure | None:
        """Pull a target apart; return why it can't be, None where it can."""
        target = self.problem.targets[place]
        row = target.functionals[0]
        constant = target.constants[0]
        if not row:
            return Failure(target, "UNSAFE", constant, constant)
        decided = True
        for sense in (-1, 1):
            decided &= self._extend({unknown: value * sense for unknown, value in row})
            if self.witnesses.shows(place):
                return None
        if decided:
            least, most = self.witnesses.least(row), self.witnesses.most(row)
            return Failure(target, "UNSAFE", least + constant, most + constant)
        bounds = self.solver.bound(row, 1), self.solver.bound(row, -1)
        verdict: Verdict = "UNSAFE" if bounds[1] - bounds[0] < target.threshold - WHOLE else "UNKNOWN"
        return Failure(target, verdict, bounds[0] + constant, bounds[1] + constant)

    def _reaches(self, place: int) -> Failure | None:
        """Look for a table in which a target reaches what it must; return why there is none, None if there is."""
        target = self.problem.targets[place]
        needed = [(row, 1 - constant) for row, constant in zip(target.functionals, target.constants, strict=True)]
        if any(not row and least > 0 for row, least in needed):
            return Failure(target, "UNSAFE")
        decided = self._extend({}, [(row, least) for row, least in needed if row and least > 0])
        return None if self.witnesses.shows(place) else Failure(target, "UNSAFE" if decided else "UNKNOWN")
