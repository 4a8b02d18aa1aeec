"""The mean of an ordered item (medelvärde) and its interval, from counts of values.

Sums are whole numbers until the last division, so the result doesn't depend on the order of anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from ljuspunkt.domain.estimation.quantile import check_confidence, t_quantile
from ljuspunkt.domain.vocabulary import Interval

FEWEST_FOR_AN_INTERVAL = 10


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of `n` values; `sd` is None for a single value, `interval` where too little is known for one."""

    n: int
    mean: float
    sd: float | None
    interval: Interval | None


def mean_and_interval(
    counts: Mapping[int, int], *, low: int, high: int, confidence: float = 0.95, population: int | None = None
) -> Mean:
    """Return the mean with its t interval, clipped to the scale; no interval when n < 10 or sd = 0.

    Args:
        counts: value → respondents; values lie in `low` to `high`, numbers of respondents are at least 0.
        low: lowest value of the scale.
        high: highest value of the scale.
        confidence: coverage, strictly between 0 and 1.
        population: people on a known list, where the mean of just those is wanted; the variance is then
            lessened by 1 − n/N.

    Raises:
        ValueError: nobody answered, a value outside the scale, a negative count or a list shorter than n.

    Source: Student 1908; check value (5,4,4,3,5,2,4,5,4,3,4,5) on 1–5 gives 4, 3.3942 to 4.6058 (R t.test);
        of a list of 15: 3.7291 to 4.2709 (R survey).
    """
    check_confidence(confidence)
    for value, respondents in counts.items():
        if respondents < 0:
            raise ValueError(f"a number of respondents can't be {respondents}")
        if respondents and not low <= value <= high:
            raise ValueError(f"the value {value} is outside the scale from {low} to {high}")
    n = sum(counts.values())
    if n < 1:
        raise ValueError("a mean needs at least one answer")
    if population is not None and population < n:
        raise ValueError(f"{n} can't have answered of a list of {population}")
    total = sum(value * respondents for value, respondents in counts.items())
    squares = sum(value * value * respondents for value, respondents in counts.items())
    mean = total / n
    if n == 1:
        return Mean(n, mean, None, None)
    sd = sqrt((n * squares - total * total) / (n * (n - 1)))
    if n < FEWEST_FOR_AN_INTERVAL or sd == 0:
        return Mean(n, mean, sd, None)
    unseen = 1.0 if population is None else 1 - n / population
    half = t_quantile(confidence, n - 1) * sd / sqrt(n) * sqrt(unseen)
    return Mean(n, mean, sd, Interval(max(float(low), mean - half), min(float(high), mean + half)))
