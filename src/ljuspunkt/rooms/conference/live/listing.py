"""How headed lists are laid out on a screen, tables before a discussion or candidates before a vote: as large as fits.

Measures are rem, of which a screen is 120 wide; the stylesheet has the same letters and what is around them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LETTERS = (2.75, 2.25, 1.875, 1.5, 1.1875, 1.0625)
"""How large letters are, by size from 1."""
MOST_COLUMNS = 4
CLOSE = 5
"""Columns where not even the smallest letters are room enough in fewer: then titles end after one line."""
HEIGHT = 44.0
WIDTH = 111.0
GAP = 2.5
LETTER_WIDTH = 0.53
LINE = 1.25
AROUND = 0.3
HEADING = 1.7
AFTER = 0.8
"""How wide a letter is, how high a line, what is around a row, a heading, and after a list: in letters' sizes."""


@dataclass(frozen=True, slots=True)
class HeadedList:
    """What is laid out: a table with names, a theme with candidates."""

    heading: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """How large the letters are, 1 to 6, in how many columns, and whether titles end after one line."""

    size: int
    columns: int
    cut_short: bool = False


def listing(lists: Sequence[HeadedList], *, beside: float = 0.0, whole: bool = False) -> Listing:
    """Return the largest letters with which lists fit on a screen, in the fewest columns.

    Args:
        lists: what is shown, in its order.
        beside: what stands beside each row, a number for instance, in letters' sizes.
        whole: no list is parted between columns.
    """
    for size, letter in enumerate(LETTERS, start=1):
        for n in range(1, MOST_COLUMNS + 1):
            if _fit(lists, letter, n, beside, whole):
                return Listing(size, n)
    return Listing(len(LETTERS), CLOSE, cut_short=True)


def _fit(lists: Sequence[HeadedList], letter: float, n: int, beside: float, whole: bool) -> bool:
    """Return whether lists fit into so many columns, filled one after the other."""
    width = (WIDTH - GAP * (n - 1)) / n / letter - beside
    room = HEIGHT / letter
    used, filled = 1, 0.0
    for piece in _pieces(lists, width, whole):
        if filled and filled + piece > room:
            used, filled = used + 1, 0.0
        filled += piece
        if piece > room or used > n:
            return False
    return True


def _pieces(lists: Iterable[HeadedList], width: float, whole: bool) -> Iterable[float]:
    """Return how high what stays together is: whole lists, or a heading with its first row and then row by row."""
    letters = max(1, int(width / LETTER_WIDTH))
    for each in lists:
        head = HEADING if each.heading else 0.0
        rows = [-(-max(1, len(row)) // letters) * LINE + AROUND for row in each.rows]
        if whole:
            yield head + sum(rows) + AFTER
        else:
            yield from (head + height if not place else height for place, height in enumerate(rows))
            yield AFTER
