"""Page objects of the pages that lead into the rooms and across them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ljuspunkt.domain.report.cells import cell
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.outline import Cell
from ljuspunkt.domain.report.reading import Reading, Subject
from ljuspunkt.domain.report.words import Language
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.analysis import queries as analysis
from ljuspunkt.rooms.analysis.queries import ReleaseCard
from ljuspunkt.rooms.conference import queries as conference
from ljuspunkt.rooms.conference.queries import Overview, Way
from ljuspunkt.rooms.indicators import queries as indicators
from ljuspunkt.rooms.meetings import queries as meetings
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.queries.waves_due import to_do as surveys_to_do
from ljuspunkt.ui.language import page_language
from ljuspunkt.ui.to_do import ToDo

SENTENCES = 3
"""How many of the report's findings the start page tells."""


@dataclass(frozen=True, slots=True)
class Home:
    """What there is to see; None where nothing has been put in yet."""

    conference: Overview | None
    release: ReleaseCard | None
    finding: str
    sections: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a group was asked about an indicator, and which answers count as positive."""

    group: str
    question: str
    positive: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """A group's national figure in the latest wave."""

    group: str
    reading: Reading
    cell: Cell


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """An indicator's red thread: candidate, votes, question, figure."""

    way: Way
    release: ReleaseCard | None
    section: str
    finding: str
    wave: str
    asked: tuple[Asked, ...]
    figures: tuple[GroupFigure, ...]

    @property
    def leading(self) -> GroupFigure | None:
        """The first group whose figure is shown."""
        return next((figure for figure in self.figures if figure.reading.shown), None)


@dataclass(frozen=True, slots=True)
class Work:
    """What a person needs to do now, the most urgent first, and the roles the person holds."""

    tasks: tuple[ToDo, ...]
    roles: tuple[str, ...]


def work(person: Person, at: datetime) -> Work:
    """Return what a person needs to do now, as each room says it."""
    tasks = (
        *people.to_do(person, at),
        *meetings.to_do(person, at),
        *indicators.to_do(person, at),
        *surveys_to_do(person, at),
        *conference.to_do(person, at),
    )
    return Work(
        tasks=tuple(sorted(tasks, key=lambda task: (task.by or date.max, task.title))),
        roles=people.roles_in_words(person),
    )


def home() -> Home:
    """Return the start page."""
    composition = analysis.composition()
    language = page_language()
    return Home(
        conference=conference.leading_overview(),
        release=analysis.release(),
        finding=composition.summary_sentence(language) if composition else "",
        sections=tuple(
            (subject.name, composition.level_sentence(subject, language))
            for subject in composition.measurement.subjects[:SENTENCES]
        )
        if composition
        else (),
    )


def indicator_page(number: str) -> IndicatorPage | None:
    """Return the indicator with this number, None where there is none."""
    way = conference.way(number)
    if way is None:
        return None
    composition = analysis.composition()
    subject = _subject(composition.measurement.subjects, way) if composition else None
    if composition is None or subject is None:
        return IndicatorPage(way, analysis.release(), "", "", "", (), ())
    measurement = composition.measurement
    language = page_language()
    return IndicatorPage(
        way=way,
        release=analysis.release(),
        section=subject.name,
        finding=composition.level_sentence(subject, language),
        wave=measurement.latest,
        asked=tuple(_asked(measurement, subject, language)),
        figures=tuple(_figures(measurement, subject, language)),
    )


def _subject(subjects: Sequence[Subject], way: Way) -> Subject | None:
    return next((subject for subject in subjects if subject.candidate == way.card.candidate), None)


def _asked(measurement: Measurement, subject: Subject, language: Language) -> list[Asked]:
    return [
        Asked(
            measurement.label(group, language),
            wording(question.label, language),
            tuple(
                wording(choice.label, language) or choice.name
                for choice in question.scale.choices
                if choice.name in question.positive
            ),
        )
        for group in subject.groups
        for question in measurement.questions(subject, group)
    ]


def _figures(measurement: Measurement, subject: Subject, language: Language) -> list[GroupFigure]:
    readings = [
        (group, measurement.national(subject, group, measurement.latest)) for group in measurement.national_groups
    ]
    return [
        GroupFigure(measurement.label(group, language), reading, cell(reading, language))
        for group, reading in readings
        if reading.missing != "none"
    ]
