"""The difference of two independent shares (skillnad) and its interval.

Where the same people may have answered both times the shares aren't independent: the interval is then
approximate, and whoever shows it says so.
"""

from dataclasses import dataclass
from math import erfc, sqrt

from ljuspunkt.domain.estimation.proportion import wilson
from ljuspunkt.domain.vocabulary import Interval


def newcombe(
    positive_a: int, answered_a: int, positive_b: int, answered_b: int, *, confidence: float = 0.95
) -> Interval:
    """Return Newcombe's hybrid score interval of share a minus share b.

    Args:
        positive_a: positive answers of the first, 0 to `answered_a`.
        answered_a: answers of the first, at least 1.
        positive_b: positive answers of the second, 0 to `answered_b`.
        answered_b: answers of the second, at least 1.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: an argument is outside its range.

    Source: Newcombe 1998, method 10; check value 56/70 − 48/80 gives 0.0524 to 0.3339 (statsmodels).
    """
    return difference_of_intervals(
        positive_a / answered_a if answered_a else 0.0,
        wilson(positive_a, answered_a, confidence=confidence),
        positive_b / answered_b if answered_b else 0.0,
        wilson(positive_b, answered_b, confidence=confidence),
    )


def difference_of_intervals(share_a: float, interval_a: Interval, share_b: float, interval_b: Interval) -> Interval:
    """Return the interval of share a minus share b from the interval of each.

    With Wilson intervals it is Newcombe's; with others, as for indicators of several items, it keeps what
    each interval knows about its share. Needs nothing that a published table doesn't show.

    Args:
        share_a: inside `interval_a`.
        interval_a: of the first share.
        share_b: inside `interval_b`.
        interval_b: of the second share, at the same confidence.

    Raises:
        ValueError: a share is outside its interval.

    Source: Zou and Donner 2008 (method of variance estimates recovery).
    """
    for share, interval in ((share_a, interval_a), (share_b, interval_b)):
        if not interval.low <= share <= interval.high:
            raise ValueError(f"the share {share} is outside its interval {interval.low} to {interval.high}")
    difference = share_a - share_b
    below = sqrt((share_a - interval_a.low) ** 2 + (interval_b.high - share_b) ** 2)
    above = sqrt((interval_a.high - share_a) ** 2 + (share_b - interval_b.low) ** 2)
    return Interval(max(-1.0, difference - below), min(1.0, difference + above))


@dataclass(frozen=True, slots=True)
class Tested:
    """A test of two shares being the same: χ² with one degree of freedom and its p-value."""

    chi_square: float
    p: float


def same_share(share_a: float, answered_a: float, share_b: float, answered_b: float) -> Tested | None:
    """Return the test of two independent shares being the same; None where all answers are alike.

    Args:
        share_a: of the first, 0 to 1.
        answered_a: independent answers behind it, above 0.
        share_b: of the second, 0 to 1.
        answered_b: independent answers behind it, above 0.

    Raises:
        ValueError: an argument is outside its range.

    Source: Pearson 1900, R prop.test without correction; 56/70 and 48/80 give χ² 7.0234, p .00805.
    """
    for share, answered in ((share_a, answered_a), (share_b, answered_b)):
        if not 0 <= share <= 1 or answered <= 0:
            raise ValueError(f"a share of 0 to 1 and more than no answers are needed, not {share} of {answered}")
    pooled = (share_a * answered_a + share_b * answered_b) / (answered_a + answered_b)
    variance = pooled * (1 - pooled) * (1 / answered_a + 1 / answered_b)
    if variance <= 0:
        return None
    chi_square = (share_a - share_b) ** 2 / variance
    return Tested(chi_square, erfc(sqrt(chi_square / 2)))
