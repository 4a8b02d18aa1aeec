"""Comparisons (jämförelser): associations with the others, years with years; from released cells only.

Whatever stands here follows from numbers that the release prints, so it tells nothing about a hidden set: two
measurements with the same released tables have the same comparisons. Each says over how many sets it runs.
Only share and its counts are compared; the sets are those of the tables by association, and by association and group.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ljuspunkt.domain.estimation.clusters import (
    Counted,
    Estimate,
    change_by_clusters,
    mean_of_clusters,
    pooled_by_clusters,
    slope_by_clusters,
)
from ljuspunkt.domain.estimation.difference import difference_of_intervals, same_share
from ljuspunkt.domain.estimation.funnel import adjusted_limits, exact_limits, spread
from ljuspunkt.domain.estimation.multiplicity import benjamini_hochberg, two_sided_p
from ljuspunkt.domain.estimation.shrinkage import shrunken_shares
from ljuspunkt.domain.estimation.trend import cochran_armitage
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.domain.survey.series import Gap, Series, Shown, Topic, scores_of, together
from ljuspunkt.domain.vocabulary import Interval

Q = 0.05
"""A comparison counts where its adjusted p-value is at most this."""
FEWEST_WAVES = 3
UNCERTAIN_WIDTH = 0.40
"""An interval wider than this is called uncertain."""
NATIONAL = ""
"""The association of a national row."""

Direction = Literal["", "up", "down"]


@dataclass(frozen=True, slots=True)
class Point:
    """One association in a funnel.

    Attributes:
        association: its name.
        shown: its released counts.
        uncertain: whether the interval of its share is wider than .40.
        others: the other shown associations together, without this one.
        difference: its share minus theirs.
        interval: of the difference, Newcombe's from both shares' intervals.
        z: distance from the pooled share by chance alone, in standard errors on the arcsine-square-root scale.
        z_adjusted: the same with the usual spread between associations added.
        p: of `z_adjusted`, two-sided.
        p_adjusted: after Benjamini–Hochberg within the funnel.
        limits_95: exact binomial limits at its number of answers.
        limits_998: the wider ones.
        adjusted_95: limits with the usual spread added.
        adjusted_998: the wider ones.
        shrunken: its share drawn towards the usual, secondary.
    """

    association: str
    shown: Shown
    uncertain: bool
    others: Shown
    difference: float
    interval: Interval
    z: float
    z_adjusted: float
    p: float
    p_adjusted: float
    limits_95: Interval
    limits_998: Interval
    adjusted_95: Interval
    adjusted_998: Interval
    shrunken: float

    @property
    def differs(self) -> bool:
        """Whether it differs from the others by more than chance and the usual spread, counting all comparisons."""
        return self.p_adjusted <= Q

    @property
    def direction(self) -> Direction:
        """The arrow: where it differs and the interval excludes 0."""
        return _direction(self.p_adjusted, self.difference, self.interval)


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
class Change:
    """An earlier wave and a later one, of one association or nationally.

    Attributes:
        association: "" nationally.
        wave: the later wave.
        earlier: the earlier.
        sets: associations it runs over: 1, or nationally those shown in both waves; 0 where there is no value.
        before: counts of the earlier wave; nationally of those associations together.
        after: of the later.
        difference: the later share minus the earlier.
        interval: Newcombe's, or nationally linearised over associations.
        p: of no change.
        p_adjusted: after Benjamini–Hochberg within group and topic; over the associations, or over the years.
        gap: why there is no value.
    """

    association: str
    wave: str
    earlier: str
    group: str
    topic: Topic
    sets: int
    before: Shown | None = None
    after: Shown | None = None
    difference: float | None = None
    interval: Interval | None = None
    p: float | None = None
    p_adjusted: float | None = None
    gap: Gap | Literal["", "few"] = ""

    @property
    def direction(self) -> Direction:
        """The arrow: where the adjusted p-value is at most .05 and the interval excludes 0."""
        return _direction(self.p_adjusted, self.difference, self.interval)


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through three waves or more, of one association or nationally.

    Attributes:
        association: "" nationally.
        waves: those that the line runs through; none where there is no value.
        left_out: the other waves with the reason of each.
        sets: associations it runs over: 1, or nationally those shown in all its waves.
        chi_square: of Cochran and Armitage's test; nationally None, where the test is t over associations.
        slope: change of the share per year, or per wave where waves aren't years.
        interval: of the slope.
        p: of no slope.
        p_adjusted: after Benjamini–Hochberg over the associations of group and topic; nationally p itself.
        gap: "few" where fewer than three waves, or nationally fewer than two associations, are left.
    """

    association: str
    group: str
    topic: Topic
    waves: tuple[str, ...]
    left_out: tuple[tuple[str, Gap], ...]
    sets: int
    chi_square: float | None = None
    slope: float | None = None
    interval: Interval | None = None
    p: float | None = None
    p_adjusted: float | None = None
    gap: Literal["", "few"] = ""

    @property
    def direction(self) -> Direction:
        """The arrow: where the adjusted p-value is at most .05 and the interval excludes 0."""
        return _direction(self.p_adjusted, self.slope, self.interval)


