"""Comma- or semicolon-separated text, read with care and written plainly.

What is read is refused by file, line and column. What is written is the same bytes for the same values.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ljuspunkt.domain.errors import BadInput, Word, marked

SIGNATURES = {
    b"PK\x03\x04": marked("a zip archive or an Excel or OpenDocument workbook"),
    b"PAR1": marked("a Parquet file"),
    b"$FL2": marked("an SPSS file"),
    b"$FL3": marked("an SPSS file"),
    b"\xd0\xcf\x11\xe0": marked("an old Excel workbook"),
    b"\x1f\x8b": marked("a gzip archive"),
    b"%PDF": marked("a PDF file"),
    b"\xff\xfe": marked("UTF-16 text"),
    b"\xfe\xff": marked("UTF-16 text"),
}
"""What files begin with that aren't plain text, by the words that tell the user."""


_QUOTED = re.compile(r'"[^"]*"')


def kind_of(path: Path) -> Word | None:
    """Return what a file is by its first bytes, None where nothing speaks against text."""
    with path.open("rb") as opened:
        start = opened.read(8)
    return next((words for signature, words in SIGNATURES.items() if start.startswith(signature)), None)


def refuse_other_kinds(path: Path) -> None:
    """Do nothing where a file may be text.

    Raises:
        BadInput: by its first bytes it is something else.
    """
    found = kind_of(path)
    if found is not None:
        raise BadInput(
            "not_text",
            "The file isn't comma-separated text, whatever its name says: it is {kind}.",
            file=str(path),
            kind=found,
        )


def outside_quotes(line: str) -> str:
    """Return what of a line stands outside quotes, where alone a sign can separate columns."""
    return _QUOTED.sub("", line)


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line of a file: its columns, what separates them, and the line it stands on."""

    columns: tuple[str, ...]
    delimiter: str


def heading_of(path: Path) -> Heading:
    """Read the heading of a file.

    Raises:
        BadInput: the file isn't UTF-8 text, is empty, or has a column without a name or twice.
    """
    file = str(path)
    refuse_other_kinds(path)
    first = _first_line(path)
    if not first:
        raise BadInput("file_empty", "The file is empty; a heading and rows are needed.", file=file)
    unquoted = outside_quotes(first)
    delimiter = ";" if ";" in unquoted and "," not in unquoted else ","
    if "\t" in unquoted and delimiter not in unquoted:
        raise BadInput(
            "separated_by_tabs",
            "The columns must be separated by commas or semicolons, not by tabs.",
            file=file,
            line=1,
        )
    columns = tuple(name.strip() for name in next(_rows(path, delimiter))[1])
    for place, name in enumerate(columns):
        if not name:
            raise BadInput("heading_blank", "Column number {number} has no name.", file=file, line=1, number=place + 1)
        if name in columns[:place]:
            raise BadInput("heading_twice", "There are two columns called “{name}”.", file=file, line=1, name=name)
    return Heading(columns, delimiter)


def _first_line(path: Path) -> str:
    """Return the first line that isn't empty, as it is written; nothing where there is none."""
    try:
        with path.open(encoding="utf-8-sig") as opened:
            return next((line for line in opened if line.strip()), "")
    except UnicodeDecodeError as trouble:
        raise not_utf8(path) from trouble


def rows_of(path: Path, heading: Heading) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield each row under the heading with its line; empty lines are passed over.

    Raises:
        BadInput: a row has more or fewer cells than the heading, a quote isn't closed, or a byte isn't UTF-8.
    """
    for line, cells in lines_of(path, heading):
        if len(cells) != len(heading.columns):
            raise BadInput(
                "ragged_line",
                "The line has {given} cells; the heading has {needed}.",
                file=str(path),
                line=line,
                given=len(cells),
                needed=len(heading.columns),
            )
        yield line, cells


def lines_of(path: Path, heading: Heading) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield each row under the heading with its line, however many cells it has; empty lines are passed over.

    Raises:
        BadInput: a quote isn't closed, or a byte isn't UTF-8.
    """
    rows = _rows(path, heading.delimiter)
    next(rows, None)
    yield from rows


def _rows(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            for line, cells in in_columns(opened, delimiter, file=str(path)):
                if len(cells) > 1 or (cells and cells[0].strip()):
                    yield line, cells
    except UnicodeDecodeError as trouble:
        raise not_utf8(path) from trouble


def in_columns(lines: Iterable[str], delimiter: str, *, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a text with the line it begins on, empty ones too.

    Raises:
        BadInput: a quote isn't closed, or a cell holds a zero byte.
    """
    reader, line = csv.reader(lines, delimiter=delimiter, strict=True), 1
    try:
        for cells in reader:
            if any("\0" in cell for cell in cells):
                raise BadInput("zero_byte", "The file holds a zero byte, so it isn't text.", file=file, line=line)
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as trouble:
        raise BadInput(
            "not_csv", "The line can't be read as text in columns; is a quote left open?", file=file, line=line
        ) from trouble


def not_utf8(path: Path) -> BadInput:
    """Return the refusal of a file that isn't UTF-8, naming the first line that isn't."""
    line = None
    with path.open("rb") as opened:
        for number, written in enumerate(opened, start=1):
            try:
                written.decode("utf-8")
            except UnicodeDecodeError:
                line = number
                break
    return BadInput("not_utf8", "The file isn't UTF-8 text; save it as UTF-8.", file=str(path), line=line)


def written(value: object) -> str:
    """Return a value as a cell: numbers unrounded, nothing for None."""
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def table_text(heading: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table as comma-separated text with a heading; the lines end alike on every system."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([written(value) for value in row] for row in rows)
    return text.getvalue()
