"""Complementary suppression against R's GaussSuppression 1.2.3 on its own examples."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from ljuspunkt.domain.disclosure.secondary import eliminate
from tests.disclosure.reference_tables import Table, gauss_tables

SAME_AS_R = ("z2_hier_maxN3", "vig_small_T1", "vig_small_T2", "vig_small_T3")
TABLES = ("z1_maxN3_default", "z1_maxN5", "vig_small_T1", "vig_small_T2", "vig_small_T3")


def table_called(reference: Path, name: str) -> Table:
    return next(table for table in gauss_tables(reference) if table.name == name)


def hidden_in(table: Table) -> frozenset[int]:
    """Hide as the reference does: the largest cells first into what is shown, then in the order of the table."""
    order = sorted(range(len(table.sets)), key=lambda place: -table.sizes[place])
    return table.primary | eliminate(table.sets, table.primary, order)


def follows(wanted: frozenset[int], shown: Sequence[frozenset[int]], cells: int) -> bool:
    """Return whether a set is a combination of others, by elimination in exact fractions."""
    rows = [[Fraction(cell in one) for cell in range(cells)] for one in shown]
    target = [Fraction(cell in wanted) for cell in range(cells)]
    for column in range(cells):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        for row in [*rows, target]:
            factor = row[column] / pivot[column]
            row[:] = [value - factor * other for value, other in zip(row, pivot, strict=True)]
    return not any(target)


@pytest.mark.parametrize("name", SAME_AS_R)
def test_the_same_cells_are_hidden_as_in_r(reference: Path, name: str) -> None:
    table = table_called(reference, name)
    assert hidden_in(table) == {number - 1 for number in table.case["suppressed_index1"]}


@pytest.mark.parametrize("name", TABLES)
def test_no_small_cell_follows_from_the_shown_ones(reference: Path, name: str) -> None:
    table = table_called(reference, name)
    hidden = hidden_in(table)
    shown = [one for place, one in enumerate(table.sets) if place not in hidden]
    for place in table.primary:
        if table.sets[place]:
            assert not follows(table.sets[place], shown, len(table.case["inner"])), table.case["published"][place]


@pytest.mark.parametrize("name", TABLES)
def test_without_complementary_cells_a_small_one_would_follow(reference: Path, name: str) -> None:
    table = table_called(reference, name)
    shown = [one for place, one in enumerate(table.sets) if place not in table.primary]
    assert any(follows(table.sets[place], shown, len(table.case["inner"])) for place in table.primary)


def test_what_was_shown_before_stays_shown() -> None:
    national, first, second, third = frozenset({0, 1, 2}), frozenset({0}), frozenset({1}), frozenset({2})
    sets = [national, first, second, third]
    assert eliminate(sets, {3}, [0, 1, 2]) == {2}
    assert eliminate(sets, {3}, [0, 1], already={2}) == {1}
