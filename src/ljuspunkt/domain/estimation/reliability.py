"""Reliability (reliabilitet): how far several items measure one thing.

Computed nationally only, for at least three items and a hundred respondents: with fewer the figure
says more about who happened to answer than about the items.

All functions take covariances, each of which may be over another set of respondents (pairwise). Items that run
backwards are reversed beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri

from ljuspunkt.domain.vocabulary import Interval

_T = TypeVar("_T")
Vector = NDArray[np.float64]
Covariances = Sequence[Sequence[float]]
"""Symmetric, k × k; variances on the diagonal."""

NoFactor = Literal["no_variance", "contradictory", "nothing_common", "no_own_variance", "not_converged"]
"""Why items have no one-factor model: one of them is the same for everybody; their covariances can't belong to any
respondents, or some items repeat each other; fewer than three items have anything in common; one would have nothing of
its own (Heywood); the search found no end."""

OWN_AT_LEAST = 0.005
"""An item whose own part of its variance falls to this has none: the same limit as R's factanal."""

COMMON_AT_LEAST = 0.001
"""An item with a smaller part of its variance in common with the others has nothing in common with them."""

FLAT = 1e-5
"""The search has ended where no slope is steeper than this."""

FEWEST_ITEMS = 3
FEWEST_RESPONDENTS = 100


def covariance(n: int, sum_a: int, sum_b: int, sum_ab: int) -> float | None:
    """Return the sample covariance of two items over the `n` who answered both; None for fewer than two.

    With an item and itself it is the variance.

    Source: textbook definition with n − 1, in whole numbers up to the division.
    """
    if n < 2:
        return None
    return (n * sum_ab - sum_a * sum_b) / (n * (n - 1))


def cronbach_alpha(covariances: Covariances) -> float | None:
    """Return Cronbach's alpha of items whose covariances are given; None where their sum doesn't vary.

    Below 0 where items run against each other: most often one should have been reversed.

    Args:
        covariances: of at least two items.

    Raises:
        ValueError: fewer than two items, or not a square.

    Source: Cronbach 1951; check values bfi, pairwise: A 0.7030 C 0.7267 E 0.7617 N 0.8140 O 0.6002
        (R psych::alpha, raw).
    """
    items = _size(covariances)
    total = sum(sum(row) for row in covariances)
    own = sum(covariances[place][place] for place in range(items))
    if total <= 0:
        return None
    return items / (items - 1) * (1 - own / total)


def alpha_interval(alpha: float, n: int, n_items: int, *, confidence: float = 0.95) -> Interval:
    """Return Feldt's interval of Cronbach's alpha.

    Args:
        alpha: at most 1.
        n: respondents, at least 2; with gaps the fewest who answered any two of the items.
        n_items: at least 2.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: fewer than two respondents or items.

    Source: Feldt 1965; check values bfi, complete answers: A 0.6857 to 0.7210 (R psych::alpha).
    """
    if n < 2 or n_items < 2:
        raise ValueError(f"at least two respondents and two items are needed, not {n} and {n_items}")
    degrees, others = n - 1, (n - 1) * (n_items - 1)
    tail = (1 - confidence) / 2
    low, high = (1 - (1 - alpha) * float(fdtri(degrees, others, level)) for level in (1 - tail, tail))
    return Interval(low, high)


def alpha_without(covariances: Covariances, place: int) -> float | None:
    """Return Cronbach's alpha of the items without one of them, of at least three.

    Raises:
        ValueError: fewer than three items, or not a square.

    Source: as `cronbach_alpha`; check values bfi: A without A1 0.7185 (R psych::alpha, alpha.drop).
    """
    return cronbach_alpha([_without(row, place) for row in _without(covariances, place)])


def item_rest_correlation(covariances: Covariances, place: int) -> float | None:
    """Return the correlation of an item with the sum of the others; None where either doesn't vary.

    Raises:
        ValueError: fewer than two items, or not a square.

    Source: textbook definition; check values bfi: A1 0.3084, N4 0.5428 (R psych::alpha, r.drop).
    """
    _size(covariances)
    own = covariances[place][place]
    rest = fsum(fsum(_without(row, place)) for row in _without(covariances, place))
    if own <= 0 or rest <= 0:
        return None
    return fsum(_without(covariances[place], place)) / sqrt(own * rest)


