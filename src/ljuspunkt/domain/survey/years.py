"""Waves beside each other (jämförelse mellan år): changes and trends of associations and of the country.

Associations are followed through mergers and a series ends where a question changed (`series`, `comparability`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ljuspunkt.domain.estimation.clusters import change_by_clusters, slope_by_clusters
from ljuspunkt.domain.estimation.difference import difference_of_intervals, same_share
from ljuspunkt.domain.estimation.multiplicity import benjamini_hochberg
from ljuspunkt.domain.estimation.trend import cochran_armitage
from ljuspunkt.domain.survey.funnels import Direction, counted, direction_of
from ljuspunkt.domain.survey.series import Gap, Series, Shown, Topic, scores_of, together
from ljuspunkt.domain.vocabulary import Interval

FEWEST_WAVES = 3
NATIONAL = ""
"""The association of a national row."""


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
        return direction_of(self.p_adjusted, self.difference, self.interval)


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
        return direction_of(self.p_adjusted, self.slope, self.interval)


def changes_of_associations(series: Series, group: str, topic: Topic) -> list[Change]:
    """Return the latest wave minus each earlier one for each association of the latest wave."""
    found = []
    wave, before_it = series.before(group, topic)
    for earlier in before_it:
        for association in series.cells(group, topic, wave):
            after = series.followed(group, topic, wave, association, later=wave)
            before = series.followed(group, topic, earlier, association, later=wave)
            place = (association, wave, earlier, group, topic)
            if not isinstance(after, Shown):
                found.append(Change(*place, 0, gap=after))
                continue
            if not isinstance(before, Shown):
                found.append(Change(*place, 0, gap=before))
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
    wave, before_it = series.before(group, topic)
    for earlier in before_it:
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
        estimate = change_by_clusters([counted(one) for one in before], [counted(one) for one in after])
        found.append(
            Change(
                *place,
                len(both),
                together(before),
                together(after),
                estimate.value,
                _clipped(estimate.interval),
                estimate.p,
            )
        )
    return _changes_adjusted(found)


def _clipped(interval: Interval | None) -> Interval | None:
    """Return the interval of a difference of shares, which lies between −1 and 1."""
    return None if interval is None else Interval(max(-1.0, interval.low), min(1.0, interval.high))


def _changes_adjusted(changes: Sequence[Change]) -> list[Change]:
    adjusted = iter(benjamini_hochberg([one.p for one in changes if one.p is not None]))
    return [one if one.p is None else replace(one, p_adjusted=next(adjusted)) for one in changes]


def _in_all(series: Series, waves: Sequence[str], group: str, topic: Topic, later: str) -> dict[str, tuple[Shown, ...]]:
    """Return the associations of `later` with a number in each wave, and those numbers."""
    found = {}
    for association in series.cells(group, topic, later):
        counts = [series.followed(group, topic, wave, association, later=later) for wave in waves]
        shown = tuple(one for one in counts if isinstance(one, Shown))
        if len(shown) == len(waves):
            found[association] = shown
    return found


def trends_of_associations(series: Series, group: str, topic: Topic) -> list[Trend]:
    """Return the line through all comparable shown waves of each association of the latest wave."""
    latest, before = series.before(group, topic)
    waves = (*before, latest)
    if len(waves) < FEWEST_WAVES:
        return []
    scores = scores_of(series.waves)
    found = []
    for association in series.cells(group, topic, latest):
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
                sets=1,
                chi_square=0.0 if line is None else line.chi_square,
                slope=0.0 if line is None else line.slope,
                interval=None if line is None else line.interval,
                p=1.0 if line is None else line.p,
            )
        )
    adjusted = iter(benjamini_hochberg([one.p for one in found if one.p is not None]))
    return [one if one.p is None else replace(one, p_adjusted=next(adjusted)) for one in found]


def trend_nationally(series: Series, group: str, topic: Topic) -> Trend | None:
    """Return the line through all comparable waves over the associations shown in each of them.

    None where there are fewer than three waves at all.
    """
    latest, before = series.before(group, topic)
    if len(before) + 1 < FEWEST_WAVES:
        return None
    left_out: list[tuple[str, Gap]] = []
    waves = []
    for wave in (*before, latest):
        reason = series.comparable(group, topic, earlier=wave, later=latest)
        if reason is None:
            waves.append(wave)
        else:
            left_out.append((wave, reason))
    in_all = _in_all(series, waves, group, topic, latest)
    if len(waves) < FEWEST_WAVES or len(in_all) < 2:
        return Trend(NATIONAL, group, topic, (), tuple(left_out), 0, gap="few")
    scores = scores_of(series.waves)
    estimate = slope_by_clusters(
        [[counted(counts[place]) for counts in in_all.values()] for place in range(len(waves))],
        [scores[wave] for wave in waves],
    )
    return Trend(
        NATIONAL,
        group,
        topic,
        tuple(waves),
        tuple(left_out),
        sets=len(in_all),
        slope=estimate.value,
        interval=estimate.interval,
        p=estimate.p,
        p_adjusted=estimate.p,
    )
