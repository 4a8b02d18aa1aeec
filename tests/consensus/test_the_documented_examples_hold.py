"""The worked tables of docs/method/consensus.md are what the tally gives."""

import re
from fractions import Fraction
from pathlib import Path

from ljuspunkt.domain.consensus.agreement import rand_ucla
from ljuspunkt.domain.consensus.rule import Expand, Rule, Strict
from ljuspunkt.domain.estimation.agreement import (
    fleiss_kappa,
    gwet_ac1,
    kendall_w,
    krippendorff_alpha,
    percent_agreement,
)
from ljuspunkt.domain.estimation.stability import kendall_tau_b, share_changed, weighted_kappa, wilcoxon
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


def printed(value: float | None, digits: int = 3) -> str:
    """Return a number as the page prints it: .667, -.250."""
    assert value is not None
    # Half a last digit goes up, as one does by hand.
    return f"{round(value, 9) + 1e-9:.{digits}f}".replace("0.", ".", 1)


def test_example_3_is_what_the_functions_give() -> None:
    text = " ".join(PAGE[PAGE.index("**Example 3**") : PAGE.index("### Stability between votes")].split())
    rows = [row[1:5] for row in rows_after("**Example 3**")]
    table = [[row.count("no"), row.count("yes")] for row in rows]
    assert f"= **{printed(percent_agreement(table))}**" in text
    for coefficient in (fleiss_kappa(table), gwet_ac1(table), krippendorff_alpha(table, (0, 1), "nominal")):
        assert coefficient is not None
        assert (
            f"({printed(coefficient.agreement)} − {printed(coefficient.by_chance)})"
            f"/(1 − {printed(coefficient.by_chance)}) = **{printed(coefficient.value)}**" in text
        )
    found = kendall_w([[int(row[ballot] == "yes") for row in rows] for ballot in range(4)])
    assert found is not None
    assert f"= **{printed(found.w)}**" in text
    assert found.chi_square == 4 * 2 * found.w


def test_example_4_is_what_the_functions_give() -> None:
    text = " ".join(PAGE[PAGE.index("**Example 4**") : PAGE.index("### What it is checked against")].split())
    before, after = ([int(digit) for digit in found.split()] for found in re.findall(r"(\d(?: \d){14})", text))
    pairs = list(zip(before, after, strict=True))
    test = wilcoxon(pairs)
    assert test is not None
    assert share_changed(pairs) == 0.4
    assert f"= **{printed(test.p)}**" in text
    told = [printed(weighted_kappa(pairs, weights)) for weights in ("none", "linear", "quadratic")]
    assert "Kappa is {}, weighted linearly {}, by squares **{}**".format(*told) in text
    assert f"tau between the two rows is {printed(kendall_tau_b(before, after))}" in text


def test_the_small_examples_hold() -> None:
    assert f"(5 − 1)/6 = **{printed(kendall_tau_b([1, 2, 3, 4], [1, 3, 2, 4]))}**" in PAGE
    seven, one = rand_ucla([1, 9, 9]), rand_ucla([1, 9, 9], 1)
    assert [float(part) for part in (seven.p30, seven.p70, seven.ipr, seven.ipras)] == [5.8, 9, 3.2, 5.95]
    assert [float(part) for part in (one.p30, one.ipr, one.ipras)] == [1, 8, 2.35]
    assert not seven.disagreement and one.disagreement
