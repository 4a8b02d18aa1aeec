"""How a result with titles is laid out on a screen: columns of rows, as large as there is room for.

Measures are rem, of which a screen is 120 wide; some 44 are left under the heading.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ljuspunkt.rooms.conference.live.scenes import PoolShown, Row, TieShown

Size = Literal["large", "middle", "small"]
HEIGHT = 43.0
WIDTH = 111.0
HEADS = {"heading": 3.2, "tie": 4.6, "cut": 3.0, "more": 2.3}
"""What takes room besides the rows."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a row of a size takes: its text's height per line, what is around it, and how wide a letter is."""

    size: Size
    line: float
    around: float
    letter: float
    beside: float

    def height(self, row: Row, width: float) -> float:
        """Return how high a row is in a column of a width."""
        letters = max(1, int((width - self.beside) / self.letter))
        return -(-max(1, len(row.title)) // letters) * self.line + self.around


LARGE = Measure("large", 1.9, 1.85, 0.80, 5.6)
MIDDLE = Measure("middle", 1.75, 0.6, 0.74, 5.0)
SMALL = Measure("small", 1.5, 0.55, 0.63, 4.4)
SIZES = (LARGE, MIDDLE, SMALL)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one size, or a tie between two lines; `more` are those that there was no room for."""

    size: Size
    rows: tuple[Row, ...]
    tie: TieShown | None = None
    cut: str = ""
    heading: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a screen; `heading` and `note` are empty where it continues the one before."""

    heading: str
    note: str
    blocks: tuple[Block, ...]


def columns(pools: Sequence[PoolShown]) -> tuple[Column, ...]:
    """Return the columns of a result: a pool in one column where that is room enough, else in two."""
    alone = WIDTH / max(1, len(pools))
    parted = [not _fits(pool, alone) for pool in pools]
    width = WIDTH / max(1, len(pools) + sum(parted))
    return tuple(column for pool, part in zip(pools, parted, strict=True) for column in _of_pool(pool, width, part))


def _fits(pool: PoolShown, width: float) -> bool:
    return (
        _height(pool.above, LARGE, width)
        + _tie_height(pool, LARGE, width)
        + _height(pool.below, SMALL, width)
        + sum(HEADS.values())
        < HEIGHT
        and len(pool.below) <= 12
    )


def _of_pool(pool: PoolShown, width: float, parted: bool) -> Iterable[Column]:
    room = HEIGHT - HEADS["heading"] - HEADS["cut"]
    measure = next(
        (size for size in SIZES if _height(pool.above, size, width) + _tie_height(pool, size, width) < room), SMALL
    )
    tie_takes = _tie_height(pool, measure, width)
    above = _block(pool.above, measure, width, room - tie_takes)
    blocks = [above]
    if pool.tie is not None:
        blocks.append(_block(pool.tie.rows, measure, width, room, tie=pool.tie))
    elif pool.cut:
        blocks.append(Block(measure.size, (), cut=pool.cut))
    if not parted:
        taken = sum(_height(block.rows, measure, width) for block in blocks)
        below = _block(pool.below, SMALL, width, room - taken, heading=pool.below_heading)
        yield Column(pool.heading, pool.note, (*blocks, *([below] if pool.below else [])))
        return
    yield Column(pool.heading, pool.note, tuple(blocks))
    small = next((size for size in (MIDDLE, SMALL) if _height(pool.below, size, width) < room), SMALL)
    yield Column("", "", (_block(pool.below, small, width, HEIGHT - HEADS["heading"], heading=pool.below_heading),))


def _block(
    rows: Sequence[Row],
    measure: Measure,
    width: float,
    room: float,
    *,
    tie: TieShown | None = None,
    heading: str = "",
) -> Block:
    """Return as many of the rows as there is room for, and how many more there are."""
    if _height(rows, measure, width) <= room:
        return Block(measure.size, tuple(rows), tie, heading=heading)
    shown: list[Row] = []
    left = room - HEADS["more"]
    for row in rows:
        left -= measure.height(row, width)
        if left < 0:
            break
        shown.append(row)
    return Block(measure.size, tuple(shown), tie, heading=heading, more=len(rows) - len(shown))


def _height(rows: Iterable[Row], measure: Measure, width: float) -> float:
    return sum(measure.height(row, width) for row in rows)


def _tie_height(pool: PoolShown, measure: Measure, width: float) -> float:
    if pool.tie is None:
        return 0.0
    said = 1.5 * (len(pool.tie.reason) * 0.63 // width + 1) if pool.tie.reason else 0.0
    return HEADS["tie"] + said + _height(pool.tie.rows, measure, width)
