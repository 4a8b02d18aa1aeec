"""Intervals of a share (andel): Wilson by default, Clopper–Pearson, and a known population.

The ends at no and at only positive answers are exactly 0 and 1, and every interval holds its share:
rounding errors of the last bit are taken away.
"""

from math import sqrt

from scipy.special import betaincinv

from ljuspunkt.domain.estimation.quantile import check_confidence, normal_quantile
from ljuspunkt.domain.vocabulary import Interval


def wilson(positive: int, answered: int, *, confidence: float = 0.95) -> Interval:
    """Return the Wilson score interval of a share.

    Args:
        positive: respondents with a positive answer, 0 to `answered`.
        answered: respondents who answered, at least 1, unweighted.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: an argument is outside its range.

    Source: Wilson 1927; check value 7 of 12 gives 0.3195 to 0.8067 (R prop.test without correction).
    """
    _check(positive, answered)
    return score_interval(positive / answered, answered, confidence=confidence)


def score_interval(share: float, effective: float, *, confidence: float = 0.95) -> Interval:
    """Return Wilson's interval of a share that is worth `effective` independent answers.

    Args:
        share: 0 to 1.
        effective: effective sample size, above 0; needs not be whole.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: an argument is outside its range.

    Source: Wilson 1927 with a design-effective sample size, as in Korn and Graubard 1998.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not at {share}")
    if effective <= 0:
        raise ValueError(f"the effective sample size must be above 0, not {effective}")
    z = normal_quantile(confidence)
    shrink = 1 + z * z / effective
    centre = (share + z * z / (2 * effective)) / shrink
    half = z / shrink * sqrt(share * (1 - share) / effective + z * z / (4 * effective * effective))
    low = 0.0 if share == 0 else max(0.0, centre - half)
    high = 1.0 if share == 1 else min(1.0, centre + half)
    return Interval(min(low, share), max(high, share))


def clopper_pearson(positive: int, answered: int, *, confidence: float = 0.95) -> Interval:
    """Return the exact binomial interval of a share; never too narrow, usually too wide.

    Args:
        positive: respondents with a positive answer, 0 to `answered`.
        answered: respondents who answered, at least 1, unweighted.
        confidence: smallest coverage, strictly between 0 and 1.

    Raises:
        ValueError: an argument is outside its range.

    Source: Clopper and Pearson 1934; check value 7 of 12 gives 0.2767 to 0.8483 (R binom.test).
    """
    _check(positive, answered)
    check_confidence(confidence)
    tail = (1 - confidence) / 2
    low = 0.0 if positive == 0 else float(betaincinv(positive, answered - positive + 1, tail))
    high = 1.0 if positive == answered else float(betaincinv(positive + 1, answered - positive, 1 - tail))
    return Interval(low, high)


def finite_population(positive: int, answered: int, population: int, *, confidence: float = 0.95) -> Interval:
    """Return the interval of the share among all of a known list, of whom some answered.

    Inside, Wilson's interval with n_eff = n(N − 1)/(N − n); at no or only positive answers the exact
    hypergeometric bound, since Wilson's is too narrow there. Where everyone on the list answered
    nothing is uncertain and both ends are the share.

    Args:
        positive: respondents with a positive answer, 0 to `answered`.
        answered: respondents who answered, 1 to `population`.
        population: people on the list.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: an argument is outside its range.

    Source: R 4.2.2; check values 9 of 12 of 15 gives 0.6231 to 0.8448, 12 of 12 of 15 gives 0.8667 to 1.
    """
    _check(positive, answered)
    if population < answered:
        raise ValueError(f"{answered} can't have answered of a list of {population}")
    check_confidence(confidence)
    share = positive / answered
    if answered == population:
        return Interval(share, share)
    if positive == 0:
        return Interval(0.0, _most_unseen(answered, population, confidence) / population)
    if positive == answered:
        return Interval((population - _most_unseen(answered, population, confidence)) / population, 1.0)
    effective = answered * (population - 1) / (population - answered)
    return score_interval(share, effective, confidence=confidence)


def _most_unseen(answered: int, population: int, confidence: float) -> int:
    """Return how many of the list may be of a kind that nobody who answered is of."""
    tail = (1 - confidence) / 2
    chance, unseen = 1.0, 0
    while unseen < population - answered:
        chance *= (population - answered - unseen) / (population - unseen)
        if chance <= tail:
            break
        unseen += 1
    return unseen


def _check(positive: int, answered: int) -> None:
    if answered < 1:
        raise ValueError(f"at least one answer is needed, not {answered}")
    if not 0 <= positive <= answered:
        raise ValueError(f"0 <= positive <= answered is needed, not {positive} of {answered}")
