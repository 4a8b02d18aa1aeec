"""Files of answers (svarsfiler): CSV, Parquet or SPSS, a row per respondent and a column per question.

A file is opened and its layout checked here; text and SPSS files are laid down as Parquet, which the counting engine
reads. Only where that finds answers that don't fit are the rows gone through one by one, to name the line.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.answers import name_of
from ljuspunkt.domain.survey.counts import SET_COLUMNS
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files import answers_spss, answers_text
from ljuspunkt.files.csv_text import Heading, heading_of, kind_of, rows_of
from ljuspunkt.files.notices import Notify, unheard

ENDINGS = (".csv", ".parquet", ".sav", ".zsav")


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """An opened file of answers.

    Attributes:
        path: the file as the user gave it.
        parquet: where the counting engine reads its answers.
        columns: the columns of the file, in order.
        heading: what a text file begins with, None for other files.
    """

    path: Path
    parquet: Path
    columns: tuple[str, ...]
    heading: Heading | None = None

    def needs(self, column: str) -> None:
        """Refuse the file where it lacks a column.

        Raises:
            BadInput: the column isn't there.
        """
        need(str(self.path), self.columns, column, line=1 if self.heading else None)


def open_answers(
    path: Path,
    folder: Path,
    *,
    choices: Mapping[str, Sequence[str]],
    by: Sequence[str] = (),
    notify: Notify = unheard,
) -> AnswerFile:
    """Open a file of answers by its ending.

    Args:
        path: the file.
        folder: where its answers may be laid down as Parquet.
        choices: question → names of its choices, in whichever instrument.
        by: breakdown columns that must be there beside wave, association and group.
        notify: is told which columns aren't used.

    Raises:
        BadInput: the file isn't what its name says, is empty, a line can't be read, a column of the sets is
            missing or one stands twice.
        OSError: it can't be opened.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            "unknown_ending", "Answers are a .csv, .parquet or .sav file; the name must end so.", file=str(path)
        )
    if path.stat().st_size == 0:
        raise BadInput("file_empty", "The file is empty; a heading and rows are needed.", file=str(path))
    heading = heading_of(path) if ending == ".csv" else None
    if heading is not None:
        columns = heading.columns
    elif ending == ".parquet":
        columns = _parquet_columns(path)
    else:
        columns = answers_spss.columns_of(path)
    kept = check_columns(str(path), columns, choices=choices, by=by, line=1 if heading else None, notify=notify)
    place = path
    if heading is not None:
        place = _place_in(folder)
        answers_text.lay_down(path, heading, place, kept, choices)
    elif ending != ".parquet":
        place = _place_in(folder)
        answers_spss.lay_down(path, place, kept, choices)
    if not _rows_in(place):
        raise no_rows(path)
    return AnswerFile(path, place, columns, heading)


def check_columns(
    file: str,
    columns: Sequence[str],
    *,
    choices: Collection[str],
    by: Sequence[str] = (),
    line: int | None = None,
    notify: Notify = unheard,
) -> list[str]:
    """Return which columns of a file of answers are used.

    Args:
        file: its name, for the refusal.
        columns: its columns, in order.
        choices: the names of all questions.
        by: breakdown columns that must be there beside wave, association and group.
        line: where a text file has its heading.
        notify: is told which columns aren't used.

    Raises:
        BadInput: a column of the sets is missing, or one stands twice.
    """
    _check_twice(file, columns, line)
    used = (*SET_COLUMNS, *by)
    for name in used:
        need(file, columns, name, line)
    kept = [name for name in columns if name in used or name in choices]
    unused = [name for name in columns if name not in kept]
    if unused:
        notify(Notice("{file}: columns not used: {names}.", {"file": file, "names": ", ".join(unused)}))
    return kept


def _place_in(folder: Path) -> Path:
    return folder / f"answers-{len(list(folder.iterdir()))}.parquet"


def need(file: str, columns: Sequence[str], column: str, line: int | None = None) -> None:
    """Refuse a file where it lacks a column.

    Raises:
        BadInput: the column isn't there.
    """
    if column in columns:
        return
    near = next((name for name in columns if name.strip().lower() == column.lower()), None)
    if near is None:
        raise BadInput("column_missing", "The column is missing.", file=file, line=line, column=column)
    raise BadInput(
        "column_missing_near",
        "The column is missing; there is one called “{near}”.",
        file=file,
        line=line,
        column=column,
        near=near,
    )


def _check_twice(file: str, columns: Sequence[str], line: int | None) -> None:
    """Refuse names that are one, or differ in case only: the engine can't tell these apart."""
    seen: dict[str, str] = {}
    for name in columns:
        earlier = seen.get(name.lower())
        if earlier == name:
            raise BadInput("heading_twice", "There are two columns called “{name}”.", file=file, line=line, name=name)
        if earlier is not None:
            raise BadInput(
                "heading_case",
                "The columns “{name}” and “{other}” differ in capital letters only; rename one.",
                file=file,
                line=line,
                name=name,
                other=earlier,
            )
        seen[name.lower()] = name


def _parquet_columns(path: Path) -> tuple[str, ...]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return tuple(parquet.read_schema(path).names)
    except (pa.ArrowException, OSError) as trouble:
        if isinstance(trouble, OSError) and trouble.errno is not None:
            raise
        kind = kind_of(path)
        if kind in (None, "a Parquet file"):
            raise not_whole(path) from trouble
        raise BadInput(
            "not_parquet_but",
            "The file isn't a Parquet file, whatever its name says: it is {kind}.",
            file=str(path),
            kind=kind,
        ) from trouble


def not_whole(path: Path | str) -> BadInput:
    """Return the refusal of a Parquet file that is damaged or none."""
    return BadInput("not_parquet", "The file isn't a whole Parquet file, whatever its name says.", file=str(path))


def no_rows(path: Path | str) -> BadInput:
    """Return the refusal of a file without answers."""
    return BadInput("no_rows", "The file has a heading but no rows.", file=str(path))


def _rows_in(place: Path) -> int:
    from pyarrow import parquet

    return int(parquet.read_metadata(place).num_rows)


def first_row(opened: AnswerFile, wanted: Sequence[Mapping[str, str]]) -> tuple[int | None, int]:
    """Find the first row that holds all of one of the wanted combinations.

    Args:
        opened: the file.
        wanted: combinations of column → text.

    Returns:
        The row's line (or number, where a file has no lines) and the place of the combination in `wanted`;
        None and 0 where no row holds any.
    """
    columns = sorted({column for one in wanted for column in one})
    places = [[(columns.index(column), text) for column, text in one.items()] for one in wanted]
    for number, texts in enumerate(_rows(opened.parquet, columns)):
        for combination, one in enumerate(places):
            if all(texts[place] == text for place, text in one):
                return _line_of(opened, number), combination
    return None, 0


def _rows(place: Path, columns: Sequence[str]) -> Iterator[Sequence[str]]:
    from pyarrow import parquet

    for batch in parquet.ParquetFile(place).iter_batches(columns=list(columns)):
        found = {name: column.to_pylist() for name, column in zip(batch.schema.names, batch.columns, strict=True)}
        for values in zip(*(found[column] for column in columns), strict=True):
            yield [name_of(value) for value in values]


def _line_of(opened: AnswerFile, number: int) -> int:
    """Return the line of a row, counted from 0; files that aren't text have the row's number from 1 instead."""
    if opened.heading is None:
        return number + 1
    return next(line for row, (line, _) in enumerate(rows_of(opened.path, opened.heading)) if row == number)