@dataclass(frozen=True, slots=True)
class Comparisons:
    """What a release allows to compare.

    Attributes:
        levels: national level by wave, group and topic, where two associations or more are shown.
        national_changes: the latest wave with each earlier one.
        changes: likewise for each association of the latest wave.
        funnels: where the policy's `comparisons` name `others`.
        national_trends: where they name `trend`.
        trends: likewise for each association of the latest wave.
    """

    levels: tuple[Level, ...]
    national_changes: tuple[Change, ...]
    changes: tuple[Change, ...]
    funnels: tuple[Funnel, ...]
    national_trends: tuple[Trend, ...]
    trends: tuple[Trend, ...]


def comparisons(publication: Publication) -> Comparisons:
    """Return all comparisons that a release's policy allows, from its released tables."""
    series = Series(publication)
    named = publication.policy.comparisons
    levels: list[Level] = []
    national_changes: list[Change] = []
    changes: list[Change] = []
    funnels: list[Funnel] = []
    national_trends: list[Trend] = []
    trends: list[Trend] = []
    for group, topic in series.subjects():
        for wave in series.waves_of(group, topic):
            found = level(series, wave, group, topic)
            if found is not None:
                levels.append(found)
            if "others" in named:
                tunnel = funnel(series, wave, group, topic)
                funnels += [tunnel] if tunnel is not None else []
        national_changes += changes_nationally(series, group, topic)
        changes += changes_of_associations(series, group, topic)
        if "trend" in named:
            national_trends += trend_nationally(series, group, topic)
            trends += trends_of_associations(series, group, topic)
    return Comparisons(
        tuple(levels), tuple(national_changes), tuple(changes), tuple(funnels), tuple(national_trends), tuple(trends)
    )


def _shown_in(series: Series, wave: str, group: str, topic: Topic) -> tuple[dict[str, Shown], int]:
    """Return the associations with a number, and how many have none."""
    every = series.associations(group, topic, wave)
    found = {one: shown for one in every if (shown := series.shown(group, topic, wave, one)) is not None}
    empty = sum(series.empty(group, topic, wave, one) for one in every)
    return found, len(every) - len(found) - empty


