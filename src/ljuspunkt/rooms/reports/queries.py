"""Page objects of the report's pages on the site, from the release that the analysis room holds."""

from dataclasses import dataclass, replace

from django.urls import reverse

from ljuspunkt.domain.report.association import association_page as composed_association
from ljuspunkt.domain.report.composition import Composition
from ljuspunkt.domain.report.labels import Labels, labels
from ljuspunkt.domain.report.method import facts, method_paragraphs, verdict_of
from ljuspunkt.domain.report.outline import Bead, Fact, Figure, Report, Section, Table, Verdict
from ljuspunkt.domain.report.reading import Subject
from ljuspunkt.domain.report.words import Language, pick
from ljuspunkt.rooms.analysis import queries as analysis
from ljuspunkt.rooms.conference import queries as conference
from ljuspunkt.rooms.reports.pages import (
    AccountOnPage,
    AssociationOnPage,
    ReportOnPage,
    SectionOnPage,
    account_on_page,
    association_on_page,
    report_on_page,
    section_on_page,
)


@dataclass(frozen=True, slots=True)
class MethodPart:
    """What a page says about how its figures were made."""

    verdict: Verdict
    paragraphs: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The report's first page: what it found, and the way to each indicator and association."""

    on_page: ReportOnPage
    associations: tuple[str, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One indicator's page, with its neighbours."""

    on_page: SectionOnPage
    method: MethodPart
    labels: Labels
    previous: Section | None
    next: Section | None
    invented: bool


@dataclass(frozen=True, slots=True)
class AssociationPage:
    """One association's page."""

    on_page: AssociationOnPage
    method: MethodPart
    labels: Labels
    invented: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """How the figures were made, with one of them counted by hand."""

    on_page: AccountOnPage
    invented: bool


def report_page(language: Language) -> ReportPage | None:
    """Return the report's first page, None where nothing has been released."""
    composition = analysis.composition()
    if composition is None:
        return None
    report = composition.report(language)
    contents = replace(
        report.contents,
        rows=tuple(
            replace(row, link=reverse("reports:section", args=[row.link.removeprefix("#")]))
            for row in report.contents.rows
        ),
    )
    linked: Report = replace(report, contents=contents, associations=_linked(report.associations))
    return ReportPage(
        report_on_page(linked, _picture_link, language), composition.measurement.associations(), _invented()
    )


def account_page(language: Language) -> AccountPage | None:
    """Return how the figures were made, None where nothing has been released."""
    composition = analysis.composition()
    if composition is None:
        return None
    verdict = verdict_of(composition.measurement.publication, language)
    return AccountPage(account_on_page(composition.account(language), verdict, language), _invented())


def section_page(name: str, language: Language) -> SectionPage | None:
    """Return an indicator's page, None where there is none of that name."""
    composition = analysis.composition()
    subject = _subject(composition, name)
    if composition is None or subject is None:
        return None
    section = composition.section(subject, language)
    threaded = replace(section, thread=_thread(composition, subject, language))
    subjects = composition.measurement.subjects
    place = subjects.index(subject)
    return SectionPage(
        section_on_page(_with_association_links(threaded), _picture_link, language),
        _method(composition, language),
        labels(language),
        composition.section(subjects[place - 1], language) if place else None,
        composition.section(subjects[place + 1], language) if place + 1 < len(subjects) else None,
        _invented(),
    )


def association_page(association: str, language: Language) -> AssociationPage | None:
    """Return an association's page, None where it has no figures."""
    composition = analysis.composition()
    page = composed_association(composition, association, language) if composition else None
    if composition is None or page is None:
        return None

    def link(name: str, ending: str) -> str:
        return reverse("reports:association_picture", args=[association, name, ending])

    return AssociationPage(
        association_on_page(page, composition.measurement.name(language), link, language),
        _method(composition, language),
        labels(language),
        _invented(),
    )


def picture(name: str, language: Language, *, association: str | None = None) -> Figure | None:
    """Return a picture of the report, or of an association's page, by its name; None where there is none."""
    composition = analysis.composition()
    if composition is None:
        return None
    if association is not None:
        page = composed_association(composition, association, language)
        return next((each for each in page.figures if each.picture.name == name), None) if page else None
    overview = composition.overview(language)
    if overview is not None and overview.picture.name == name:
        return overview
    subject = next((each for each in composition.measurement.subjects if _is_of(name, each)), None)
    figures = composition.section(subject, language).figures if subject else ()
    return next((figure for figure in figures if figure.picture.name == name), None)


def _is_of(picture: str, subject: Subject) -> bool:
    """Whether a picture's name is a subject's, or begins with it and goes on with a group."""
    return picture == subject.name or picture.startswith(f"{subject.name}-group-")


def _subject(composition: Composition | None, name: str) -> Subject | None:
    if composition is None:
        return None
    return next((subject for subject in composition.measurement.subjects if subject.name == name), None)


def _thread(composition: Composition, subject: Subject, language: Language) -> tuple[Bead, ...]:
    """Return the red thread from the conference on: candidate, last vote, question, figure."""
    way = conference.way(subject.id) if subject.kind == "indicator" and subject.candidate else None
    if way is None or not way.steps or subject.candidate is None:
        return composition.thread(subject, language, {})
    step = way.steps[-1]
    vote = Bead(
        pick(language, f"Omröstning {step.reference}", f"Vote {step.reference}"),
        pick(language, f"{step.votes} av {step.of} röstade ja", f"{step.votes} of {step.of} voted yes"),
        reverse("conference:result_vote", args=[step.slug, step.reference]),
    )
    beads = composition.thread(subject, language, {subject.candidate: vote})
    if not beads:
        return ()
    return (replace(beads[0], link=reverse("entrance:indicator", args=[subject.id])), *beads[1:])


def _with_association_links(section: Section) -> Section:
    beside = tuple(replace(each, table=_linked(each.table) or each.table) for each in section.beside)
    return replace(section, associations=_linked(section.associations), beside=beside)


def _linked(table: Table | None) -> Table | None:
    """Return a table whose row headings lead to the associations that have a page."""
    if table is None:
        return None
    known = set(analysis_associations())
    rows = tuple(
        replace(row, link=reverse("reports:association", args=[row.heading])) if row.heading in known else row
        for row in table.rows
    )
    return replace(table, rows=rows)


def analysis_associations() -> tuple[str, ...]:
    """Return the associations that have a page."""
    composition = analysis.composition()
    return composition.measurement.associations() if composition else ()


def _method(composition: Composition, language: Language) -> MethodPart:
    measurement = composition.measurement
    return MethodPart(
        verdict_of(measurement.publication, language),
        method_paragraphs(measurement, language),
        facts(measurement, language),
    )


def _picture_link(name: str, ending: str) -> str:
    return reverse("reports:picture", args=[name, ending])


def _invented() -> bool:
    card = analysis.release()
    return card is not None and card.invented
