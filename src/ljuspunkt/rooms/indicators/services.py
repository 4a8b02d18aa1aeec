"""What may be done with protocols: put one in place as a conference decided it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Entry, Indicator, Protocol


@dataclass(frozen=True, slots=True)
class Agreed:
    """An indicator as it was agreed on; `number` is its place in the comprehensive protocol."""

    number: str
    candidate: str
    kind: str
    title: Text
    description: Text = field(default_factory=dict)
    perspective: str = ""
    perspective_inferred: bool = False


@transaction.atomic
def adopt_protocols(*, indicators: Sequence[Agreed], protocols: Mapping[str, Sequence[str]]) -> None:
    """Replace all protocols and their indicators.

    Args:
        indicators: every indicator that a protocol holds.
        protocols: by protocol name, the candidates in the order of their places.

    Raises:
        KeyError: a protocol holds a candidate that is no indicator.
    """
    Protocol.objects.all().delete()
    Indicator.objects.all().delete()
    stored = {
        indicator.candidate: Indicator.objects.create(
            number=indicator.number,
            candidate=indicator.candidate,
            kind=indicator.kind,
            perspective=indicator.perspective,
            perspective_inferred=indicator.perspective_inferred,
            title=dict(indicator.title),
            description=dict(indicator.description),
        )
        for indicator in indicators
    }
    for name, candidates in protocols.items():
        protocol = Protocol.objects.create(name=name)
        Entry.objects.bulk_create(
            Entry(protocol=protocol, indicator=stored[candidate], place=place)
            for place, candidate in enumerate(candidates, start=1)
        )
