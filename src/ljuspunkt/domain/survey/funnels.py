"""Associations beside each other (jämförelse med övriga): the national level, and a funnel for every topic.

Whatever stands here follows from the numbers of the sets that are shown, and says over how many it runs.
"""

from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

from ljuspunkt.domain.estimation.clusters import Cluster, Estimate, mean_of_clusters, pooled_by_clusters
from ljuspunkt.domain.estimation.difference import difference_of_intervals
from ljuspunkt.domain.estimation.funnel import adjusted_limits, exact_limits, exact_p, spread
from ljuspunkt.domain.estimation.multiplicity import benjamini_hochberg, two_sided_p
from ljuspunkt.domain.estimation.shrinkage import Shrunken, shrunken_interval, shrunken_shares
from ljuspunkt.domain.survey.series import Series, Shown, Topic, together
from ljuspunkt.domain.vocabulary import Interval

Q = 0.05
"""A comparison counts where its adjusted p-value is at most this."""

ROUNDING = 1e-9
"""A number this near to a whole one is that."""

Direction = Literal["", "up", "down"]


def direction_of(p_adjusted: float | None, value: float | None, interval: Interval | None) -> Direction:
    """Return the arrow of a value: only where its adjusted p-value is at most .05 and its interval excludes 0."""
    if p_adjusted is None or value is None or interval is None or p_adjusted > Q:
        return ""
    if interval.low > 0:
        return "up"
    return "down" if interval.high < 0 else ""


@dataclass(frozen=True, slots=True)
class Point:
    """One association in a funnel.

    Attributes:
        association: its name.
        shown: its released counts.
        others: the other shown associations together, without this one.
        difference: its share minus theirs.
        interval: of the difference, Newcombe's from both shares' intervals.
        z: distance from the pooled share by chance alone, in standard errors on the arcsine-square-root scale.
        z_adjusted: the same with the usual spread between associations added.
        p: of `z_adjusted`, two-sided.
        p_exact: of its number of positive answers where its true share is the pooled one, two-sided.
        p_adjusted: the larger of the two after Benjamini–Hochberg within the funnel: on the arcsine scale small
            sets with nearly all or hardly any positive answers look farther off than they are.
        limits_95: exact binomial limits at its number of answers.
        limits_998: the wider ones.
        adjusted_95: limits with the usual spread added.
        adjusted_998: the wider ones.
        shrunken: its share drawn towards the usual, secondary.
        shrunken_interval: of that; of the pooled share where the sets differ by no more than chance.
    """

    association: str
    shown: Shown
    others: Shown
    difference: float
    interval: Interval
    z: float
    z_adjusted: float
    p: float
    p_exact: float
    p_adjusted: float
    limits_95: Interval
    limits_998: Interval
    adjusted_95: Interval
    adjusted_998: Interval
    shrunken: float
    shrunken_interval: Interval

    @property
    def uncertain(self) -> bool:
        """Whether the interval of its share is wider than .40."""
        return self.shown.interval.uncertain

    @property
    def differs(self) -> bool:
        """Whether it differs from the others by more than chance and the usual spread, all comparisons considered."""
        return self.p_adjusted <= Q

    @property
    def direction(self) -> Direction:
        """The arrow: where it differs and the interval excludes 0."""
        return direction_of(self.p_adjusted, self.difference, self.interval)


@dataclass(frozen=True, slots=True)
class Funnel:
    """All shown associations of a wave and group beside each other, for one topic.

    Attributes:
        wave: or waves pooled.
        group: the respondent group, "" for everyone together.
        topic: the question or indicator.
        not_shown: associations with a row but no number, hidden or banded.
        pooled: share of all shown together.
        dispersion: φ, about 1 where there is nothing but chance.
        between: τ², the usual spread between associations.
        points: the shown associations, at least two, in the order of the table.
    """

    wave: str
    group: str
    topic: Topic
    not_shown: int
    pooled: Shown
    dispersion: float
    between: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """The national level as the shown associations have it: their answers pooled, and the mean of their shares.

    Intervals take associations as clusters. The national figure itself, hidden associations included, stands in
    the table without associations.
    """

    wave: str
    group: str
    topic: Topic
    not_shown: int
    counts: Shown
    pooled: Estimate
    mean: Estimate

    @property
    def sets(self) -> int:
        """How many associations are shown."""
        return self.pooled.clusters


