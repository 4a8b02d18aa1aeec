"""An analyst reads a share with its interval.

Expected numbers: R 4.2.2 (prop.test, binom.test, `stats_R.json`) and statsmodels 0.15 (`stats_py.json`), to 1e-12
where they are written out; `method.md` §2 to the printed digits.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.domain.estimation.proportion import clopper_pearson, finite_population, score_interval, wilson
from ljuspunkt.domain.vocabulary import Interval


@pytest.fixture(scope="module")
def r(reference: Path) -> Any:
    return json.loads((reference / "vectors" / "stats_R.json").read_text())


@pytest.fixture(scope="module")
def python(reference: Path) -> Any:
    return json.loads((reference / "vectors" / "stats_py.json").read_text())


def ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


@pytest.mark.parametrize(
    ("positive", "answered", "low", "high"),
    [
        (0, 10, 0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (7, 12, 0.3195, 0.8067),
        (10, 10, 0.7225, 1),
        (81, 263, 0.2553, 0.3662),
        (26, 32, 0.6469, 0.9111),
    ],
)
def test_wilson_is_what_the_method_says(positive: int, answered: int, low: float, high: float) -> None:
    assert ends(wilson(positive, answered)) == pytest.approx((low, high), abs=5e-5)


def test_clopper_pearson_is_what_the_method_says() -> None:
    assert ends(clopper_pearson(7, 12)) == pytest.approx((0.2767, 0.8483), abs=5e-5)


def test_both_agree_with_r(r: Any) -> None:
    assert r["proportion_ci95"]
    for case in r["proportion_ci95"]:
        found = wilson(case["x"], case["n"])
        assert ends(found) == pytest.approx((case["wilson_lo"], case["wilson_hi"]), abs=1e-12)
        exact = clopper_pearson(case["x"], case["n"])
        assert ends(exact) == pytest.approx((case["cp_lo"], case["cp_hi"]), abs=1e-12)


def test_both_agree_with_statsmodels(python: Any) -> None:
    assert python["proportion"]
    for case in python["proportion"]:
        assert ends(wilson(case["x"], case["n"])) == pytest.approx(case["wilson"], abs=1e-12)
        assert ends(clopper_pearson(case["x"], case["n"])) == pytest.approx(case["beta"], abs=1e-12)


@pytest.mark.parametrize(
    ("positive", "answered", "population", "low", "high"),
    [(9, 12, 15, 0.6231, 0.8448), (12, 12, 15, 0.8667, 1), (0, 12, 15, 0, 0.1333)],
)
def test_a_known_list_of_people_narrows_the_interval(
    positive: int, answered: int, population: int, low: float, high: float
) -> None:
    assert ends(finite_population(positive, answered, population)) == pytest.approx((low, high), abs=5e-5)


def test_a_known_list_agrees_with_r(r: Any) -> None:
    assert r["hypergeometric_ci95"]
    for case in r["hypergeometric_ci95"]:
        found = finite_population(case["x"], case["n"], case["N"])
        inside = 0 < case["x"] < case["n"]
        kind = "wilson_fpc" if inside else "hyper"
        assert ends(found) == pytest.approx((case[f"{kind}_lo"], case[f"{kind}_hi"]), abs=1e-12)


def test_nothing_is_uncertain_where_everybody_on_the_list_answered() -> None:
    assert ends(finite_population(30, 40, 40)) == (0.75, 0.75)


def test_the_bound_at_nobody_is_the_exact_one() -> None:
    from scipy.stats import hypergeom

    for answered, population in ((12, 15), (5, 40), (39, 40), (20, 1000)):
        unseen = round(finite_population(0, answered, population).high * population)
        assert hypergeom.cdf(0, population, unseen, answered) > 0.025
        assert unseen == population - answered or hypergeom.cdf(0, population, unseen + 1, answered) <= 0.025


@pytest.mark.parametrize(
    "wrong", [lambda: wilson(1, 0), lambda: wilson(3, 2), lambda: wilson(-1, 2), lambda: wilson(1, 2, confidence=1)]
)
def test_a_share_of_nobody_is_a_mistake(wrong: Any) -> None:
    with pytest.raises(ValueError):
        wrong()


def test_a_list_shorter_than_the_answers_is_a_mistake() -> None:
    with pytest.raises(ValueError):
        finite_population(1, 12, 11)


numbers = st.integers(1, 10**7).flatmap(lambda answered: st.tuples(st.integers(0, answered), st.just(answered)))
confidences = st.floats(0.5, 0.999)


@given(numbers, confidences)
def test_every_interval_holds_its_share_and_stays_within_nothing_and_all(
    counted: tuple[int, int], confidence: float
) -> None:
    positive, answered = counted
    for interval in (
        wilson(positive, answered, confidence=confidence),
        clopper_pearson(*counted, confidence=confidence),
    ):
        assert 0 <= interval.low <= positive / answered <= interval.high <= 1


@given(numbers)
def test_positive_and_negative_mirror_each_other(counted: tuple[int, int]) -> None:
    positive, answered = counted
    one, other = wilson(positive, answered), wilson(answered - positive, answered)
    assert ends(one) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-12)


@given(numbers)
def test_wilson_is_never_wider_than_with_half_as_many_answers(counted: tuple[int, int]) -> None:
    positive, answered = counted
    share = positive / answered
    assert score_interval(share, answered).width <= score_interval(share, answered / 2).width + 1e-12
