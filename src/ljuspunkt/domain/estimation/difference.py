"""The difference of two independent shares (skillnad) and its interval.

Where the same people may have answered both times the shares aren't independent: the interval is then
approximate, and whoever shows it says so.
"""

from math import sqrt

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
