"""Reads of protocols and their indicators, as plain values."""

from dataclasses import dataclass

from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Entry, Indicator


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """An indicator as pages show it; `protocols` are the names of those that hold it."""

    number: str
    candidate: str
    kind: str
    perspective: str
    perspective_inferred: bool
    title: Text
    description: Text
    protocols: tuple[str, ...]


def indicators() -> dict[str, IndicatorCard]:
    """Return every indicator by the candidate it was in the conference."""
    held: dict[int, list[str]] = {}
    for entry in Entry.objects.select_related("protocol"):
        held.setdefault(entry.indicator_id, []).append(entry.protocol.name)
    return {
        row.candidate: IndicatorCard(
            number=row.number,
            candidate=row.candidate,
            kind=row.kind,
            perspective=row.perspective,
            perspective_inferred=row.perspective_inferred,
            title=row.title,
            description=row.description,
            protocols=tuple(held.get(row.pk, ())),
        )
        for row in Indicator.objects.all()
    }


def protocols() -> dict[str, tuple[str, ...]]:
    """Return the candidates of each protocol in the order of their places, the shortest protocol first."""
    found: dict[str, list[str]] = {}
    for entry in Entry.objects.select_related("protocol", "indicator"):
        found.setdefault(entry.protocol.name, []).append(entry.indicator.candidate)
    return {name: tuple(found[name]) for name in sorted(found, key=lambda name: len(found[name]))}
