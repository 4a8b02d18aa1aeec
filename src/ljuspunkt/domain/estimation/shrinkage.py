"""Shrunken shares (krympta andelar): each set's own share drawn towards what sets usually have, small sets most.

Empirical Bayes: the sets' true shares are taken for a normal spread on the logit scale, whose centre and width are
estimated from the sets themselves. Shown as secondary; never a rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Vector = NDArray[np.float64]

DECIMALS = 9
"""The search for centre and width ends when it is nearer than this, so no more decimals are given."""
NARROWEST, WIDEST = 0.01, 8.0
"""Standard deviations on the logit scale between which the width is sought; below there is none."""
NEAR = 1e-11


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
    model = _Model(np.array(positive, dtype=float), np.array(answered, dtype=float))
    width = model.widest_likely()
    if width == 0:
        return Shrunken(log(pooled / (1 - pooled)), 0.0, tuple(round(pooled, DECIMALS) for _ in answered))
    model.solve(width)
    shares = expit(model.centre + model.away)
    return Shrunken(model.centre, width, tuple(round(float(share), DECIMALS) for share in shares))


class _Model:
    """The likelihood by width, the best centre found anew for each; begins where the last search ended."""

    def __init__(self, positive: Vector, answered: Vector) -> None:
        self.positive, self.answered = positive, answered
        pooled = float(positive.sum() / answered.sum())
        self.flat_centre = log(pooled / (1 - pooled))
        self.centre = self.flat_centre
        self.away: Vector = np.zeros(len(answered))

    def widest_likely(self) -> float:
        """Return the width with the largest likelihood, 0 where none beats no width at all."""
        steps = 10
        grid = [log(NARROWEST) + (log(WIDEST) - log(NARROWEST)) * step / steps for step in range(steps + 1)]
        heights = [self.solve(exp(at)) for at in grid]
        best = max(range(steps + 1), key=heights.__getitem__)
        rising = self.slope(exp(grid[best])) > 0
        if best == 0 and not rising:
            return 0.0
        low, high = (grid[best], grid[min(best + 1, steps)]) if rising else (grid[best - 1], grid[best])
        found = exp(self._peak(low, high))
        flat = self.positive * self.flat_centre - self.answered * np.logaddexp(0, self.flat_centre)
        return found if self.solve(found) > float(flat.sum()) else 0.0

    def _peak(self, low: float, high: float) -> float:
        """Return where the slope turns from rising to falling between two logarithms of widths (Illinois)."""
        left, right = self.slope(exp(low)), self.slope(exp(high))
        if left <= 0 or right >= 0:
            return low if left <= 0 else high
        for _ in range(200):
            at = (low * right - high * left) / (right - left)
            slope = self.slope(exp(at))
            if slope == 0 or high - low < NEAR:
                return at
            if slope > 0:
                if at - low < NEAR:
                    return at
                low, left, right = at, slope, right / 2
            else:
                if high - at < NEAR:
                    return at
                high, right, left = at, slope, left / 2
        return (low + high) / 2

    def solve(self, width: float) -> float:
        """Find the best centre and each set's mode for a width; return the logarithm of the likelihood there."""
        precision = 1 / (width * width)
        for _ in range(200):
            share = expit(self.centre + self.away)
            variance = self.answered * share * (1 - share)
            curve = variance + precision
            step = np.clip((self.positive - self.answered * share - precision * self.away) / curve, -1, 1)
            pull = self.positive - self.answered * share - variance * (1 - 2 * share) * precision / (2 * curve**2)
            shift = float(np.clip(pull.sum() / (variance * precision / curve).sum(), -1, 1))
            if max(float(np.abs(step).max()), abs(shift)) < NEAR:
                break
            self.away = self.away + step - shift * variance / curve
            self.centre += shift
        logit = self.centre + self.away
        heights = self.positive * logit - self.answered * np.logaddexp(0, logit)
        heights -= precision * self.away**2 / 2 + log(width) + np.log(curve) / 2
        return float(heights.sum())

    def slope(self, width: float) -> float:
        """Return the derivative of the largest likelihood by the logarithm of the width."""
        self.solve(width)
        precision = 1 / (width * width)
        share = expit(self.centre + self.away)
        variance = self.answered * share * (1 - share)
        curve = variance + precision
        bend = -2 * precision + variance * (1 - 2 * share) * 2 * self.away * precision / curve
        return float((precision * self.away**2 - 1 - bend / (2 * curve)).sum())
