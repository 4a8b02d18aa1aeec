"""Bounds on hidden numbers equal those of the reference solvers: over real numbers and over whole ones."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from ljuspunkt.domain.disclosure.attack import audit
from ljuspunkt.domain.disclosure.history import linked
from ljuspunkt.domain.disclosure.problem import Problem
from ljuspunkt.domain.disclosure.release import ReleasedRow, printed_table, released
from ljuspunkt.domain.disclosure.search import limits
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
        f"published again with {n_now - n_before} more respondents; none or at least 5 are needed"
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
