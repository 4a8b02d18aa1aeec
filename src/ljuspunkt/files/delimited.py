"""Delimited text (CSV): a header and rows of the same width, in UTF-8, with a comma or a semicolon between cells.

A byte order mark and either kind of line ending are accepted. Everything else that isn't so is refused with its line.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from ljuspunkt.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class Delimited:
    """A file's header and its rows, each row with the line on which it ends; cells without line breaks or
    surrounding spaces."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    semicolon: bool = False

    def column(self, name: str) -> int:
        """Return the place of a column.

        Raises:
            BadInput: there is none.
        """
        if name not in self.header:
            raise BadInput(
                "no_column",
                "The column “{name}” is missing; the header has {header}.",
                file=self.file,
                line=1,
                name=name,
                header=", ".join(self.header),
            )
        return self.header.index(name)


def text_of(path: Path) -> str:
    """Return a text file's content, without byte order mark.

    Raises:
        BadInput: there is no such file, it is a folder, or it isn't UTF-8.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BadInput("no_file", "There is no such file.", file=str(path)) from None
    except IsADirectoryError:
        raise BadInput("folder", "This is a folder; a file is needed.", file=str(path)) from None
    except OSError as trouble:
        raise BadInput("unreadable", "The file can't be read.", file=str(path)) from trouble
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise BadInput(
            "not_utf8",
            "The file isn't UTF-8 text; save it as UTF-8.",
            file=str(path),
            line=content.count(b"\n", 0, trouble.start) + 1,
        ) from None


def read_delimited(path: Path) -> Delimited:
    """Read a delimited file; blank lines are passed over.

    Raises:
        BadInput: the file is missing, empty, not UTF-8 or not delimited text; a column's name is empty or stands
            twice; a row is wider or narrower than the header.
    """
    text = text_of(path)
    name = str(path)
    lines = _cells(text, name)
    _, header = next(lines, (0, ()))
    if not header:
        raise BadInput("empty", "The file is empty; a header is needed.", file=name)
    seen: set[str] = set()
    for place, column in enumerate(header, start=1):
        if not column:
            raise BadInput("no_name", "Column number {place} has no name.", file=name, line=1, place=place)
        if column in seen:
            raise BadInput("column_twice", "The column “{name}” stands twice.", file=name, line=1, name=column)
        seen.add(column)
    rows = []
    for line, cells in lines:
        if len(cells) != len(header):
            raise BadInput(
                "ragged",
                "The line has {n} cells; the header has {width}.",
                file=name,
                line=line,
                n=len(cells),
                width=len(header),
            )
        rows.append((line, cells))
    return Delimited(name, header, tuple(rows), _separator(text) == ";")


def _separator(text: str) -> str:
    header = text.lstrip().split("\n", 1)[0]
    return ";" if header.count(";") > header.count(",") else ","


def _cells(text: str, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadInput("not_text", "The file holds a zero byte, so it isn't text.", file=name, line=line)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for cells in reader:
            if _blank(cells):
                continue
            yield reader.line_num, tuple(" ".join(cell.split()) if "\n" in cell else cell.strip() for cell in cells)
    except csv.Error as trouble:
        raise BadInput(
            "not_delimited",
            "The line isn't delimited text; is a quotation mark missing?",
            file=name,
            line=reader.line_num,
        ) from trouble


def _blank(cells: Sequence[str]) -> bool:
    return not cells or (len(cells) == 1 and not cells[0].strip())
