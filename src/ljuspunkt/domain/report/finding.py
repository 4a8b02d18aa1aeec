"""A finding (fynd): a sentence that holds when read alone, and the released figures that it stands on."""

from collections.abc import Mapping
from dataclasses import dataclass

from ljuspunkt.domain.report.reading import Reading, Subject
from ljuspunkt.domain.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Ground:
    """One released figure that a finding stands on: the table, the place in it and the numbers printed there."""

    table: str
    place: Mapping[str, str]
    subject: str
    id: str
    n: int | None
    answered: int | None
    positive: int | None
    share: float | None
    low: float | None
    high: float | None
    mean: float | None
    band: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence in Swedish and English and its grounds; `id` says which heading it is."""

    id: str
    sentence: Text
    grounds: tuple[Ground, ...]


def ground(reading: Reading, subject: Subject) -> Ground:
    """Return what a finding says it stands on.

    Raises:
        ValueError: the reading has no row.
    """
    row = reading.row
    if row is None:
        raise ValueError("a finding stands on released rows only")
    return Ground(
        reading.table,
        dict(reading.place),
        subject.kind,
        subject.id,
        row.n,
        row.answered,
        row.positive,
        row.share,
        row.low,
        row.high,
        row.mean,
        row.band,
    )
