"""Finding one's way in released tables (avläsning): which figure stands where, and why one is missing.

Everything in a report goes through here, and here there is nothing but what has been released.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ljuspunkt.domain.disclosure.release import EMPTY, ReleasedRow, ReleasedStep, ReleasedTable
from ljuspunkt.domain.report.picture import UNCERTAIN_WIDTH, Missing
from ljuspunkt.domain.survey.comparability import Reason, compare_indicator, compare_question
from ljuspunkt.domain.survey.instrument import Instruments, Question
from ljuspunkt.domain.vocabulary import Interval, Text

EVERYONE = ""
"""The group of a table that isn't split by respondent group."""

Kind = Literal["indicator", "question"]
Place = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a section is about: an indicator, or a question that belongs to none that was released."""

    kind: Kind
    id: str
    title: Text
    groups: tuple[str, ...]
    candidate: str | None = None

    @property
    def name(self) -> str:
        """The stem of its files and anchors, in plain letters."""
        plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in self.id)
        return f"{self.kind}-{plain}"


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure as it was released, or the reason why there is none."""

    place: Mapping[str, str]
    table: str = ""
    row: ReleasedRow | None = None
    missing: Missing | None = None
    reason: Reason | None = None

    @property
    def share(self) -> Fraction | None:
        """The exact share, counts divided once; None where there is none or only a band."""
        if self.missing or self.row is None or self.row.positive is None or not self.row.answered:
            return None
        return Fraction(self.row.positive, self.row.answered)

    @property
    def band(self) -> str:
        return "" if self.missing or self.row is None else self.row.band

    @property
    def interval(self) -> Interval | None:
        """Of the share, or the hull that a band has."""
        if self.missing or self.row is None or self.row.low is None or self.row.high is None:
            return None
        return Interval(self.row.low, self.row.high)

    @property
    def mean(self) -> float | None:
        return None if self.missing or self.row is None else self.row.mean

    @property
    def mean_interval(self) -> Interval | None:
        if self.missing or self.row is None or self.row.mean_low is None or self.row.mean_high is None:
            return None
        return Interval(self.row.mean_low, self.row.mean_high)

    @property
    def shown(self) -> bool:
        """Whether there is a share, a band or a mean to read."""
        return self.share is not None or bool(self.band) or self.mean is not None

    @property
    def uncertain(self) -> bool:
        interval = self.interval
        return interval is not None and interval.width > UNCERTAIN_WIDTH


class Released:
    """The tables of one release, by place: a set of (column, value) pairs and a subject."""

    def __init__(self, tables: Iterable[ReleasedTable]) -> None:
        self.tables = tuple(tables)
        self._rows: dict[tuple[Place, Kind, str], tuple[str, ReleasedRow]] = {}
        self._sets: dict[Place, ReleasedRow] = {}
        self._steps: dict[tuple[Place, str], list[ReleasedStep]] = {}
        self._columns: set[frozenset[str]] = set()
        for table in self.tables:
            self._columns.add(frozenset(table.columns))
            for row in table.rows:
                place = frozenset(zip(table.columns, row.key, strict=True))
                kind: Kind = "indicator" if row.indicator is not None else "question"
                self._rows[place, kind, (row.indicator if kind == "indicator" else row.question) or ""] = (
                    table.name,
                    row,
                )
                if row.n is not None:
                    self._sets.setdefault(place, row)
            for step in table.steps:
                place = frozenset(zip(table.columns, step.key, strict=True))
                self._steps.setdefault((place, step.question), []).append(step)

    def has(self, *columns: str) -> bool:
        """Whether there is a table split by exactly `wave` and these columns."""
        return frozenset({"wave", *columns}) in self._columns

    def breakdowns(self) -> tuple[str, ...]:
        """The columns by which a table splits the groups nationally, such as sex."""
        plain = {"wave", "group", "association", "initiative"}
        found = [
            next(iter(set(table.columns) - plain))
            for table in self.tables
            if "association" not in table.columns and len(set(table.columns) - plain) == 1
        ]
        return tuple(dict.fromkeys(found))

    def read(self, subject: Subject, **place: str) -> Reading:
        """Return the figure of a subject at a place; an empty group stands for everyone together."""
        where = {column: value for column, value in place.items() if not (column == "group" and value == EVERYONE)}
        found = self._rows.get((frozenset(where.items()), subject.kind, subject.id))
        if found is None:
            return Reading(where, missing="none")
        table, row = found
        if row.hidden == EMPTY:
            return Reading(where, table, row, missing="empty")
        reading = Reading(where, table, row)
        return reading if reading.shown and not row.hidden else Reading(where, table, row, missing="hidden")

    def question(self, name: str, **place: str) -> Reading:
        """Return the figure of a question at a place."""
        return self.read(Subject("question", name, {}, ()), **place)

    def distribution(self, name: str, **place: str) -> dict[str, int]:
        """Return how many of a set chose each step of a question; empty where that isn't printed in full."""
        found = self._steps.get((frozenset(place.items()), name), [])
        return (
            {step.step: step.n for step in found if step.n is not None}
            if all(step.n is not None for step in found)
            else {}
        )

    def size(self, **place: str) -> int | None:
        """Return how many respondents a printed set has, None where that isn't printed."""
        where = {column: value for column, value in place.items() if not (column == "group" and value == EVERYONE)}
        row = self._sets.get(frozenset(where.items()))
        return row.n if row else None

    def values(self, column: str, *, wave: str | None = None) -> tuple[str, ...]:
        """Return the values of a column in the order they are printed, in one wave or in all."""
        found: dict[str, None] = {}
        for table in self.tables:
            if column not in table.columns:
                continue
            where, when = table.columns.index(column), table.columns.index("wave")
            for row in table.rows:
                if wave is None or row.key[when] == wave:
                    found[row.key[where]] = None
        return tuple(found)

    def subjects(self, kind: Kind) -> tuple[str, ...]:
        """Return the ids of all subjects of a kind that have a row."""
        return tuple(dict.fromkeys(name for _, found, name in self._rows if found == kind))


def single_waves(released: Released, planned: Iterable[str]) -> tuple[str, ...]:
    """Return the waves with rows of their own, in the policy's order, then those it doesn't name."""
    there = [wave for wave in released.values("wave") if "+" not in wave]
    named = [wave for wave in planned if wave in there]
    return (*named, *sorted(set(there) - set(named)))


def last_wave(wave: str) -> str:
    """Return the last of several waves that are published together: "2021+2022" → "2022"."""
    return wave.rpartition("+")[2]


def items_of(instruments: Instruments, subject: Subject, *, group: str, wave: str) -> tuple[Question, ...]:
    """Return the questions behind a subject in one group and wave; none where it wasn't asked."""
    instrument = instruments.find(group=group, wave=last_wave(wave))
    if instrument is None:
        return ()
    if subject.kind == "indicator":
        return instrument.items_of(subject.id)
    return tuple(question for question in instrument.questions if question.name == subject.id)


def why_not_compared(
    instruments: Instruments, subject: Subject, *, group: str, wave: str, earlier: str
) -> Reason | None:
    """Return why a subject of a wave can't be compared with an earlier one; None where it can."""
    wave, earlier = last_wave(wave), last_wave(earlier)
    if subject.kind == "indicator":
        return compare_indicator(instruments, group=group, number=subject.id, earlier=earlier, later=wave).reason
    return compare_question(instruments, group=group, question=subject.id, earlier=earlier, later=wave).reason
