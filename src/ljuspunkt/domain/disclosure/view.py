"""What a reader of the released tables sees: sets, which numbers they show, and what follows from the rules.

This is all that the auditor starts from. It never sees a count that isn't printed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ljuspunkt.domain.disclosure.policy import FEW_ANSWERS, ITEM_MIN, AssociationYears, Policy
from ljuspunkt.domain.disclosure.release import EMPTY, ReleasedRow, ReleasedTable
from ljuspunkt.domain.disclosure.table import (
    Item,
    Keys,
    Layout,
    Questionnaire,
    RespondentSet,
    is_together,
    layout,
    others_of,
)
from ljuspunkt.domain.estimation.quantile import t_quantile

INDICATOR = "indicator "


@dataclass(frozen=True, slots=True)
class Range:
    """A number that a reader knows to lie between two bounds, both included."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Known:
    """What is printed of one item or indicator in one set; None where nothing is.

    `answered` and `positive` are ranges (a band leaves two values); `sum` and `squares` are those of the answers'
    values, from the mean and its interval; `steps` how many chose each step. `at_most` bounds the answers of an
    item or indicator that is hidden because too few answered it. `averaged` says that a mean is printed.
    """

    answered: int | None = None
    positive: Range | None = None
    sum: int | None = None
    squares: Range | None = None
    steps: Mapping[str, int] = field(default_factory=dict)
    banded: bool = False
    hidden: bool = False
    at_most: int | None = None
    averaged: bool = False

    @property
    def numeric(self) -> bool:
        return self.answered is not None and self.positive is not None and self.positive.exact


@dataclass(frozen=True, slots=True)
class Printed:
    """A set as a reader sees it: its size if shown, and what is known of its items and indicators."""

    of: RespondentSet
    n: int | None
    empty: bool
    together: bool
    items: Mapping[str, Known]
    indicators: Mapping[str, Known]

    @property
    def shown(self) -> bool:
        return self.n is not None and not self.empty

    def topics(self) -> Iterator[tuple[str, Known]]:
        """Return what is known of each item and each "indicator <number>"."""
        yield from self.items.items()
        yield from ((INDICATOR + number, known) for number, known in self.indicators.items())

    def topic(self, name: str) -> Known | None:
        """Return what is known of an item or an "indicator <number>", None if the set doesn't print it."""
        if name.startswith(INDICATOR):
            return self.indicators.get(name.removeprefix(INDICATOR))
        return self.items.get(name)


@dataclass(frozen=True, slots=True)
class View:
    """The whole release as a reader sees it."""

    layout: Layout
    printed: tuple[Printed, ...]


def band_range(band: str, answered: int) -> Range:
    """Return the positive answers that a band leaves possible: 0–1, or all but one to all."""
    return Range(0, min(1, answered)) if band == "few" else Range(max(answered - 1, 0), answered)


def squares_from_interval(
    total: int, answered: int, low: float | None, high: float | None, scale: tuple[int, int], confidence: float = 0.95
) -> Range | None:
    """Return what a printed mean and its t interval tell of the sum of squared values.

    An end that was clipped to the scale tells nothing; an interval left out although ten or more answered tells
    that everyone answered alike.
    """
    if answered < 10:
        return None
    mean = total / answered
    if low is None or high is None:
        return Range(round(total * mean), round(total * mean))
    half = max(
        high - mean if high < scale[1] else 0.0,
        mean - low if low > scale[0] else 0.0,
    )
    if half <= 0.0:
        return None
    spread = half / t_quantile(confidence, answered - 1)
    squares = (answered - 1) * answered * spread**2 + answered * mean**2
    nearest = round(squares)
    if abs(squares - nearest) < 1e-4 * max(1.0, squares * 1e-3):
        return Range(nearest, nearest)
    return Range(squares - 0.5, squares + 0.5)


def _known(row: ReleasedRow, item: Item | None, steps: Mapping[str, int], by_rule: bool) -> Known:
    """Return what a row tells; `by_rule` says that a missing number isn't due to few answers."""
    if row.answered is None:
        return Known(hidden=True, at_most=None if by_rule else ITEM_MIN - 1)
    averaged = row.mean is not None
    if row.band:
        return Known(row.answered, band_range(row.band, row.answered), banded=True, averaged=averaged)
    positive = None if row.positive is None else Range(row.positive, row.positive)
    total: int | None = None
    squares: Range | None = None
    if item is not None and item.values is not None and row.mean is not None:
        total, squares = _moments(row, item, row.mean, row.answered)
    return Known(row.answered, positive, total, squares, steps, averaged=averaged)


