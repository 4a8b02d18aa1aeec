"""Reads of the release that pages show: its publication, its report's composition, and its audit as a page object.

A release's folder never changes once it stands in the table, so what is read from it is kept in memory.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ljuspunkt.domain.disclosure.cost import Seen, seen
from ljuspunkt.domain.report.composition import Composition
from ljuspunkt.domain.survey.publication import Publication, questionnaire
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files import release as release_folder
from ljuspunkt.rooms.analysis.models import Release


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """A release in few words; `folder` is where its files lie."""

    name: str
    title: Text
    folder: Path
    verdict: str
    manifest_hash: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column by which a table is split; columns the software doesn't know keep their own name."""

    name: str

    @property
    def words(self) -> str:
        known = {
            "wave": _("wave"),
            "association": _("association"),
            "group": _("respondent group"),
            "initiative": _("initiative"),
            "sex": _("sex"),
            "age_band": _("age"),
        }
        return known.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of the report to take home."""

    name: str
    ending: str
    path: Path

    @property
    def megabytes(self) -> float:
        return self.path.stat().st_size / 1_000_000


@dataclass(frozen=True, slots=True)
class TableCard:
    """One released table, and what protection costs in it as anybody can see.

    `respondents` of the shown sets, `of` so many where another table tells; figures of the shown sets as numbers, as
    bands, and left out.
    """

    name: str
    by: tuple[Column, ...]
    shown: int
    hidden: int
    respondents: int
    of: int | None
    numeric: int
    banded: int
    withheld: int

    @property
    def figures(self) -> int:
        return self.numeric + self.banded + self.withheld


@dataclass(frozen=True, slots=True)
class FindingCard:
    """What the audit found, where it found something."""

    set: str
    question: str
    what: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """What the audit of a release said, and what anybody can check."""

    release: ReleaseCard
    verdict: str
    waves: tuple[str, ...]
    tables: tuple[TableCard, ...]
    findings: tuple[FindingCard, ...]
    n_min: int
    n_min_distribution: int
    n_min_group: tuple[tuple[str, int], ...]
    targets: int
    witnesses: int
    bundle: str
    files: tuple[ReportFile, ...]

    @property
    def state(self) -> str:
        return self.verdict.lower()

    @property
    def hidden(self) -> int:
        return sum(table.hidden for table in self.tables)

    @property
    def shown(self) -> int:
        return sum(table.shown for table in self.tables)

    @property
    def banded(self) -> int:
        return sum(table.banded for table in self.tables)

    @property
    def dearest(self) -> TableCard | None:
        """The table in which protection hides the largest part of the respondents, None where no table tells."""
        known = [table for table in self.tables if table.of]
        return min(known, key=lambda table: table.respondents / (table.of or 1), default=None)


def release() -> ReleaseCard | None:
    """Return the latest release, None where there is none."""
    row = Release.objects.order_by("-pk").first()
    return _card(row) if row else None


def publication() -> Publication | None:
    """Return what the latest release publishes, None where there is none."""
    card = release()
    return _publication(card.folder, card.manifest_hash) if card else None


def composition() -> Composition | None:
    """Return the report's parts of the latest release, None where there is none."""
    card = release()
    return _composition(card.folder, card.manifest_hash) if card else None


def report_files(language: str) -> tuple[ReportFile, ...]:
    """Return the files of the latest release's report in a language, those that are there."""
    card = release()
    if card is None:
        return ()
    name = f"{card.name}-{language}"
    folder = Path(settings.INSTALLATION) / "reports"
    places = {"zip": folder / f"{name}.zip", "pdf": folder / name / "report.pdf", "xlsx": folder / name / "report.xlsx"}
    return tuple(ReportFile(name, ending, path) for ending, path in places.items() if path.is_file())


def audit_page(language: str) -> AuditPage | None:
    """Return what the audit of the latest release said, None where there is none."""
    card = release()
    if card is None:
        return None
    published = _publication(card.folder, card.manifest_hash)
    policy = published.policy
    said = _audit(card.folder, card.manifest_hash)
    return AuditPage(
        release=card,
        verdict=published.verdict,
        waves=tuple(policy.waves),
        tables=tuple(_table(one) for one in _seen(card.folder, card.manifest_hash)),
        findings=tuple(
            FindingCard(finding.of, finding.question or "", finding.what, finding.by) for finding in published.findings
        ),
        n_min=policy.n_min,
        n_min_distribution=policy.n_min_distribution,
        n_min_group=tuple(policy.n_min_group.items()),
        targets=said["targets"],
        witnesses=said["witnesses"],
        bundle=f"{card.name}-{language}",
        files=report_files(language),
    )


def _card(row: Release) -> ReleaseCard:
    folder = Path(settings.INSTALLATION) / row.folder
    return ReleaseCard(row.name, row.title, folder, row.verdict, row.manifest_hash, row.invented)


@lru_cache(maxsize=4)
def _publication(folder: Path, manifest_hash: str) -> Publication:
    """Read a release's folder; the hash makes what is kept belong to these very files."""
    return release_folder.read(folder)


@lru_cache(maxsize=4)
def _audit(folder: Path, manifest_hash: str) -> dict[str, int]:
    """Read how much the audit tried, from the release's own record of it."""
    document = json.loads((folder / "audit.json").read_bytes())
    return {name: int(document[name]) for name in ("targets", "witnesses")}


@lru_cache(maxsize=4)
def _composition(folder: Path, manifest_hash: str) -> Composition:
    return Composition(_publication(folder, manifest_hash), {})


@lru_cache(maxsize=4)
def _seen(folder: Path, manifest_hash: str) -> tuple[Seen, ...]:
    """Reckon what protection costs from the released tables alone: pages know nothing else of it."""
    published = _publication(folder, manifest_hash)
    asked = questionnaire(published.instruments, release_folder.asked_groups(published))
    return seen(published.tables, asked, published.policy)


def _table(one: Seen) -> TableCard:
    return TableCard(
        name=one.name,
        by=tuple(Column(name) for name in one.columns),
        shown=one.shown,
        hidden=one.hidden,
        respondents=one.respondents,
        of=one.of,
        numeric=one.figures.numeric,
        banded=one.figures.banded,
        withheld=one.figures.withheld,
    )
