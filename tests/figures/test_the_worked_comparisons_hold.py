"""A statistician checks the worked examples of docs/method/comparisons.md: the software gives the printed numbers."""

from pathlib import Path

import pytest

from ljuspunkt.domain.estimation.clusters import Cluster, change_by_clusters, mean_of_clusters, pooled_by_clusters
from ljuspunkt.domain.estimation.difference import same_share
from ljuspunkt.domain.estimation.funnel import exact_limits, exact_p, spread
from ljuspunkt.domain.estimation.multiplicity import benjamini_hochberg, two_sided_p
from ljuspunkt.domain.estimation.trend import cochran_armitage

PAGE = " ".join(
    (Path(__file__).resolve().parents[2] / "docs" / "method" / "comparisons.md").read_text(encoding="utf-8").split()
)
BEFORE = [Cluster(10, 20), Cluster(12, 30), Cluster(20, 40)]
AFTER = [Cluster(14, 20), Cluster(15, 30), Cluster(22, 50)]
FIVE = [40, 52, 56, 60, 72]


def printed(value: float, text: str) -> None:
    """Check that the page prints a value and that it is right to its last digit."""
    assert text in PAGE
    written = text.replace("−", "-").strip("*")
    digits = len(written.partition(".")[2])
    assert value == pytest.approx(float(written), abs=0.51 * 10.0**-digits)


def test_the_country_of_three_associations() -> None:
    pooled, mean = pooled_by_clusters(AFTER), mean_of_clusters(AFTER)
    assert pooled.standard_error is not None and mean.standard_error is not None and pooled.interval is not None
    printed(pooled.standard_error, "**.0634**")
    printed(mean.value, "**.5467**")
    printed(mean.standard_error, "**.0786**")
    assert f"{pooled.interval.low:.4f} to {pooled.interval.high:.4f}".replace("0.", ".") in PAGE


def test_the_countrys_change() -> None:
    change = change_by_clusters(BEFORE, AFTER)
    assert change.standard_error is not None and change.interval is not None
    printed(change.value, "**.0433**")
    printed(change.standard_error, "**.0754**")
    assert "**−.2810 to .3676**" in PAGE
    assert (change.interval.low, change.interval.high) == pytest.approx((-0.2810, 0.3676), abs=5e-5)


def test_the_trend_of_four_waves() -> None:
    found = cochran_armitage([83, 90, 129, 70], [86, 93, 136, 82], [1, 2, 3, 4])
    assert found is not None
    printed(found.chi_square, "**8.22**")
    printed(found.p, "**.0041**")
    printed(found.slope, "−.0334")
    tested = same_share(56 / 70, 70, 48 / 80, 80)
    assert tested is not None
    printed(tested.chi_square, "7.023")
    printed(tested.p, ".0080")


def test_the_five_associations() -> None:
    found = spread([x / 80 for x in FIVE], [80] * 5, pooled=0.7)
    assert "| z | −3.681 | −.955 | 0 | 1.002 | 4.613 |" in PAGE
    assert found.z == pytest.approx((-3.681, -0.955, 0, 1.002, 4.613), abs=6e-4)
    printed(found.dispersion, "**3.734**")
    printed(found.between, "**.01146**")
    assert "| z, adjusted | −1.704 | −.442 | 0 | .464 | 2.135 |" in PAGE
    assert found.z_adjusted == pytest.approx((-1.704, -0.442, 0, 0.464, 2.135), abs=6e-4)
    p_values = [two_sided_p(z) for z in found.z_adjusted]
    assert "| p | .0885 | .658 | 1 | .643 | .0327 |" in PAGE
    assert p_values == pytest.approx((0.0885, 0.658, 1, 0.643, 0.0327), abs=6e-4)
    assert "| p, Benjamini–Hochberg | .221 | .823 | 1 | .823 | **.164** |" in PAGE
    assert benjamini_hochberg(p_values) == pytest.approx((0.221, 0.823, 1, 0.823, 0.164), abs=6e-4)


def test_many_p_values_limits_and_the_exact_test() -> None:
    assert ".001, .012, .030, .040, .200 become .005, .030, .050, .050, .200" in PAGE
    assert benjamini_hochberg([0.001, 0.012, 0.030, 0.040, 0.200]) == pytest.approx((0.005, 0.03, 0.05, 0.05, 0.2))
    [limits] = exact_limits(0.410871694417238, [24])
    assert ".1954 to .5905" in PAGE
    assert (limits.low, limits.high) == pytest.approx((0.1954, 0.5905), abs=5e-5)
    printed(exact_p(20, 20, 0.74), ".0038")
