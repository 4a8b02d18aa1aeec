"""A list that somebody pasted or handed in: text in columns, as spreadsheets save and copy it, or a workbook.

What separates the columns is seen from the first line: tab, semicolon or comma.
"""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.files.workbook import NotAWorkbook, Row, TooLarge, filled_rows

WORKBOOK = b"PK\x03\x04"


def rows_of(content: bytes, prefer: Sequence[str] = ()) -> list[Row]:
    """Return the rows that hold something, each with its line, with single spaces in their cells.

    Args:
        content: a workbook or text in columns.
        prefer: names of the workbook's sheets to read, the first there is; else its first sheet that isn't hidden.

    Raises:
        BadInput: it is neither, or a quote is left open.
    """
    rows = workbook_rows(content, prefer) if is_workbook(content) else _in_columns(text_of(content))
    return [(line, [" ".join(cell.split()) for cell in cells]) for line, cells in rows if any(map(str.strip, cells))]


def is_workbook(content: bytes) -> bool:
    """Return whether something begins as workbooks do."""
    return content.startswith(WORKBOOK)


def workbook_rows(content: bytes, prefer: Sequence[str] = ()) -> list[Row]:
    """Return the rows of a sheet that hold something, each with its number.

    Raises:
        BadInput: it isn't a workbook, or asks for too much.
    """
    with NamedTemporaryFile() as kept:
        kept.write(content)
        kept.flush()
        try:
            return filled_rows(Path(kept.name), prefer)
        except TooLarge as trouble:
            raise BadInput("workbook_large", "The workbook unpacks to more than any list needs.") from trouble
        except NotAWorkbook as trouble:
            raise BadInput("list_workbook", "The workbook can't be read.") from trouble


def text_of(content: bytes) -> str:
    """Return text in UTF-8, or as Excel on Windows writes CSV.

    Raises:
        BadInput: it is neither.
    """
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput("list_not_text", "The list isn't text; save it as UTF-8.")


def _in_columns(text: str) -> list[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = "\t" if "\t" in first else ";" if ";" in first else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise BadInput(
            "list_quote", "The line can't be read as text in columns; is a quote left open?", line=line
        ) from None
    return rows
