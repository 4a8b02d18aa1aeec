"""Page objects of reports: what a template prints, with pictures drawn and links set.

The same objects serve the pages of the site and the file of a report: only their links differ.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from ljuspunkt.domain.report.labels import Labels, labels
from ljuspunkt.domain.report.outline import (
    Account,
    AssociationPage,
    Beside,
    Calculation,
    Figure,
    Report,
    Section,
    Table,
    Verdict,
)
from ljuspunkt.domain.report.words import Language
from ljuspunkt.files.drawing import drawn_in_page

Link = Callable[[str, str], str]
"""Where a picture's file lies, by the picture's name and the ending (svg, png, csv)."""


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a picture."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class PictureOnPage:
    """A picture with its finding as heading and its ways out."""

    id: str
    finding: str
    margin: tuple[str, ...]
    svg: SafeString
    notes: tuple[str, ...]
    exits: tuple[Exit, ...]


@dataclass(frozen=True, slots=True)
class TableOnPage:
    """A table, whether it is wide, and where one comes to by a row's heading."""

    id: str
    table: Table
    wide: bool


@dataclass(frozen=True, slots=True)
class BesideOnPage:
    """The associations of one group beside each other, drawn."""

    beside: Beside
    funnel: PictureOnPage
    table: TableOnPage
    ordered: PictureOnPage | None


@dataclass(frozen=True, slots=True)
class SectionOnPage:
    """A section, drawn."""

    section: Section
    labels: Labels
    picture: PictureOnPage
    table: TableOnPage
    questions: TableOnPage
    breakdowns: tuple[TableOnPage, ...]
    changes: TableOnPage | None
    beside: tuple[BesideOnPage, ...]
    associations: TableOnPage | None


@dataclass(frozen=True, slots=True)
class CalculationOnPage:
    """One calculation by hand, with its table."""

    calculation: Calculation
    table: TableOnPage | None


@dataclass(frozen=True, slots=True)
class AccountOnPage:
    """How the figures were made, for a page of its own or the end of a file."""

    account: Account
    labels: Labels
    verdict: Verdict
    calculations: tuple[CalculationOnPage, ...]
    protected: TableOnPage


@dataclass(frozen=True, slots=True)
class ReportOnPage:
    """A whole report, drawn; `downloads` are its other forms."""

    report: Report
    labels: Labels
    overview: PictureOnPage | None
    contents: TableOnPage
    responses: TableOnPage
    associations: TableOnPage | None
    sections: tuple[SectionOnPage, ...]
    account: AccountOnPage
    downloads: tuple[Exit, ...] = ()


@dataclass(frozen=True, slots=True)
class AssociationOnPage:
    """An association's page, drawn."""

    page: AssociationPage
    labels: Labels
    title: str
    pictures: tuple[PictureOnPage, ...]
    tables: tuple[TableOnPage, ...]


def picture_on_page(figure: Figure, words: Labels, link: Link, *, table: str) -> PictureOnPage:
    """Return a picture, drawn for a page."""
    name = figure.picture.name
    exits = [Exit(words.table, f"#{table}")]
    exits += [Exit(ending.upper(), href) for ending in ("svg", "png", "csv") if (href := link(name, ending))]
    svg = mark_safe(drawn_in_page(figure.picture, titled_by=f"{name}-t"))  # noqa: S308 - drawn by us, text escaped
    return PictureOnPage(f"{name}-t", figure.finding, figure.margin, svg, figure.notes, tuple(exits))


def _table(name: str, table: Table) -> TableOnPage:
    return TableOnPage(name, table, len(table.columns) > 4)


def _beside(beside: Beside, link: Link, words: Labels) -> BesideOnPage:
    table = f"{beside.name}-table"
    return BesideOnPage(
        beside,
        picture_on_page(beside.funnel, words, link, table=table),
        _table(table, beside.table),
        picture_on_page(beside.ordered, words, link, table=table) if beside.ordered else None,
    )


def section_on_page(section: Section, link: Link, language: Language) -> SectionOnPage:
    """Return a section, drawn."""
    words = labels(language)
    return SectionOnPage(
        section,
        words,
        picture_on_page(section.figure, words, link, table=f"{section.name}-table"),
        _table(f"{section.name}-table", section.table),
        _table(f"{section.name}-questions", section.questions),
        tuple(_table(f"{section.name}-by-{place}", each) for place, each in enumerate(section.breakdowns, 1)),
        _table(f"{section.name}-changes", section.changes) if section.changes else None,
        tuple(_beside(each, link, words) for each in section.beside),
        _table(f"{section.name}-associations", section.associations) if section.associations else None,
    )


def report_on_page(report: Report, link: Link, language: Language, *, downloads: Iterable[Exit] = ()) -> ReportOnPage:
    """Return a report, drawn."""
    words = labels(language)
    overview = picture_on_page(report.overview, words, link, table="contents") if report.overview else None
    return ReportOnPage(
        report,
        words,
        overview,
        _table("contents", report.contents),
        _table("responses", report.responses),
        _table("associations", report.associations) if report.associations else None,
        tuple(section_on_page(section, link, language) for section in report.sections),
        account_on_page(report.account, report.verdict, language),
        tuple(downloads),
    )


def account_on_page(account: Account, verdict: Verdict, language: Language) -> AccountOnPage:
    """Return how the figures were made, with its tables."""
    return AccountOnPage(
        account,
        labels(language),
        verdict,
        tuple(
            CalculationOnPage(each, _table(f"by-hand-{each.name}-table", each.table) if each.table else None)
            for each in account.calculations
        ),
        _table("protected", account.protected),
    )


def association_on_page(page: AssociationPage, title: str, link: Link, language: Language) -> AssociationOnPage:
    """Return an association's page, drawn."""
    words = labels(language)
    return AssociationOnPage(
        page,
        words,
        title,
        tuple(
            picture_on_page(figure, words, link, table=f"table-{place}") for place, figure in enumerate(page.figures, 1)
        ),
        tuple(_table(f"table-{place}", table) for place, table in enumerate(page.tables, 1)),
    )
