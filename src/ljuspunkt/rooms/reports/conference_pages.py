"""Page objects of a conference's report."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import mark_safe

from ljuspunkt.domain.report.conference import ConferenceReport, Fate, VotePart
from ljuspunkt.domain.report.evaluated import EvaluationPart
from ljuspunkt.domain.report.labels import Labels, labels
from ljuspunkt.domain.report.proceedings import ProcedurePart
from ljuspunkt.domain.report.words import Language
from ljuspunkt.files.sky_pictures import sky_in_page
from ljuspunkt.rooms.reports.pages import Exit, Link, PictureOnPage, TableOnPage

MOST_NARROW = 6
"""A table of more columns than this is set small."""


@dataclass(frozen=True, slots=True)
class FateOnPage:
    """The items with one outcome."""

    heading: str
    mark: str
    after_cut: str
    table: TableOnPage


@dataclass(frozen=True, slots=True)
class VoteOnPage:
    """A vote, drawn."""

    part: VotePart
    labels: Labels
    pictures: tuple[PictureOnPage, ...]
    fates: tuple[FateOnPage, ...]


@dataclass(frozen=True, slots=True)
class ProcedureOnPage:
    """A part that tells how the conference went."""

    part: ProcedurePart
    tables: tuple[TableOnPage, ...]
    details: tuple[TableOnPage, ...]


@dataclass(frozen=True, slots=True)
class EvaluationOnPage:
    """What those who voted thought of the conference."""

    part: EvaluationPart
    tables: tuple[TableOnPage, ...]


@dataclass(frozen=True, slots=True)
class ConferenceOnPage:
    """A conference's report, drawn. `check_how` says how to check it, where the data lie beside it."""

    report: ConferenceReport
    labels: Labels
    votes: tuple[VoteOnPage, ...]
    protocols: tuple[TableOnPage, ...]
    secondary: tuple[TableOnPage, ...]
    secondary_details: tuple[TableOnPage, ...]
    downloads: tuple[Exit, ...]
    before: tuple[ProcedureOnPage, ...]
    void: tuple[VoteOnPage, ...]
    items: ProcedureOnPage | None
    evaluation: EvaluationOnPage | None
    last: tuple[ProcedureOnPage, ...]
    checklist: TableOnPage | None
    check_how: str


def conference_on_page(
    report: ConferenceReport, link: Link, language: Language, *, downloads: Iterable[Exit] = (), check_how: str = ""
) -> ConferenceOnPage:
    """Return a conference's report, drawn."""
    words = labels(language)
    part = report.secondary
    went = report.proceedings
    return ConferenceOnPage(
        report,
        words,
        tuple(_vote(part, words, link) for part in report.votes),
        tuple(TableOnPage(f"protocol-{place}", table, False) for place, table in enumerate(report.protocols, 1)),
        tuple(
            TableOnPage(f"secondary-{place}", table, True) for place, table in enumerate(part.tables if part else (), 1)
        ),
        tuple(
            TableOnPage(f"detail-{place}", table, len(table.columns) > MOST_NARROW)
            for place, table in enumerate(part.details if part else (), 1)
        ),
        tuple(downloads),
        before=tuple(_procedure(each) for each in went.before) if went else (),
        void=tuple(_vote(each, words, link) for each in report.void),
        items=_procedure(went.items) if went else None,
        evaluation=_evaluation(went.evaluation) if went and went.evaluation else None,
        last=tuple(_procedure(each) for each in went.last) if went else (),
        checklist=TableOnPage("accord-table", went.checklist, False) if went else None,
        check_how=check_how,
    )


def _procedure(part: ProcedurePart) -> ProcedureOnPage:
    return ProcedureOnPage(
        part,
        tuple(TableOnPage(f"{part.name}-table-{place}", table, False) for place, table in enumerate(part.tables, 1)),
        tuple(TableOnPage(f"{part.name}-detail-{place}", table, False) for place, table in enumerate(part.details, 1)),
    )


def _evaluation(part: EvaluationPart) -> EvaluationOnPage:
    return EvaluationOnPage(
        part,
        tuple(
            TableOnPage(f"evaluation-table-{place}", table, len(table.columns) > MOST_NARROW)
            for place, table in enumerate(part.tables, 1)
        ),
    )


def _vote(part: VotePart, words: Labels, link: Link) -> VoteOnPage:
    pictures = []
    for sky in part.skies:
        svg = mark_safe(sky_in_page(sky, titled_by=f"{sky.name}-t"))  # noqa: S308 - drawn by us, text escaped
        exits = [Exit(words.table, f"#{part.name}-table-1")]
        exits += [Exit(ending.upper(), href) for ending in ("svg", "png") if (href := link(sky.name, ending))]
        pictures.append(PictureOnPage(f"{sky.name}-t", sky.title, (part.margin[0],), svg, (sky.note,), tuple(exits)))
    fates = tuple(_fate(part, fate, place) for place, fate in enumerate(part.fates, 1))
    return VoteOnPage(part, words, tuple(pictures), fates)


def _fate(part: VotePart, fate: Fate, place: int) -> FateOnPage:
    return FateOnPage(
        fate.heading, fate.mark, fate.after_cut, TableOnPage(f"{part.name}-table-{place}", fate.table, False)
    )
