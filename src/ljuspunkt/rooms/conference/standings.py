"""A vote's result in the order it is shown: stretches of candidates with one fate, and the lines between them.

Swedish: utfall. The same stretches are drawn as lights by votes and as a ranked list. A stretch of tied candidates
lies between two lines of light, for none of them is before another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from ljuspunkt.domain.vocabulary import Text

State = Literal["lit", "half", "ring", "bare"]
WIDEST = 40
"""Most columns of votes that are drawn with their gaps; above it only numbers that somebody got have a column."""

STATES: dict[str, State] = {"through": "lit", "undecided": "half", "onward": "ring", "out": "bare"}
FATES = ("through", "tied", "onward", "out", "undecided")
Line = Literal["", "cut", "bar"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate in a vote; `title` is empty where it isn't published, `indicator` where it never became one.

    `value` is None where nobody had an opinion of it.
    """

    reference: str
    kind: str
    title: Text
    value: float | None
    of: int
    rank: int
    outcome: str
    tied: bool
    indicator: str

    @property
    def state(self) -> State:
        return STATES[self.outcome]

    @property
    def fate(self) -> str:
        return "tied" if self.tied else self.outcome

    @property
    def votes(self) -> int | float | None:
        return int(self.value) if self.value is not None and self.value == int(self.value) else self.value

    @property
    def lit(self) -> range:
        return range(int(self.value or 0))

    @property
    def dark(self) -> range:
        return range(int(self.value or 0), self.of)


@dataclass(frozen=True, slots=True)
class Column:
    """Candidates with equally many votes, or of whom nobody had an opinion; none where nobody got just so many."""

    votes: int | float | None
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Candidates with the same fate, best first; `line` is what lies before them."""

    fate: str
    columns: tuple[Column, ...]
    line: Line

    @property
    def standings(self) -> tuple[Standing, ...]:
        return tuple(standing for column in self.columns for standing in column.standings)

    @property
    def n(self) -> int:
        return sum(len(column.standings) for column in self.columns)

    @property
    def told(self) -> bool:
        """Whether any of the candidates has a published title."""
        return any(standing.title for standing in self.standings)


@dataclass(frozen=True, slots=True)
class Sky:
    """The candidates that compete for the same places; `kind` is empty where kinds compete together."""

    kind: str
    places: int | None
    stretches: tuple[Stretch, ...]

    @property
    def n(self) -> int:
        return sum(stretch.n for stretch in self.stretches)


def sky(kind: str, places: int | None, standings: Iterable[Standing], *, out_bar: bool) -> Sky:
    """Return the stretches of one pool of candidates.

    Args:
        kind: the kind that has places of its own, or "".
        places: how many places there are, None where the rule has no number.
        standings: the candidates, in any order.
        out_bar: whether the rule has a bar below which a candidate is out.
    """
    ordered = sorted(standings, key=_order)
    stretches: list[Stretch] = []
    for fate, members in groupby(ordered, key=lambda each: each.fate):
        columns = tuple(Column(group[0].votes, tuple(group)) for group in _by_value(list(members)))
        stretches.append(Stretch(fate, columns, _line(stretches, fate, out_bar=out_bar)))
    return Sky(kind, places, _with_gaps(stretches))


def _with_gaps(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return the stretches with a column for every number of votes from all down to none, where that can be drawn.

    Numbers that nobody got between two stretches lie after the line.
    """
    standings = [standing for stretch in stretches for standing in stretch.standings]
    most = max((standing.of for standing in standings), default=0)
    values = [column.votes for stretch in stretches for column in stretch.columns]
    whole = [value for value in values if isinstance(value, int) and value <= most]
    if most > WIDEST or not values or len(whole) < len(values):
        return tuple(stretches)
    if any(higher <= lower for higher, lower in pairwise(whole)):
        return tuple(stretches)
    filled, top = [], most
    for stretch in stretches:
        held = {column.votes: column for column in stretch.columns}
        bottom = 0 if stretch is stretches[-1] else int(stretch.columns[-1].votes or 0)
        columns = tuple(held.get(votes, Column(votes, ())) for votes in range(top, bottom - 1, -1))
        filled.append(Stretch(stretch.fate, columns, stretch.line))
        top = bottom - 1
    return tuple(filled)


def _order(each: Standing) -> tuple[object, ...]:
    return FATES.index(each.fate), each.value is None, -(each.value or 0), natural(each.reference)


def _by_value(members: Sequence[Standing]) -> list[list[Standing]]:
    return [list(group) for _, group in groupby(members, key=lambda each: each.value)]


def _line(before: Sequence[Stretch], fate: str, *, out_bar: bool) -> Line:
    if not before:
        return ""
    if "tied" in (fate, before[-1].fate) or before[-1].fate == "through":
        return "cut"
    return "bar" if fate == "out" and out_bar else ""


def natural(reference: str) -> tuple[int, int, str]:
    """Return what a reference is sorted by: numbers as numbers, before words."""
    return (0, int(reference), "") if reference.isdecimal() else (1, 0, reference)
