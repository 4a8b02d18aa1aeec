"""A statistician checks how associations are set beside each other: funnel, adjusted z, shrinkage, national figures.

Expected numbers: 49 companies of multilevel::lq2002, LEAD01 of 4 or more (`funnel_lq2002.json`: R 4.2.2 with the source
functions of FunnelPlotR 0.6.0, lme4 1.1.31 and survey 4.1.1); R's p.adjust (`stats_R.json`); statsmodels 0.15 as an
oracle for variances over clusters.

Not ours in `funnel_lq2002.json`, so not compared: `phi_raw` (we winsorise), `rma_glmm`, `DL_arcsine` and `REML_arcsine`
(other estimators of the spread), `national.pooled_se_srs` (takes answers for independent). `national` is of the
1–5 answers themselves, which aren't in the reference and may not be copied; the functions gave 3.082762 (.045960) and
3.140557 (.052854) on them from the Debian package r-cran-multilevel 2.7, and are compared with statsmodels here.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ljuspunkt.domain.estimation.clusters import (
    Cluster,
    change_by_clusters,
    mean_of_clusters,
    pooled_by_clusters,
    slope_by_clusters,
)
from ljuspunkt.domain.estimation.funnel import Spread, adjusted_limits, exact_limits, exact_p, spread
from ljuspunkt.domain.estimation.multiplicity import benjamini_hochberg, two_sided_p
from ljuspunkt.domain.estimation.shrinkage import shrunken_shares
from ljuspunkt.domain.vocabulary import Interval


@pytest.fixture(scope="module")
def vectors(reference: Path) -> Any:
    return json.loads((reference / "vectors" / "funnel_lq2002.json").read_text())


@pytest.fixture(scope="module")
def groups(vectors: Any) -> list[dict[str, float]]:
    found: list[dict[str, float]] = vectors["funnel"]["groups"]
    assert len(found) == 49
    return found


@pytest.fixture(scope="module")
def lying(groups: list[dict[str, float]], vectors: Any) -> Spread:
    pooled = sum(one["x"] for one in groups) / sum(one["n"] for one in groups)
    assert pooled == pytest.approx(vectors["funnel"]["target"], abs=1e-14)
    return spread([one["p"] for one in groups], [int(one["n"]) for one in groups], pooled=pooled)


def column(groups: list[dict[str, float]], name: str) -> list[float]:
    return [one[name] for one in groups]


def test_the_pooled_share_and_the_spread_are_what_the_method_says(lying: Spread) -> None:
    assert lying.pooled == pytest.approx(0.4109, abs=5e-5)
    assert lying.dispersion == pytest.approx(2.1419, abs=5e-5)
    assert lying.between == pytest.approx(0.007182, abs=5e-7)


def test_z_and_spread_are_those_of_funnelplotr(lying: Spread, groups: list[dict[str, float]], vectors: Any) -> None:
    assert lying.z == pytest.approx(column(groups, "z"), abs=1e-12)
    assert lying.dispersion == pytest.approx(vectors["funnel"]["phi_winsor10"], abs=1e-12)
    assert lying.between == pytest.approx(vectors["funnel"]["tau2_arcsine"], abs=1e-14)
    assert lying.z_adjusted == pytest.approx(column(groups, "z_od"), abs=1e-12)


def test_limits_with_the_spread_added_are_those_of_funnelplotr(lying: Spread, groups: list[dict[str, float]]) -> None:
    # FunnelPlotR draws them at 1.96 and 3.09; ours are at 1.959964 and 3.090232, so they differ in the fifth decimal.
    for one in groups:
        for name, confidence, near in (("od95", 0.95, 1e-5), ("od998", 0.998, 5e-5)):
            found = adjusted_limits(lying.pooled, int(one["n"]), lying.between, confidence=confidence)
            assert (found.low, found.high) == pytest.approx((one[f"{name}_lo"], one[f"{name}_hi"]), abs=near)


def test_exact_limits_are_interpolated_as_spiegelhalter_does(vectors: Any) -> None:
    limits = vectors["funnel"]["limits"]
    answered = [one["n"] for one in limits]
    for low, high, confidence in (("l95", "u95", 0.95), ("l998", "u998", 0.998)):
        found = exact_limits(vectors["funnel"]["target"], answered, confidence=confidence)
        assert [one.low for one in found] == pytest.approx(column(limits, low), abs=1e-12)
        assert [one.high for one in found] == pytest.approx(column(limits, high), abs=1e-12)


def test_exact_p_values_are_those_of_rs_binomial_test(lying: Spread, groups: list[dict[str, float]]) -> None:
    found = [exact_p(int(one["x"]), int(one["n"]), lying.pooled) for one in groups]
    assert found == pytest.approx(column(groups, "p_exact"), abs=1e-12)


def test_eleven_are_flagged_plainly_and_one_after_adjustment(
    lying: Spread, groups: list[dict[str, float]], vectors: Any
) -> None:
    exact = column(groups, "p_exact")
    adjusted = [two_sided_p(z) for z in lying.z_adjusted]
    assert adjusted == pytest.approx(column(groups, "p_od"), abs=1e-12)
    assert benjamini_hochberg(exact) == pytest.approx(column(groups, "q_bh"), abs=1e-12)
    assert benjamini_hochberg(adjusted) == pytest.approx(column(groups, "q_od"), abs=1e-12)
    flagged = [sum(p <= 0.05 for p in many) for many in (exact, benjamini_hochberg(exact), adjusted)]
    assert flagged == [vectors["funnel"][name] for name in ("n_sig95", "n_bh", "n_od95")] == [11, 6, 5]
    assert sum(q <= 0.05 for q in benjamini_hochberg(adjusted)) == vectors["funnel"]["n_od_bh"] == 1


def test_benjamini_and_hochbergs_own_example_rejects_four(reference: Path) -> None:
    case = json.loads((reference / "vectors" / "stats_R.json").read_text())["bh"]
    assert len(case["p"]) == 15
    assert benjamini_hochberg(case["p"]) == pytest.approx(case["BH"], abs=1e-12)
    assert sum(q <= 0.05 for q in benjamini_hochberg(case["p"])) == case["rejected_BH"] == 4


def test_shrunken_shares_are_those_of_a_random_intercept(groups: list[dict[str, float]], vectors: Any) -> None:
    found = shrunken_shares(column(groups, "x"), [int(one["n"]) for one in groups])
    glmer = vectors["funnel"]["glmer"]
    assert (found.centre, found.width) == pytest.approx((glmer["intercept"], glmer["sd"]), abs=5e-6)
    assert found.shares == pytest.approx(column(groups, "eb_p"), abs=2e-6)
    twelve_of_thirteen = next(
        share for share, one in zip(found.shares, groups, strict=True) if (one["x"], one["n"]) == (12, 13)
    )
    assert twelve_of_thirteen == pytest.approx(0.637, abs=5e-4)


def test_the_mean_of_groups_is_what_the_method_says(groups: list[dict[str, float]], vectors: Any) -> None:
    clusters = [Cluster(one["x"], int(one["n"])) for one in groups]
    assert pooled_by_clusters(clusters).value == pytest.approx(vectors["funnel"]["pooled"], abs=1e-14)
    assert mean_of_clusters(clusters).value == pytest.approx(vectors["funnel"]["mean_of_groups"], abs=1e-14)
    assert mean_of_clusters(clusters).value == pytest.approx(0.4376, abs=2e-4)


def linear_model(waves: list[list[Cluster]], scores: list[float]) -> Any:
    """Return statsmodels' line through 0/1 answers with a variance over clusters and the correction k/(k − 1)."""
    from statsmodels.regression.linear_model import WLS

    each = [(place, score, one) for wave, score in zip(waves, scores, strict=True) for place, one in enumerate(wave)]
    columns = np.array([[1.0, score] if len(waves) > 1 else [1.0] for _, score, _ in each])
    model = WLS([one.total / one.answered for *_, one in each], columns, weights=[one.answered for *_, one in each])
    k = len(waves[0])
    clusters = np.array([place for place, *_ in each])
    fitted = model.fit(cov_type="cluster", cov_kwds={"groups": clusters, "use_correction": False})
    return fitted.params[-1], np.sqrt(max(fitted.cov_params()[-1, -1], 0.0) * k / (k - 1))


