"""A statistician compares agreement and stability with R (irr, stats), irrcac, SciPy and statsmodels.

What the vectors hold and isn't asked for here, and why:
- delphi_R.json `icc_A1` (intraclass correlation), `exact_conger` and agreement_irrcac.json `conger`, `bp`: the method
  has one coefficient or two for each sort of ballot; these answer the same question with other models of chance.
- delphi_R.json `video` (percentage agreement of irr's ratings `video`): the vector doesn't hold the ratings.
- delphi_R.json `spearman`, `cv1`, `cv2`: stability is told by Kendall's tau and by who changed; a spread that shrinks
  says that a panel agrees more, not that it stays where it is.
- stats_R.json `mcnemar` (McNemar's chi-square of 1,600 pairs): panels are small, so ours is the exact test.
- quota_consensus.json `jla` (ranks combined over groups) and `apmo` (average percent of majority opinions): other
  procedures than ours for choosing and for setting a bar.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import cochrans_q  # type: ignore[import-untyped]
from statsmodels.stats.inter_rater import cohens_kappa  # type: ignore[import-untyped]
from statsmodels.stats.inter_rater import fleiss_kappa as fleiss_of_statsmodels

from ljuspunkt.domain.estimation.agreement import (
    Coefficient,
    Metric,
    fleiss_against_chance,
    fleiss_by_category,
    fleiss_kappa,
    gwet_ac1,
    kendall_w,
    krippendorff_alpha,
    percent_agreement,
)
from ljuspunkt.domain.estimation.stability import Weights, kendall_tau_b, share_changed, weighted_kappa, wilcoxon

WEIGHTS: tuple[Weights, ...] = ("none", "linear", "quadratic")
METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval", "ratio")


@pytest.fixture(scope="module")
def r(reference: Path) -> Any:
    return json.loads((reference / "vectors" / "delphi_R.json").read_text())


@pytest.fixture(scope="module")
def irrcac(reference: Path) -> Any:
    return json.loads((reference / "vectors" / "agreement_irrcac.json").read_text())


def table_of(rows: Sequence[Sequence[object]], categories: Sequence[object]) -> list[list[int]]:
    return [[list(row).count(category) for category in categories] for row in rows]


def diagnoses(r: Any) -> tuple[list[list[int]], list[str]]:
    rows = r["diagnoses"]["data"]
    categories = sorted({given for row in rows for given in row})
    return table_of(rows, categories), categories


def test_kendalls_w_with_ties_is_that_of_irr(r: Any) -> None:
    anxiety = r["anxiety"]
    found = kendall_w([[row[rater] for row in anxiety["data"]] for rater in ("rater1", "rater2", "rater3")])
    assert found is not None
    assert found.w == pytest.approx(anxiety["W_ties"], abs=1e-13)
    assert round(found.w, 5) == 0.53966
    assert found.without_ties == pytest.approx(anxiety["W_noties"], abs=1e-13)
    assert found.chi_square == pytest.approx(anxiety["chisq"], abs=1e-12)
    assert found.degrees == 19
    assert found.p == pytest.approx(anxiety["p"], abs=1e-13)


def test_kendalls_w_takes_ranks_with_ties(r: Any) -> None:
    small = r["W_ties_small"]
    found = kendall_w(list(zip(*small["M"], strict=True)))
    assert found is not None
    assert found.w == pytest.approx(small["W"], abs=1e-13)
    assert found.without_ties == pytest.approx(small["W_noties"], abs=1e-13)
    assert (found.chi_square, found.p) == pytest.approx((small["chisq"], small["p"]), abs=1e-13)


def test_fleiss_kappa_and_its_test_are_those_of_irr(r: Any) -> None:
    table, categories = diagnoses(r)
    found, tested = fleiss_kappa(table), fleiss_against_chance(table)
    assert found is not None and tested is not None
    assert found.value == tested.value == pytest.approx(r["diagnoses"]["kappa"], abs=1e-13)
    assert tested.z == pytest.approx(r["diagnoses"]["z"], abs=1e-10)
    assert tested.p < 1e-15, "R prints 0"
    printed = {(row["Var1"], row["Var2"]): row["Freq"] for row in r["diagnoses"]["detail"]}
    for category, one in zip(categories, fleiss_by_category(table), strict=True):
        assert one is not None
        assert round(one.value, 3) == printed[category, "Kappa"]
        assert round(one.z, 3) == printed[category, "z"]
        assert round(one.p, 3) == printed[category, "p.value"]


@pytest.mark.parametrize("name", ["gwet", "fleiss", "krippendorff"])
def test_coefficients_with_gaps_and_their_intervals_are_those_of_irrcac(irrcac: Any, name: str) -> None:
    table = table_of(irrcac["raw_4raters"], (1, 2, 3, 4, 5))
    found: Coefficient | None = {
        "gwet": gwet_ac1(table),
        "fleiss": fleiss_kappa(table),
        "krippendorff": krippendorff_alpha(table, (1, 2, 3, 4, 5), "nominal"),
    }[name]
    assert found is not None and found.standard_error is not None and found.interval is not None
    theirs = irrcac[name]
    assert round(found.value, 5) == theirs["coefficient_value"]
    assert round(found.standard_error, 5) == theirs["se"]
    assert [round(found.interval.low, 5), round(found.interval.high, 5)] == theirs["confidence_interval"]
    assert (round(found.agreement, 5), round(found.by_chance, 5)) == (theirs["pa"], theirs["pe"])
    assert found.value / found.standard_error == pytest.approx(theirs["z"], abs=2e-4)
    if name != "krippendorff":
        assert percent_agreement(table) == pytest.approx(theirs["pa"], abs=1e-5)


@pytest.mark.parametrize("metric", METRICS)
def test_krippendorffs_alpha_is_that_of_irr(r: Any, irrcac: Any, metric: Metric) -> None:
    table = table_of(irrcac["raw_4raters"], (1, 2, 3, 4, 5))
    found = krippendorff_alpha(table, (1, 2, 3, 4, 5), metric)
    assert found is not None
    assert found.value == pytest.approx(r["kripp"][metric], abs=1e-13)


def test_stability_of_a_panel_is_that_of_r(r: Any) -> None:
    panel = r["stability"]
    pairs = list(zip(panel["r1"], panel["r2"], strict=True))
    found = wilcoxon(pairs)
    assert found is not None
    assert found.v == panel["wilcox_V"]
    assert found.p_normal == pytest.approx(panel["p"], abs=1e-13)
    assert found.p == 2 * 0.5**6, "all six who changed went up"
    assert share_changed(pairs) == panel["pct_changed"]
    assert kendall_tau_b(panel["r1"], panel["r2"]) == pytest.approx(panel["kendall_tau_b"], abs=1e-13)
    assert weighted_kappa(pairs, "none") == pytest.approx(panel["kappa_unw"], abs=1e-13)
    assert weighted_kappa(pairs, "linear") == pytest.approx(panel["kappa_lin"], abs=1e-13)
    assert weighted_kappa(pairs, "quadratic") == pytest.approx(panel["kappa_sq"], abs=1e-13)


def test_with_yes_and_no_wilcoxon_is_mcnemars_exact_test(r: Any) -> None:
    changed = r["mcnemar_exact"]
    pairs = [(0, 1)] * changed["b"] + [(1, 0)] * changed["c"] + [(1, 1)] * 12
    found = wilcoxon(pairs)
    assert found is not None
    assert found.p == pytest.approx(changed["p"], abs=1e-15)


# From here on other software takes part, on ratings by chance.

RATINGS = st.integers(1, 5)
TABLES = st.integers(2, 6).flatmap(
    lambda raters: st.lists(st.lists(RATINGS, min_size=raters, max_size=raters), min_size=2, max_size=8)
)
GAPPY = st.lists(st.lists(st.one_of(st.none(), RATINGS), min_size=3, max_size=3), min_size=1, max_size=8)
PAIRS = st.lists(st.tuples(RATINGS, RATINGS), min_size=1, max_size=10)


@given(TABLES)
def test_fleiss_agrees_with_statsmodels(rows: list[list[int]]) -> None:
    table = table_of(rows, (1, 2, 3, 4, 5))
    found = fleiss_kappa(table)
    if found is None:
        assert len({rating for row in rows for rating in row}) == 1
    else:
        assert found.value == pytest.approx(fleiss_of_statsmodels(table), abs=1e-12)


@given(PAIRS)
def test_weighted_kappa_agrees_with_statsmodels(pairs: list[tuple[int, int]]) -> None:
    square = [[pairs.count((a, b)) for b in range(1, 6)] for a in range(1, 6)]
    theirs = {
        "none": lambda: cohens_kappa(square, return_results=False),
        "linear": lambda: cohens_kappa(square, wt="linear", return_results=False),
        "quadratic": lambda: cohens_kappa(square, wt="quadratic", return_results=False),
    }
    judged = {judgement for pair in pairs for judgement in pair}
    for weights in WEIGHTS:
        found = weighted_kappa(pairs, weights)
        assert (found is None) == (len(judged) == 1)
        if found is not None:
            assert found == pytest.approx(theirs[weights](), abs=1e-12)


@given(PAIRS)
def test_tau_b_agrees_with_scipy(pairs: list[tuple[int, int]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    found = kendall_tau_b(first, second)
    if found is None:
        assert len(set(first)) == 1 or len(set(second)) == 1
    else:
        assert found == pytest.approx(stats.kendalltau(first, second).statistic, abs=1e-12)


@given(PAIRS)
@settings(max_examples=50)
def test_wilcoxon_agrees_with_scipy(pairs: list[tuple[int, int]]) -> None:
    differences = [float(after - before) for before, after in pairs if after != before]
    found = wilcoxon(pairs)
    if found is None:
        assert not differences
        return
    normal = stats.wilcoxon(differences, correction=True, method="approx")
    assert found.p_normal == pytest.approx(min(normal.pvalue, 1), abs=1e-12)
    assert min(found.v, found.n_changed * (found.n_changed + 1) / 2 - found.v) == pytest.approx(normal.statistic)
    if len(differences) > 1:
        every_sign = stats.wilcoxon(differences, method=stats.PermutationMethod(n_resamples=5000))
        assert found.p == pytest.approx(min(every_sign.pvalue, 1), abs=1e-12)


@given(st.lists(st.lists(st.integers(0, 1), min_size=4, max_size=4), min_size=2, max_size=6))
def test_with_yes_and_no_kendalls_chi_square_is_cochrans_q(ballots: list[list[int]]) -> None:
    found = kendall_w(ballots)
    if found is None:
        assert all(len(set(ballot)) == 1 for ballot in ballots)
    else:
        theirs = cochrans_q([list(ballot) for ballot in ballots])
        assert (found.chi_square, found.p) == pytest.approx((theirs.statistic, theirs.pvalue), abs=1e-9)


@given(TABLES, st.permutations([0, 1, 2, 3, 4]))
def test_nothing_depends_on_the_order_of_raters_items_or_categories(rows: list[list[int]], order: list[int]) -> None:
    table = table_of(rows, (1, 2, 3, 4, 5))
    turned = [[row[place] for place in order] for row in reversed(table)]
    for one, other in (
        (fleiss_kappa(table), fleiss_kappa(turned)),
        (gwet_ac1(table), gwet_ac1(turned)),
        (
            krippendorff_alpha(table, (1, 2, 3, 4, 5), "nominal"),
            krippendorff_alpha(turned, (1, 2, 3, 4, 5), "nominal"),
        ),
    ):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert one.value == pytest.approx(other.value, abs=1e-12)
    by_rater = [list(ratings) for ratings in zip(*rows, strict=True)]
    swapped = [ballot[::-1] for ballot in reversed(by_rater)]
    w, w_swapped = kendall_w(by_rater), kendall_w(swapped)
    assert (w is None) == (w_swapped is None)
    if w is not None and w_swapped is not None:
        assert w.w == pytest.approx(w_swapped.w, abs=1e-12)


@given(GAPPY)
def test_coefficients_never_pass_one(rows: list[list[int | None]]) -> None:
    table = table_of(rows, (1, 2, 3, 4, 5))
    found = [fleiss_kappa(table), gwet_ac1(table)]
    found += [krippendorff_alpha(table, (1, 2, 3, 4, 5), metric) for metric in METRICS]
    for one in found:
        if one is not None:
            assert one.value <= 1 + 1e-12
            assert one.interval is None or one.interval.low <= one.value <= one.interval.high + 1e-12
            assert one.interval is None or one.interval.high <= 1
    share = percent_agreement(table)
    assert share is None or 0 <= share <= 1


@given(TABLES)
def test_w_lies_between_none_and_one(rows: list[list[int]]) -> None:
    found = kendall_w([list(ratings) for ratings in zip(*rows, strict=True)])
    if found is not None:
        assert 0 <= found.w <= 1 + 1e-12
        assert found.without_ties <= found.w + 1e-12
        assert 0 <= found.p <= 1


@given(st.lists(RATINGS, min_size=2, max_size=8), st.integers(2, 5))
def test_raters_who_all_say_the_same_agree_perfectly(ratings: list[int], raters: int) -> None:
    table = table_of([[rating] * raters for rating in ratings], (1, 2, 3, 4, 5))
    assert percent_agreement(table) == 1
    ac1 = gwet_ac1(table)
    assert ac1 is not None and ac1.value == pytest.approx(1)
    told_apart = len(set(ratings)) > 1
    for one in (fleiss_kappa(table), *(krippendorff_alpha(table, (1, 2, 3, 4, 5), metric) for metric in METRICS)):
        assert (one is not None) == told_apart
        assert one is None or one.value == pytest.approx(1)
    w = kendall_w([ratings] * raters)
    assert (w is not None) == told_apart
    assert w is None or w.w == pytest.approx(1)
    pairs = [(rating, rating) for rating in ratings]
    assert share_changed(pairs) == 0
    assert wilcoxon(pairs) is None
    assert weighted_kappa(pairs, "quadratic") == (1 if told_apart else None)
    assert kendall_tau_b(ratings, ratings) == (1 if told_apart else None)


def test_one_rating_per_item_says_nothing() -> None:
    alone = [[1, 0], [0, 1]]
    assert percent_agreement(alone) is None
    assert fleiss_kappa(alone) is None
    assert gwet_ac1(alone) is None
    assert krippendorff_alpha(alone, (0, 1), "nominal") is None
    assert share_changed([]) is None
    assert weighted_kappa([], "none") is None


def test_one_item_has_no_interval() -> None:
    found = gwet_ac1([[4, 1]])
    assert found is not None
    assert (found.standard_error, found.interval) == (None, None)


def test_one_category_gives_no_ac1() -> None:
    assert gwet_ac1([[3], [3]]) is None
    assert fleiss_against_chance([[3, 0], [3, 0]]) is None
    assert fleiss_by_category([[3, 0], [3, 0]]) == (None, None)


def test_the_distribution_of_many_who_changed_is_approximated() -> None:
    found = wilcoxon([(0, 1)] * 31 + [(1, 0)] * 20)
    assert found is not None
    assert found.p == found.p_normal
    exact = wilcoxon([(0, 1)] * 30 + [(1, 0)] * 20)
    assert exact is not None
    assert exact.p == pytest.approx(stats.binomtest(20, 50).pvalue, abs=1e-12)


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: percent_agreement([[1, 2], [1]]),
        lambda: percent_agreement([[1, -2]]),
        lambda: fleiss_against_chance([[2, 0], [3, 0]]),
        lambda: fleiss_by_category([[1, 0], [0, 1]]),
        lambda: krippendorff_alpha([[1, 1]], (2, 1), "interval"),
        lambda: krippendorff_alpha([[1, 1]], (1, 2, 3), "interval"),
        lambda: krippendorff_alpha([[1, 1]], (-1, 2), "ratio"),
        lambda: kendall_w([[1, 2]]),
        lambda: kendall_w([[1], [2]]),
        lambda: kendall_w([[1, 2], [1, 2, 3]]),
        lambda: kendall_tau_b([1, 2], [1]),
    ],
)
def test_what_isnt_a_table_is_a_programmers_mistake(mistake: Any) -> None:
    with pytest.raises(ValueError, match=r"needed|needs"):
        mistake()


def test_the_counter_of_irrs_ratings_is_complete(r: Any) -> None:
    """The vectors are those of the published data: thirty patients with six diagnoses each."""
    table, categories = diagnoses(r)
    assert Counter(map(sum, table)) == {6: 30}
    assert len(categories) == 5
