"""Comparisons (jämförelser): associations with the others, years with years; from released cells only.

Whatever stands here follows from numbers that the release prints, so it tells nothing about a hidden set: two
measurements with the same released tables have the same comparisons. Each says over how many sets it runs.
Only shares are compared; the sets are those of the tables by association, and by association and group.
"""

from dataclasses import dataclass

from ljuspunkt.domain.survey.funnels import Funnel, Level, MeanLevel, Point, funnel, level, mean_level
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.domain.survey.series import Series, Shown, Topic, released_series
from ljuspunkt.domain.survey.years import (
    Change,
    Trend,
    changes_nationally,
    changes_of_associations,
    trend_nationally,
    trends_of_associations,
)

__all__ = [
    "Change",
    "Comparisons",
    "Funnel",
    "Level",
    "MeanLevel",
    "Point",
    "Shown",
    "Topic",
    "Trend",
    "compared",
    "comparisons",
]


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
        means: national means of values by wave, group and topic, where two associations or more have printed ones.
    """

    levels: tuple[Level, ...]
    national_changes: tuple[Change, ...]
    changes: tuple[Change, ...]
    funnels: tuple[Funnel, ...]
    national_trends: tuple[Trend, ...]
    trends: tuple[Trend, ...]
    means: tuple[MeanLevel, ...] = ()


def comparisons(publication: Publication) -> Comparisons:
    """Return all comparisons that a release's policy allows, from its released tables."""
    named = publication.policy.comparisons
    return compared(released_series(publication), others="others" in named, trend="trend" in named)


def compared(series: Series, *, others: bool = True, trend: bool = True) -> Comparisons:
    """Return the comparisons that a series of numbers allows.

    Args:
        series: released ones, or unprotected ones for the analyst.
        others: whether associations are compared with the others.
        trend: whether lines are drawn through three waves and more.
    """
    places = list(series.subjects())
    sets = [(wave, group, topic) for group, topic in places for wave in series.waves_of(group, topic)]
    return Comparisons(
        tuple(found for place in sets if (found := level(series, *place)) is not None),
        tuple(one for place in places for one in changes_nationally(series, *place)),
        tuple(one for place in places for one in changes_of_associations(series, *place)),
        tuple(beside for place in sets if others and (beside := funnel(series, *place)) is not None),
        tuple(line for place in places if trend and (line := trend_nationally(series, *place)) is not None),
        tuple(one for place in places if trend for one in trends_of_associations(series, *place)),
        tuple(mean for place in sets if (mean := mean_level(series, *place)) is not None),
    )
