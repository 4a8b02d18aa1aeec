"""The tallies of one file (räkning): respondents and answers per set, as arrays, before they join the counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ljuspunkt.counting.engine import Engine
from ljuspunkt.counting.expression import COUNTED, answer_column, literal_of, steps_of
from ljuspunkt.counting.names import tuples
from ljuspunkt.counting.plan import Item, Pair, Plan
from ljuspunkt.counting.sizes import RESPONDENTS, Sizes, checked
from ljuspunkt.domain.survey.counts import NO_ANSWER, Cell, Product, Score
from ljuspunkt.domain.survey.instrument import Instrument

if TYPE_CHECKING:
    from ibis.expr import types as ir

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Tallies:
    """What one pass over a file gave.

    Attributes:
        cells: the sets, `sizes` their respondents.
        names: question → names of its choices that occur in the file's kind of column.
        answers: question → respondents by set and choice, in the order of `cells` and `names`.
    """

    cells: Sequence[Cell]
    sizes: Whole
    names: Mapping[str, Sequence[str]]
    answers: Mapping[str, Whole]

    def pairs(self) -> Mapping[Pair, Whole]:
        """Return the waves and groups that occur, with the places of their sets."""
        found: dict[Pair, list[int]] = {}
        for place, cell in enumerate(self.cells):
            found.setdefault((cell[0], cell[2]), []).append(place)
        return {pair: np.array(places) for pair, places in found.items()}

    def steps(self, question: str, places: Whole) -> Iterator[tuple[Cell, dict[str, int]]]:
        """Yield the steps of a question in some sets, those that nobody chose left out."""
        counted = self.answers[question][places]
        unanswered = self.sizes[places] - counted.sum(axis=1)
        names = (NO_ANSWER, *self.names[question])
        for place, row in zip(places.tolist(), np.column_stack([unanswered, counted]).tolist(), strict=True):
            yield self.cells[place], {name: n for name, n in zip(names, row, strict=True) if n}

    def scores(self, item: Item, places: Whole) -> Iterator[tuple[Cell, dict[Score, int]]]:
        """Yield the scores of an indicator with this one item."""
        question, worths = item
        score_of = {name: Score(1, int(worth.positive), worth.value or 0) for name, worth in worths}
        for cell, steps in self.steps(question, places):
            scores: dict[Score, int] = {}
            for name, n in steps.items():
                score = score_of.get(name, Score(0, 0, 0))
                scores[score] = scores.get(score, 0) + n
            yield cell, scores

    def product(self, item: Item, places: Whole) -> Product:
        """Return the product of an item by itself over some sets."""
        question, worths = item
        totals = dict(zip(self.names[question], self.answers[question][places].sum(axis=0).tolist(), strict=True))
        counted = [(worth.value or 0, totals.get(name, 0)) for name, worth in worths]
        total = sum(value * n for value, n in counted)
        squares = sum(value * value * n for value, n in counted)
        return Product(question, question, sum(n for _, n in counted), total, total, squares, squares, squares)

    def strangers(self, question: str, instrument: Instrument, places: Whole) -> bool:
        """Return whether a question has answers, in some sets, that aren't choices of their instrument."""
        own = next((one.scale.names for one in instrument.questions if one.name == question), ())
        outside = np.array([name not in own for name in self.names[question]], dtype=np.bool_)
        return bool(self.answers[question][places][:, outside].any())


def tallies_of(engine: Engine, table: "ir.Table", columns: Sequence[str], plan: Plan, sizes: Sizes) -> Tallies:
    """Count a file in one pass."""
    expression, tallies, largest = steps_of(engine, table, columns, plan, sizes)
    rows = checked(engine.result(expression), largest)
    cells, places = tuples(rows, columns)
    n_respondents = np.zeros(len(cells), np.int64)
    np.add.at(n_respondents, places, rows.column(RESPONDENTS).to_numpy())
    known: dict[str, Sequence[str]] = {}
    answers: dict[str, Whole] = {}
    for question, names in plan.choices.items():
        column = answer_column(table, question)
        known[question] = [name for name in names if literal_of(column, name) is not None]
        answers[question] = np.zeros((len(cells), len(known[question])), np.int64)
        if question in tallies:
            counted = tallies[question].counts(rows.column(COUNTED.format(question)).combine_chunks())
            np.add.at(answers[question], places, counted)
    return Tallies(cells, n_respondents, known, answers)
