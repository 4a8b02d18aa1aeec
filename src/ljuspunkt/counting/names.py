"""Columns of an engine's result as texts: few different ones, each looked at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ljuspunkt.domain.survey.answers import name_of

if TYPE_CHECKING:
    import pyarrow as pa

Places = NDArray[np.int64]


def coded(column: "pa.Array | pa.ChunkedArray") -> tuple[list[str], Places]:
    """Return the different texts of a column, and the place of each row's text among them."""
    import pyarrow as pa

    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    kinds = whole.dictionary_encode(null_encoding="encode")
    place_of: dict[str, int] = {}
    places = [place_of.setdefault(name_of(value), len(place_of)) for value in kinds.dictionary.to_pylist()]
    return list(place_of), np.array(places, np.int64)[kinds.indices.to_numpy()]


def texts(column: "pa.Array | pa.ChunkedArray") -> list[str]:
    """Return a column as texts."""
    names, places = coded(column)
    return [names[place] for place in places.tolist()]


def tuples(rows: "pa.Table | pa.RecordBatch", columns: Sequence[str]) -> tuple[list[tuple[str, ...]], Places]:
    """Return the different combinations of some columns, and the place of each row's combination among them."""
    combined = np.zeros(rows.num_rows, np.int64)
    kinds = [coded(rows.column(name)) for name in columns]
    for names, places in kinds:
        combined = combined * len(names) + places
    _, firsts, inverse = np.unique(combined, return_index=True, return_inverse=True)
    found = [tuple(names[places[first]] for names, places in kinds) for first in firsts.tolist()]
    return found, inverse.reshape(-1)
