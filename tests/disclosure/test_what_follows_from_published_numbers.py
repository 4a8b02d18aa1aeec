"""Bounds on hidden numbers equal those of the reference solvers: over real numbers and over whole ones."""

import json
from operator import mul
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from ljuspunkt.domain.disclosure.attack import audit
from ljuspunkt.domain.disclosure.history import linked
from ljuspunkt.domain.disclosure.problem import Problem, Target
from ljuspunkt.domain.disclosure.proof import DIFFER
from ljuspunkt.domain.disclosure.release import ReleasedRow, printed_table, released
from ljuspunkt.domain.disclosure.search import limits, search
from ljuspunkt.domain.disclosure.table import RespondentSet
from ljuspunkt.domain.disclosure.view import Printed
from tests.disclosure.making import GROUP, WAVE, asked, instruments, policy, prepared

CASES = (
    "national_minus_others",
    "complementary",
    "national_zero_topbox",
    "republished_plus_one",
    "sex_differencing",
    "rounded_total",
    "linked_county_size_Npub",
    "linked_county_size_Nsupp",
    "mean_n10_4.9",
    "lp_integer_gap",
)


def case_called(reference: Path, name: str) -> dict[str, Any]:
    cases = json.loads((reference / "vectors" / "audit_cases.json").read_text(encoding="utf-8"))
    return next(case for case in cases if case["id"] == name)


@pytest.mark.parametrize("name", CASES)
def test_bounds_equal_the_reference(reference: Path, name: str) -> None:
    case = case_called(reference, name)
    matrix = sparse.csr_matrix(np.array(case["A"], dtype=np.int64))
    lower, upper = np.array(case["lower"], dtype=float), np.array(case["upper"], dtype=float)
    problem = Problem(matrix, lower, upper, tuple(case["variables"]), ())
    found = limits(problem, [(place, weight) for place, weight in enumerate(case["target"]) if weight])
    assert (found.relaxed.low, found.relaxed.high) == pytest.approx(tuple(case["lp_bounds"]), abs=1e-5)
    assert [found.whole.low, found.whole.high] == case["integer_bounds"]
    assert found.proven


def solutions(case: dict[str, Any]) -> int:
    """Count the whole-number tables that fit a case, by trying."""
    rows = [tuple(row) for row in case["A"]]
    most = [
        min(int(high) for row, high in zip(rows, case["upper"], strict=True) if row[place])
        for place in range(len(case["variables"]))
    ]

    def below(place: int, left: tuple[tuple[int, int], ...]) -> int:
        if place == len(most):
            return all(low <= 0 <= high for low, high in left)
        found = 0
        for value in range(most[place] + 1):
            after = tuple(
                (low - row[place] * value, high - row[place] * value)
                for row, (low, high) in zip(rows, left, strict=True)
            )
            rest = [sum(map(mul, row[place + 1 :], most[place + 1 :])) for row in rows]
            if all(low <= more and high >= 0 for (low, high), more in zip(after, rest, strict=True)):
                found += below(place + 1, after)
        return found

    return below(0, tuple(zip(case["lower"], case["upper"], strict=True)))


@pytest.mark.parametrize("name", CASES)
def test_as_many_tables_fit_as_the_reference_counts(reference: Path, name: str) -> None:
    case = case_called(reference, name)
    assert solutions(case) == case["n_integer_solutions"]


def verdict(case: dict[str, Any], threshold: int) -> str:
    """Return what the search says of the case's target if two tables must differ by a threshold."""
    row = tuple((place, weight) for place, weight in enumerate(case["target"]) if weight)
    of = Printed(RespondentSet("table", ("wave",), (WAVE,), frozenset()), None, False, False, {}, {})
    target = Target(str(case["id"]), of, None, "size", (row,), (0,), DIFFER, threshold)
    problem = Problem(
        sparse.csr_matrix(np.array(case["A"], dtype=np.int64)),
        np.array(case["lower"], dtype=float),
        np.array(case["upper"], dtype=float),
        tuple(case["variables"]),
        (target,),
        (0,) * len(case["variables"]),
    )
    outcome = search(problem)
    if outcome.failures:
        return outcome.failures[0].verdict
    assert outcome.proof is not None
    assert outcome.proof.failures() == []
    return "SAFE"


@pytest.mark.parametrize("name", [name for name in CASES if name != "rounded_total"])
def test_the_verdict_is_the_expected_one(reference: Path, name: str) -> None:
    case = case_called(reference, name)
    expected = str(case["expected"]).split()[0].rstrip(":")
    assert verdict(case, 5) == expected


def test_a_rounded_total_leaves_less_than_the_rule_asks_for(reference: Path) -> None:
    case = case_called(reference, "rounded_total")
    assert case["expected"] == "INTERVAL [2,6]: width 4; unsafe if rule is width>=5"
    assert verdict(case, 5) == "UNSAFE"
    assert verdict(case, 4) == "SAFE"


def test_numbers_that_fit_nothing_have_no_bounds() -> None:
    problem = Problem(sparse.csr_matrix(np.array([[2]])), np.array([3.0]), np.array([3.0]), ("x",), ())
    with pytest.raises(ValueError, match="no whole numbers"):
        limits(problem, [(0, 1)])


def test_a_year_published_again_with_one_more_answer_gives_that_answer_away(reference: Path) -> None:
    case = case_called(reference, "republished_plus_one")
    top_before, n_before, top_now, n_now = case["lower"]

    def national(positive: int, n: int) -> ReleasedRow:
        return ReleasedRow((WAVE, GROUP), "q1", None, n, n, positive, positive / n)

    before = printed_table("group", ("wave", "group"), [national(top_before, n_before)], [])
    now = printed_table("group", ("wave", "group"), [national(top_now, n_now)], [])
    _, changed = linked([now], [[before]], policy())
    assert case["expected"] == "UNSAFE"
    assert [finding.what for finding in changed] == [
        "published again with 1 respondent more; none or at least 5 are needed"
    ]


def test_the_audit_finds_what_the_national_figure_minus_the_others_leaves(reference: Path) -> None:
    national, first, second = case_called(reference, "national_minus_others")["lower"]
    people = [
        *asked("A", (first // 2, first - first // 2)),
        *asked("B", (second // 2, second - second // 2)),
        *asked("C", (2, national - first - second - 2)),
    ]
    found = instruments()
    ready = prepared(found, people, policy())
    hidden = {("association-group", (WAVE, "C", GROUP))}
    seen = audit(released(ready.materials, hidden, ready.policy), ready.questionnaire, ready.policy)
    assert seen.verdict == "UNSAFE"
    sizes = [finding for finding in seen.findings if finding.question is None]
    assert "leaves 4 respondents; at least 5 are needed" in sizes[0].what
    assert sizes[0].of == f"wave {WAVE}, association C, group {GROUP}"
    assert sizes[0].by[0] == f"wave {WAVE}, group {GROUP}"
