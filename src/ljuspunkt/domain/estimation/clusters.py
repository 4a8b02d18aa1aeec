"""National figures with associations as clusters (kluster): pooled, as a mean of associations, and their change.

Answers from one association go together, so they aren't that many independent answers: the associations are the
units, and the intervals are Student's t with one degree of freedom less than there are associations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import stdtr

from ljuspunkt.domain.estimation.quantile import t_quantile
from ljuspunkt.domain.vocabulary import Interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over `clusters` associations; interval and p are None where their spread is 0 or there is only one.

    `p` is of the figure being 0, so it says something about changes and slopes only.
    """

    clusters: int
    value: float
    standard_error: float | None
    interval: Interval | None
    p: float | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """What one association adds in one wave: a sum (positive answers, or values) over so many answers."""

    total: float
    answered: int


SHARE = Interval(0.0, 1.0)
"""The scale of a share."""


def pooled_by_clusters(clusters: Sequence[Cluster], *, scale: Interval = SHARE, confidence: float = 0.95) -> Estimate:
    """Return all answers' mean, with its variance linearised over clusters and its interval clipped to the scale.

    Args:
        clusters: at least one, each with at least one answer.
        scale: lowest and highest value of an answer.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: no clusters, or one without answers.

    Source: Cochran 1977, chapter 6, R survey::svymean(ids = ~group); LEAD01 in multilevel::lq2002: 3.0828 (.0460).
    """
    _check(clusters)
    answers = sum(one.answered for one in clusters)
    value = sum(one.total for one in clusters) / answers
    return _estimate(value, [(one.total - value * one.answered) / answers for one in clusters], confidence, scale)


def mean_of_clusters(clusters: Sequence[Cluster], *, scale: Interval = SHARE, confidence: float = 0.95) -> Estimate:
    """Return the mean of the clusters' own means, each weighing the same, its interval clipped to the scale.

    Args:
        clusters: at least one, each with at least one answer.
        scale: lowest and highest value of an answer.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: no clusters, or one without answers.

    Source: as `pooled_by_clusters` with weights 1/answered; LEAD01: 3.1406 (.0529).
    """
    _check(clusters)
    means = [one.total / one.answered for one in clusters]
    value = sum(means) / len(means)
    return _estimate(value, [(mean - value) / len(means) for mean in means], confidence, scale)


def change_by_clusters(before: Sequence[Cluster], after: Sequence[Cluster], *, confidence: float = 0.95) -> Estimate:
    """Return the pooled mean after minus the pooled mean before, linearised over the clusters present in both.

    Args:
        before: one per cluster, each with at least one answer.
        after: the same clusters in the same order.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: no clusters, one without answers, or other numbers of clusters.

    Source: Taylor linearisation of a difference of ratios, as R survey::svycontrast of svyby(ids = ~group).
    """
    return slope_by_clusters([before, after], (0.0, 1.0), confidence=confidence)


def slope_by_clusters(
    waves: Sequence[Sequence[Cluster]], scores: Sequence[float], *, confidence: float = 0.95
) -> Estimate:
    """Return the slope per unit of score of the line through all answers, linearised over clusters.

    With two waves one unit apart it is the change between them.

    Args:
        waves: per wave one for each cluster, in the same order, each with at least one answer.
        scores: where each wave stands, such as its year; not all the same.
        confidence: coverage, strictly between 0 and 1.

    Raises:
        ValueError: no clusters, one without answers, other numbers of clusters, or all scores the same.

    Source: linear regression with variance over clusters, R survey::svyglm(ids = ~group), statsmodels
        WLS(cov_type="cluster") with the correction for clusters only.
    """
    if len(waves) != len(scores) or len(waves) < 2 or len({len(wave) for wave in waves}) != 1:
        raise ValueError("two waves or more are needed, each with a score and the same clusters")
    for wave in waves:
        _check(wave)
    answers = [sum(one.answered for one in wave) for wave in waves]
    everyone = sum(answers)
    centre = sum(n * score for n, score in zip(answers, scores, strict=True)) / everyone
    spread = sum(n * (score - centre) ** 2 for n, score in zip(answers, scores, strict=True))
    if spread == 0:
        raise ValueError("a slope needs two different scores")
    level = sum(one.total for wave in waves for one in wave) / everyone
    slope = (
        sum(sum(one.total for one in wave) * (score - centre) for wave, score in zip(waves, scores, strict=True))
        / spread
    )
    parts = [
        sum(
            (wave[place].total - wave[place].answered * (level + slope * (score - centre))) * (score - centre)
            for wave, score in zip(waves, scores, strict=True)
        )
        / spread
        for place in range(len(waves[0]))
    ]
    return _estimate(slope, parts, confidence)


def _estimate(value: float, parts: Sequence[float], confidence: float, scale: Interval | None = None) -> Estimate:
    """Return the figure with the variance of what each cluster adds to it; the parts add up to 0."""
    clusters = len(parts)
    if clusters < 2:
        return Estimate(clusters, value, None, None, None)
    standard_error = sqrt(clusters / (clusters - 1) * sum(part * part for part in parts))
    if standard_error <= 1e-12:
        return Estimate(clusters, value, standard_error, None, None)
    half = t_quantile(confidence, clusters - 1) * standard_error
    p = 2 * float(stdtr(clusters - 1, -abs(value) / standard_error))
    low, high = value - half, value + half
    if scale is not None:
        low, high = max(scale.low, low), min(scale.high, high)
    return Estimate(clusters, value, standard_error, Interval(low, high), p)


def _check(clusters: Sequence[Cluster]) -> None:
    if not clusters:
        raise ValueError("at least one cluster is needed")
    for one in clusters:
        if one.answered < 1:
            raise ValueError(f"every cluster needs at least one answer, not {one.answered}")
