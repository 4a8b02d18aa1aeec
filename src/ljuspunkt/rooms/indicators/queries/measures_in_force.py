"""The measures by which indicators are followed: what the last version of a measure protocol says."""

from dataclasses import dataclass, field

from ljuspunkt.domain.indicator.measure_protocol import MeasureEdition, read
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import MeasureVersion


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """A measure of a protocol, as questions carry it out; texts that nobody gave are {}.

    Args:
        number: the indicator's number, a full stop, and a number that the measure keeps through the versions: "4.2".
        indicator: the indicator's number in the protocol.
        title: what the measure is.
        numerator: what is counted.
        denominator: of what.
        source: where it is found.
        collector: who collects it.
    """

    number: str
    indicator: str
    title: Text
    numerator: Text = field(default_factory=dict)
    denominator: Text = field(default_factory=dict)
    source: Text = field(default_factory=dict)
    collector: Text = field(default_factory=dict)


def measures(
    protocol: str = "core", *, conference: str = "", association: str = "", version: int | None = None
) -> tuple[MeasureCard, ...]:
    """Return the measures of a protocol, by the order of its indicators; none where no measure protocol is published.

    Args:
        protocol: its name: core, comprehensive, additions …
        conference: slug of the conference whose it is, "" where it isn't one's.
        association: slug of the association whose it is, "" where it isn't one's.
        version: of the measure protocol, None for the last.
    """
    edition = measure_edition(protocol, conference=conference, association=association, version=version)
    if edition is None:
        return ()
    return tuple(
        MeasureCard(
            number=each.number,
            indicator=indicator.number,
            title=each.measure.title,
            numerator=each.measure.numerator,
            denominator=each.measure.denominator,
            source=each.measure.source,
            collector=each.measure.collector,
        )
        for indicator in edition.indicators
        for each in indicator.measures
    )


def measure_edition(
    protocol: str, *, conference: str = "", association: str = "", version: int | None = None
) -> MeasureEdition | None:
    """Return a version of a measure protocol, the last where `version` is None; None where there is none."""
    rows = MeasureVersion.objects.filter(protocol__name=protocol, protocol__conference=conference)
    rows = (
        rows.filter(protocol__association__slug=association) if association else rows.filter(protocol__association=None)
    )
    if version is not None:
        rows = rows.filter(number=version)
    row = rows.order_by("-number").first()
    return read(row.document) if row else None
