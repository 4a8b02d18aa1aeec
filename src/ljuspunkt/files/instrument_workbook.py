"""Questionnaires as XLSForm workbooks: the sheets survey, choices and settings, and `indicators` where there is one."""

from collections.abc import Collection, Sequence
from pathlib import Path

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.files.form import WITHOUT_HEADING, Entry, Form, Row, shortened
from ljuspunkt.files.workbook import NotAWorkbook, Sheets, TooLarge, filled_sheets
from ljuspunkt.files.xlsform_words import heading_of

SHEETS = ("survey", "choices", "settings")
INDICATORS = "indicators"


def read_workbook(path: Path, *, needed: Collection[str] = SHEETS) -> Form:
    """Read an XLSForm workbook into a form.

    Args:
        path: where it lies.
        needed: the sheets that it must have; a workbook with a single sheet has the rows there, whatever it is called.

    Raises:
        BadInput: it isn't a workbook, asks for too much, or a sheet or heading is missing.
    """
    file = str(path)
    return form_of(sheets_of(path), file, needed=needed)


def sheets_of(path: Path) -> Sheets:
    """Return the rows of all sheets by the sheet's name in lower case.

    Raises:
        BadInput: it isn't a workbook, or asks for too much.
    """
    try:
        return filled_sheets(path)
    except NotAWorkbook as trouble:
        raise BadInput(
            "not_a_workbook", "The file isn't an Excel workbook (.xlsx), whatever its name says.", file=str(path)
        ) from trouble
    except TooLarge as trouble:
        raise BadInput(
            "workbook_large", "The workbook unpacks to more than any questionnaire needs.", file=str(path)
        ) from trouble


def form_of(sheets: Sheets, file: str, *, needed: Collection[str] = SHEETS) -> Form:
    """Return the rows of a workbook's sheets as a form.

    Raises:
        BadInput: a sheet or heading is missing.
    """
    strict = set(needed) == set(SHEETS)
    if len(sheets) == 1 and "survey" not in sheets and not strict:
        sheets = {"survey": next(iter(sheets.values()))}
    for name in SHEETS:
        if name in needed and name not in sheets:
            raise BadInput("sheet_missing", "The workbook lacks its sheet “{name}”.", file=file, name=name)
    read = {name: _rows(name, f"{file}, {name}", sheets.get(name, []), strict) for name in (*SHEETS, INDICATORS)}
    settings = read["settings"]
    if len(settings) != 1 and ("settings" in needed or len(settings) > 1):
        raise BadInput("settings_rows", "The sheet “settings” needs one row under its headings.", file=file)
    return Form(
        file,
        settings[0] if settings else Row(file, None, {}),
        read["choices"],
        read["survey"],
        read[INDICATORS],
        tuple(name for name in sheets if name not in read and not name.startswith("_")),
    )


def _rows(sheet: str, place: str, filled: Sequence[tuple[int, Sequence[str]]], strict: bool) -> tuple[Row, ...]:
    """Read the rows under the first row that isn't empty; what stands under no heading is refused, or kept as such."""
    if not filled:
        return ()
    heading_line, headings = filled[0]
    headings = [heading.strip() for heading in headings]
    columns = [heading_of(sheet, heading, others=headings) if heading else ("", None) for heading in headings]
    if sheet == "survey" and not strict and not any(column == "type" for column, _language in columns):
        raise BadInput(
            "no_headings",
            "The first row that holds something must be the headings, “type” and “name” among them; it says: {said}",
            file=place,
            line=heading_line,
            said=shortened(" / ".join(filter(None, headings))),
        )
    if "form_id" in headings and "id_string" in headings:
        columns[headings.index("id_string")] = ("id_string", None)
    for at, column in enumerate(columns):
        if column[0] and column in columns[:at]:
            raise BadInput(
                "heading_twice",
                "There are two columns called “{name}”.",
                file=place,
                line=heading_line,
                name=headings[at],
            )
    rows = []
    for line, cells in filled[1:]:
        gathered: dict[str, Entry] = {}
        for at, cell in enumerate(cells):
            if not cell.strip():
                continue
            if at >= len(columns) or not columns[at][0]:
                if not strict:
                    gathered[f"{WITHOUT_HEADING}{_letters(at)}"] = cell.strip()
                    continue
                raise BadInput(
                    "no_heading",
                    "“{value}” stands in a column without a heading.",
                    file=place,
                    line=line,
                    value=cell.strip(),
                )
            _gather(gathered, *columns[at], cell.strip())
        rows.append(Row(place, line, gathered))
    return tuple(rows)


def _letters(at: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0: A, B, …, Z, AA."""
    letters = ""
    while at >= 0:
        letters = chr(ord("A") + at % 26) + letters
        at = at // 26 - 1
    return letters


def _gather(cells: dict[str, Entry], column: str, language: str | None, cell: str) -> None:
    """Put a cell under its column; the languages of one column become one entry, "" standing for the default one."""
    known = cells.get(column)
    if language is None and known is None:
        cells[column] = cell
        return
    texts = {"": known} if isinstance(known, str) else dict(known) if isinstance(known, dict) else {}
    cells[column] = {**texts, language or "": cell}
