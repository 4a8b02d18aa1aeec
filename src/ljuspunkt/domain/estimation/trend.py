"""The trend of a share over three waves or more (trend): does it rise or fall with the years?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

from ljuspunkt.domain.estimation.quantile import normal_quantile
from ljuspunkt.domain.vocabulary import Interval


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through shares.

    Attributes:
        chi_square: of the test, one degree of freedom.
        p: its p-value.
        slope: change of the share per unit of score, such as a year.
        interval: of the slope, with the test's own variance, so that it excludes 0 just where the test does.
    """

    chi_square: float
    p: float
    slope: float
    interval: Interval


def cochran_armitage(
    positive: Sequence[float], answered: Sequence[float], scores: Sequence[float], *, confidence: float = 0.95
) -> Trend | None:
    """Return the trend of a share over waves with other people in each; None where all answers are alike.

    Args:
        positive: positive answers of each wave, 0 to `answered`; need not be whole.
        answered: independent answers of each wave, at least 1; two waves or more.
        scores: where each wave stands, such as its year; not all the same, their distances may differ.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: an argument is outside its range.

    Source: Cochran 1954 and Armitage 1955, R prop.trend.test; 83/86, 90/93, 129/136, 70/82 with scores 1–4 give
        χ² 8.2249, p .00413.
    """
    if not len(positive) == len(answered) == len(scores) >= 2:
        raise ValueError("a trend needs two waves or more, each with two numbers and a score")
    for x, n in zip(positive, answered, strict=True):
        if n < 1 or not 0 <= x <= n:
            raise ValueError(f"0 <= positive <= answered and at least one answer are needed, not {x} of {n}")
    everyone, positives = sum(answered), sum(positive)
    pooled = positives / everyone
    centre = sum(n * score for n, score in zip(answered, scores, strict=True)) / everyone
    spread = sum(n * (score - centre) ** 2 for n, score in zip(answered, scores, strict=True))
    if spread == 0:
        raise ValueError("a trend needs two different scores")
    if positives in (0, everyone):
        return None
    slope = sum((x - n * pooled) * (score - centre) for x, n, score in zip(positive, answered, scores, strict=True))
    slope /= spread
    standard_error = sqrt(pooled * (1 - pooled) / spread)
    chi_square = (slope / standard_error) ** 2
    half = normal_quantile(confidence) * standard_error
    return Trend(chi_square, erfc(sqrt(chi_square / 2)), slope, Interval(slope - half, slope + half))
