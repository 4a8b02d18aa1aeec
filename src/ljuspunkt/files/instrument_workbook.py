"""Instruments as XLSForm workbooks: the sheets survey, choices and settings, and `indicators` where there is one."""

import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import is_zipfile

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.files.instrument_form import Entry, Form, Row

SHEETS = ("survey", "choices", "settings")
RENAMED = {"list name": "list_name", "id_string": "form_id"}
IN_LANGUAGES = ("label", "title", "group_label", "form_title")


def read_workbook(path: Path) -> Form:
    """Read an XLSForm workbook into a form.

    Raises:
        BadInput: it isn't a workbook, or a sheet or heading is missing.
    """
    import fastexcel

    file = str(path)
    with path.open("rb") as opened:
        if not is_zipfile(opened):
            raise BadInput(
                "not_a_workbook", "The file isn't an Excel workbook (.xlsx), whatever its name says.", file=file
            )
    try:
        workbook = fastexcel.read_excel(path)
        sheets = {name.strip().lower(): name for name in workbook.sheet_names}
        lines = {
            plain: workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow()
            for plain, name in sheets.items()
            if plain in (*SHEETS, "indicators")
        }
    except fastexcel.FastExcelError as trouble:
        raise BadInput(
            "not_a_workbook", "The file isn't an Excel workbook (.xlsx), whatever its name says.", file=file
        ) from trouble
    for name in SHEETS:
        if name not in lines:
            raise BadInput("sheet_missing", "The workbook lacks its sheet “{name}”.", file=file, name=name)
    rows = {
        name: _rows(f"{file}, {name}", [list(row.values()) for row in table.to_pylist()])
        for name, table in lines.items()
    }
    if len(rows["settings"]) != 1:
        raise BadInput("settings_rows", "The sheet “settings” needs one row under its headings.", file=file)
    return Form(file, rows["settings"][0], rows["choices"], rows["survey"], rows.get("indicators", ()))


def _rows(place: str, lines: Sequence[Sequence[str | None]]) -> tuple[Row, ...]:
    """Read the rows under the first row that isn't empty; rows without any entry are skipped."""
    filled = [
        (number, [(cell or "").strip() for cell in cells])
        for number, cells in enumerate(lines, start=1)
        if any((cell or "").strip() for cell in cells)
    ]
    if not filled:
        return ()
    heading_line, headings = filled[0]
    columns = [_heading(heading) for heading in headings]
    for heading in headings:
        if heading and headings.count(heading) > 1:
            raise BadInput(
                "heading_twice", "There are two columns called “{name}”.", file=place, line=heading_line, name=heading
            )
    rows = []
    for line, cells in filled[1:]:
        gathered: dict[str, Entry] = {}
        for (column, language), cell in zip(columns, cells, strict=True):
            if not cell:
                continue
            if not column:
                raise BadInput(
                    "no_heading", "“{value}” stands in a column without a heading.", file=place, line=line, value=cell
                )
            _gather(gathered, column, language, cell)
        rows.append(Row(place, line, gathered))
    return tuple(rows)


def _heading(heading: str) -> tuple[str, str | None]:
    """Return a heading's column and, where it may have several, its language: "label::Svenska (sv)" gives label, sv."""
    column, _separator, language = (part.strip() for part in heading.partition("::"))
    column = RENAMED.get(column.lower(), column)
    if column not in IN_LANGUAGES:
        return column if not language else heading, None
    code = re.search(r"\(([A-Za-z-]+)\)$", language)
    return column, code.group(1) if code else language


def _gather(cells: dict[str, Entry], column: str, language: str | None, cell: str) -> None:
    """Put a cell under its column; the languages of one column become one entry, "" standing for the default one."""
    if language is None:
        cells[column] = cell
        return
    known = cells.setdefault(column, {})
    assert isinstance(known, dict)
    known[language] = cell