def test_the_pooled_share_has_the_standard_error_of_statsmodels(groups: list[dict[str, float]]) -> None:
    clusters = [Cluster(one["x"], int(one["n"])) for one in groups]
    found = pooled_by_clusters(clusters)
    value, error = linear_model([clusters], [0.0])
    assert (found.value, found.standard_error) == pytest.approx((value, error), abs=1e-12)
    assert found.clusters == 49 and found.interval is not None
    # Student's t with 48 degrees of freedom, 2.0106 in print.
    assert found.interval.high - found.value == pytest.approx(2.0106 * error, abs=1e-5)


waves_of_clusters = st.integers(2, 8).flatmap(
    lambda clusters: st.lists(
        st.lists(
            st.integers(1, 30).flatmap(lambda n: st.builds(Cluster, st.integers(0, n).map(float), st.just(n))),
            min_size=clusters,
            max_size=clusters,
        ),
        min_size=2,
        max_size=4,
    )
)


@settings(max_examples=25)
@given(waves_of_clusters, st.data())
def test_changes_and_slopes_over_clusters_are_those_of_statsmodels(waves: list[list[Cluster]], data: Any) -> None:
    scores = sorted(data.draw(st.lists(st.integers(2000, 2030), min_size=len(waves), max_size=len(waves), unique=True)))
    found = slope_by_clusters(waves, [float(score) for score in scores])
    value, error = linear_model(waves, [score - 2015.0 for score in scores])
    assert found.value == pytest.approx(value, abs=1e-8)
    assert found.standard_error == pytest.approx(error, abs=2e-6)
    if len(waves) == 2:
        change = change_by_clusters(*waves)
        assert change.value == pytest.approx(
            sum(one.total for one in waves[1]) / sum(one.answered for one in waves[1])
            - sum(one.total for one in waves[0]) / sum(one.answered for one in waves[0]),
            abs=1e-12,
        )
        assert change.value == pytest.approx(value * (scores[1] - scores[0]), abs=1e-8)