def _moments(row: ReleasedRow, item: Item, mean: float, answered: int) -> tuple[int, Range | None]:
    """Return the sum and the sum of squares of an item's values as ticked, from a printed mean and interval."""
    assert item.values is not None
    low, high = min(item.values), max(item.values)
    ends = row.mean_low, row.mean_high
    if row.indicator is not None and item.reverse:
        mean = low + high - mean
        ends = (None if ends[1] is None else low + high - ends[1], None if ends[0] is None else low + high - ends[0])
    total = round(mean * answered)
    return total, squares_from_interval(total, answered, *ends, (low, high))


def read_view(
    tables: Sequence[ReleasedTable],
    questionnaire: Questionnaire,
    policy: Policy,
    associations: Sequence[AssociationYears] = (),
    plan: Layout | None = None,
) -> View:
    """Return what a reader of the tables sees.

    Args:
        tables: the released tables.
        questionnaire: what each (wave, group) was asked, as published.
        policy: the rules that the reader knows were followed.
        associations: mergers, as published.
        plan: the tables' sets over their atoms, worked out from the tables themselves unless given.
    """
    keys = {
        table.name: Keys(
            table.columns,
            tuple(dict.fromkeys(row.key for row in table.rows if not is_together(table.columns, row.key))),
        )
        for table in tables
    }
    plan = plan or layout(keys, questionnaire, policy, associations)
    place = {(one.table, one.key): one for one in plan.sets}
    printed: list[Printed] = []
    for table in tables:
        printed += _printed_rows(table, plan, place, questionnaire, policy)
    return View(plan, tuple(printed))


def _printed_rows(
    table: ReleasedTable,
    plan: Layout,
    place: Mapping[tuple[str, tuple[str, ...]], RespondentSet],
    questionnaire: Questionnaire,
    policy: Policy,
) -> list[Printed]:
    grouped: dict[tuple[str, ...], list[ReleasedRow]] = {}
    for row in table.rows:
        grouped.setdefault(row.key, []).append(row)
    steps: dict[tuple[tuple[str, ...], str], dict[str, int]] = {}
    for step in table.steps:
        if step.n is not None:
            steps.setdefault((step.key, step.question), {})[step.step] = step.n
    hidden = [key for key, rows in grouped.items() if all(row.n is None for row in rows)]
    printed = []
    for key, rows in grouped.items():
        together = is_together(table.columns, key)
        of = _united(table, key, hidden, place) if together else place[table.name, key]
        n = next((row.n for row in rows if row.n is not None), None)
        empty = any(row.hidden == EMPTY for row in rows)
        by_indicator = n is not None and n < FEW_ANSWERS and policy.small_sets == "indicators"
        told = {row.indicator for row in rows} if by_indicator else set()
        asked = {item for atom in of.atoms for item in plan.asked(questionnaire, atom)}
        by_name = {item.name: item for item in asked}
        known: dict[tuple[str | None, str | None], Known] = {}
        for row in rows if n is not None else ():
            if row.question is not None:
                item = by_name.get(row.question)
                by_rule = together or (item is not None and not told.isdisjoint(item.indicators))
                known[row.question, None] = _known(row, item, steps.get((key, row.question), {}), by_rule)
            else:
                members = [item for item in asked if row.indicator in item.indicators]
                by_rule = together or (len(members) > 1 and not by_indicator)
                known[None, row.indicator] = _known(row, members[0] if len(members) == 1 else None, {}, by_rule)
        printed.append(
            Printed(
                of,
                0 if empty else n,
                empty,
                together,
                {question: one for (question, _), one in known.items() if question is not None},
                {indicator: one for (_, indicator), one in known.items() if indicator is not None},
            )
        )
    return printed


def _united(
    table: ReleasedTable,
    key: tuple[str, ...],
    hidden: Sequence[tuple[str, ...]],
    place: Mapping[tuple[str, tuple[str, ...]], RespondentSet],
) -> RespondentSet:
    """Return the set of a row such as "other associations together": all hidden sets that fit its other columns."""
    kept = [at for at, column in enumerate(table.columns) if column == "wave" or key[at] != others_of(column)]
    parts = [one for one in hidden if all(one[at] == key[at] for at in kept) and (table.name, one) in place]
    atoms = frozenset(atom for one in parts for atom in place[table.name, one].atoms)
    return RespondentSet(table.name, table.columns, key, atoms)
