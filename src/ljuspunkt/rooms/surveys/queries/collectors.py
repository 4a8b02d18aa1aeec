"""The way in which somebody answers, found by the code in the address.

Swedish: insamling. A code leads to the wave that takes answers through it now: when a half-year is over, to the next
one that was started from it.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from ljuspunkt.rooms.surveys.models import Collector, WaveInstrument
from ljuspunkt.rooms.surveys.models.waves import OPEN, PLANNED
from ljuspunkt.rooms.surveys.queries.questionnaires import languages_open

LONGEST_ROW = 40
"""So many waves a code is followed through."""


@dataclass(frozen=True, slots=True)
class CollectorCard:
    """All that the pages of one way of answering need to know; `code` is the collector's own.

    `version_pk` is None where the wave has no questionnaire for the group; then nothing is accepted.
    """

    pk: int
    code: str
    wave_pk: int
    wave_slug: str
    wave_name: str
    kind: str
    wave_state: str
    opens_on: date
    closes_on: date
    way: str
    participation_pk: int
    association: str
    association_name: str
    group: str
    initiative: str
    initiative_pk: int | None
    version_pk: int | None
    accepting: bool
    languages: tuple[str, ...]
    public_key: bytes = b""
    """What answers are sealed to; a wave that is open never gets another."""


def collector(code: str) -> CollectorCard | None:
    """Return the collector to which a code leads now, None where there is none."""
    row = _rows().filter(code=code).first()
    if row is None:
        return None
    return _card(_leading_to(row))


def collector_of(pk: int) -> CollectorCard | None:
    """Return a collector by its number, itself and not one that continues it."""
    row = _rows().filter(pk=pk).first()
    return _card(row) if row is not None else None


def _rows() -> QuerySet[Collector]:
    asked = WaveInstrument.objects.filter(
        wave=OuterRef("participation__wave"), respondent_group=OuterRef("respondent_group")
    )
    return Collector.objects.select_related("participation__wave", "participation__association", "initiative").annotate(
        version_pk=Subquery(asked.values("version")[:1]), open_in=Subquery(asked.values("languages")[:1])
    )


def _leading_to(row: Collector) -> Collector:
    """Return the collector itself while its wave isn't over, else the first after it whose wave is open."""
    at = row
    for _ in range(LONGEST_ROW):
        if at.participation.wave.state in {PLANNED, OPEN}:
            return at if at.participation.wave.state == OPEN else row
        after = _rows().filter(continues=at.pk).first()
        if after is None:
            return row
        at = after
    return row


def _card(row: Collector) -> CollectorCard:
    wave, association = row.participation.wave, row.participation.association
    version: int | None = row.version_pk  # type: ignore[attr-defined]
    kept: list[str] = row.open_in or []  # type: ignore[attr-defined]
    return CollectorCard(
        pk=row.pk,
        code=row.code,
        wave_pk=wave.pk,
        wave_slug=wave.slug,
        wave_name=wave.name,
        kind=wave.kind,
        wave_state=wave.state,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        way=row.way,
        participation_pk=row.participation_id,
        association=association.slug,
        association_name=association.name,
        group=row.respondent_group,
        initiative=row.initiative.name if row.initiative else "",
        initiative_pk=row.initiative_id,
        version_pk=version,
        accepting=wave.state == OPEN and not row.paused and version is not None and bool(wave.public_key),
        languages=tuple(kept) or (languages_open(version) if version is not None else ()),
        public_key=bytes(wave.public_key or b""),
    )


def collectors_of(wave_slug: str, association: str) -> tuple[CollectorCard, ...]:
    """Return all of an association's ways of answering in a wave, group by group."""
    rows = _rows().filter(participation__wave__slug=wave_slug, participation__association__slug=association)
    return tuple(_card(row) for row in rows.order_by("respondent_group", "initiative__name", "pk"))
