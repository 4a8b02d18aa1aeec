"""Associations over the waves (tidsserier): which numbers stand for which association, through mergers.

A merged association's earlier years are its predecessors' added up, where all of them are shown; else there is no
number and a reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ljuspunkt.domain.disclosure.policy import AssociationYears
from ljuspunkt.domain.disclosure.release import EMPTY, ReleasedRow, independent_answers
from ljuspunkt.domain.disclosure.table import OTHERS, successor
from ljuspunkt.domain.estimation.proportion import score_interval
from ljuspunkt.domain.survey.comparability import Comparison, Reason, compare_indicator, compare_question
from ljuspunkt.domain.survey.figures import Figures
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
    """The released counts of a set.

    `worth` is the number of independent answers, one per respondent where an indicator adds up several questions.
    `mean` is of the answers' values, where it is printed and one respondent gave each.
    """

    n: int
    answered: int
    positive: int
    worth: int
    mean: float | None = None

    @property
    def share(self) -> float:
        return self.positive / self.answered

    @property
    def interval(self) -> Interval:
        """As it is printed: Wilson's, each respondent one answer."""
        return score_interval(self.share, self.worth)


def together(parts: Sequence[Shown]) -> Shown:
    """Return several disjoint sets' counts added up, without a mean; at least one set."""
    return Shown(
        sum(one.n for one in parts),
        sum(one.answered for one in parts),
        sum(one.positive for one in parts),
        sum(one.worth for one in parts),
    )


Cell = Shown | Literal["hidden", "empty"]
"""What stands in a row: counts, none that may be used, or the sign that nobody is in the set."""


class Series:
    """The associations' numbers by group, topic, wave and association.

    Args of `__init__`:
        rows: wave, group ("" for everyone together), association, topic and cell, in the order of the tables.
        instruments: of the measurement.
        associations: their years and mergers.
        planned: the order of the waves; others come after, sorted.
        pooled: names of several waves taken together.
    """

    def __init__(
        self,
        rows: Iterable[tuple[str, str, str, Topic, Cell]],
        instruments: Instruments,
        associations: Sequence[AssociationYears] = (),
        planned: Sequence[str] = (),
        pooled: Sequence[str] = (),
    ) -> None:
        self.instruments = instruments
        self.years = tuple(associations)
        self.pooled = tuple(pooled)
        self._cells: dict[tuple[str, Topic], dict[str, dict[str, Cell]]] = {}
        self._comparisons: dict[tuple[str, Topic, str, str], Comparison] = {}
        self._formed: dict[tuple[str, Topic, str, str], dict[str, list[str]]] = {}
        found: dict[str, None] = {}
        for wave, group, association, topic, cell in rows:
            found[wave] = None
            self._cells.setdefault((group, topic), {}).setdefault(wave, {})[association] = cell
        single = [wave for wave in found if wave not in self.pooled]
        first = [wave for wave in planned if wave in single]
        self.waves = (*first, *sorted(set(single) - set(first)))

    def subjects(self) -> Iterable[tuple[str, Topic]]:
        """Return each group with each of its topics, in the order of the tables."""
        return self._cells

    def waves_of(self, group: str, topic: Topic) -> tuple[str, ...]:
        """Return the waves in which a topic has rows, single ones in order and then pooled ones."""
        found = self._cells[group, topic]
        return tuple(wave for wave in (*self.waves, *self.pooled) if wave in found)

    def cells(self, group: str, topic: Topic, wave: str) -> Mapping[str, Cell]:
        """Return what stands in each association's row."""
        return self._cells.get((group, topic), {}).get(wave, {})

    def values(self, group: str, topic: Topic, wave: str) -> Interval | None:
        """Return the lowest and highest value of a topic's answers, None where they have no values in common."""
        return value_range(self.instruments, group, topic, last_of(wave, self.pooled))

    def before(self, group: str, topic: Topic) -> tuple[str, tuple[str, ...]]:
        """Return the latest single wave of a topic, "" where there is none, and all single waves before it."""
        single = [wave for wave in self.waves_of(group, topic) if wave not in self.pooled]
        return (single[-1], self.waves[: self.waves.index(single[-1])]) if single else ("", ())

    def followed(self, group: str, topic: Topic, wave: str, association: str, *, later: str) -> Shown | Gap:
        """Return the counts in `wave` of what is the association `association` in `later`, or why there are none.

        Where others were merged into it in between, theirs are added.
        """
        compared = self._compared(group, topic, earlier=wave, later=later)
        if compared.reason is not None:
            return compared.reason
        then = Topic(compared.earlier[0], None) if topic.question is not None else topic
        cells = self.cells(group, then, wave)
        found = [cells[one] for one in self._parts(group, then, wave, later).get(association, ())]
        if "hidden" in found:
            return "hidden" if len(found) == 1 else "merged"
        parts = [one for one in found if isinstance(one, Shown)]
        return together(parts) if parts else "absent"

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
        return [one for one in _groups(self.instruments, group) if _items(self.instruments, one, topic, wave)]

    def _parts(self, group: str, topic: Topic, wave: str, later: str) -> dict[str, list[str]]:
        """Return the associations of a wave by what they have become in a later one."""
        place = (group, topic, wave, later)
        if place not in self._formed:
            formed: dict[str, list[str]] = {}
            for one in self.cells(group, topic, wave):
                formed.setdefault(successor(one, later, self.years), []).append(one)
            self._formed[place] = formed
        return self._formed[place]


