"""An analyst compares a share with that of an earlier year.

Expected numbers: statsmodels 0.15, confint_proportions_2indep(method="newcomb"), `stats_py.json`; `method.md` §2.
"""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.domain.estimation.difference import difference_of_intervals, newcombe
from ljuspunkt.domain.estimation.proportion import wilson
from ljuspunkt.domain.vocabulary import Interval


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((0, 10, 0, 20), -0.1611, 0.2775)],
)
def test_the_interval_is_what_the_method_says(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    found = newcombe(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_it_agrees_with_statsmodels(reference: Path) -> None:
    vectors = json.loads((reference / "vectors" / "stats_py.json").read_text())["newcombe"]
    assert vectors
    for case in vectors:
        found = newcombe(case["x1"], case["n1"], case["x2"], case["n2"])
        assert (found.low, found.high) == pytest.approx(case["newcombe"], abs=1e-12)


def test_it_follows_from_what_a_published_table_shows() -> None:
    assert difference_of_intervals(56 / 70, wilson(56, 70), 48 / 80, wilson(48, 80)) == newcombe(56, 70, 48, 80)


def test_a_share_outside_its_interval_is_a_mistake() -> None:
    with pytest.raises(ValueError):
        difference_of_intervals(0.5, Interval(0.6, 0.7), 0.5, Interval(0.4, 0.6))


def test_a_share_of_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError):
        newcombe(0, 0, 1, 2)


counted = st.integers(1, 10**6).flatmap(lambda answered: st.tuples(st.integers(0, answered), st.just(answered)))


@given(counted, counted)
def test_the_other_way_round_is_the_mirror_image(one: tuple[int, int], other: tuple[int, int]) -> None:
    forth, back = newcombe(*one, *other), newcombe(*other, *one)
    assert (forth.low, forth.high) == pytest.approx((-back.high, -back.low), abs=1e-12)


@given(counted, counted)
def test_the_interval_holds_the_difference(one: tuple[int, int], other: tuple[int, int]) -> None:
    found = newcombe(*one, *other)
    assert -1 <= found.low <= one[0] / one[1] - other[0] / other[1] <= found.high <= 1
