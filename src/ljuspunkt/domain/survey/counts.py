"""Counts (antal): what is left of single answers, and all that the method ever sees of them.

A *cell* is an inner set of respondents: one value for each of `columns` (wave, association, group,
then breakdowns). Sets of the published tables are unions of cells.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Cell = tuple[str, ...]
Steps = Mapping[str, int]
"""How many ticked each choice, by its name; "" for no answer. They add up to the respondents."""

NO_ANSWER = ""
SET_COLUMNS = ("wave", "association", "group")


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """How one respondent answered an indicator's items: how many answered and positive, and the sum of values
    (after reversal; 0 where the items have no values)."""

    answered_items: int
    positive_items: int
    value_sum: int


@dataclass(frozen=True, slots=True)
class Product:
    """Cross-products of two items over those who answered both, after reversal."""

    item_a: str
    item_b: str
    n: int
    sum_a: int
    sum_b: int
    sum_ab: int
    sum_aa: int
    sum_bb: int


@dataclass(frozen=True, slots=True)
class Counts:
    """All counts of a measurement.

    Attributes:
        columns: names of the parts of a cell, `wave` first.
        steps: cell → question → step → respondents.
        scores: cell → indicator → score → respondents, a respondent once per indicator.
        products: (wave, group) → products of pairs of items of one indicator, national.
    """

    columns: tuple[str, ...]
    steps: Mapping[Cell, Mapping[str, Steps]]
    scores: Mapping[Cell, Mapping[str, Mapping[Score, int]]] = field(default_factory=dict)
    products: Mapping[tuple[str, str], tuple[Product, ...]] = field(default_factory=dict)

    def size(self, cell: Cell) -> int:
        """Return the number of respondents in a cell: every question's steps add up to it."""
        return max((sum(steps.values()) for steps in self.steps.get(cell, {}).values()), default=0)

    def collapsed(self, columns: Sequence[str]) -> "Counts":
        """Return the counts over fewer columns, those left out added up; products go along as they are.

        Raises:
            ValueError: a column isn't there.
        """
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise ValueError(f"the counts have no column {missing[0]!r}")
        places = [self.columns.index(column) for column in columns]
        steps: dict[Cell, dict[str, Counter[str]]] = {}
        for cell, questions in self.steps.items():
            target = steps.setdefault(tuple(cell[place] for place in places), {})
            for question, found in questions.items():
                target.setdefault(question, Counter()).update(found)
        scores: dict[Cell, dict[str, Counter[Score]]] = {}
        for cell, indicators in self.scores.items():
            into = scores.setdefault(tuple(cell[place] for place in places), {})
            for indicator, counted in indicators.items():
                into.setdefault(indicator, Counter()).update(counted)
        return Counts(tuple(columns), steps, scores, self.products)


def relabelled(counts: Counts, place: int, names: Mapping[str, str]) -> Counts:
    """Return the counts with values of the cells' part at `place` renamed, those of one name added up."""

    def renamed(cell: Cell) -> Cell:
        return (*cell[:place], names.get(cell[place], cell[place]), *cell[place + 1 :])

    return moved(counts, counts.columns, renamed)


def moved(counts: Counts, columns: tuple[str, ...], target: Callable[[Cell], Cell]) -> Counts:
    """Return the counts with each cell moved to its `target` over `columns`, those on one cell added up."""
    steps: dict[Cell, dict[str, Counter[str]]] = {}
    for cell, questions in counts.steps.items():
        into = steps.setdefault(target(cell), {})
        for question, found in questions.items():
            into.setdefault(question, Counter()).update(found)
    scores: dict[Cell, dict[str, Counter[Score]]] = {}
    for cell, indicators in counts.scores.items():
        scored = scores.setdefault(target(cell), {})
        for indicator, counted in indicators.items():
            scored.setdefault(indicator, Counter()).update(counted)
    return Counts(columns, steps, scores, counts.products)
