"""Counts the answers of one or several files (räkna): the only thing that a computation over single answers yields."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.counting.engine import Engine
from ljuspunkt.counting.expression import (
    COUNTED,
    PACKED,
    RESPONDENTS,
    Packing,
    answer_column,
    literal_of,
    patterns_of,
    scores_of,
    sets_of,
    steps_of,
)
from ljuspunkt.counting.misfit import Misfit, Misfits, blank, foreign_question, unknown_step
from ljuspunkt.counting.plan import Item, Pair, Plan, item_of, plan_of
from ljuspunkt.counting.products import sums_of
from ljuspunkt.domain.survey.answers import name_of
from ljuspunkt.domain.survey.counts import NO_ANSWER, SET_COLUMNS, Cell, Counts, Product, Score
from ljuspunkt.domain.survey.instrument import Instrument, Instruments

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr import types as ir

PAIR_COLUMNS = ("wave", "group")


@dataclass
class _Sum:
    """Counts under way: several files add up."""

    steps: dict[Cell, dict[str, Counter[str]]] = field(default_factory=dict)
    scores: dict[Cell, dict[str, Counter[Score]]] = field(default_factory=dict)
    products: dict[Pair, dict[tuple[str, str], Product]] = field(default_factory=dict)

    def add_product(self, pair: Pair, product: Product) -> None:
        into = self.products.setdefault(pair, {})
        key = (product.item_a, product.item_b)
        into[key] = _added(into[key], product) if key in into else product


def _added(one: Product, other: Product) -> Product:
    return Product(
        one.item_a,
        one.item_b,
        one.n + other.n,
        one.sum_a + other.sum_a,
        one.sum_b + other.sum_b,
        one.sum_ab + other.sum_ab,
        one.sum_aa + other.sum_aa,
        one.sum_bb + other.sum_bb,
    )


class Counting:
    """One counting run: files are added one after the other, `counts` gives what they add up to."""

    def __init__(self, engine: Engine, instruments: Instruments, *, by: Sequence[str] = ()) -> None:
        self._engine = engine
        self._instruments = instruments
        self._columns = (*SET_COLUMNS, *by)
        self._sum = _Sum()

    @property
    def counts(self) -> Counts:
        """The counts of all files so far."""
        products = {
            pair: tuple(found[key] for key in sorted(found)) for pair, found in sorted(self._sum.products.items())
        }
        return Counts(self._columns, self._sum.steps, self._sum.scores, products)

    def add(self, place: Path, *, needs: Callable[[str], None]) -> int:
        """Count one file of answers.

        Args:
            place: where the answers lie as Parquet.
            needs: is called with every question that must be there and refuses where it isn't.

        Returns:
            The number of respondents in the file.

        Raises:
            Misfits: rows don't fit the instruments; nothing of the file has been added.
            Unreadable: the file is damaged.
        """
        table = self._engine.open(place)
        plan = plan_of(self._instruments, self._pairs(table))
        for question in plan.choices:
            needs(question)
        every = {question.name for one in self._instruments.each for question in one.questions}
        counted = self._counted_steps(table, plan)
        self._check(table, plan, counted, sorted(every.intersection(table.columns) - set(plan.choices)))
        self._add_steps(plan, counted)
        self._add_scores(table, plan)
        self._add_products(table, plan)
        return sum(n for n, _ in counted.values())

    def _pairs(self, table: "ir.Table") -> list[Pair]:
        rows = self._engine.result(sets_of(table, PAIR_COLUMNS))
        return sorted(set(zip(*(_names(rows, name) for name in PAIR_COLUMNS), strict=True)))

    def _counted_steps(self, table: "ir.Table", plan: Plan) -> "dict[Cell, tuple[int, dict[str, Counter[str]]]]":
        rows = self._engine.result(steps_of(self._engine, table, self._columns, plan))
        cells = list(zip(*(_names(rows, name) for name in self._columns), strict=True))
        sizes = rows.column(RESPONDENTS).to_pylist()
        counted: dict[Cell, tuple[int, dict[str, Counter[str]]]] = {}
        for cell, size in zip(cells, sizes, strict=True):
            n, questions = counted.get(cell, (0, {question: Counter() for question in plan.choices}))
            counted[cell] = (n + size, questions)
        for question, names in plan.choices.items():
            column = answer_column(table, question)
            known = [name for name in names if literal_of(column, name) is not None]
            if not known:
                continue
            tallies = rows.column(COUNTED.format(question)).to_pylist()
            for cell, tally in zip(cells, tallies, strict=True):
                into = counted[cell][1][question]
                for name, n in zip(known, tally, strict=True):
                    if n:
                        into[name] += n
        return counted

    def _check(
        self,
        table: "ir.Table",
        plan: Plan,
        counted: "dict[Cell, tuple[int, dict[str, Counter[str]]]]",
        unused: Sequence[str],
    ) -> None:
        """Refuse what the tallies don't explain: answers that are no choice or belong to another instrument."""
        wrong = [blank(name) for place, name in enumerate(SET_COLUMNS) if any(not cell[place] for cell in counted)]
        answered = self._engine.answered(table, [*plan.choices, *unused])
        explained: Counter[str] = Counter()
        doubtful = set[str]()
        for cell, (_, questions) in counted.items():
            instrument = plan.used[cell[0], cell[2]]
            own = {question.name: question.scale.names for question in instrument.questions}
            for question, tally in questions.items():
                explained[question] += tally.total()
                if any(name not in own.get(question, ()) for name in tally):
                    doubtful.add(question)
        doubtful |= {question for question, n in answered.items() if n != explained[question]}
        for question in sorted(doubtful):
            wrong += self._misfits(table, plan, question)
        if wrong:
            raise Misfits(wrong)

    def _misfits(self, table: "ir.Table", plan: Plan, question: str) -> Iterable[Misfit]:
        rows = self._engine.result(sets_of(table, (*PAIR_COLUMNS, question)))
        for wave, group, value in zip(*(_names(rows, name) for name in (*PAIR_COLUMNS, question)), strict=True):
            instrument = plan.used[wave, group]
            allowed = next((one.scale.names for one in instrument.questions if one.name == question), None)
            if not value or (allowed is not None and value in allowed):
                continue
            if allowed is None:
                yield foreign_question(question, value, wave, group, instrument.form_id)
            else:
                yield unknown_step(question, value, wave, group, allowed)

    def _add_steps(self, plan: Plan, counted: "dict[Cell, tuple[int, dict[str, Counter[str]]]]") -> None:
        """Add the steps, and what follows from them: scores of single items, products of an item by itself."""
        for cell, (n, tallies) in counted.items():
            instrument = plan.used[cell[0], cell[2]]
            into = self._sum.steps.setdefault(cell, {})
            for question in instrument.questions:
                steps = tallies[question.name]
                steps[NO_ANSWER] = n - steps.total()
                into.setdefault(question.name, Counter()).update(
                    {name: found for name, found in steps.items() if found}
                )
            self._add_single_scores(cell, instrument, tallies, n)
            for question in instrument.questions:
                if question.indicators and question.scale.values is not None:
                    product = _by_itself(item_of(question), tallies[question.name])
                    if product.n:
                        self._sum.add_product((cell[0], cell[2]), product)

    def _add_single_scores(
        self, cell: Cell, instrument: Instrument, tallies: Mapping[str, Counter[str]], n: int
    ) -> None:
        for indicator in instrument.measured:
            items = instrument.items_of(indicator)
            if len(items) > 1:
                continue
            name, worths = item_of(items[0])
            into = self._sum.scores.setdefault(cell, {}).setdefault(indicator, Counter())
            rest = n
            for choice, worth in worths:
                found = tallies[name][choice]
                rest -= found
                if found:
                    into[Score(1, int(worth.positive), worth.value or 0)] += found
            if rest:
                into[Score(0, 0, 0)] += rest

    def _add_scores(self, table: "ir.Table", plan: Plan) -> None:
        for composite in plan.composites:
            packing = Packing(composite)
            rows = self._engine.result(scores_of(table, self._columns, composite, packing))
            cells = zip(*(_names(rows, name) for name in self._columns), strict=True)
            unpacked = {number: Score(*packing.unpacked(number)) for number in set(rows.column(PACKED).to_pylist())}
            for cell, number, n in zip(
                cells, rows.column(PACKED).to_pylist(), rows.column(RESPONDENTS).to_pylist(), strict=True
            ):
                if (cell[0], cell[2]) in composite.pairs:
                    into = self._sum.scores.setdefault(cell, {}).setdefault(composite.indicator, Counter())
                    into[unpacked[number]] += n

    def _add_products(self, table: "ir.Table", plan: Plan) -> None:
        seen: dict[Pair, set[tuple[str, str]]] = {}
        for composite in plan.composites:
            items: list[Item] = [
                item for item in composite.items if all(worth.value is not None for _, worth in item[1])
            ]
            if len(items) < 2:
                continue
            batches = self._engine.batches(patterns_of(table, items))
            for pair, sums in sums_of(batches, items, composite.pairs).items():
                for key, product in sums.products([question for question, _ in items]).items():
                    if key[0] != key[1] and key not in seen.setdefault(pair, set()):
                        seen[pair].add(key)
                        self._sum.add_product(pair, product)


def _by_itself(item: Item, tally: Mapping[str, int]) -> Product:
    name, worths = item
    counted = [(worth.value or 0, tally.get(choice, 0)) for choice, worth in worths]
    total = sum(value * n for value, n in counted)
    squares = sum(value * value * n for value, n in counted)
    return Product(name, name, sum(n for _, n in counted), total, total, squares, squares, squares)


def _names(rows: "pa.Table", column: str) -> list[str]:
    """Return a column of a result as texts."""
    kinds = rows.column(column).combine_chunks().dictionary_encode(null_encoding="encode")
    names = [name_of(value) for value in kinds.dictionary.to_pylist()]
    return [names[place] for place in kinds.indices.to_pylist()]