def released_series(publication: Publication) -> Series:
    """Return the numbers of a release: from its tables by association, and by association and group."""
    pooled = tuple("+".join(waves) for waves in publication.policy.pool)
    return Series(
        _released(publication, pooled),
        publication.instruments,
        publication.associations,
        publication.policy.waves,
        pooled,
    )


def _released(publication: Publication, pooled: Sequence[str]) -> Iterator[tuple[str, str, str, Topic, Cell]]:
    asked: dict[tuple[str, str, Topic], _Asked] = {}
    for table in publication.tables:
        if set(table.columns) not in ({"wave", "association"}, {"wave", "association", "group"}):
            continue
        places = {column: place for place, column in enumerate(table.columns)}
        for row in table.rows:
            group = row.key[places["group"]] if "group" in places else EVERYONE
            wave, association = row.key[places["wave"]], row.key[places["association"]]
            if association == OTHERS["association"] or group == OTHERS["group"]:
                continue
            topic = Topic(row.question, row.indicator)
            place = (wave, group, topic)
            if place not in asked:
                asked[place] = _asked_about(publication.instruments, group, topic, last_of(wave, pooled))
            if asked[place].has_share:
                yield wave, group, association, topic, _cell(row, asked[place])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a topic is in a wave: whether it has a share, whether it adds up questions, the range of its values."""

    has_share: bool
    several: bool
    values: Interval | None


def _asked_about(instruments: Instruments, group: str, topic: Topic, wave: str) -> _Asked:
    items = next((found for one in _groups(instruments, group) if (found := _items(instruments, one, topic, wave))), ())
    return _Asked(all(item.positive for item in items), len(items) > 1, value_range(instruments, group, topic, wave))


def _cell(row: ReleasedRow, asked: _Asked) -> Cell:
    """Return a row's counts; a row that can't be right has none."""
    if row.hidden == EMPTY:
        return "empty"
    if row.hidden or row.band or row.n is None or row.answered is None or row.positive is None:
        return "hidden"
    if row.n < 1 or row.answered < 1 or not 0 <= row.positive <= row.answered:
        return "hidden"
    worth = independent_answers(row.n, row.answered, several=asked.several)
    return Shown(row.n, row.answered, row.positive, worth, _within(row.mean, asked))


def _within(mean: float | None, asked: _Asked) -> float | None:
    """Return a mean of one answer each that lies on its scale."""
    if mean is None or asked.several or asked.values is None:
        return None
    return mean if asked.values.low <= mean <= asked.values.high else None


def figure_series(figures: Figures, instruments: Instruments, associations: Sequence[AssociationYears] = ()) -> Series:
    """Return the numbers of unprotected figures by association, and by group where they are split by it."""
    return Series(_unprotected(figures), instruments, associations)


def _unprotected(figures: Figures) -> Iterator[tuple[str, str, str, Topic, Cell]]:
    for row in figures.rows:
        wave, association = row.key["wave"], row.key["association"]
        one = row.figure
        if one.positive is None or association is None:
            continue
        worth = independent_answers(one.n, one.answered, several=len(row.items) > 1)
        mean = one.mean if len(row.items) == 1 else None
        cell: Cell = Shown(one.n, one.answered, one.positive, worth, mean) if worth else "empty"
        yield wave or "", row.key["group"] or EVERYONE, association, Topic(row.question, row.indicator), cell


def last_of(wave: str, pooled: Sequence[str]) -> str:
    """Return the last of several waves taken together, a single wave as it is."""
    return wave.rpartition("+")[2] if wave in pooled else wave


def value_range(instruments: Instruments, group: str, topic: Topic, wave: str) -> Interval | None:
    """Return the lowest and highest value of a topic's answers, None where its questions have no values in common."""
    ranges = set()
    for one in _groups(instruments, group):
        for item in _items(instruments, one, topic, wave):
            values = item.scale.values
            ranges.add(None if values is None else (float(min(values.values())), float(max(values.values()))))
    found = ranges.pop() if len(ranges) == 1 else None
    return None if found is None else Interval(*found)


def _groups(instruments: Instruments, group: str) -> list[str]:
    """Return the group itself; for everyone together all groups that have an instrument."""
    if group != EVERYONE or instruments.single:
        return [group]
    return sorted({one.respondent_group for one in instruments.each if one.respondent_group})


def _items(instruments: Instruments, group: str, topic: Topic, wave: str) -> tuple[Question, ...]:
    instrument = instruments.find(group=group, wave=wave)
    if instrument is None:
        return ()
    if topic.indicator is not None:
        return instrument.items_of(topic.indicator)
    return tuple(question for question in instrument.questions if question.name == topic.question)


def are_years(waves: Sequence[str]) -> bool:
    """Whether all waves are called by years."""
    return all(wave.isascii() and wave.isdecimal() and len(wave) == 4 for wave in waves)


def scores_of(waves: Sequence[str]) -> Mapping[str, float]:
    """Return where each wave stands: its year where all waves are years, else its place in the order."""
    if are_years(waves):
        return {wave: float(int(wave)) for wave in waves}
    return {wave: float(place) for place, wave in enumerate(waves)}