def test_one_association_has_no_spread_to_measure() -> None:
    alone = pooled_by_clusters([Cluster(7, 12)])
    assert (alone.clusters, alone.value, alone.standard_error, alone.interval, alone.p) == (1, 7 / 12, None, None, None)


def test_associations_all_alike_have_no_interval() -> None:
    found = mean_of_clusters([Cluster(3, 6), Cluster(5, 10), Cluster(1, 2)])
    assert (found.value, found.interval, found.p) == (0.5, None, None)


def test_intervals_of_shares_stay_within_nothing_and_all() -> None:
    found = pooled_by_clusters([Cluster(10, 10), Cluster(4, 10)]).interval
    assert found == Interval(0.0, 1.0)
    means = pooled_by_clusters([Cluster(50, 10), Cluster(20, 10)], scale=Interval(1, 5)).interval
    assert means == Interval(1, 5)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: spread([0.5], [0], pooled=0.5),
        lambda: spread([0.5, 1.2], [4, 5], pooled=0.5),
        lambda: spread([0.5, 0.2, 0.1], [4, 5], pooled=0.5),
        lambda: spread([0.5], [4], pooled=0.5),
        lambda: adjusted_limits(0.5, 10, -0.1),
        lambda: exact_limits(1.5, [4]),
        lambda: exact_p(5, 4, 0.5),
        lambda: benjamini_hochberg([0.1, 1.2]),
        lambda: shrunken_shares([], []),
        lambda: shrunken_shares([3], [2]),
        lambda: pooled_by_clusters([]),
        lambda: pooled_by_clusters([Cluster(0, 0)]),
        lambda: change_by_clusters([Cluster(1, 2)], [Cluster(1, 2), Cluster(1, 2)]),
        lambda: slope_by_clusters([[Cluster(1, 2)], [Cluster(1, 2)]], [3.0, 3.0]),
    ],
)
def test_impossible_numbers_are_mistakes(wrong: Any) -> None:
    with pytest.raises(ValueError):
        wrong()


sets = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=30
)
p_values = st.lists(st.floats(0, 1), max_size=40)


