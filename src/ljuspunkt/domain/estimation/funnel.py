"""Many sets beside their pooled share (trattdiagram): limits, overdispersion and adjusted z.

Real associations differ by more than chance alone, for reasons that nobody asked about. The overdispersion τ² is
that spread; a set stands out only where it is farther off than chance and the usual spread together.
Shares are compared on the arcsine-square-root scale, where their variance hardly depends on the share.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import asin, ceil, floor, lgamma, log, log1p, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, bdtrc

from ljuspunkt.domain.estimation.quantile import check_confidence, normal_quantile
from ljuspunkt.domain.vocabulary import Interval

NEARLY = 1e-7
"""Chances this near to each other, as logarithms, are the same."""
WINSORISED = 0.10
"""So much of either end of the z-values is drawn in before the spread is measured."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How the sets of a funnel lie around their pooled share.

    Attributes:
        pooled: the share of all sets together, 0–1.
        z: per set, its distance from the pooled share in standard errors by chance alone.
        dispersion: φ, the mean of the squared winsorised z; about 1 where there is nothing but chance.
        between: τ², the variance between sets on the arcsine-square-root scale, at least 0.
        z_adjusted: per set, its distance in standard errors by chance and τ² together.
    """

    pooled: float
    z: tuple[float, ...]
    dispersion: float
    between: float
    z_adjusted: tuple[float, ...]


def spread(shares: Sequence[float], answered: Sequence[int], *, pooled: float) -> Spread:
    """Return the sets' distances from the pooled share, with additive overdispersion.

    Args:
        shares: of each set, 0 to 1; at least two sets.
        answered: independent answers behind each share, at least 1.
        pooled: the share of all sets together, 0 to 1.

    Raises:
        ValueError: fewer than two sets, or an argument is outside its range.

    Source: Spiegelhalter 2005 and Spiegelhalter et al. 2012, as in R FunnelPlotR (method "SHMI"); 49 groups of
        LEAD01 ≥ 4 in multilevel::lq2002: φ 2.1419, τ² .007182.
    """
    if len(shares) < 2:
        raise ValueError(f"a spread needs two sets or more, not {len(shares)}")
    _check(shares, answered, pooled)
    centre = asin(sqrt(pooled))
    away = [asin(sqrt(share)) - centre for share in shares]
    weights = [4.0 * n for n in answered]
    z = [distance * sqrt(weight) for distance, weight in zip(away, weights, strict=True)]
    low, high = _quantile(z, WINSORISED), _quantile(z, 1 - WINSORISED)
    dispersion = sum(min(max(value, low), high) ** 2 for value in z) / len(z)
    total = sum(weights)
    excess = len(z) * dispersion - (len(z) - 1)
    between = max(0.0, excess / (total - sum(weight * weight for weight in weights) / total))
    adjusted = tuple(distance / sqrt(1 / weight + between) for distance, weight in zip(away, weights, strict=True))
    return Spread(pooled, tuple(z), dispersion, between, adjusted)


def adjusted_limits(pooled: float, answered: int, between: float, *, confidence: float = 0.95) -> Interval:
    """Return the limits of a funnel widened by overdispersion, cut off at 0 and 1.

    Args:
        pooled: the share in the middle, 0 to 1.
        answered: independent answers of a set, at least 1.
        between: τ² of `spread`, at least 0.
        confidence: coverage, strictly between 0 and 1; 0.95 and 0.998 are drawn.

    Raises:
        ValueError: an argument is outside its range.

    Source: as `spread`; 11 of 24 there: .1782 to .6671.
    """
    _check((pooled,), (answered,), pooled)
    if between < 0:
        raise ValueError(f"a variance can't be {between}")
    centre, half = asin(sqrt(pooled)), normal_quantile(confidence) * sqrt(1 / (4 * answered) + between)
    return Interval(sin(max(0.0, centre - half)) ** 2, sin(min(pi / 2, centre + half)) ** 2)


def exact_limits(pooled: float, answered: Sequence[int], *, confidence: float = 0.95) -> tuple[Interval, ...]:
    """Return the exact binomial limits of a funnel, interpolated between whole numbers, cut off at 0 and 1.

    With r the smallest number whose cumulative chance reaches the tail's, the limit is (r − α)/n with
    α = (F(r) − tail)/(F(r) − F(r − 1)).

    Args:
        pooled: the share in the middle, 0 to 1.
        answered: independent answers of each set, at least 1.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: an argument is outside its range.

    Source: Spiegelhalter 2005, appendix A.1.1 (R FunnelPlotR); 24 answers around .4109: .1954 to .5905.
    """
    _check((pooled,), (1, *answered), pooled)
    check_confidence(confidence)
    n = np.array(answered, dtype=np.int64)
    if pooled in (0, 1):
        return tuple(Interval(pooled, pooled) for _ in answered)
    tail = (1 - confidence) / 2
    low, high = (np.clip(_interpolated(n, pooled, at), 0, 1) for at in (tail, 1 - tail))
    return tuple(Interval(float(left), float(right)) for left, right in zip(low, high, strict=True))


def exact_p(positive: int, answered: int, pooled: float) -> float:
    """Return the exact two-sided p-value of a set's share where its true share is `pooled`.

    It adds up the chances of all results that are no more likely than the one found.

    Args:
        positive: 0 to `answered`.
        answered: at least 1.
        pooled: 0 to 1.

    Raises:
        ValueError: an argument is outside its range.

    Source: Clopper and Pearson 1934 turned into a test, R binom.test; 9 of 12 with .4109: .03495.
    """
    _check((pooled,), (answered,), pooled)
    if not 0 <= positive <= answered:
        raise ValueError(f"0 <= positive <= answered is needed, not {positive} of {answered}")
    if pooled in (0, 1):
        return float(positive == pooled * answered)
    own = _log_chance(positive, answered, pooled) + NEARLY
    mean = answered * pooled
    if positive <= mean:
        other = _first(ceil(mean), answered + 1, lambda k: _log_chance(k, answered, pooled) <= own)
        return min(1.0, float(bdtr(positive, answered, pooled)) + _at_least(other, answered, pooled))
    other = _first(0, floor(mean) + 1, lambda k: _log_chance(k, answered, pooled) > own) - 1
    below = float(bdtr(other, answered, pooled)) if other >= 0 else 0.0
    return min(1.0, below + _at_least(positive, answered, pooled))


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the first number from `low` on that `holds`, which stays true from there on; `high` if none does."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _at_least(k: int, n: int, pooled: float) -> float:
    return 1.0 if k <= 0 else float(bdtrc(k - 1, n, pooled)) if k <= n else 0.0


def _log_chance(k: int, n: int, pooled: float) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(pooled) + (n - k) * log1p(-pooled)


def _interpolated(n: NDArray[np.int64], pooled: float, tail: float) -> NDArray[np.float64]:
    below, reached = np.full_like(n, -1), n.copy()
    while (reached - below > 1).any():
        middle = (below + reached) // 2
        enough = bdtr(middle.astype(float), n, pooled) >= tail
        open_ = reached - below > 1
        reached = np.where(open_ & enough, middle, reached)
        below = np.where(open_ & ~enough, middle, below)
    at = bdtr(reached.astype(float), n, pooled)
    before = np.where(reached > 0, bdtr(np.maximum(reached - 1, 0).astype(float), n, pooled), 0.0)
    found: NDArray[np.float64] = (reached - (at - tail) / (at - before)) / n
    return found


def _quantile(values: Sequence[float], at: float) -> float:
    """Return a quantile between the ordered values (type 7, R's default)."""
    ordered = sorted(values)
    place = at * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _check(shares: Sequence[float], answered: Sequence[int], pooled: float) -> None:
    if len(shares) > 1 and len(shares) != len(answered):
        raise ValueError(f"{len(shares)} shares and {len(answered)} numbers of answers don't go together")
    for share in (*shares, pooled):
        if not 0 <= share <= 1:
            raise ValueError(f"a share lies between 0 and 1, not at {share}")
    for n in answered:
        if n < 1:
            raise ValueError(f"at least one answer is needed, not {n}")
