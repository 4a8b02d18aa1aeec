"""A picture of dots with their intervals (bild), as values: what is drawn, not how.

Rows keep their place whatever they lack: a hidden figure, another question and a year without the question say
so in words where the dot would have been.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Missing = Literal["hidden", "empty", "none", "other_question"]

UNCERTAIN_WIDTH = 0.40
"""An interval wider than this is drawn dashed and called uncertain."""


@dataclass(frozen=True, slots=True)
class DotRow:
    """One dot: its label (a wave, a group), where it lies, and the words at its end.

    `value`, `low` and `high` are on the picture's axis; where `missing` is set they are None and `words` says why.
    A banded figure has an interval and no dot. `age` 0 is the latest, 1 the one before, 2 older. `told` is the row
    in the text alternative. `own` is a second, small mark: the share before it was shrunken.
    """

    label: str
    words: str
    told: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    age: int = 0
    uncertain: bool = False
    missing: Missing | None = None
    own: float | None = None


@dataclass(frozen=True, slots=True)
class DotGroup:
    """Rows that belong together under one line of text."""

    label: str
    rows: tuple[DotRow, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high`, with what is written at each tick."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class DotPicture:
    """A picture; `name` is its file's stem and the start of its ids, `title` its finding.

    `names_above` puts each row's label on a line of its own, for labels that are long.
    """

    name: str
    title: str
    groups: tuple[DotGroup, ...]
    axis: Axis
    word_uncertain: str
    names_above: bool = False

    @property
    def rows(self) -> Iterator[DotRow]:
        return (row for group in self.groups for row in group.rows)

    @property
    def description(self) -> str:
        """All figures in words, group by group: the picture's text alternative."""
        return "; ".join(f"{group.label}: {', '.join(row.told for row in group.rows)}" for group in self.groups)


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One set in a funnel; `words` stand beside it where it is named."""

    answered: int
    share: float
    words: str = ""
    differs: bool = False
    uncertain: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A limit: shares by number of answers. `kind` is what it allows for, `wide` the outer one, `label` its words."""

    kind: Literal["chance", "limit"]
    wide: bool
    places: tuple[tuple[int, float], ...]
    label: str


@dataclass(frozen=True, slots=True)
class FunnelPicture:
    """Sets by their number of answers around the share of all, with limits (trattdiagram).

    `shares` and `answers` are the ticks of the two axes; `described` is the text alternative.
    """

    name: str
    title: str
    points: tuple[FunnelPoint, ...]
    pooled: float
    pooled_words: str
    curves: tuple[Curve, ...]
    shares: tuple[tuple[float, str], ...]
    answers: tuple[tuple[int, str], ...]
    described: str

    @property
    def description(self) -> str:
        """All figures in words: the picture's text alternative."""
        return self.described


Picture = DotPicture | FunnelPicture


def share_axis(lows: Iterable[float], percent_sign: str) -> Axis:
    """Return an axis of shares: from 25 %, since dots need no zero, unless an interval goes below."""
    start = 25 if min(lows, default=1.0) >= 0.25 else 0
    marks = [mark for mark in (0, 25, 50, 75, 100) if mark >= start]
    return Axis(start / 100, 1.0, tuple((mark / 100, f"{mark}{percent_sign if mark == 100 else ''}") for mark in marks))


def scale_axis(low: int, high: int) -> Axis:
    """Return an axis of means on a scale of whole numbers, with at most some seven ticks."""
    step = max(1, -(-(high - low) // 6))
    marks = sorted({*range(low, high + 1, step), high})
    return Axis(float(low), float(high), tuple((float(mark), str(mark)) for mark in marks))
