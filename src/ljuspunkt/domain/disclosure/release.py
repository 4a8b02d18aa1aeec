"""Released tables: the only tables that reports and pages accept.

Swedish: utlämnade tabeller. Nothing but this module makes a `ReleasedTable`: `released` from true numbers and a
pattern of hidden sets, `printed_table` from what a release's folder says. What is banded, blank or printed for several
sets together follows here from the rules alone, so an auditor knows as much of it as we.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from ljuspunkt.domain.disclosure.policy import FEW_ANSWERS, FLOOR_DISTRIBUTION, ITEM_MIN, Policy, TablePlan
from ljuspunkt.domain.disclosure.table import coarser_tables, others_of
from ljuspunkt.domain.estimation.proportion import score_interval
from ljuspunkt.domain.vocabulary import Interval

HIDDEN = "hidden to protect small groups"
"""The one reason that published files give for every hidden number."""

EMPTY = "-"
"""The sign of a set without respondents, shown only where all hidden children of a parent are empty."""

MEAN_MIN = 10
"""Below so many the share is printed and the mean is not: together they give the answers away."""

Band = Literal["", "few", "nearly all"]


@dataclass(frozen=True, slots=True)
class ReleasedRow:
    """One printed row: a set of respondents and a question or an indicator.

    `key` holds the set's values of the table's columns, `wave` first; exactly one of `question` and `indicator`
    is set. Numbers are None where they aren't printed; `hidden` is "" | HIDDEN | EMPTY. Shares and intervals are
    0–1, unrounded.
    """

    key: tuple[str, ...]
    question: str | None
    indicator: str | None
    n: int | None = None
    answered: int | None = None
    positive: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    mean_low: float | None = None
    mean_high: float | None = None
    band: Band = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class ReleasedStep:
    """How many of a set chose one step of a question; only in tables with distributions."""

    key: tuple[str, ...]
    question: str
    step: str
    n: int | None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """One table of a release; `columns` are `wave` and its `by`."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[ReleasedRow, ...]
    steps: tuple[ReleasedStep, ...] = ()


