"""Numbers of people by set in a file: `wave, association, group` and how many; an empty number is unknown.

How many were asked (antal tillfrågade) stands in `asked`, how many there are on the list in `population`.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.counts import SET_COLUMNS, Cell
from ljuspunkt.files.csv_text import heading_of, rows_of


def read(path: Path, columns: Sequence[str] = ("asked",)) -> dict[Cell, int | None]:
    """Read how many there are in each set, None where nobody counted.

    Args:
        path: of the file.
        columns: names that the column of numbers may have; the first that is there is read.

    Raises:
        BadInput: a column is missing, a number isn't a whole number of at least 0, or a set stands twice.
        OSError: the file can't be opened.
    """
    file, heading = str(path), heading_of(path)
    numbers = next((name for name in columns if name in heading.columns), columns[0])
    for name in (*SET_COLUMNS, numbers):
        if name not in heading.columns:
            raise BadInput("column_missing", "The column “{name}” is missing.", file=file, name=name)
    places = [heading.columns.index(name) for name in (*SET_COLUMNS, numbers)]
    asked: dict[Cell, int | None] = {}
    for line, cells in rows_of(path, heading):
        *parts, written = (cells[place].strip() for place in places)
        cell = tuple(parts)
        if cell in asked:
            raise BadInput("row_twice", "The same row stands twice: {row}.", file=file, line=line, row=", ".join(cell))
        if written and not re.fullmatch(r"\d{1,9}", written):
            raise BadInput(
                "not_a_number",
                "A whole number of at least 0 is needed, not “{value}”.",
                file=file,
                line=line,
                column=numbers,
                value=written,
            )
        asked[cell] = int(written) if written else None
    return asked
