"""Counts the answers of one or several files (räkna): the only thing that a computation over single answers yields."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ljuspunkt.counting.engine import Engine
from ljuspunkt.counting.expression import PACKED, Packing, patterns_of, scores_of, sets_of
from ljuspunkt.counting.misfit import Misfit, Misfits, blank, foreign_question, unknown_step
from ljuspunkt.counting.names import texts, tuples
from ljuspunkt.counting.plan import Pair, Plan, item_of, plan_of
from ljuspunkt.counting.products import sums_of
from ljuspunkt.counting.sizes import RESPONDENTS, sizes_of
from ljuspunkt.counting.tallies import Tallies, tallies_of
from ljuspunkt.domain.survey.counts import SET_COLUMNS, Cell, Counts, Product, Score
from ljuspunkt.domain.survey.instrument import Instruments

if TYPE_CHECKING:
    from ibis.expr import types as ir

PAIR_COLUMNS = ("wave", "group")
Key = TypeVar("Key")


class Counting:
    """One counting run: files are added one after the other, `counts` is what they add up to."""

    def __init__(self, engine: Engine, instruments: Instruments, *, by: Sequence[str] = ()) -> None:
        self._engine = engine
        self._instruments = instruments
        self._columns = (*SET_COLUMNS, *by)
        self._steps: dict[Cell, dict[str, dict[str, int]]] = {}
        self._scores: dict[Cell, dict[str, dict[Score, int]]] = {}
        self._products: dict[Pair, dict[tuple[str, str], Product]] = {}

    @property
    def counts(self) -> Counts:
        """The counts of all files so far."""
        products = {pair: tuple(found[key] for key in sorted(found)) for pair, found in self._products.items()}
        return Counts(self._columns, self._steps, self._scores, products)

    def add(self, place: Path | str, *, needs: Callable[[str], None]) -> int:
        """Count one file of answers.

        Args:
            place: where the answers lie as Parquet, as the engine sees it.
            needs: is called with every question that must be there and refuses where it isn't.

        Returns:
            The number of respondents in the file.

        Raises:
            Misfits: rows don't fit the instruments; nothing of the file has been added.
            Unreadable: the file is damaged.
        """
        table = self._engine.open(place)
        sizes = sizes_of(self._engine, table, self._columns)
        plan = plan_of(self._instruments, sizes.pairs)
        for question in plan.choices:
            needs(question)
        tallies = tallies_of(self._engine, table, self._columns, plan, sizes)
        self._check(table, plan, tallies)
        self._add_tallies(plan, tallies)
        self._add_scores(table, plan)
        self._add_products(table, plan)
        return int(tallies.sizes.sum())

    def _check(self, table: "ir.Table", plan: Plan, tallies: Tallies) -> None:
        """Refuse what the tallies don't explain: answers that are no choice or belong to another instrument."""
        wrong = [
            blank(name) for place, name in enumerate(SET_COLUMNS) if any(not cell[place] for cell in tallies.cells)
        ]
        every = {question.name for instrument in self._instruments.each for question in instrument.questions}
        answered = self._engine.answered(table, sorted(every.intersection(table.columns)))
        explained = {question: int(found.sum()) for question, found in tallies.answers.items()}
        doubtful = {question for question, n in answered.items() if n != explained.get(question, 0)}
        for pair, places in tallies.pairs().items():
            instrument = plan.used[pair]
            doubtful |= {question for question in plan.choices if tallies.strangers(question, instrument, places)}
        for question in sorted(doubtful):
            wrong += self._misfits(table, plan, question)
        if wrong:
            raise Misfits(wrong)

    def _misfits(self, table: "ir.Table", plan: Plan, question: str) -> Iterable[Misfit]:
        rows = self._engine.result(sets_of(table, (*PAIR_COLUMNS, question)))
        for wave, group, value in zip(*(texts(rows.column(name)) for name in (*PAIR_COLUMNS, question)), strict=True):
            instrument = plan.used[wave, group]
            allowed = next((one.scale.names for one in instrument.questions if one.name == question), None)
            if not value or (allowed is not None and value in allowed):
                continue
            if allowed is None:
                yield foreign_question(question, value, wave, group, instrument.form_id)
            else:
                yield unknown_step(question, value, wave, group, allowed)

    def _add_tallies(self, plan: Plan, tallies: Tallies) -> None:
        """Add the steps, and what follows from them: scores of single items, products of an item by itself."""
        for pair, places in tallies.pairs().items():
            instrument = plan.used[pair]
            for question in instrument.questions:
                for cell, steps in tallies.steps(question.name, places):
                    _add(self._steps.setdefault(cell, {}).setdefault(question.name, {}), steps)
                if question.indicators and question.scale.values is not None:
                    self._add_product(pair, tallies.product(item_of(question), places))
            for indicator in instrument.measured:
                items = instrument.items_of(indicator)
                if len(items) == 1:
                    for cell, scores in tallies.scores(item_of(items[0]), places):
                        _add(self._scores.setdefault(cell, {}).setdefault(indicator, {}), scores)

    def _add_scores(self, table: "ir.Table", plan: Plan) -> None:
        for composite in plan.composites:
            packing = Packing(composite)
            rows = self._engine.result(scores_of(table, self._columns, composite, packing))
            cells, places = tuples(rows, self._columns)
            order = np.argsort(places, kind="stable")
            numbers = rows.column(PACKED).to_numpy()[order].tolist()
            respondents = rows.column(RESPONDENTS).to_numpy()[order].tolist()
            score_of = {number: Score(*packing.unpacked(number)) for number in set(numbers)}
            scores = [score_of[number] for number in numbers]
            ends = np.cumsum(np.bincount(places, minlength=len(cells))).tolist()
            for cell, start, end in zip(cells, [0, *ends], ends, strict=False):
                if (cell[0], cell[2]) in composite.pairs:
                    into = self._scores.setdefault(cell, {}).setdefault(composite.indicator, {})
                    _add_each(into, scores[start:end], respondents[start:end])

    def _add_products(self, table: "ir.Table", plan: Plan) -> None:
        seen: set[tuple[Pair, str, str]] = set()
        for composite in plan.composites:
            items = [item for item in composite.items if all(worth.value is not None for _, worth in item[1])]
            if len(items) < 2:
                continue
            batches = self._engine.batches(patterns_of(table, items))
            for pair, sums in sums_of(batches, items, composite.pairs).items():
                for product in sums.products([question for question, _ in items]):
                    key = (pair, product.item_a, product.item_b)
                    if product.item_a != product.item_b and key not in seen:
                        seen.add(key)
                        self._add_product(pair, product)

    def _add_product(self, pair: Pair, product: Product) -> None:
        if product.n:
            into = self._products.setdefault(pair, {})
            key = (product.item_a, product.item_b)
            into[key] = _sum(into[key], product) if key in into else product


def _add(into: MutableMapping[Key, int], found: Mapping[Key, int]) -> None:
    for key, n in found.items():
        into[key] = into.get(key, 0) + n


def _add_each(into: MutableMapping[Key, int], keys: Sequence[Key], numbers: Sequence[int]) -> None:
    """Add numbers by key; a key may come twice. A whole cell of new keys, as nearly all are, is taken at once."""
    found = dict(zip(keys, numbers, strict=True))
    if not into and len(found) == len(keys):
        into.update(found)
        return
    for key, n in zip(keys, numbers, strict=True):
        into[key] = into.get(key, 0) + n


def _sum(one: Product, other: Product) -> Product:
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
