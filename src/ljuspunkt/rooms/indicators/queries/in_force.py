"""The protocols that hold now: the last version of each."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from ljuspunkt.domain.indicator.published import Edition, read
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import ProtocolVersion


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


def editions(conference: str = "") -> tuple[Edition, ...]:
    """Return the last version of each protocol of the network, or of a conference; the shortest first."""
    latest = ProtocolVersion.objects.filter(protocol=OuterRef("protocol")).order_by("-number").values("number")[:1]
    rows = ProtocolVersion.objects.filter(
        protocol__conference=conference, protocol__association=None, number=Subquery(latest)
    ).order_by("protocol_id")
    found = [edition for row in rows if (edition := read(row.document)).indicators]
    return tuple(sorted(found, key=lambda edition: len(edition.indicators)))


def indicators(conference: str = "") -> dict[str, IndicatorCard]:
    """Return every indicator of the network's protocols, or of a conference's, by the candidate it was."""
    held: dict[str, list[str]] = {}
    cards = {}
    for edition in editions(conference):
        for each in edition.indicators:
            held.setdefault(each.candidate, []).append(edition.name)
            cards[each.candidate] = each
    return {
        candidate: IndicatorCard(
            number=each.number,
            candidate=candidate,
            kind=each.kind,
            perspective=each.perspective,
            perspective_inferred=each.perspective_inferred,
            title=each.title,
            description=each.description,
            protocols=tuple(held[candidate]),
        )
        for candidate, each in cards.items()
    }


def protocols(conference: str = "") -> dict[str, tuple[str, ...]]:
    """Return the candidates of each protocol in the order of their places, the shortest protocol first.

    Args:
        conference: whose protocols, the network's where it is "".
    """
    return {edition.name: tuple(each.candidate for each in edition.indicators) for edition in editions(conference)}
