"""The share of positive answers over several items (kvotskattning), with respondents as the units.

A respondent's answers to several items go together, so they aren't that many independent answers:
the variance is computed over respondents, by linearisation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from ljuspunkt.domain.estimation.proportion import finite_population, score_interval
from ljuspunkt.domain.estimation.quantile import t_quantile
from ljuspunkt.domain.vocabulary import Interval


@dataclass(frozen=True, slots=True)
class Ratio:
    """Positive answers over all answers of `n` respondents who answered at least one item.

    `standard_error` is None for a single respondent.
    """

    n: int
    share: float
    standard_error: float | None
    interval: Interval


def ratio_and_interval(
    counts: Mapping[tuple[int, int], int], *, confidence: float = 0.95, population: int | None = None
) -> Ratio:
    """Return the share over several items with its linearised interval, clipped to 0–1.

    The variance of R = Σy/Σx is n/(n − 1) · Σ(y − Rx)² / (Σx)², and the interval R ± t·se with n − 1 degrees
    of freedom: t and not z, since n is often small and the variance estimated; from 100 respondents on they
    differ by less than a fiftieth. Where the respondents don't vary at all (everyone positive, everyone
    negative, everyone alike, a single respondent) the linearised variance is 0 and would claim certainty:
    then it is Wilson's interval with each respondent counted as one answer.

    Args:
        counts: (answered items, positive items) → respondents; positive 0 to answered, answered at least 0.
        confidence: coverage, strictly between 0 and 1.
        population: people on a known list, where the share among just those is wanted; the variance is then
            lessened by 1 − n/N, and Wilson's interval is that of `finite_population`.

    Raises:
        ValueError: nobody answered an item, a pair is impossible, or the list is shorter than n.

    Source: Cochran 1977, chapter 6; the same as R survey::svyratio with simple random sampling.
    """
    for (answered, positive), respondents in counts.items():
        if not 0 <= positive <= answered or respondents < 0:
            raise ValueError(f"{respondents} respondents with {positive} positive of {answered} are impossible")
    n = sum(respondents for (answered, _), respondents in counts.items() if answered)
    if n < 1:
        raise ValueError("a share needs at least one answer")
    all_answers = sum(answered * respondents for (answered, _), respondents in counts.items())
    all_positive = sum(positive * respondents for (_, positive), respondents in counts.items())
    if population is not None and population < n:
        raise ValueError(f"{n} can't have answered of a list of {population}")
    share = all_positive / all_answers
    # Whole numbers: Σ(y − Rx)² = Σ(y·X − x·Y)² / X², with X and Y the sums of x and y.
    squares = sum(
        respondents * (positive * all_answers - answered * all_positive) ** 2
        for (answered, positive), respondents in counts.items()
    )
    if n == 1:
        return Ratio(n, share, None, _all_alike(share, n, population, confidence))
    unseen = 1.0 if population is None else 1 - n / population
    standard_error = sqrt(unseen * n / (n - 1) * (squares / all_answers**4))
    if squares == 0:
        return Ratio(n, share, standard_error, _all_alike(share, n, population, confidence))
    half = t_quantile(confidence, n - 1) * standard_error
    return Ratio(n, share, standard_error, Interval(max(0.0, share - half), min(1.0, share + half)))


def _all_alike(share: float, n: int, population: int | None, confidence: float) -> Interval:
    """Return Wilson's interval with each respondent counted as one answer."""
    if population is None:
        return score_interval(share, n, confidence=confidence)
    if share in (0, 1):
        return finite_population(n if share else 0, n, population, confidence=confidence)
    if population == n:
        return Interval(share, share)
    return score_interval(share, n * (population - 1) / (population - n), confidence=confidence)