@dataclass(frozen=True, slots=True)
class OneFactor:
    """A model in which items have one thing in common: what each takes of it, and the variance it has of its own.

    `loadings` and `own` are in the items' units; most loadings are positive.
    """

    loadings: tuple[float, ...]
    own: tuple[float, ...]

    @property
    def omega(self) -> float:
        """McDonald's omega: the common part of the variance of the items' sum, as the model has it, 0–1.

        Source: McDonald 1999; check values bfi, complete answers: A 0.7121 C 0.7330 E 0.7673 N 0.8128 O 0.6104
            (R lavaan, one factor by maximum likelihood).
        """
        common = fsum(self.loadings) ** 2
        return common / (common + fsum(self.own))

    @property
    def standardised(self) -> tuple[float, ...]:
        """The items' correlations with what they have in common, −1 to 1."""
        return tuple(loading / sqrt(loading**2 + own) for loading, own in zip(self.loadings, self.own, strict=True))


def one_factor(covariances: Covariances) -> OneFactor | NoFactor:
    """Return the one-factor model of at least three items by maximum likelihood, or why there is none.

    Raises:
        ValueError: fewer than three items, or not a square.

    Source: Jöreskog 1967, the likelihood as a function of the items' own variances, as in R's factanal.
    """
    if _size(covariances) < FEWEST_ITEMS:
        raise ValueError("one factor needs at least three items")
    matrix = np.array(covariances, dtype=float)
    variances = np.diag(matrix)
    if not (variances > 0).all():
        return "no_variance"
    spread = np.sqrt(variances)
    correlations = matrix / np.outer(spread, spread)
    if np.linalg.eigvalsh(correlations)[0] < 1e-8:
        return "contradictory"
    own = _most_likely(correlations)
    if own is None:
        return "not_converged"
    if (own <= OWN_AT_LEAST * (1 + 1e-6)).any():
        return "no_own_variance"
    loadings = _loadings(correlations, own)
    if (loadings**2 >= COMMON_AT_LEAST).sum() < FEWEST_ITEMS:
        return "nothing_common"
    if loadings.sum() < 0:
        loadings = -loadings
    return OneFactor(tuple(map(float, loadings * spread)), tuple(map(float, own * variances)))


def _most_likely(correlations: Vector) -> Vector | None:
    """Return the items' own parts of their variances that make the correlations most likely; None if not found."""
    # SciPy's optimizers take long to import, and few commands come here.
    from scipy.optimize import minimize

    items = len(correlations)
    starts = ((1 - 0.5 / items) / np.diag(np.linalg.inv(correlations)), np.full(items, 0.5))
    bounds = [(OWN_AT_LEAST, 1.0)] * items
    best, least = None, np.inf
    for start in starts:
        found = minimize(  # type: ignore[call-overload]  # its stubs know no array to start from
            lambda own: _unlikeliness(correlations, own),
            np.clip(start, OWN_AT_LEAST, 1.0),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 5000, "maxfun": 10000},
        )
        value, slope = _unlikeliness(correlations, found.x)
        # At a bound only the slope back into the interior counts.
        inward = np.where(found.x <= OWN_AT_LEAST, np.minimum(slope, 0), slope)
        inward = np.where(found.x >= 1, np.maximum(inward, 0), inward)
        if value < least and np.abs(inward).max() <= FLAT:
            best, least = found.x, value
    return best


def _unlikeliness(correlations: Vector, own: Vector) -> tuple[float, Vector]:
    """Return the discrepancy of the best model with these own parts, 0 for a perfect one, and its slope."""
    scaled = correlations / np.sqrt(np.outer(own, own))
    rest = np.linalg.eigvalsh(scaled)[:-1]
    loadings = _loadings(correlations, own)
    slope = np.diag(np.outer(loadings, loadings) + np.diag(own) - correlations) / own**2
    return float((rest - np.log(rest) - 1).sum()), slope


def _loadings(correlations: Vector, own: Vector) -> Vector:
    """Return the most likely loadings when the items' own parts are given."""
    values, vectors = np.linalg.eigh(correlations / np.sqrt(np.outer(own, own)))
    loadings: Vector = np.sqrt(own) * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    return loadings


def _size(covariances: Covariances) -> int:
    items = len(covariances)
    if items < 2 or any(len(row) != items for row in covariances):
        raise ValueError("a square of at least two items is needed")
    return items


def _without(row: Sequence[_T], place: int) -> list[_T]:
    return [*row[:place], *row[place + 1 :]]