@given(p_values)
def test_adjusted_p_values_keep_their_order_and_are_never_smaller(found: list[float]) -> None:
    adjusted = benjamini_hochberg(found)
    assert all(p <= q <= 1 for p, q in zip(found, adjusted, strict=True))
    ordered = sorted(zip(found, adjusted, strict=True))
    assert [q for _, q in ordered] == sorted(q for _, q in ordered)
    if found:
        assert max(adjusted) == max(found)
        assert sorted(benjamini_hochberg(found[::-1])) == sorted(adjusted)


@given(sets)
def test_the_order_of_the_sets_changes_nothing(found: list[tuple[int, int]]) -> None:
    def of(order: list[tuple[int, int]]) -> tuple[Spread, tuple[float, ...]]:
        pooled = sum(x for x, _ in order) / sum(n for _, n in order)
        shares = shrunken_shares([x for x, _ in order], [n for _, n in order]).shares
        return spread([x / n for x, n in order], [n for _, n in order], pooled=pooled), shares

    one, one_shrunken = of(found)
    other, other_shrunken = of(found[::-1])
    assert one.z_adjusted == pytest.approx(other.z_adjusted[::-1], abs=1e-9)
    assert one.between == pytest.approx(other.between, abs=1e-12)
    assert one_shrunken == pytest.approx(other_shrunken[::-1], abs=2e-6)


@given(sets)
def test_positive_and_negative_mirror_each_other(found: list[tuple[int, int]]) -> None:
    pooled = sum(x for x, _ in found) / sum(n for _, n in found)
    answered = [n for _, n in found]
    one = spread([x / n for x, n in found], answered, pooled=pooled)
    other = spread([(n - x) / n for x, n in found], answered, pooled=1 - pooled)
    assert one.z_adjusted == pytest.approx([-z for z in other.z_adjusted], abs=1e-6)
    mirrored = shrunken_shares([n - x for x, n in found], answered).shares
    assert shrunken_shares([x for x, _ in found], answered).shares == pytest.approx(
        [1 - share for share in mirrored], abs=2e-6
    )


@given(sets)
def test_a_shrunken_share_lies_between_its_own_and_the_usual(found: list[tuple[int, int]]) -> None:
    shrunken = shrunken_shares([x for x, _ in found], [n for _, n in found])
    usual = 0.5 if shrunken.centre is None else 1 / (1 + np.exp(-shrunken.centre))
    for share, (x, n) in zip(shrunken.shares, found, strict=True):
        if shrunken.centre is None:
            assert share == x / n
        else:
            low, high = sorted((x / n, usual))
            assert low - 1e-8 <= share <= high + 1e-8


@given(sets)
def test_the_spread_only_draws_sets_nearer(found: list[tuple[int, int]]) -> None:
    pooled = sum(x for x, _ in found) / sum(n for _, n in found)
    one = spread([x / n for x, n in found], [n for _, n in found], pooled=pooled)
    assert one.between >= 0
    assert all(abs(adjusted) <= abs(z) + 1e-12 for z, adjusted in zip(one.z, one.z_adjusted, strict=True))


@given(st.floats(0, 1), st.integers(1, 5000), st.floats(0, 0.2))
def test_limits_hold_the_middle_and_the_wider_hold_the_narrower(pooled: float, answered: int, between: float) -> None:
    for narrow, wide in (
        (adjusted_limits(pooled, answered, between), adjusted_limits(pooled, answered, between, confidence=0.998)),
        (exact_limits(pooled, [answered])[0], exact_limits(pooled, [answered], confidence=0.998)[0]),
    ):
        assert 0 <= wide.low <= narrow.low + 1e-12 <= narrow.high + 2e-12 <= wide.high + 3e-12 <= 1 + 3e-12
    around = adjusted_limits(pooled, answered, between)
    assert around.low - 1e-9 <= pooled <= around.high + 1e-9


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.001, 0.999))
def test_the_exact_test_is_scipys(found: tuple[int, int], pooled: float) -> None:
    from scipy.stats import binomtest

    assert exact_p(*found, pooled) == pytest.approx(binomtest(*found, pooled).pvalue, rel=1e-6, abs=1e-12)
