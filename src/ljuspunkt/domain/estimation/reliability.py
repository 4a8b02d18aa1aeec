"""Reliability (reliabilitet): how far several items measure one thing.

Computed nationally only, for at least three items and a hundred respondents: with fewer the figure
says more about who happened to answer than about the items.
"""

from collections.abc import Sequence

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


def cronbach_alpha(covariances: Sequence[Sequence[float]]) -> float | None:
    """Return Cronbach's alpha of items whose covariances are given; None where the items don't vary.

    Args:
        covariances: symmetric, k × k with k at least 2; variances on the diagonal; each may be computed over
            another set of respondents (pairwise). Items that run backwards are reversed beforehand.

    Raises:
        ValueError: fewer than two items, or not a square.

    Source: Cronbach 1951; check values bfi, pairwise: A 0.7030 C 0.7267 E 0.7617 N 0.8140 O 0.6002
        (R psych::alpha, raw).
    """
    items = len(covariances)
    if items < 2 or any(len(row) != items for row in covariances):
        raise ValueError("a square of at least two items is needed")
    total = sum(sum(row) for row in covariances)
    own = sum(covariances[place][place] for place in range(items))
    if total <= 0:
        return None
    return items / (items - 1) * (1 - own / total)
