"""An analyst reads the mean of an ordered question.

Expected numbers: R 4.2.2 (t.test; survey for a known list), `stats_R.json`; the mean of `bfi` items is R's too.
"""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.domain.estimation.mean import mean_and_interval

TWELVE = Counter((5, 4, 4, 3, 5, 2, 4, 5, 4, 3, 4, 5))


def test_the_mean_is_what_the_method_says() -> None:
    found = mean_and_interval(TWELVE, low=1, high=5)
    assert (found.n, found.mean) == (12, 4)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((3.3942, 4.6058), abs=5e-5)


def test_it_agrees_with_r(reference: Path) -> None:
    r = json.loads((reference / "vectors" / "stats_R.json").read_text())
    found = mean_and_interval(Counter(r["mean_t"]["x"]), low=1, high=5)
    assert found.sd == pytest.approx(r["mean_t"]["sd"], abs=1e-12)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((r["mean_t"]["lo"], r["mean_t"]["hi"]), abs=1e-12)
    listed = mean_and_interval(Counter(r["mean_t"]["x"]), low=1, high=5, population=r["mean_fpc"]["N"])
    assert listed.interval is not None
    expected = (r["mean_fpc"]["lo"], r["mean_fpc"]["hi"])
    assert (listed.interval.low, listed.interval.high) == pytest.approx(expected, abs=1e-12)


def test_there_is_no_interval_under_ten_answers() -> None:
    assert mean_and_interval({1: 4, 5: 5}, low=1, high=5).interval is None
    assert mean_and_interval({1: 5, 5: 5}, low=1, high=5).interval is not None


def test_there_is_no_interval_where_all_answered_the_same() -> None:
    found = mean_and_interval({4: 40}, low=1, high=5)
    assert (found.mean, found.sd, found.interval) == (4, 0, None)


def test_one_answer_has_a_mean_and_no_spread() -> None:
    found = mean_and_interval({3: 1}, low=1, high=5)
    assert (found.n, found.mean, found.sd, found.interval) == (1, 3, None, None)


def test_the_interval_ends_where_the_scale_ends() -> None:
    found = mean_and_interval({5: 11, 1: 1}, low=1, high=5)
    assert found.interval is not None
    assert found.interval.high == 5


@pytest.mark.parametrize("counts", [{}, {6: 1}, {0: 1}, {3: -1}, {3: 0}])
def test_values_outside_the_scale_and_no_answers_are_mistakes(counts: dict[int, int]) -> None:
    with pytest.raises(ValueError):
        mean_and_interval(counts, low=1, high=5)


@given(
    st.dictionaries(st.integers(1, 6), st.integers(0, 10**6), min_size=1).filter(
        lambda counts: sum(counts.values()) > 0
    )
)
def test_the_interval_holds_the_mean_and_stays_on_the_scale(counts: dict[int, int]) -> None:
    found = mean_and_interval(counts, low=1, high=6)
    if found.interval is not None:
        assert 1 <= found.interval.low <= found.mean <= found.interval.high <= 6