def printed_table(
    name: str, columns: tuple[str, ...], rows: Sequence[ReleasedRow], steps: Sequence[ReleasedStep]
) -> ReleasedTable:
    """Return a table as it was read back from a release's folder; what it prints has still to be audited."""
    return ReleasedTable(name, columns, tuple(rows), tuple(steps))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The true numbers of an item or indicator in one set, before protection.

    `positive` is None where the question has no share; `steps` counts every step of a question, none for an
    indicator. `items` names the questions that an indicator adds up, its own name alone for a question.
    """

    answered: int
    positive: int | None
    mean: float | None
    mean_interval: Interval | None
    steps: Mapping[str, int]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetNumbers:
    """The true numbers of one set: its size, its questions and its indicators."""

    n: int
    questions: Mapping[str, Numbers]
    indicators: Mapping[str, Numbers]


@dataclass(frozen=True, slots=True)
class Material:
    """What one table could print: its plan, its columns (`wave` first) and the numbers of each set, in order."""

    plan: TablePlan
    columns: tuple[str, ...]
    sets: Mapping[tuple[str, ...], SetNumbers]


def released(
    materials: Sequence[Material], hidden: Set[tuple[str, tuple[str, ...]]], policy: Policy
) -> tuple[ReleasedTable, ...]:
    """Return the tables that may be published when some sets are hidden.

    Args:
        materials: one for each table.
        hidden: table name and key of each hidden set; sets without respondents are hidden whether named or not.
        policy: the rules.
    """
    return _Release(materials, hidden, policy).tables()


class _Release:
    """Prints tables: what is shown, banded and hidden follows from the rules and the hidden sets alone."""

    def __init__(self, materials: Sequence[Material], hidden: Set[tuple[str, tuple[str, ...]]], policy: Policy) -> None:
        self.materials = materials
        self.policy = policy
        self.by_columns = {material.columns: material for material in materials}
        self.hidden = {
            (material.plan.name, key)
            for material in materials
            for key, numbers in material.sets.items()
            if numbers.n == 0 or (material.plan.name, key) in hidden
        }
        self.empty = self._empty()

    def _children(self, material: Material, parent: Material) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
        """Return the keys of `material` below each key of a coarser table."""
        places = [material.columns.index(column) for column in parent.columns]
        below: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for key in material.sets:
            below.setdefault(tuple(key[place] for place in places), []).append(key)
        return below

    def _parents(self, material: Material) -> list[Material]:
        coarser = coarser_tables(material.columns, self.by_columns)
        return [self.by_columns[columns] for columns in coarser]

    def _empty(self) -> set[tuple[str, tuple[str, ...]]]:
        """Return the sets that a reader sees to be empty: all hidden children of some shown parent are."""
        empty: set[tuple[str, tuple[str, ...]]] = set()
        while True:
            found = set()
            for material in self.materials:
                name = material.plan.name
                for parent in self._parents(material):
                    for key, children in self._children(material, parent).items():
                        if key not in parent.sets or (parent.plan.name, key) in self.hidden:
                            continue
                        out = [one for one in children if (name, one) in self.hidden and (name, one) not in empty]
                        if all(material.sets[one].n == 0 for one in out):
                            found |= {(name, one) for one in out}
            if not found:
                return empty
            empty |= found

    def tables(self) -> tuple[ReleasedTable, ...]:
        """Return all tables, each set's rows in the order of the material, united rows last."""
        own = {
            material.columns: [
                row for key, numbers in material.sets.items() for row in self._rows(material, key, numbers)
            ]
            for material in self.materials
        }
        printed = {
            columns: {(row.key, row.question, row.indicator): row for row in rows} for columns, rows in own.items()
        }
        result = []
        for material in self.materials:
            rows = own[material.columns]
            for parent in self._parents(material):
                rows = rows + self._together(material, parent, printed[material.columns], printed[parent.columns])
            steps = [step for key, numbers in material.sets.items() for step in self._steps(material, key, numbers)]
            result.append(ReleasedTable(material.plan.name, material.columns, tuple(rows), tuple(steps)))
        return tuple(result)

    def _topics(self, material: Material, numbers: SetNumbers) -> list[tuple[str | None, str | None, Numbers]]:
        """Return what a table prints of a set, in order: questions, then indicators."""
        topics: list[tuple[str | None, str | None, Numbers]] = []
        if "questions" in material.plan.of:
            topics += [(name, None, one) for name, one in numbers.questions.items()]
        if "indicators" in material.plan.of:
            topics += [(None, number, one) for number, one in numbers.indicators.items()]
        return topics

    def _rows(self, material: Material, key: tuple[str, ...], numbers: SetNumbers) -> list[ReleasedRow]:
        place = (material.plan.name, key)
        rows = []
        for question, indicator, one in self._topics(material, numbers):
            if place in self.hidden:
                rows.append(ReleasedRow(key, question, indicator, hidden=EMPTY if place in self.empty else HIDDEN))
            elif not self._printed(material, numbers, question, indicator, one):
                rows.append(ReleasedRow(key, question, indicator, numbers.n, hidden=HIDDEN))
            else:
                rows.append(self._row(material, key, numbers.n, question, indicator, one))
        return rows

    def _printed(
        self, material: Material, numbers: SetNumbers, question: str | None, indicator: str | None, one: Numbers
    ) -> bool:
        """Whether the rules let a set's number stand beside the set's other numbers."""
        if one.answered < ITEM_MIN:
            return False
        by_indicator = numbers.n < FEW_ANSWERS and self.policy.small_sets == "indicators"
        if question is not None:
            told = by_indicator and "indicators" in material.plan.of
            return not (told and any(question in other.items for other in numbers.indicators.values()))
        if len(one.items) > 1 and not by_indicator and "questions" in material.plan.of:
            items = [numbers.questions[name] for name in one.items if name in numbers.questions]
            return not any(item.answered < ITEM_MIN or _extreme(item, item.answered) for item in items)
        return True

    def _row(
        self,
        material: Material,
        key: tuple[str, ...],
        n: int,
        question: str | None,
        indicator: str | None,
        one: Numbers,
    ) -> ReleasedRow:
        several = len(one.items) > 1
        if _extreme(one, n if several else one.answered):
            few = one.positive is not None and one.positive <= 1
            ends = (0, 1) if few else (one.answered - 1, one.answered)
            hull = [_interval(end, one.answered, n, several=several) for end in ends]
            return ReleasedRow(
                key,
                question,
                indicator,
                n,
                one.answered,
                low=min(interval.low for interval in hull),
                high=max(interval.high for interval in hull),
                band="few" if few else "nearly all",
            )
        interval = None if one.positive is None else _interval(one.positive, one.answered, n, several=several)
        mean, mean_interval = self._mean(material, n, one)
        return ReleasedRow(
            key,
            question,
            indicator,
            n,
            one.answered,
            one.positive,
            None if one.positive is None else one.positive / one.answered,
            None if interval is None else interval.low,
            None if interval is None else interval.high,
            mean,
            None if mean_interval is None else mean_interval.low,
            None if mean_interval is None else mean_interval.high,
        )

    def _mean(self, material: Material, n: int, one: Numbers) -> tuple[float | None, Interval | None]:
        """Return the mean to print: not under ten, and for several items only where no printed set splits this one.

        The mean of respondents' scores isn't a sum of the items' counts where some items are unanswered, so the
        audit couldn't hold it to account if it could be subtracted.
        """
        if "mean" not in material.plan.statistics or min(n, one.answered) < MEAN_MIN:
            return None, None
        if len(one.items) > 1:
            split = self.policy.pool or any(set(other) > set(material.columns) for other in self.by_columns)
            if split or n < FEW_ANSWERS:
                return None, None
        return one.mean, one.mean_interval

    def _steps(self, material: Material, key: tuple[str, ...], numbers: SetNumbers) -> list[ReleasedStep]:
        if "distribution" not in material.plan.statistics or "questions" not in material.plan.of:
            return []
        shown = (material.plan.name, key) not in self.hidden and numbers.n >= self.policy.n_min_distribution
        steps = []
        for name, one in numbers.questions.items():
            allowed = (
                shown
                and one.answered >= FLOOR_DISTRIBUTION
                and not _extreme(one, one.answered)
                and self._printed(material, numbers, name, None, one)
            )
            hidden = EMPTY if (material.plan.name, key) in self.empty else HIDDEN
            for step, n in one.steps.items():
                steps.append(
                    ReleasedStep(key, name, step, n) if allowed else ReleasedStep(key, name, step, None, hidden)
                )
        return steps

    def _together(
        self,
        material: Material,
        parent: Material,
        printed: Mapping[tuple[tuple[str, ...], str | None, str | None], ReleasedRow],
        above: Mapping[tuple[tuple[str, ...], str | None, str | None], ReleasedRow],
    ) -> list[ReleasedRow]:
        """Return a row for the union of each shown parent's hidden children: it follows by subtraction anyway.

        A number stands in it only where the parent and each shown child print theirs.
        """
        rows = []
        name = material.plan.name
        for key, children in self._children(material, parent).items():
            out = [one for one in children if (name, one) in self.hidden and (name, one) not in self.empty]
            kept = [one for one in children if (name, one) not in self.hidden]
            if key not in parent.sets or (parent.plan.name, key) in self.hidden or len(out) < 2 or not kept:
                continue
            whole = dict(zip(parent.columns, key, strict=True))
            united = tuple(whole.get(column, others_of(column)) for column in material.columns)
            n = sum(material.sets[one].n for one in out)
            for question, indicator, _ in self._topics(material, parent.sets[key]):
                row = ReleasedRow(united, question, indicator, n, hidden=HIDDEN)
                needed = [above.get((key, question, indicator))]
                needed += [printed.get((one, question, indicator)) for one in kept]
                if all(one is not None and one.positive is not None for one in needed):
                    row = self._rest(material, united, n, question, indicator, out) or row
                rows.append(row)
        return rows

    def _rest(
        self,
        material: Material,
        united: tuple[str, ...],
        n: int,
        question: str | None,
        indicator: str | None,
        out: Sequence[tuple[str, ...]],
    ) -> ReleasedRow | None:
        """Return the united row's numbers, None where the rules hide them."""
        sets = [material.sets[one] for one in out]
        parts = [one.questions[question] if question else one.indicators[indicator or ""] for one in sets]
        answered = sum(part.answered for part in parts)
        positive = sum(part.positive or 0 for part in parts)
        numbers = Numbers(answered, positive, None, None, {}, parts[0].items)
        several = len(numbers.items) > 1
        united_set = SetNumbers(n, {}, sets[0].indicators)
        if not self._printed(material, united_set, question, indicator, numbers) or _extreme(
            numbers, n if several else answered
        ):
            return None
        return self._row(material, united, n, question, indicator, numbers)


def _extreme(one: Numbers, base: int) -> bool:
    """Whether a number must be banded: fewer than twenty, and at most one answer of either kind."""
    return one.positive is not None and base < FEW_ANSWERS and min(one.positive, one.answered - one.positive) <= 1


def independent_answers(respondents: int, answered: int, *, several: bool) -> int:
    """Return how many independent answers a share is worth: each respondent counts as one at most.

    Args:
        respondents: people in the set.
        answered: answers in the share's denominator, over all items.
        several: whether one respondent may have given more than one of them.
    """
    return min(respondents, answered) if several else answered


def _interval(positive: int, answered: int, n: int, *, several: bool) -> Interval:
    """Return the interval to print of a share.

    For several items it takes each respondent as one answer: never too narrow however alike somebody's answers
    are, and a function of printed numbers alone (the linearised one would tell how answers go together).
    """
    return score_interval(positive / answered, independent_answers(n, answered, several=several))
