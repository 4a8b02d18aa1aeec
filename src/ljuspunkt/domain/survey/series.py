"""Released associations over the waves (tidsserier): which numbers stand for which association, through mergers.

A merged association's earlier years are its predecessors' added up, where all of them are shown; else there is no
number and a reason. Reads released rows and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ljuspunkt.domain.disclosure.policy import AssociationYears
from ljuspunkt.domain.disclosure.release import EMPTY, ReleasedRow
from ljuspunkt.domain.disclosure.table import OTHERS, successor
from ljuspunkt.domain.estimation.proportion import score_interval
from ljuspunkt.domain.survey.comparability import Comparison, Reason, compare_indicator, compare_question
from ljuspunkt.domain.survey.instrument import Instruments, Question
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.domain.vocabulary import Interval

EVERYONE = ""
"""The group of a table that isn't split by respondent group."""

Gap = Literal["hidden", "merged", "absent"] | Reason
"""Why an association has no number in a wave: hidden or banded · one of those it was formed from is · it wasn't there
or has no row · the question can't be compared (the reasons of `comparability`)."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A question or an indicator; exactly one of them is set."""

    question: str | None
    indicator: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The released counts of a set: `worth` is the number of independent answers, one per respondent where an
    indicator adds up several questions."""

    n: int
    answered: int
    positive: int
    worth: int

    @property
    def share(self) -> float:
        return self.positive / self.answered

    @property
    def interval(self) -> Interval:
        """As it is printed: Wilson's, each respondent one answer."""
        return score_interval(self.share, self.worth)


def together(parts: Sequence[Shown]) -> Shown:
    """Return several disjoint sets' counts added up; at least one set."""
    return Shown(
        sum(one.n for one in parts),
        sum(one.answered for one in parts),
        sum(one.positive for one in parts),
        sum(one.worth for one in parts),
    )


