"""How many respondents are hidden, and what stays open, on the tables of R's GaussSuppression and sdcTable."""

from pathlib import Path

import pytest

from ljuspunkt.domain.disclosure.optimum import optimum
from ljuspunkt.domain.disclosure.search import limits
from ljuspunkt.domain.disclosure.secondary import eliminate, fewest
from tests.disclosure.reference_tables import Table, gauss_tables, sdc_tables

OPTIMA = {  # secondary cells and respondents hidden, from method.md §4 (sdcTable's OPT, Rglpk 0.6.4)
    ("z1_maxN3__OPT", 3, False): (3, 29),
    ("z1_maxN3__OPT", 5, False): (5, 43),
    ("z2_fylke_maxN3__OPT", 3, False): (12, 123),
    ("z2_fylke_maxN3__OPT", 3, True): (14, 143),
    ("z2_fylke_maxN3__OPT", 4, False): (10, 115),
}
TABLE_BY_TABLE = {"linked_local", "linked_consistent"}  # methods of R that protect each of the linked tables by itself


@pytest.fixture
def tables(reference: Path) -> dict[str, Table]:
    return {table.name: table for table in (*gauss_tables(reference), *sdc_tables(reference))}


def chosen(table: Table) -> frozenset[int]:
    """Return the cells that are hidden besides the small ones; empty cells that aren't small ones are left alone."""
    order = sorted(range(len(table.sets)), key=lambda place: -table.sizes[place])
    filled = [place for place in order if table.sizes[place] > 0]
    return fewest(table.sets, table.sizes, table.primary, filled)


def test_the_programme_finds_the_published_optimum(tables: dict[str, Table]) -> None:
    for (name, most, zeros), (cells, respondents) in OPTIMA.items():
        table = tables[name].small(most, zeros=zeros)
        found = optimum(table.sets, table.sizes, table.primary)
        assert found is not None and found.proven
        assert (len(found.hidden), table.hidden(found.hidden)) == (cells, respondents), table.name


def test_the_programme_hides_as_few_as_the_exact_method_of_sdctable(tables: dict[str, Table]) -> None:
    for table in tables.values():
        if table.name.endswith("__OPT"):
            found = optimum(table.sets, table.sizes, table.primary)
            assert found is not None and found.proven
            assert table.hidden(found.hidden) == table.case["cost_secondary_freq"], table.name


def test_the_small_cells_are_those_of_the_reference(tables: dict[str, Table]) -> None:
    for table in tables.values():
        assert len(table.primary) == table.case["n_primary"], table.name


def test_what_an_attacker_can_reckon_is_what_the_reference_says(tables: dict[str, Table]) -> None:
    looked_at = 0
    for table in tables.values():
        if "attack" not in table.case:
            continue
        cells = table.case["cells"]
        hidden = frozenset(place for place, cell in enumerate(cells) if cell["sdcStatus"] in ("u", "x"))
        problem = table.problem(hidden)
        # sdcTable attacks cells with the same members once, in the order of the table
        small = {table.sets[place]: place for place in sorted(table.primary, reverse=True)}
        for attacked, place in zip(table.case["attack"], sorted(small.values()), strict=True):
            assert attacked["freq"] == table.sizes[place]
            found = limits(problem, [(cell, 1) for cell in sorted(table.sets[place])])
            assert (found.whole.low, found.whole.high) == (attacked["low"], attacked["up"]), (table.name, place)
            assert (found.relaxed.low, found.relaxed.high) == pytest.approx((attacked["low"], attacked["up"]))
            looked_at += 1
    assert looked_at > 40


def test_every_small_cell_stays_open(tables: dict[str, Table]) -> None:
    for table in tables.values():
        problem = table.problem(table.primary | chosen(table))
        for place in table.primary:
            if table.sets[place]:
                found = limits(problem, [(cell, 1) for cell in sorted(table.sets[place])])
                assert found.relaxed.high - found.relaxed.low > 0.5, (table.name, place)


def test_no_more_are_hidden_than_the_optimum_and_a_tenth_over_all_tables(tables: dict[str, Table]) -> None:
    ours = best = eliminated = 0
    for table in tables.values():
        if "__" in table.name and not table.name.endswith("__OPT"):
            continue
        found = optimum(table.sets, table.sizes, table.primary)
        assert found is not None and found.proven
        small = table.hidden(table.primary)
        order = sorted(range(len(table.sets)), key=lambda place: -table.sizes[place])
        ours += small + table.hidden(chosen(table))
        eliminated += small + table.hidden(eliminate(table.sets, table.primary, order))
        best += small + table.hidden(found.hidden)
    assert best <= ours <= 1.1 * best
    assert ours <= eliminated


@pytest.mark.parametrize("name", ["z1_maxN3__OPT", "z2_fylke_maxN3__OPT"])
@pytest.mark.parametrize("most", [3, 4, 5, 6, 9])
def test_tables_of_every_limit_come_within_a_tenth_of_the_optimum(
    tables: dict[str, Table], name: str, most: int
) -> None:
    table = tables[name].small(most)
    found = optimum(table.sets, table.sizes, table.primary)
    assert found is not None and found.proven
    small = table.hidden(table.primary)
    assert small + table.hidden(chosen(table)) <= 1.1 * (small + table.hidden(found.hidden))


def test_no_more_cells_than_r_hides_unless_they_hold_fewer_respondents(tables: dict[str, Table]) -> None:
    for table in tables.values():
        if "suppressed_index1" not in table.case or table.name in TABLE_BY_TABLE:
            continue
        theirs = frozenset(number - 1 for number in table.case["suppressed_index1"]) - table.primary
        assert table.hidden(chosen(table)) <= table.hidden(theirs), table.name


def test_what_is_shown_already_is_never_hidden(tables: dict[str, Table]) -> None:
    table = tables["z1_maxN3__OPT"]
    free = chosen(table)
    kept = frozenset(sorted(free)[:1])
    order = sorted(range(len(table.sets)), key=lambda place: -table.sizes[place])
    assert not fewest(table.sets, table.sizes, table.primary, order, already=kept) & kept
    found = optimum(table.sets, table.sizes, table.primary, always=kept)
    assert found is not None and not found.hidden & kept


def test_nothing_protects_a_cell_when_all_others_must_be_shown(tables: dict[str, Table]) -> None:
    table = tables["z1_maxN3__OPT"]
    others = frozenset(range(len(table.sets))) - table.primary
    assert optimum(table.sets, table.sizes, frozenset(list(table.primary)[:1]), always=others) is None


@pytest.mark.parametrize("name", sorted(TABLE_BY_TABLE))
def test_protecting_linked_tables_one_by_one_gives_a_small_cell_away(tables: dict[str, Table], name: str) -> None:
    table = tables[name]
    place = next(
        number
        for number, cell in enumerate(table.case["published"])
        if (cell["age"], cell["year"], cell["geo"]) == ("Total", "2014", "Portugal")
    )
    theirs = frozenset(number - 1 for number in table.case["suppressed_index1"])
    for hidden, follows in ((theirs, True), (table.primary | chosen(table), False)):
        found = limits(table.problem(hidden), [(cell, 1) for cell in sorted(table.sets[place])])
        assert (found.whole.low == found.whole.high) is follows
