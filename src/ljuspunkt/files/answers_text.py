"""Answers as comma- or semicolon-separated text, laid down as Parquet for the counting engine.

Arrow reads quickly but forgives an open quote, so its reading counts only where every line became a row. Else the
file is read again with care, which names the line that is wrong, or finds nothing wrong (cells with line breaks).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.files.csv_text import Heading, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 1 << 22
ROWS_AT_A_TIME = 50_000
WHOLE_WITH_DECIMALS = re.compile(r"(-?\d+)\.0+")


def lay_down(
    path: Path, heading: Heading, place: Path, columns: Sequence[str], choices: Mapping[str, Sequence[str]]
) -> int:
    """Write columns of a text file as Parquet.

    Args:
        path: the text file.
        heading: its columns and what separates them.
        place: where the Parquet file goes.
        columns: the columns to keep.
        choices: question → names of its choices; "3.0" is taken for "3" where only the latter is one.

    Returns:
        The number of rows.

    Raises:
        BadInput: a line can't be read.
    """
    import pyarrow as pa

    try:
        rows = _write(place, columns, choices, _quick(path, heading, columns))
        if rows == _lines(path) - 1 and not _begins_with_an_empty_line(path):
            return rows
    except pa.ArrowInvalid:
        pass
    return _write(place, columns, choices, _careful(path, heading, columns))


def _write(
    place: Path, columns: Sequence[str], choices: Mapping[str, Sequence[str]], batches: "Iterator[list[pa.Array]]"
) -> int:
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([(name, pa.string()) for name in columns])
    rows = 0
    with parquet.ParquetWriter(place, schema) as writer:
        for arrays in batches:
            named = [_named(array, choices.get(name, ())) for name, array in zip(columns, arrays, strict=True)]
            writer.write_table(pa.Table.from_arrays(named, schema=schema))
            rows += len(named[0])
    return rows


def _named(column: "pa.Array", choices: Sequence[str]) -> "pa.Array":
    """Take "3.0" for "3" and "" for no answer; each different text is looked at once."""
    import pyarrow as pa

    kinds = column.dictionary_encode()
    texts = [_name(text, choices) for text in kinds.dictionary.to_pylist()]
    return pa.array(texts, type=pa.string()).take(kinds.indices)


def _name(text: str, choices: Sequence[str]) -> str | None:
    whole = WHOLE_WITH_DECIMALS.fullmatch(text)
    if whole and text not in choices and whole.group(1) in choices:
        return whole.group(1)
    return text or None


def _quick(path: Path, heading: Heading, columns: Sequence[str]) -> "Iterator[list[pa.Array]]":
    import pyarrow as pa
    from pyarrow import csv

    kind = pa.dictionary(pa.int32(), pa.string())
    reader = csv.open_csv(
        path,
        read_options=csv.ReadOptions(column_names=heading.columns, skip_rows=1, block_size=BLOCK),
        parse_options=csv.ParseOptions(delimiter=heading.delimiter, newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(heading.columns, kind), strings_can_be_null=False
        ),
    )
    for batch in reader:
        yield [batch.column(name) for name in columns]


def _careful(path: Path, heading: Heading, columns: Sequence[str]) -> "Iterator[list[pa.Array]]":
    import pyarrow as pa

    places = [heading.columns.index(name) for name in columns]
    rows = (cells for _, cells in rows_of(path, heading))
    while batch := list(islice(rows, ROWS_AT_A_TIME)):
        yield [pa.array([cells[place] for cells in batch], type=pa.string()) for place in places]


def _begins_with_an_empty_line(path: Path) -> bool:
    with path.open("rb") as opened:
        return not opened.readline().strip()


def _lines(path: Path) -> int:
    """Count the lines of a file, a last one without its end too."""
    lines, last = 0, b""
    with path.open("rb") as opened:
        while block := opened.read(BLOCK):
            lines += block.count(b"\n")
            last = block
    return lines + (not last.endswith(b"\n"))
