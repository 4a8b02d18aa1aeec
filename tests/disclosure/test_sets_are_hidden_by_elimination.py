"""Complementary suppression against R's GaussSuppression 1.2.3 on its own examples."""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ljuspunkt.domain.disclosure.secondary import eliminate

SAME_AS_R = ("z2_hier_maxN3", "vig_small_T1", "vig_small_T2", "vig_small_T3")
TABLES = ("z1_maxN3_default", "z1_maxN5", "vig_small_T1", "vig_small_T2", "vig_small_T3")


def case_called(reference: Path, name: str) -> dict[str, Any]:
    cases: dict[str, Any] = json.loads((reference / "vectors" / "gauss_suppression.json").read_text(encoding="utf-8"))
    case: dict[str, Any] = cases[name]
    return case


def sets_of(case: dict[str, Any]) -> list[frozenset[int]]:
    """Return the inner cells of each published cell; a published value stands for a code or a group of codes."""
    inner = case["inner"]
    n = "freq" if "freq" in inner[0] else "ant"
    columns = [column for column in case["published"][0] if column not in (n, "primary", "suppressed")]
    places = [{str(code) for column, code in row.items() if column != n} for row in inner]
    return [
        frozenset(
            number
            for number, codes in enumerate(places)
            if all(cell[column] == "Total" or cell[column] in codes for column in columns)
        )
        for cell in case["published"]
    ]


def primary_of(case: dict[str, Any]) -> frozenset[int]:
    found = case["primary_index1"]
    return frozenset(number - 1 for number in (found if isinstance(found, list) else [found]))


def hidden_in(case: dict[str, Any]) -> frozenset[int]:
    """Hide as the reference does: the largest cells first into what is shown, then in the order of the table."""
    n = "freq" if "freq" in case["inner"][0] else "ant"
    sets, primary = sets_of(case), primary_of(case)
    order = sorted(range(len(sets)), key=lambda place: -case["published"][place][n])
    return primary | eliminate(sets, primary, order)


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
    case = case_called(reference, name)
    assert hidden_in(case) == {number - 1 for number in case["suppressed_index1"]}


@pytest.mark.parametrize("name", TABLES)
def test_no_small_cell_follows_from_the_shown_ones(reference: Path, name: str) -> None:
    case = case_called(reference, name)
    sets, hidden = sets_of(case), hidden_in(case)
    shown = [one for place, one in enumerate(sets) if place not in hidden]
    for place in primary_of(case):
        if sets[place]:
            assert not follows(sets[place], shown, len(case["inner"])), case["published"][place]


@pytest.mark.parametrize("name", TABLES)
def test_without_complementary_cells_a_small_one_would_follow(reference: Path, name: str) -> None:
    case = case_called(reference, name)
    sets, primary = sets_of(case), primary_of(case)
    shown = [one for place, one in enumerate(sets) if place not in primary]
    assert any(follows(sets[place], shown, len(case["inner"])) for place in primary)


def test_what_was_shown_before_stays_shown() -> None:
    national, first, second, third = frozenset({0, 1, 2}), frozenset({0}), frozenset({1}), frozenset({2})
    sets = [national, first, second, third]
    assert eliminate(sets, {3}, [0, 1, 2]) == {2}
    assert eliminate(sets, {3}, [0, 1], already={2}) == {1}
