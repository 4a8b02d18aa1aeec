"""XLSForms as strangers write them: small workbooks in the style of pyxform's own tests, written as tables in text."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

Sheets = Mapping[str, Sequence[Sequence[object]]]


def sheets_of(text: str) -> dict[str, list[list[object]]]:
    """Return the sheets of an XLSForm written like this, the way pyxform's tests write them:

    | survey |        |      |       |
    |        | type   | name | label |
    |        | text   | a    | A     |
    """
    sheets: dict[str, list[list[object]]] = {}
    rows: list[list[object]] = []
    for line in text.strip().splitlines():
        first, *cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if first:
            rows = sheets.setdefault(first, [])
        if any(cells) or not first:
            rows.append([_cell(cell) for cell in cells])
    return sheets


def _cell(text: str) -> object:
    return float(text) if text.replace(".", "", 1).isdigit() else text


def workbook(path: Path, sheets: Sheets | str) -> Path:
    """Write a workbook with these sheets, numbers as numbers."""
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in (sheets_of(sheets) if isinstance(sheets, str) else sheets).items():
            sheet = made.add_worksheet(name)
            for line, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(line, column, cell)
                    else:
                        sheet.write(line, column, cell)
    return path
