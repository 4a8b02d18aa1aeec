"""What may be said, while a wave is open, of how many have answered (svarsläget): nothing that tells of a small group.

A number stands only from five on. A group's number is exact, and so are those of its initiatives only where all of
them have five; otherwise words stand, and only where the group's number is so large that each small one may have any
value below five. Whether words stand follows from the group's number, so that their absence tells nothing either.
Sums are made of what is shown and of nothing else, so that no difference tells more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

FEW = 5
"""The smallest number of answers that is shown."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a number of answers: the number itself, that it is below five, five or more, or nothing."""

    kind: Literal["exact", "below", "enough", "withheld"]
    n: int | None = None


BELOW, ENOUGH, WITHHELD = Shown("below"), Shown("enough"), Shown("withheld")


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A sum of what is shown; `whole` where nothing of it was left out."""

    n: int
    whole: bool


def shown(n: int) -> Shown:
    """Return what is said of a group with `n` answers."""
    return Shown("exact", n) if n >= FEW else BELOW


def shown_parts(parts: Mapping[Key, int]) -> Mapping[Key, Shown]:
    """Return what is said of each part of a group whose own number is said as `shown` says it.

    Args:
        parts: answers of each initiative, and of those outside any; they add up to the group's number.
    """
    if all(n >= FEW for n in parts.values()):
        return {part: Shown("exact", n) for part, n in parts.items()}
    whole = sum(parts.values())
    if whole < FEW:
        return dict.fromkeys(parts, BELOW)
    if whole < FEW * len(parts) - 1:
        return dict.fromkeys(parts, WITHHELD)
    return {part: ENOUGH if n >= FEW else BELOW for part, n in parts.items()}


def sum_of(cells: Iterable[Shown]) -> AtLeast:
    """Return what what is shown adds up to."""
    listed = tuple(cells)
    return AtLeast(sum(each.n or 0 for each in listed), all(each.kind == "exact" for each in listed))
