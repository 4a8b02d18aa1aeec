"""A statistician checks the trend of a share and the test of two shares.

Expected numbers: R 4.2.2, `prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82))` as its help page prints it;
`prop2` of `stats_R.json` (`prop.test` without correction; its Wald interval isn't ours, changes have Newcombe's).
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.domain.estimation.difference import same_share
from ljuspunkt.domain.estimation.trend import cochran_armitage

SMOKERS = ([83, 90, 129, 70], [86, 93, 136, 82])


def test_the_trend_is_what_the_method_says() -> None:
    found = cochran_armitage(*SMOKERS, [1, 2, 3, 4])
    assert found is not None
    assert found.chi_square == pytest.approx(8.2249, abs=5e-5)
    assert found.p == pytest.approx(0.00413, abs=5e-6)
    assert found.slope < 0 and found.interval.high < 0


def test_years_are_scores_as_good_as_any() -> None:
    one, other = cochran_armitage(*SMOKERS, [1, 2, 3, 4]), cochran_armitage(*SMOKERS, [2019, 2020, 2021, 2022])
    assert one is not None and other is not None
    assert (one.chi_square, one.slope) == pytest.approx((other.chi_square, other.slope), rel=1e-9)


def test_uneven_years_have_their_own_trend() -> None:
    # R prop.trend.test's way of reckoning: a regression of the shares on the scores, weighted by n/(p(1 − p)).
    positive, answered, scores = np.array(SMOKERS[0]), np.array(SMOKERS[1]), np.array([2017.0, 2018, 2020, 2022])
    pooled = positive.sum() / answered.sum()
    weights = answered / (pooled * (1 - pooled))
    columns = np.column_stack([np.ones(4), scores - 2020])
    solved = np.linalg.solve(columns.T @ (weights[:, None] * columns), columns.T @ (weights * positive / answered))
    centre = (weights * (scores - 2020)).sum() / weights.sum()
    explained = (solved[1] ** 2 * weights * (scores - 2020 - centre) ** 2).sum()
    found = cochran_armitage(*SMOKERS, list(scores))
    assert found is not None
    assert (found.slope, found.chi_square) == pytest.approx((solved[1], explained), rel=1e-9)


def test_there_is_no_trend_where_all_answers_are_alike() -> None:
    assert cochran_armitage([20, 30, 25], [20, 30, 25], [1, 2, 3]) is None
    assert cochran_armitage([0, 0], [20, 30], [1, 2]) is None


@pytest.mark.parametrize(
    ("positive", "answered", "scores"),
    [([1], [2], [1.0]), ([1, 2], [2, 2], [1.0]), ([3, 1], [2, 2], [1.0, 2.0]), ([0, 0], [0, 2], [1.0, 2.0]),
     ([1, 1], [2, 2], [3.0, 3.0])],
)  # fmt: skip
def test_impossible_numbers_are_mistakes(positive: list[float], answered: list[float], scores: list[float]) -> None:
    with pytest.raises(ValueError):
        cochran_armitage(positive, answered, scores)


def test_two_shares_are_tested_as_in_r(reference: Path) -> None:
    case = json.loads((reference / "vectors" / "stats_R.json").read_text())["prop2"]["x56_70_vs_48_80"]
    found = same_share(56 / 70, 70, 48 / 80, 80)
    assert found is not None
    assert (found.chi_square, found.p) == pytest.approx((case["chisq"], case["p"]), rel=1e-12)


def test_two_shares_of_nobody_or_all_alike() -> None:
    assert same_share(1, 20, 1, 30) is None
    with pytest.raises(ValueError):
        same_share(0.5, 0, 0.5, 10)


counted = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counted, counted, st.integers(1, 20))
def test_with_two_waves_the_trend_is_the_test_of_two_shares(
    one: tuple[int, int], other: tuple[int, int], apart: int
) -> None:
    line = cochran_armitage([one[0], other[0]], [one[1], other[1]], [2000, 2000 + apart])
    tested = same_share(one[0] / one[1], one[1], other[0] / other[1], other[1])
    assert (line is None) == (tested is None)
    if line is not None and tested is not None:
        assert line.chi_square == pytest.approx(tested.chi_square, rel=1e-6, abs=1e-9)
        assert line.slope * apart == pytest.approx(other[0] / other[1] - one[0] / one[1], abs=1e-9)


@given(st.lists(counted, min_size=3, max_size=6))
def test_the_interval_excludes_nothing_just_where_the_test_does(waves: list[tuple[int, int]]) -> None:
    line = cochran_armitage([x for x, _ in waves], [n for _, n in waves], list(range(len(waves))))
    if line is not None and abs(line.p - 0.05) > 1e-9:
        assert (line.p < 0.05) == (line.interval.low > 0 or line.interval.high < 0)
