"""τ-ARGUS as an oracle on random tables: what our audit calls SAFE is open to it too, and it hides no fewer people.

Oracle: pytauargus 0.6.0, its exact method (OPT, Fischetti and Salazar-González) and its audit, on HiGHS.
"""

import random
from pathlib import Path

import pytest

from ljuspunkt.domain.disclosure.openness import Openness
from ljuspunkt.domain.disclosure.optimum import optimum
from ljuspunkt.domain.disclosure.policy import TablePlan
from ljuspunkt.domain.disclosure.secondary import fewest
from tests.disclosure.making import WAVE, asked, instruments, policy, protection
from tests.disclosure.tau_argus import TOTAL, Cell, Opinion, audited, optimal

BOTH_WAYS = (TablePlan(("association", "group")), TablePlan(("group",)), TablePlan(("association",)), TablePlan(()))
LEAST = 5
SIZES = [1, 2, 3, 4, 6, 9, 14, 20, 31]


def drawn(seed: int) -> dict[Cell, int]:
    """Draw a table of associations by groups; a third of its cells are small."""
    rng = random.Random(seed)
    groups = [f"g{number}" for number in range(rng.randint(2, 4))]
    return {(f"A{number}", group): rng.choice(SIZES) for number in range(rng.randint(3, 8)) for group in groups}


def printed(inner: dict[Cell, int]) -> dict[Cell, frozenset[int]]:
    """Return each printed cell, totals among them, with the inner cells it holds."""
    cells = list(inner)
    found = {cell: frozenset({number}) for number, cell in enumerate(cells)}
    for place in (0, 1):
        for name in sorted({cell[place] for cell in cells}):
            total = (name, TOTAL) if place == 0 else (TOTAL, name)
            found[total] = frozenset(number for number, cell in enumerate(cells) if cell[place] == name)
    found[TOTAL, TOTAL] = frozenset(range(len(cells)))
    return found


def sizes_of(inner: dict[Cell, int]) -> dict[Cell, int]:
    every = list(inner.values())
    return {cell: sum(every[number] for number in holds) for cell, holds in printed(inner).items()}


def hidden_by_us(inner: dict[Cell, int]) -> frozenset[Cell]:
    """Return the cells that a release of these tables hides; the audit must call it SAFE."""
    people = [
        person
        for (association, group), n in inner.items()
        for person in asked(association, (n - n // 2, n // 2), cell=(WAVE, association, group))
    ]
    found = protection(instruments(), people, policy(*BOTH_WAYS))
    assert found.audit.verdict == "SAFE"
    names = {"association-group": (1, 2), "association": (1, None), "group": (None, 1), "national": (None, None)}
    return frozenset(
        (TOTAL if first is None else key[first], TOTAL if second is None else key[second])
        for table, key in found.primary | found.complementary
        for first, second in [names[table]]
    )


def differing(opinion: Opinion) -> dict[Cell, int]:
    return {cell: high - low for cell, (low, high) in opinion.bounds.items()}


@pytest.mark.parametrize("seed", range(12))
def test_what_the_audit_calls_safe_stays_as_open_to_tau_argus(seed: int, tmp_path: Path) -> None:
    inner = drawn(seed)
    opinion = audited(inner, hidden_by_us(inner), tmp_path)
    small = {cell for cell, n in sizes_of(inner).items() if n < LEAST}
    assert small <= opinion.hidden
    assert all(differing(opinion)[cell] >= LEAST for cell in small)


@pytest.mark.parametrize("seed", range(12, 20))
def test_both_reckon_the_same_bounds(seed: int, tmp_path: Path) -> None:
    inner = drawn(seed)
    sizes, cells = sizes_of(inner), printed(inner)
    opinion = optimal(inner, LEAST, tmp_path)
    openness = Openness(list(cells.values()), [sizes[cell] for cell in cells])
    place = {cell: number for number, cell in enumerate(cells)}
    hidden = frozenset(place[cell] for cell in opinion.hidden)
    for cell, n in differing(opinion).items():
        assert openness.of(place[cell], hidden)[0] == pytest.approx(n), cell


def test_it_hides_no_fewer_respondents_than_our_optimum_and_we_hardly_more(tmp_path: Path) -> None:
    """τ-ARGUS wants a fifth of each size open on either side; our optimum only that no size follows."""
    best = ours = theirs = 0
    for seed in range(20):
        inner = drawn(seed)
        sizes, cells = sizes_of(inner), list(printed(inner))
        sets, n = list(printed(inner).values()), [sizes[cell] for cell in cells]
        primary = frozenset(number for number, size in enumerate(n) if size < LEAST)
        found = optimum(sets, n, primary)
        assert found is not None and found.proven
        order = sorted(range(len(cells)), key=lambda number: -n[number])
        opinion = optimal(inner, LEAST, tmp_path / str(seed))
        small = sum(n[number] for number in primary)
        best += small + sum(n[number] for number in found.hidden)
        ours += small + sum(n[number] for number in fewest(sets, n, primary, order))
        theirs += sum(sizes[cell] for cell in opinion.hidden)
    assert best <= theirs
    assert ours <= 1.1 * best
