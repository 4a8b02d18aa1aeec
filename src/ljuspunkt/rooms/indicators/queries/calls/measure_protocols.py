"""Published measure protocols as pages, every version of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ljuspunkt.domain.indicator.candidate import KINDS
from ljuspunkt.domain.indicator.difference import Stretch, words
from ljuspunkt.domain.indicator.measure_protocol import (
    Decided,
    MeasureChanges,
    Measured,
    MeasureEdition,
    measure_changes,
    read,
)
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.rooms.indicators.models import MeasureVersion, ProtocolVersion
from ljuspunkt.rooms.indicators.queries.calls.heads import measures_address
from ljuspunkt.rooms.indicators.queries.protocol_pages import VersionCard, card_of, of_protocol
from ljuspunkt.ui.language import page_language


@dataclass(frozen=True, slots=True)
class MeasureCardLine:
    """A version in few words; `protocol` is the version of indicators that it is based on."""

    protocol: VersionCard
    number: int
    published_on: str
    published_at: datetime
    sha256: str
    n: int
    note: Text

    @property
    def place(self) -> str:
        """The address of the last version."""
        return measures_address(self.protocol)

    @property
    def address(self) -> str:
        """The address of just this version."""
        return f"{self.place}{self.number}/"


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """An indicator with its measures."""

    measured: Measured
    kind_name: Text


@dataclass(frozen=True, slots=True)
class MeasureRewordedLine:
    """A measure that says something else than before; without `stretches` its title is the same."""

    after: Decided
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class MeasureEditionPage:
    """One version of a measure protocol."""

    card: MeasureCardLine
    edition: MeasureEdition
    indicators: tuple[MeasuredLine, ...]
    without: tuple[Measured, ...]
    versions: tuple[MeasureCardLine, ...]
    is_latest: bool
    changes: MeasureChanges | None
    reworded: tuple[MeasureRewordedLine, ...]


def measure_protocol_list() -> tuple[MeasureCardLine, ...]:
    """Return the last version of every measure protocol."""
    latest: dict[int, MeasureVersion] = {}
    for row in MeasureVersion.objects.select_related("protocol__association").order_by("protocol_id", "number"):
        latest[row.protocol_id] = row
    cards = [_card(row) for row in latest.values()]
    return tuple(sorted(cards, key=lambda card: (card.protocol.place.scope != "network", card.protocol.place.owner)))


def measure_edition_page(scope: str, owner: str, name: str, number: int | None) -> MeasureEditionPage | None:
    """Return one version of a measure protocol, the last one where `number` is None; None where there is none."""
    rows = list(_versions(scope, owner, name))
    row = next((each for each in rows if number in (None, each.number)), None)
    if row is None:
        return None
    edition = read(row.document)
    before = next((read(each.document) for each in rows if each.number == row.number - 1), None)
    found = measure_changes(before, edition) if before else None
    return MeasureEditionPage(
        card=_card(row),
        edition=edition,
        indicators=tuple(MeasuredLine(each, KINDS.get(each.kind, {})) for each in edition.indicators if each.measures),
        without=tuple(each for each in edition.indicators if not each.measures),
        versions=tuple(_card(each) for each in rows),
        is_latest=row is rows[0],
        changes=found,
        reworded=tuple(
            MeasureRewordedLine(each.after, _titles(each.before, each.after))
            for each in (found.reworded if found else ())
        ),
    )


def measure_document(scope: str, owner: str, name: str, number: int) -> str | None:
    """Return the text that a version's hash is of, None where there is none."""
    return next((row.document for row in _versions(scope, owner, name) if row.number == number), None)


def _titles(before: Decided, after: Decided) -> tuple[Stretch, ...]:
    language = page_language()
    old, new = wording(before.measure.title, language), wording(after.measure.title, language)
    return words(old, new) if old != new else ()


def _versions(scope: str, owner: str, name: str) -> Iterable[MeasureVersion]:
    rows = MeasureVersion.objects.filter(of_protocol(scope, owner, name)).select_related("protocol__association")
    return rows.order_by("-number")


def _card(row: MeasureVersion) -> MeasureCardLine:
    edition = read(row.document)
    based = ProtocolVersion.objects.select_related("protocol__association").get(
        protocol=row.protocol, number=edition.based.version
    )
    return MeasureCardLine(
        protocol=card_of(based),
        number=row.number,
        published_on=edition.published_on,
        published_at=row.published_at,
        sha256=row.sha256,
        n=len(edition.measures),
        note=edition.note,
    )
