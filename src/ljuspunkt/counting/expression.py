"""The expressions that turn answers into counts, the same on every engine.

A choice's name is compared as the column holds it: as a whole number in a column of whole numbers, as text in text.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ljuspunkt.counting.engine import Engine, Tally
from ljuspunkt.counting.plan import Composite, Item, Plan
from ljuspunkt.counting.sizes import BLOCK, RESPONDENTS, Sizes

if TYPE_CHECKING:
    from ibis.expr import types as ir

COUNTED, PACKED = "counted {}", "counted packed"
"""Names of results; the space keeps them apart from every column that XLSForm allows."""


def sets_of(table: "ir.Table", columns: Sequence[str]) -> "ir.Table":
    """Count the rows of every set."""
    return table.group_by(list(columns)).aggregate(**{RESPONDENTS: table.count()})


def answer_column(table: "ir.Table", question: str) -> "ir.Column":
    """Return a question's column as whole numbers, floating numbers or text."""
    column = table[question]
    kind = column.type()
    if kind.is_integer() or kind.is_floating() or kind.is_string():
        return column
    return column.cast("float64") if kind.is_decimal() else column.cast("string")


def literal_of(column: "ir.Column", name: str) -> object:
    """Return a choice's name as the column would hold it, None where it can't."""
    kind = column.type()
    if kind.is_string():
        return name
    try:
        number = int(name)
    except ValueError:
        return None
    return (number if kind.is_integer() else float(number)) if str(number) == name else None


def steps_of(
    engine: Engine, table: "ir.Table", columns: Sequence[str], plan: Plan, sizes: Sizes
) -> tuple["ir.Table", Mapping[str, Tally], int]:
    """Count respondents, and for every question each of its choices, per set: one pass over a wide table.

    Returns:
        The expression, what reads its columns by question, and how large its groups may be. Groups are sets; where
        large ones leave no room for packing, they are the parts of sets in the blocks of the file.
    """
    asked = {}
    for question, names in plan.choices.items():
        column = answer_column(table, question)
        literals = [found for found in (literal_of(column, name) for name in names) if found is not None]
        if literals:
            asked[question] = (column, literals)
    tallies = {question: engine.tally(*each, sizes.largest) for question, each in asked.items()}
    keys: list[str | ir.Value] = [*columns]
    largest = sizes.largest
    if sizes.blocks and not all(tally.packed for tally in tallies.values()):
        by_block = {question: engine.tally(*each, sizes.part) for question, each in asked.items()}
        block = engine.block(table)
        if block is not None and any(tally.packed for tally in by_block.values()):
            tallies, largest, keys = by_block, sizes.part, [*columns, block.name(BLOCK)]
    values = {COUNTED.format(question): tally.value for question, tally in tallies.items()}
    return table.group_by(keys).aggregate(**{RESPONDENTS: table.count()}, **values), tallies, largest


def scores_of(table: "ir.Table", columns: Sequence[str], composite: Composite, packing: "Packing") -> "ir.Table":
    """Count the respondents of every set by their score, packed into one whole number."""
    total = None
    for question, worths in composite.items:
        column = answer_column(table, question)
        cases = [(literal_of(column, name), packing.of(worth.positive, worth.value)) for name, worth in worths]
        known = [(literal, number) for literal, number in cases if literal is not None]
        if known:
            worth_of = column.cases(*known, else_=0)
            total = worth_of if total is None else total + worth_of
    packed = table.mutate(**{PACKED: 0 if total is None else total.cast("int64")})
    return packed.group_by([*columns, PACKED]).aggregate(**{RESPONDENTS: packed.count()})


def patterns_of(table: "ir.Table", items: Sequence[Item]) -> "ir.Table":
    """Count, per wave and group, the respondents by their answers to all items of an indicator."""
    return table.group_by(["wave", "group", *(question for question, _ in items)]).aggregate(
        **{RESPONDENTS: table.count()}
    )


class Packing:
    """How a respondent's score is held in one whole number: answered items + positive items · base + values · base²."""

    def __init__(self, composite: Composite) -> None:
        values = [worth.value for _, worths in composite.items for _, worth in worths if worth.value is not None]
        self._base = len(composite.items) + 1
        self._lowest = min(values) if composite.valued else 0
        self._valued = composite.valued

    def of(self, positive: bool, value: int | None) -> int:
        """Return what one answer adds."""
        above = value - self._lowest if self._valued and value is not None else 0
        return 1 + self._base * positive + self._base**2 * above

    def unpacked(self, number: int) -> tuple[int, int, int]:
        """Return answered items, positive items and the sum of values."""
        rest, answered = divmod(number, self._base)
        above, positive = divmod(rest, self._base)
        return answered, positive, above + self._lowest * answered
