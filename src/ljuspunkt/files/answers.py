"""Files of answers (svarsfiler): CSV, Parquet or SPSS, a row per respondent and a column per question.

A file is opened and its heading checked here; the answers themselves are read by the counting engine. Only where
that finds something wrong are the rows gone through one by one, to name the line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.answers import name_of
from ljuspunkt.files.answers_spss import lay_down
from ljuspunkt.files.csv_text import Heading, heading_of, kind_of, rows_of

ENDINGS = (".csv", ".parquet", ".sav", ".zsav")


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """An opened file of answers.

    Attributes:
        shown: the file's name as the user gave it.
        path: where the engine reads; an SPSS file is laid down as Parquet first.
        format: how the engine reads it.
        columns: all columns, in order.
        delimiter: what separates the cells of a text file.
    """

    shown: str
    path: Path
    format: Literal["csv", "parquet"]
    columns: tuple[str, ...]
    delimiter: str = ","

    def needs(self, column: str) -> None:
        """Refuse the file where it lacks a column.

        Raises:
            BadInput: the column isn't there.
        """
        if column in self.columns:
            return
        line = 1 if self.format == "csv" else None
        near = next((name for name in self.columns if name.strip().lower() == column.lower()), None)
        if near is None:
            raise BadInput("column_missing", "The column is missing.", file=self.shown, line=line, column=column)
        raise BadInput(
            "column_missing_near",
            "The column is missing; there is one called “{near}”.",
            file=self.shown,
            line=line,
            column=column,
            near=near,
        )


def open_answers(path: Path, folder: Path, choices: Mapping[str, Sequence[str]]) -> AnswerFile:
    """Open a file of answers by its ending.

    Args:
        path: the file.
        folder: where a file that the engine can't read itself may be laid down in another form.
        choices: question → names of its choices, in whichever instrument; for files with coded answers.

    Raises:
        BadInput: the file isn't what its name says, is empty, or its columns aren't one of each.
        OSError: it can't be opened.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            "unknown_ending", "Answers are a .csv, .parquet or .sav file; the name must end so.", file=str(path)
        )
    if path.stat().st_size == 0:
        raise BadInput("file_empty", "The file is empty; a heading and rows are needed.", file=str(path))
    if ending == ".csv":
        opened = _open_text(path)
    elif ending == ".parquet":
        opened = _open_parquet(path)
    else:
        laid = lay_down(path, folder, choices)
        opened = AnswerFile(str(path), laid.path, "parquet", laid.columns)
    _check_columns(opened)
    return opened


def _open_text(path: Path) -> AnswerFile:
    heading = heading_of(path)
    first = next(rows_of(path, heading), None)
    if first is None:
        raise BadInput("no_rows", "The file has a heading but no rows.", file=str(path))
    return AnswerFile(str(path), path, "csv", heading.columns, heading.delimiter)


def _open_parquet(path: Path) -> AnswerFile:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        about = parquet.ParquetFile(path)
    except pa.ArrowException as trouble:
        kind = kind_of(path)
        if kind in (None, "a Parquet file"):
            raise BadInput(
                "not_parquet", "The file isn't a whole Parquet file, whatever its name says.", file=str(path)
            ) from trouble
        raise BadInput(
            "not_parquet_but",
            "The file isn't a Parquet file, whatever its name says: it is {kind}.",
            file=str(path),
            kind=kind,
        ) from trouble
    if about.metadata.num_rows == 0:
        raise BadInput("no_rows", "The file has a heading but no rows.", file=str(path))
    return AnswerFile(str(path), path, "parquet", tuple(about.schema_arrow.names))


def _check_columns(opened: AnswerFile) -> None:
    seen: dict[str, str] = {}
    for name in opened.columns:
        other = seen.setdefault(name.lower(), name)
        if other is not name:
            raise BadInput(
                "heading_twice", "There are two columns called “{name}”.", file=opened.shown, line=1, name=name
            )


def first_row(opened: AnswerFile, wanted: Sequence[Mapping[str, str]]) -> tuple[int | None, int]:
    """Find the first row that holds all of one of the wanted combinations.

    Args:
        opened: the file.
        wanted: combinations of column → text.

    Returns:
        The row's line (or number, where a file has no lines) and the place of the combination in `wanted`;
        None and 0 where no row holds any.

    Raises:
        BadInput: a line of the file can't be read.
    """
    columns = sorted({column for one in wanted for column in one})
    places = [[(columns.index(column), text) for column, text in one.items()] for one in wanted]
    for line, texts in _rows(opened, columns):
        for number, one in enumerate(places):
            if all(texts[place] == text for place, text in one):
                return line, number
    return None, 0


def check_lines(opened: AnswerFile) -> None:
    """Go through a whole file, for its own refusal.

    Raises:
        BadInput: a line of the file can't be read.
    """
    for _ in _rows(opened, opened.columns[:1]):
        pass


def _rows(opened: AnswerFile, columns: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    places = [opened.columns.index(column) for column in columns]
    if opened.format == "csv":
        heading = Heading(opened.columns, opened.delimiter)
        for line, cells in rows_of(opened.path, heading):
            yield line, [cells[place] for place in places]
        return
    from pyarrow import parquet

    line = 0
    for batch in parquet.ParquetFile(opened.path).iter_batches(columns=list(columns)):
        found = {name: column.to_pylist() for name, column in zip(batch.schema.names, batch.columns, strict=True)}
        for values in zip(*(found[column] for column in columns), strict=True):
            line += 1
            yield line, [name_of(value) for value in values]
