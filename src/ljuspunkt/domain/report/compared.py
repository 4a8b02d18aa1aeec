"""Finding one's way in a release's comparisons (jämförelser): by subject, group, association and wave.

The comparisons follow from released cells only; here they are looked up, not made.
"""

from collections.abc import Sequence

from ljuspunkt.domain.report.reading import Subject
from ljuspunkt.domain.survey.funnels import Funnel, Level, Point, funnel, level
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.domain.survey.series import Topic, released_series
from ljuspunkt.domain.survey.years import (
    Change,
    Trend,
    changes_nationally,
    changes_of_associations,
    trend_nationally,
    trends_of_associations,
)

FEWEST_CLUSTERS = 10
"""Associations that a national sentence over associations needs; fewer hold too few of the country's answers."""

FEWEST_POINTS = 5
"""Associations that a picture of them beside each other needs."""


def topic_of(subject: Subject) -> Topic:
    """Return a subject as comparisons name it."""
    return Topic(None, subject.id) if subject.kind == "indicator" else Topic(subject.id, None)


class Compared:
    """The comparisons of one publication, worked out where they are asked for and kept."""

    def __init__(self, publication: Publication) -> None:
        self.series = released_series(publication)
        self.named = publication.policy.comparisons
        self.places = frozenset(self.series.subjects())
        self._funnels: dict[tuple[str, str, Topic], Funnel | None] = {}
        self._levels: dict[tuple[str, str, Topic], Level | None] = {}
        self._changes: dict[tuple[str, Topic], dict[str, list[Change]]] = {}
        self._trends: dict[tuple[str, Topic], dict[str, Trend]] = {}

    def _has(self, subject: Subject, group: str, wave: str) -> bool:
        topic = topic_of(subject)
        return (group, topic) in self.places and wave in self.series.waves_of(group, topic)

    def funnel(self, subject: Subject, group: str, wave: str) -> Funnel | None:
        """Return the shown associations beside each other, None where there aren't two or nobody asked for it."""
        if "others" not in self.named or not self._has(subject, group, wave):
            return None
        place = (wave, group, topic_of(subject))
        if place not in self._funnels:
            self._funnels[place] = funnel(self.series, *place)
        return self._funnels[place]

    def point(self, subject: Subject, group: str, wave: str, association: str) -> Point | None:
        """Return one association among the others."""
        found = self.funnel(subject, group, wave)
        points = found.points if found is not None else ()
        return next((each for each in points if each.association == association), None)

    def level(self, subject: Subject, group: str, wave: str) -> Level | None:
        """Return the national level over the shown associations."""
        if not self._has(subject, group, wave):
            return None
        place = (wave, group, topic_of(subject))
        if place not in self._levels:
            self._levels[place] = level(self.series, *place)
        return self._levels[place]

    def changes(self, subject: Subject, group: str, association: str = "") -> Sequence[Change]:
        """Return the latest wave with each earlier one, of one association or nationally, the earliest first."""
        place = (group, topic_of(subject))
        if place not in self.places:
            return ()
        if place not in self._changes:
            found: dict[str, list[Change]] = {}
            for one in (*changes_nationally(self.series, *place), *changes_of_associations(self.series, *place)):
                found.setdefault(one.association, []).append(one)
            self._changes[place] = found
        return self._changes[place].get(association, ())

    def trend(self, subject: Subject, group: str, association: str = "") -> Trend | None:
        """Return the line through the waves, with its gap where there is no line; None where nobody asked for it."""
        place = (group, topic_of(subject))
        if "trend" not in self.named or place not in self.places:
            return None
        if place not in self._trends:
            national = trend_nationally(self.series, *place)
            every = [*([national] if national is not None else []), *trends_of_associations(self.series, *place)]
            self._trends[place] = {one.association: one for one in every}
        return self._trends[place].get(association)

    def national_change(self, subject: Subject, group: str, *, wave: str, earlier: str) -> Change | None:
        """Return a national change over enough associations to be trusted, None where there is none."""
        for one in self.changes(subject, group):
            if (one.wave, one.earlier) == (wave, earlier) and one.interval is not None:
                return one if one.sets >= FEWEST_CLUSTERS else None
        return None

    def change(self, subject: Subject, group: str, *, wave: str, association: str) -> Change | None:
        """Return an association's change from the earliest wave with which it compares."""
        for one in self.changes(subject, group, association):
            if one.wave == wave and one.interval is not None:
                return one
        return None
