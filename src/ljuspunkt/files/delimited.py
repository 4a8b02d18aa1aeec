"""Files of text read whole, and delimited text (CSV) as a table; what is refused where stands in `csv_text`."""

from dataclasses import dataclass
from pathlib import Path

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.files.csv_text import heading_of, not_utf8, rows_of


@dataclass(frozen=True, slots=True)
class Delimited:
    """A file's header and its rows, each row with the line on which it begins; cells without line breaks or
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
        return path.read_bytes().decode("utf-8-sig")
    except OSError as trouble:
        raise _unreadable(path, trouble) from trouble
    except UnicodeDecodeError as trouble:
        raise not_utf8(path) from trouble


def read_delimited(path: Path) -> Delimited:
    """Read a delimited file whole.

    Raises:
        BadInput: the file is missing, empty, not UTF-8 or not delimited text; a column's name is empty or stands
            twice; a row is wider or narrower than the header.
    """
    try:
        heading = heading_of(path)
        rows = tuple((line, tuple(_plain(cell) for cell in cells)) for line, cells in rows_of(path, heading))
    except OSError as trouble:
        raise _unreadable(path, trouble) from trouble
    return Delimited(str(path), heading.columns, rows, heading.delimiter == ";")


def _plain(cell: str) -> str:
    return " ".join(cell.split()) if "\n" in cell else cell.strip()


def _unreadable(path: Path, trouble: OSError) -> BadInput:
    if isinstance(trouble, FileNotFoundError):
        return BadInput("no_file", "There is no such file.", file=str(path))
    if isinstance(trouble, IsADirectoryError):
        return BadInput("folder", "This is a folder; a file is needed.", file=str(path))
    return BadInput("unreadable", "The file can't be read.", file=str(path))
