"""How large the sets of a file are (storlek): counted first, since it tells how answers can be counted fastest."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ljuspunkt.counting.names import tuples
from ljuspunkt.counting.plan import Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from ibis.expr import types as ir

    from ljuspunkt.counting.engine import Engine

RESPONDENTS, BLOCK = "counted n", "counted block"
"""Names of results; the space keeps them apart from every column that XLSForm allows."""

MOST_PARTS = 100_000


@dataclass(frozen=True)
class Sizes:
    """The sets of a file.

    Attributes:
        pairs: the waves and groups that occur, sorted.
        largest: respondents of the largest set.
        part: respondents of the largest part of a set that lies in one block of the file; `largest` where the file
            isn't to be counted by blocks.
    """

    pairs: tuple[Pair, ...]
    largest: int
    part: int

    @property
    def blocks(self) -> bool:
        """Whether counting block by block makes groups smaller."""
        return self.part < self.largest


def sizes_of(engine: "Engine", table: "ir.Table", columns: "Sequence[str]") -> Sizes:
    """Count the rows of every set, and of its part in every block."""
    block = engine.block(table)
    keys = [*columns] if block is None else [*columns, block.name(BLOCK)]
    rows = engine.result(table.group_by(keys).aggregate(**{RESPONDENTS: table.count()}))
    cells, places = tuples(rows, columns)
    parts = rows.column(RESPONDENTS).to_numpy()
    # The file's own different values, and not their texts, make the engine's groups; texts are never more.
    wholes = np.bincount(places, weights=parts, minlength=1).astype(np.int64)
    largest = int(wholes.max())
    split = block is not None and rows.num_rows <= MOST_PARTS
    pairs = sorted({(cell[0], cell[2]) for cell in cells})
    return Sizes(tuple(pairs), largest, int(parts.max(initial=0)) if split else largest)


def checked(rows: "pa.Table", largest: int) -> "pa.Table":
    """Return rows whose groups are no larger than was counted first.

    Raises:
        Unreadable: a group is larger, since the file has been changed meanwhile.
    """
    from ljuspunkt.counting.misfit import Unreadable

    if rows.num_rows and int(rows.column(RESPONDENTS).to_numpy().max()) > largest:
        raise Unreadable("the file was changed while it was read")
    return rows
