"""The worked tables of docs/method/consensus.md are what the tally gives."""

import re
from fractions import Fraction
from pathlib import Path

from ljuspunkt.domain.consensus.rule import Expand, Rule, Strict
from tests.consensus.making import VOTES, tallied, with_outcome

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "method" / "consensus.md").read_text(encoding="utf-8")


def rows_after(words: str) -> list[list[str]]:
    """Return the cells of the first table after some words, without its heading."""
    table = re.search(r"((?:^\|.*\n)+)", PAGE[PAGE.index(words) :], re.MULTILINE)
    assert table is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()[2:]]


def test_example_1() -> None:
    rule = Rule("onward", places=3, out_bar=Fraction(1, 2), through_bar=Fraction(4, 5))
    rows = rows_after("**Example 1**")
    result = tallied({row[0]: int(row[1]) for row in rows}, rule, n_ballots=23)
    assert {item.id: item.outcome for item in result.items} == {row[0]: row[4] for row in rows}
    assert {item.id: item.share for item in result.items} == {row[0]: Fraction(row[2]) for row in rows}


def test_the_table_of_ties() -> None:
    ways = {row[0].split(" ")[0]: row[2] for row in rows_after("a 14, b 12, c 11, d 9, e 9, f 9, g 7")}
    for name, way in (("expand", Expand()), ("strict", Strict())):
        assert with_outcome(tallied(VOTES, Rule("out", places=5, ties=way)), "through") == set(ways[name].split())