def level(series: Series, wave: str, group: str, topic: Topic) -> Level | None:
    """Return the national level over the shown associations, None where fewer than two are shown."""
    shown, not_shown = _shown_in(series, wave, group, topic)
    if len(shown) < 2:
        return None
    clusters = [_counted(one) for one in shown.values()]
    return Level(
        wave,
        group,
        topic,
        not_shown,
        together(tuple(shown.values())),
        pooled_by_clusters(clusters),
        mean_of_clusters(clusters),
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
    adjusted = benjamini_hochberg(p_values)
    shrunken = shrunken_shares([one.share * one.worth for one in sets], worth).shares
    limits = [exact_limits(pooled, worth, confidence=confidence) for confidence in (0.95, 0.998)]
    points = []
    for place, (association, one) in enumerate(shown.items()):
        others = _without(whole, one)
        points.append(
            Point(
                association,
                one,
                one.interval.width > UNCERTAIN_WIDTH,
                others,
                one.share - others.share,
                difference_of_intervals(one.share, one.interval, others.share, others.interval),
                lying.z[place],
                lying.z_adjusted[place],
                p_values[place],
                adjusted[place],
                limits[0][place],
                limits[1][place],
                adjusted_limits(pooled, one.worth, lying.between),
                adjusted_limits(pooled, one.worth, lying.between, confidence=0.998),
                shrunken[place],
            )
        )
    return Funnel(wave, group, topic, not_shown, whole, lying.dispersion, lying.between, tuple(points))


def _without(whole: Shown, one: Shown) -> Shown:
    return Shown(whole.n - one.n, whole.answered - one.answered, whole.positive - one.positive, whole.worth - one.worth)


def _pairs(series: Series, group: str, topic: Topic) -> list[tuple[str, str]]:
    """Return the latest single wave of a topic with each earlier one, the earliest first."""
    single = [wave for wave in series.waves_of(group, topic) if wave not in series.pooled]
    return [(earlier, single[-1]) for earlier in _before(series, single)] if single else []


def _before(series: Series, single: Sequence[str]) -> tuple[str, ...]:
    return series.waves[: series.waves.index(single[-1])]


def changes_of_associations(series: Series, group: str, topic: Topic) -> list[Change]:
    """Return the latest wave minus each earlier one for each association of the latest wave."""
    found = []
    for earlier, wave in _pairs(series, group, topic):
        for association in series.associations(group, topic, wave):
            after = series.followed(group, topic, wave, association, later=wave)
            before = series.followed(group, topic, earlier, association, later=wave)
            place = (association, wave, earlier, group, topic)
            if not isinstance(after, Shown) or not isinstance(before, Shown):
                gap = after if not isinstance(after, Shown) else before
                found.append(Change(*place, 0, gap=gap if not isinstance(gap, Shown) else ""))
                continue
            tested = same_share(after.share, after.worth, before.share, before.worth)
            found.append(
                Change(
                    *place,
                    1,
                    before,
                    after,
                    after.share - before.share,
                    difference_of_intervals(after.share, after.interval, before.share, before.interval),
                    1.0 if tested is None else tested.p,
                )
            )
    return _changes_adjusted(found)


def changes_nationally(series: Series, group: str, topic: Topic) -> list[Change]:
    """Return the latest wave minus each earlier one over the associations present and shown in both."""
    found = []
    for earlier, wave in _pairs(series, group, topic):
        place = (NATIONAL, wave, earlier, group, topic)
        reason = series.comparable(group, topic, earlier=earlier, later=wave)
        if reason is not None:
            found.append(Change(*place, 0, gap=reason))
            continue
        both = _in_all(series, (earlier, wave), group, topic, wave)
        if len(both) < 2:
            found.append(Change(*place, 0, gap="few"))
            continue
        before, after = ([pair[at] for pair in both.values()] for at in (0, 1))
        estimate = change_by_clusters([_counted(one) for one in before], [_counted(one) for one in after])
        found.append(
            Change(
                *place,
                len(both),
                together(before),
                together(after),
                estimate.value,
                estimate.interval,
                estimate.p,
            )
        )
    return _changes_adjusted(found)


def _changes_adjusted(changes: Sequence[Change]) -> list[Change]:
    adjusted = iter(benjamini_hochberg([one.p for one in changes if one.p is not None]))
    return [one if one.p is None else replace(one, p_adjusted=next(adjusted)) for one in changes]


def _in_all(series: Series, waves: Sequence[str], group: str, topic: Topic, later: str) -> dict[str, tuple[Shown, ...]]:
    """Return the associations of `later` with a number in each wave, and those numbers."""
    found = {}
    for association in series.associations(group, topic, later):
        counts = [series.followed(group, topic, wave, association, later=later) for wave in waves]
        shown = tuple(one for one in counts if isinstance(one, Shown))
        if len(shown) == len(waves):
            found[association] = shown
    return found


def trends_of_associations(series: Series, group: str, topic: Topic) -> list[Trend]:
    """Return the line through all comparable shown waves of each association of the latest wave."""
    pairs = _pairs(series, group, topic)
    if len(pairs) + 1 < FEWEST_WAVES:
        return []
    latest = pairs[0][1]
    waves = (*(earlier for earlier, _ in pairs), latest)
    scores = scores_of(series.waves)
    found = []
    for association in series.associations(group, topic, latest):
        numbers: dict[str, Shown] = {}
        left_out: list[tuple[str, Gap]] = []
        for wave in waves:
            one = series.followed(group, topic, wave, association, later=latest)
            if isinstance(one, Shown):
                numbers[wave] = one
            else:
                left_out.append((wave, one))
        if len(numbers) < FEWEST_WAVES:
            found.append(Trend(association, group, topic, (), tuple(left_out), 1, gap="few"))
            continue
        shown = numbers.values()
        line = cochran_armitage(
            [one.share * one.worth for one in shown], [one.worth for one in shown], [scores[wave] for wave in numbers]
        )
        found.append(
            Trend(
                association,
                group,
                topic,
                tuple(numbers),
                tuple(left_out),
                1,
                0.0 if line is None else line.chi_square,
                0.0 if line is None else line.slope,
                None if line is None else line.interval,
                1.0 if line is None else line.p,
            )
        )
    adjusted = iter(benjamini_hochberg([one.p for one in found if one.p is not None]))
    return [one if one.p is None else replace(one, p_adjusted=next(adjusted)) for one in found]


def trend_nationally(series: Series, group: str, topic: Topic) -> list[Trend]:
    """Return the line through all comparable waves over the associations shown in each of them; at most one."""
    pairs = _pairs(series, group, topic)
    if len(pairs) + 1 < FEWEST_WAVES:
        return []
    latest = pairs[0][1]
    left_out: list[tuple[str, Gap]] = []
    waves = []
    for wave in (*(earlier for earlier, _ in pairs), latest):
        reason = series.comparable(group, topic, earlier=wave, later=latest)
        if reason is None:
            waves.append(wave)
        else:
            left_out.append((wave, reason))
    in_all = _in_all(series, waves, group, topic, latest)
    if len(waves) < FEWEST_WAVES or len(in_all) < 2:
        return [Trend(NATIONAL, group, topic, (), tuple(left_out), 0, gap="few")]
    scores = scores_of(series.waves)
    estimate = slope_by_clusters(
        [[_counted(counts[place]) for counts in in_all.values()] for place in range(len(waves))],
        [scores[wave] for wave in waves],
    )
    return [
        Trend(
            NATIONAL,
            group,
            topic,
            tuple(waves),
            tuple(left_out),
            len(in_all),
            None,
            estimate.value,
            estimate.interval,
            estimate.p,
            estimate.p,
        )
    ]


def _counted(shown: Shown) -> Counted:
    return Counted(shown.positive, shown.answered)


def _direction(p_adjusted: float | None, value: float | None, interval: Interval | None) -> Direction:
    if p_adjusted is None or value is None or interval is None or p_adjusted > Q:
        return ""
    if interval.low > 0:
        return "up"
    return "down" if interval.high < 0 else ""
