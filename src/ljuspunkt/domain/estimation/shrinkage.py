"""Shrunken shares (krympta andelar): each set's own share drawn towards what sets usually have, small sets most.

Empirical Bayes: the sets' true shares are taken for a normal spread on the logit scale, whose centre and width are
estimated from the sets themselves. Shown as secondary; never a rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from ljuspunkt.domain.estimation.quantile import normal_quantile
from ljuspunkt.domain.vocabulary import Interval

Vector = NDArray[np.float64]

DECIMALS = 9
"""The search for centre and width ends when it is nearer than this, so no more decimals are given."""
NARROWEST, WIDEST = 0.01, 8.0
"""Standard deviations on the logit scale between which the width is sought; below there is none."""
NEAR = 1e-12
"""A step on the logit scale that is none."""


@dataclass(frozen=True, slots=True)
class Shrunken:
    """What sets usually have, and each set's share drawn towards it.

    Attributes:
        centre: mean of the true shares on the logit scale; None where all answers were alike.
        width: their standard deviation there; 0 where the sets differ by no more than chance.
        shares: per set, 0–1, between its own and the usual share, nine decimals.
    """

    centre: float | None
    width: float
    shares: tuple[float, ...]


def shrunken_shares(positive: Sequence[float], answered: Sequence[int]) -> Shrunken:
    """Return the sets' shares shrunken by a random-intercept logistic model.

    Centre and width maximise the likelihood in Laplace's approximation; a set's share is at the mode of its own
    true share given them.

    Args:
        positive: positive answers of each set, 0 to `answered`; needs not be whole.
        answered: independent answers of each set, at least 1; at least one set.

    Raises:
        ValueError: no sets, or an argument is outside its range.

    Source: R lme4::glmer (binomial, nAGQ = 1); 49 groups of LEAD01 ≥ 4 in multilevel::lq2002: centre −.3124,
        width .4853, and 12 of 13 becomes .637.
    """
    if not answered or len(positive) != len(answered):
        raise ValueError(f"{len(positive)} and {len(answered)} numbers don't make sets")
    for x, n in zip(positive, answered, strict=True):
        if n < 1 or not 0 <= x <= n:
            raise ValueError(f"0 <= positive <= answered and at least one answer are needed, not {x} of {n}")
    pooled = sum(positive) / sum(answered)
    if pooled in (0, 1):
        return Shrunken(None, 0.0, tuple(float(pooled) for _ in answered))
    sets = (np.array(positive, dtype=float), np.array(answered, dtype=float))
    found = _widest_likely(*sets)
    if found is None:
        return Shrunken(log(pooled / (1 - pooled)), 0.0, tuple(round(pooled, DECIMALS) for _ in answered))
    shares = expit(found.centre[0] + found.away[0])
    width, centre = float(found.width[0]), float(found.centre[0])
    return Shrunken(centre, width, tuple(round(float(share), DECIMALS) for share in shares))


def shrunken_interval(share: float, answered: int, width: float, *, confidence: float = 0.95) -> Interval:
    """Return the interval of a shrunken share, given the usual share and the width: normal on the logit scale.

    It takes centre and width for known, so it is a little too narrow where few sets told them.

    Args:
        share: as shrunken, strictly between 0 and 1.
        answered: independent answers of the set, at least 1.
        width: of `Shrunken`, above 0.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: an argument is outside its range.

    Source: the conditional variance of R lme4::ranef(condVar = TRUE), at the mode.
    """
    if not 0 < share < 1 or answered < 1 or width <= 0:
        raise ValueError(f"a share within 0 and 1, an answer and a width are needed, not {share}, {answered}, {width}")
    half = normal_quantile(confidence) / sqrt(answered * share * (1 - share) + 1 / (width * width))
    logit = log(share / (1 - share))
    return Interval(float(expit(logit - half)), float(expit(logit + half)))


@dataclass(frozen=True, slots=True)
class _Fit:
    """The best centre and the sets' modes for each of several widths; `away` is widths × sets.

    `height` is the logarithm of the likelihood there, `slope` its derivative by the logarithm of the width.
    """

    width: Vector
    centre: Vector
    away: Vector
    height: Vector
    slope: Vector


def _fit(positive: Vector, answered: Vector, width: Vector, centre: Vector, away: Vector) -> _Fit:
    """Return the fit for each width, sought by Newton's method from a given centre and modes, all widths at once."""
    precision = 1 / (width * width)[:, None]
    curve = share = variance = np.ones_like(away)
    for _ in range(200):
        share = expit(centre[:, None] + away)
        variance = answered * share * (1 - share)
        curve = variance + precision
        step = (positive - answered * share - precision * away) / curve
        step = np.minimum(np.maximum(step, -1.0), 1.0)
        pull = positive - answered * share - variance * (1 - 2 * share) * precision / (2 * curve * curve)
        shift = pull.sum(axis=1) / (variance * precision / curve).sum(axis=1)
        shift = np.minimum(np.maximum(shift, -1.0), 1.0)
        away = away + step - shift[:, None] * variance / curve
        centre = centre + shift
        if max(np.abs(step).max(), np.abs(shift).max()) < NEAR:
            break
    logit = centre[:, None] + away
    height = positive * logit - answered * np.logaddexp(0, logit)
    height = height - precision * away * away / 2 - np.log(width)[:, None] - np.log(curve) / 2
    bend = variance * (1 - 2 * share) * away / curve - 1
    slope = precision * away * away - 1 - bend * precision / curve
    return _Fit(width, centre, away, height.sum(axis=1), slope.sum(axis=1))


def _widest_likely(positive: Vector, answered: Vector) -> _Fit | None:
    """Return the fit for the width with the largest likelihood, None where no width at all is as likely."""
    pooled = float(positive.sum() / answered.sum())
    flat = log(pooled / (1 - pooled))
    grid = np.geomspace(NARROWEST, WIDEST, 9)
    begun = (np.full(len(grid), flat), np.zeros((len(grid), len(answered))))
    coarse = _fit(positive, answered, grid, *begun)
    best = int(coarse.height.argmax())
    low, high = (best, best + 1) if coarse.slope[best] > 0 else (best - 1, best)
    if low < 0:
        return None
    found = _peak(positive, answered, coarse, low, min(high, len(grid) - 1))
    even = positive * flat - answered * np.logaddexp(0, flat)
    return found if float(found.height[0]) > float(even.sum()) else None


def _peak(positive: Vector, answered: Vector, coarse: _Fit, low: int, high: int) -> _Fit:
    """Return the fit where the slope turns from rising to falling between two widths (Illinois' regula falsi)."""
    begun = (coarse.centre[low : low + 1], coarse.away[low : low + 1])
    ends = [log(float(coarse.width[low])), log(float(coarse.width[high]))]
    slopes = [float(coarse.slope[low]), float(coarse.slope[high])]
    at = ends[0] if slopes[0] <= 0 else ends[1]
    fit = _fit(positive, answered, np.array([exp(at)]), *begun)
    if slopes[0] <= 0 or slopes[1] >= 0:
        return fit
    before = -1
    for _ in range(100):
        last, at = at, (ends[0] * slopes[1] - ends[1] * slopes[0]) / (slopes[1] - slopes[0])
        fit = _fit(positive, answered, np.array([exp(at)]), fit.centre, fit.away)
        if abs(at - last) < 100 * NEAR:
            break
        side = 0 if fit.slope[0] > 0 else 1
        ends[side], slopes[side] = at, float(fit.slope[0])
        if side == before:
            slopes[1 - side] /= 2
        before = side
    return fit
