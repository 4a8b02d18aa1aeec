"""How a result with titles is laid out on a screen: columns of rows, as large as there is room for.

Measures are rem, of which a screen is 120 wide; some 47 are left under the heading.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ljuspunkt.rooms.conference.live.scenes import PoolShown, Row, TieShown

Size = Literal["large", "middle", "small"]
HEIGHT = 47.5
WIDTH = 111.0
GAP = 2.0
MAIN = 1.25
"""How much wider than others a column is that holds only those above the cut."""
HEADS = {"heading": 3.2, "tie": 3.8, "cut": 3.0, "more": 2.3}
"""What takes room besides the rows."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a row of a size takes: its text's height per line, what is around it, and how wide a letter is."""

    size: Size
    line: float
    around: float
    letter: float
    beside: float
    lines: int = 0

    def height(self, row: Row, width: float) -> float:
        """Return how high a row is in a column of a width."""
        letters = max(1, int((width - self.beside) / self.letter))
        lines = -(-max(1, len(row.title)) // letters)
        return min(lines, self.lines or lines) * self.line + self.around


LARGE = Measure("large", 1.875, 1.8, 0.69, 5.6)
MIDDLE = Measure("middle", 1.75, 0.6, 0.635, 5.0)
SMALL = Measure("small", 1.5, 0.35, 0.555, 4.4)
CUT_SHORT = tuple(replace(SMALL, lines=lines) for lines in (3, 2, 1))
"""Rows whose titles end after so many lines; phones show them whole."""
SIZES = (LARGE, MIDDLE, SMALL, *CUT_SHORT)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one size, or a tie between two lines; `more` are those that there was no room for."""

    size: Size
    rows: tuple[Row, ...]
    tie: TieShown | None = None
    cut: str = ""
    heading: str = ""
    more: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a screen; `heading` and `note` are empty where it continues the one before."""

    heading: str
    note: str
    blocks: tuple[Block, ...]
    main: bool = False


def columns(pools: Sequence[PoolShown]) -> tuple[Column, ...]:
    """Return the columns of a result: a pool in one column where that is room enough, else in two."""
    alone = _unit(len(pools), 0)
    parted = [not _fits(pool, alone) for pool in pools]
    unit = _unit(len(pools), sum(parted))
    return tuple(column for pool, part in zip(pools, parted, strict=True) for column in _of_pool(pool, unit, part))


def _unit(pools: int, parted: int) -> float:
    """Return how wide a column is, where as many pools as `parted` take a main one and another."""
    n = max(1, pools + parted)
    return (WIDTH - GAP * (n - 1)) / (n + parted * (MAIN - 1))


def _fits(pool: PoolShown, width: float) -> bool:
    heads = HEADS["heading"] + (HEADS["cut"] if pool.cut else 0.0) + HEADS["more"]
    rows = _height(pool.above, LARGE, width) + _tie_height(pool, LARGE, width) + _height(pool.below, SMALL, width)
    return heads + rows < HEIGHT


def _of_pool(pool: PoolShown, unit: float, parted: bool) -> Iterable[Column]:
    width = MAIN * unit if parted else unit
    room = HEIGHT - HEADS["heading"] - (HEADS["cut"] if pool.cut and pool.tie is None else 0.0)
    measure = next(
        (size for size in SIZES if _height(pool.above, size, width) + _tie_height(pool, size, width) < room), SIZES[-1]
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
        left = room - taken - HEADS["more"]
        small = next((size for size in SIZES[2:] if _height(pool.below, size, width) < left), SIZES[-1])
        below = _block(pool.below, small, width, left, heading=pool.below_heading)
        yield Column(pool.heading, pool.note, (*blocks, *([below] if pool.below else [])))
        return
    yield Column(pool.heading, pool.note, tuple(blocks), main=True)
    left = HEIGHT - HEADS["heading"]
    small = next((size for size in SIZES[1:] if _height(pool.below, size, unit) < left), SIZES[-1])
    yield Column("", pool.below_heading, (_block(pool.below, small, unit, left),))


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
        return Block(measure.size, tuple(rows), tie, heading=heading, lines=measure.lines)
    shown: list[Row] = []
    left = room - HEADS["more"]
    for row in rows:
        left -= measure.height(row, width)
        if left < 0:
            break
        shown.append(row)
    return Block(measure.size, tuple(shown), tie, heading=heading, more=len(rows) - len(shown), lines=measure.lines)


def _height(rows: Iterable[Row], measure: Measure, width: float) -> float:
    return sum(measure.height(row, width) for row in rows)


def _tie_height(pool: PoolShown, measure: Measure, width: float) -> float:
    if pool.tie is None:
        return 0.0
    said = 1.5 * (len(pool.tie.reason) * 0.63 // width + 1) if pool.tie.reason else 0.0
    return HEADS["tie"] + said + _height(pool.tie.rows, measure, width)


SKY = 42.5
"""What is left for the lights and for the titles around the cut."""
PITCHES = (3.25, 2.55, 2.08)
"""How much of a column a light takes, by size."""


def light_size(pool: PoolShown) -> int:
    """Return how large the lights of a sky are: 1, 2, or 3 where they must be small and may stand two in a row."""
    highest = max((len(column.standings) for stretch in pool.sky.stretches for column in stretch.columns), default=0)
    left = SKY - _around(pool)
    return next((size for size, pitch in enumerate(PITCHES, start=1) if highest * pitch <= left), len(PITCHES))


BESIDE = Measure("small", 1.55, 1.0, 0.62, 3.3)
WIDE = Measure("large", 2.2, 1.2, 0.85, 4.0)
NARROW = Measure("middle", 1.65, 0.9, 0.68, 3.3)
"""Titles beside the cut, and of the tied, below a sky."""


def _around(pool: PoolShown) -> float:
    """Return how high the titles around the cut are."""
    sides = [_height(side.rows, BESIDE, 30.0) + (2.0 if side.more else 0.0) for side in (pool.over, pool.under) if side]
    tied = 0.0
    if pool.tie is not None:
        two = len(pool.tie.first) > 4
        measure, width = (NARROW, 21.5) if two else (WIDE, 45.0)
        rows = _height(pool.tie.first, measure, width)
        said = 2.2 * -(-len(pool.tie.reason) // 62)
        tied = (rows / 2 + NARROW.line if two else rows) + said
    return 2.6 + max([*sides, tied], default=0.0)