class Series:
    """The associations' released rows of a publication, by group, topic, wave and association."""

    def __init__(self, publication: Publication) -> None:
        self.instruments: Instruments = publication.instruments
        self.years: tuple[AssociationYears, ...] = publication.associations
        self.pooled = tuple("+".join(waves) for waves in publication.policy.pool)
        self._rows: dict[tuple[str, Topic], dict[str, dict[str, ReleasedRow]]] = {}
        self._comparisons: dict[tuple[str, Topic, str, str], Comparison] = {}
        self._several: dict[tuple[str, Topic, str], bool] = {}
        self._formed: dict[tuple[str, Topic, str, str], dict[str, list[str]]] = {}
        found: dict[str, None] = {}
        for table in publication.tables:
            if set(table.columns) not in ({"wave", "association"}, {"wave", "association", "group"}):
                continue
            places = {column: place for place, column in enumerate(table.columns)}
            for row in table.rows:
                group = row.key[places["group"]] if "group" in places else EVERYONE
                wave, association = row.key[places["wave"]], row.key[places["association"]]
                if association == OTHERS["association"] or group == OTHERS["group"]:
                    continue
                found[wave] = None
                by_wave = self._rows.setdefault((group, Topic(row.question, row.indicator)), {})
                by_wave.setdefault(wave, {})[association] = row
        single = [wave for wave in found if wave not in self.pooled]
        planned = [wave for wave in publication.policy.waves if wave in single]
        self.waves = (*planned, *sorted(set(single) - set(planned)))

    def subjects(self) -> Iterable[tuple[str, Topic]]:
        """Return each group with each of its topics, in the order of the tables."""
        return self._rows

    def waves_of(self, group: str, topic: Topic) -> tuple[str, ...]:
        """Return the waves in which a topic has rows, single ones in order and then pooled ones."""
        found = self._rows[group, topic]
        return tuple(wave for wave in (*self.waves, *self.pooled) if wave in found)

    def associations(self, group: str, topic: Topic, wave: str) -> tuple[str, ...]:
        """Return the associations that have a row."""
        return tuple(self._rows.get((group, topic), {}).get(wave, {}))

    def shown(self, group: str, topic: Topic, wave: str, association: str) -> Shown | None:
        """Return an association's counts in a wave, None where they aren't all printed."""
        row = self._rows.get((group, topic), {}).get(wave, {}).get(association)
        if row is None or row.n is None or row.answered is None or row.positive is None:
            return None
        if row.hidden or row.band or row.n < 1 or not 0 <= row.positive <= row.answered or row.answered < 1:
            return None
        several = self._adds_up_questions(group, topic, wave)
        return Shown(row.n, row.answered, row.positive, min(row.n, row.answered) if several else row.answered)

    def empty(self, group: str, topic: Topic, wave: str, association: str) -> bool:
        """Whether a set is shown to have nobody in it."""
        row = self._rows.get((group, topic), {}).get(wave, {}).get(association)
        return row is not None and row.hidden == EMPTY

    def followed(self, group: str, topic: Topic, wave: str, association: str, *, later: str) -> Shown | Gap:
        """Return the counts in `wave` of what is the association `association` in `later`, or why there are none.

        Where others were merged into it in between, theirs are added.
        """
        compared = self._compared(group, topic, earlier=wave, later=later)
        if compared.reason is not None:
            return compared.reason
        then = Topic(compared.earlier[0], None) if topic.question is not None else topic
        parts = self._parts(group, then, wave, later).get(association)
        if not parts:
            return "absent"
        counts = [self.shown(group, then, wave, one) for one in parts]
        missing = [
            one
            for one, count in zip(parts, counts, strict=True)
            if count is None and not self.empty(group, then, wave, one)
        ]
        if missing:
            return "hidden" if len(parts) == 1 else "merged"
        found = [count for count in counts if count is not None]
        return together(found) if found else "absent"

    def comparable(self, group: str, topic: Topic, *, earlier: str, later: str) -> Reason | None:
        """Return why a topic of `later` can't be compared with `earlier`, None where it can."""
        return self._compared(group, topic, earlier=earlier, later=later).reason

    def _compared(self, group: str, topic: Topic, *, earlier: str, later: str) -> Comparison:
        if earlier == later:
            return Comparison((topic.question or topic.indicator or "",))
        place = (group, topic, earlier, later)
        if place not in self._comparisons:
            found = [self._compared_for(one, topic, earlier, later) for one in self._asked(group, topic, later)]
            broken = [one for one in found if one.reason is not None] or found
            self._comparisons[place] = broken[0] if broken else Comparison((), "no_instrument")
        return self._comparisons[place]

    def _compared_for(self, group: str, topic: Topic, earlier: str, later: str) -> Comparison:
        if topic.indicator is not None:
            return compare_indicator(
                self.instruments, group=group, number=topic.indicator, earlier=earlier, later=later
            )
        return compare_question(
            self.instruments, group=group, question=topic.question or "", earlier=earlier, later=later
        )

    def _asked(self, group: str, topic: Topic, wave: str) -> list[str]:
        """Return the group, or where groups are together those that were asked about the topic."""
        groups = [group]
        if group == EVERYONE and not self.instruments.single:
            groups = sorted({one.respondent_group for one in self.instruments.each if one.respondent_group})
        return [one for one in groups if self._items(one, topic, wave)]

    def _adds_up_questions(self, group: str, topic: Topic, wave: str) -> bool:
        place = (group, topic, wave)
        if place not in self._several:
            last = wave.rpartition("+")[2] if wave in self.pooled else wave
            asked = self._asked(group, topic, last)
            self._several[place] = bool(asked) and len(self._items(asked[0], topic, last)) > 1
        return self._several[place]

    def _parts(self, group: str, topic: Topic, wave: str, later: str) -> dict[str, list[str]]:
        """Return the associations of a wave by what they have become in a later one."""
        place = (group, topic, wave, later)
        if place not in self._formed:
            formed: dict[str, list[str]] = {}
            for one in self.associations(group, topic, wave):
                formed.setdefault(successor(one, later, self.years), []).append(one)
            self._formed[place] = formed
        return self._formed[place]

    def _items(self, group: str, topic: Topic, wave: str) -> tuple[Question, ...]:
        instrument = self.instruments.find(group=group, wave=wave)
        if instrument is None:
            return ()
        if topic.indicator is not None:
            return instrument.items_of(topic.indicator)
        return tuple(question for question in instrument.questions if question.name == topic.question)


def scores_of(waves: Sequence[str]) -> Mapping[str, float]:
    """Return where each wave stands: its year where all waves are years, else its place in the order."""
    if all(wave.isascii() and wave.isdecimal() and len(wave) == 4 for wave in waves):
        return {wave: float(int(wave)) for wave in waves}
    return {wave: float(place) for place, wave in enumerate(waves)}