@dataclass(frozen=True, slots=True)
class MeanLevel:
    """The national mean of a question's values as the associations with a printed mean have it.

    `pooled` is over answers, `mean` the average of the associations' means; intervals take associations as clusters.
    """

    wave: str
    group: str
    topic: Topic
    answered: int
    pooled: Estimate
    mean: Estimate

    @property
    def sets(self) -> int:
        """How many associations have a printed mean."""
        return self.pooled.clusters


def _shown_in(series: Series, wave: str, group: str, topic: Topic) -> tuple[dict[str, Shown], int]:
    """Return the associations with a number, and how many have none."""
    cells = series.cells(group, topic, wave)
    found = {association: cell for association, cell in cells.items() if isinstance(cell, Shown)}
    return found, sum(cell == "hidden" for cell in cells.values())


def level(series: Series, wave: str, group: str, topic: Topic) -> Level | None:
    """Return the national level over the shown associations, None where fewer than two are shown."""
    shown, not_shown = _shown_in(series, wave, group, topic)
    if len(shown) < 2:
        return None
    clusters = [counted(one) for one in shown.values()]
    return Level(
        wave,
        group,
        topic,
        not_shown,
        together(tuple(shown.values())),
        pooled_by_clusters(clusters),
        mean_of_clusters(clusters),
    )


def mean_level(series: Series, wave: str, group: str, topic: Topic) -> MeanLevel | None:
    """Return the national mean over the associations with a printed mean, None where there are fewer than two."""
    scale = series.values(group, topic, wave)
    shown = [one for one in _shown_in(series, wave, group, topic)[0].values() if one.mean is not None]
    if scale is None or len(shown) < 2:
        return None
    clusters = [Cluster((one.mean or 0.0) * one.answered, one.answered) for one in shown]
    return MeanLevel(
        wave,
        group,
        topic,
        sum(one.answered for one in shown),
        pooled_by_clusters(clusters, scale=scale),
        mean_of_clusters(clusters, scale=scale),
    )


def funnel(series: Series, wave: str, group: str, topic: Topic) -> Funnel | None:
    """Return the shown associations beside each other, None where fewer than two are shown."""
    shown, not_shown = _shown_in(series, wave, group, topic)
    if len(shown) < 2:
        return None
    sets = tuple(shown.values())
    worth = [one.worth for one in sets]
    whole = together(sets)
    pooled = whole.share
    lying = spread([one.share for one in sets], worth, pooled=pooled)
    p_values = [two_sided_p(z) for z in lying.z_adjusted]
    exact = [_exact_p(one, pooled) for one in sets]
    adjusted = [max(pair) for pair in zip(benjamini_hochberg(p_values), benjamini_hochberg(exact), strict=True)]
    shrunken = shrunken_shares([one.share * one.worth for one in sets], worth)
    limits = [exact_limits(pooled, worth, confidence=confidence) for confidence in (0.95, 0.998)]
    points = []
    for place, (association, one) in enumerate(shown.items()):
        others = _without(whole, one)
        points.append(
            Point(
                association,
                one,
                others,
                difference=one.share - others.share,
                interval=difference_of_intervals(one.share, one.interval, others.share, others.interval),
                z=lying.z[place],
                z_adjusted=lying.z_adjusted[place],
                p=p_values[place],
                p_exact=exact[place],
                p_adjusted=adjusted[place],
                limits_95=limits[0][place],
                limits_998=limits[1][place],
                adjusted_95=adjusted_limits(pooled, one.worth, lying.between),
                adjusted_998=adjusted_limits(pooled, one.worth, lying.between, confidence=0.998),
                shrunken=shrunken.shares[place],
                shrunken_interval=_shrunken_interval(shrunken, place, whole, one),
            )
        )
    return Funnel(wave, group, topic, not_shown, whole, lying.dispersion, lying.between, tuple(points))


def _shrunken_interval(shrunken: Shrunken, place: int, whole: Shown, one: Shown) -> Interval:
    share = shrunken.shares[place]
    if shrunken.width == 0:
        return whole.interval
    return shrunken_interval(share, one.worth, shrunken.width) if 0 < share < 1 else one.interval


def _exact_p(one: Shown, pooled: float) -> float:
    """Return the exact test's p-value; where answers are worth less than one each, rounded towards the middle."""
    positive = one.share * one.worth
    whole = floor(positive + ROUNDING) if one.share > pooled else ceil(positive - ROUNDING)
    return exact_p(whole, one.worth, pooled)


def _without(whole: Shown, one: Shown) -> Shown:
    return Shown(whole.n - one.n, whole.answered - one.answered, whole.positive - one.positive, whole.worth - one.worth)


def counted(shown: Shown) -> Cluster:
    """Return an association's counts as a cluster."""
    return Cluster(shown.positive, shown.answered)
