"""A list of people that was pasted or comes from a file: name, organisation, group, e-mail, in columns.

What separates the columns is seen from the first line: tab (as spreadsheets copy), semicolon or comma. A heading in
Swedish or English may name the columns in any order; without one they stand as above.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.files.workbook import NotAWorkbook, TooLarge, filled_rows

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "namn"),
    "organisation": ("organisation", "organization", "arbetsplats"),
    "group": ("group", "grupp", "intressentgrupp", "stakeholder group"),
    "email": ("email", "e-mail", "mail", "e-post", "epost", "e-postadress"),
}
WORKBOOK = b"PK\x03\x04"
LONGEST = 200
MOST = 300


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list, with the line; what isn't told is empty."""

    line: int
    name: str
    organisation: str = ""
    group: str = ""
    email: str = ""


def people_of(content: bytes) -> tuple[tuple[Listed, ...], tuple[BadInput, ...]]:
    """Return the people on a list, and everything that must be mended before it can be used.

    Args:
        content: text in UTF-8, or an Excel or OpenDocument workbook, whose first sheet counts.
    """
    try:
        rows = _workbook(content) if content.startswith(WORKBOOK) else _text(content)
    except BadInput as refusal:
        return (), (refusal,)
    if not rows:
        return (), (BadInput("list_empty", "The list is empty; a line for each person is needed."),)
    order, rest = _heading(rows)
    if "name" not in order:
        return (), (BadInput("no_name_column", "No column is called “namn” or “name”.", line=rows[0][0]),)
    found = [_listed(line, cells, order) for line, cells in rest]
    faults = [fault for line, cells in rest if (fault := _too_wide(line, cells, order)) is not None]
    faults += [fault for each in found for fault in _faults(each)]
    if not found:
        faults.append(BadInput("list_empty", "The list is empty; a line for each person is needed."))
    if len(found) > MOST:
        faults.append(
            BadInput("list_long", "The list has {n} people; at most {most} can be taken in.", n=len(found), most=MOST)
        )
    return tuple(found), tuple(sorted(faults, key=lambda fault: fault.line or 0))


Row = tuple[int, Sequence[str]]


def _text(content: bytes) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")  # what Excel on Windows calls CSV
        except UnicodeDecodeError:
            raise BadInput("list_not_text", "The list isn't text; save it as UTF-8.") from None
    if "\0" in text:
        raise BadInput("list_not_text", "The list isn't text; save it as UTF-8.")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = "\t" if "\t" in first else ";" if ";" in first else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, [" ".join(cell.split()) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error:
        raise BadInput(
            "list_quote", "The line can't be read as text in columns; is a quote left open?", line=line
        ) from None
    return rows


def _workbook(content: bytes) -> list[Row]:
    with NamedTemporaryFile() as kept:
        kept.write(content)
        kept.flush()
        try:
            rows = filled_rows(Path(kept.name))
        except TooLarge as trouble:
            raise BadInput("workbook_large", "The workbook unpacks to more than any list needs.") from trouble
        except NotAWorkbook as trouble:
            raise BadInput("list_workbook", "The workbook can't be read.") from trouble
    return [(line, [" ".join(cell.split()) for cell in cells]) for line, cells in rows]


def _heading(rows: Sequence[Row]) -> tuple[dict[str, int], Sequence[Row]]:
    """Return where each column stands, and the rows under the heading if there is one."""
    known = {word: column for column, words in COLUMNS.items() for word in words}
    first = [cell.strip().lower() for cell in rows[0][1]]
    named = {known[word]: place for place, word in reversed(list(enumerate(first))) if word in known}
    if named:
        return named, rows[1:]
    return {column: place for place, column in enumerate(COLUMNS)}, rows


def _listed(line: int, cells: Sequence[str], order: Mapping[str, int]) -> Listed:
    def cell(column: str) -> str:
        place = order.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    return Listed(line, cell("name"), cell("organisation"), cell("group"), cell("email"))


def _too_wide(line: int, cells: Sequence[str], order: Mapping[str, int]) -> BadInput | None:
    spare = [cell for cell in cells[max(order.values()) + 1 :] if cell.strip()]
    if not spare or len(order) < len(COLUMNS):
        return None
    return BadInput(
        "list_wide", "The line has more cells than columns: “{text}” is left over.", line=line, text=spare[0]
    )


def _faults(each: Listed) -> list[BadInput]:
    faults = []
    if not each.name:
        faults.append(BadInput("expert_name", "A name is needed.", line=each.line, column="name"))
    for column, text in (("name", each.name), ("organisation", each.organisation), ("group", each.group)):
        if len(text) > LONGEST:
            faults.append(
                BadInput(
                    "expert_long",
                    "At most {most} signs fit; there are {n}.",
                    line=each.line,
                    column=column,
                    most=LONGEST,
                    n=len(text),
                )
            )
    return faults
