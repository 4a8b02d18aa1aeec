"""How many were asked (antal tillfrågade) as a list that coordinators fill in: a template, and what was sent back.

A row names an association, a respondent group, perhaps an initiative, and a number; an empty number is unknown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from ljuspunkt.domain.errors import BadInput, Word, marked
from ljuspunkt.domain.report.words import Language, pick
from ljuspunkt.files.handed_list import rows_of
from ljuspunkt.files.spreadsheet import NO_DATE
from ljuspunkt.files.workbook import Row

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "association": ("förbund", "association", "samordningsförbund"),
    "group": ("grupp", "group", "respondentgrupp", "svarsgrupp", "respondent group"),
    "initiative": ("insats", "initiative"),
    "asked": ("antal tillfrågade", "asked", "number asked", "tillfrågade"),
}
"""What each column may be called; the first two words are those of the template in Swedish and English."""
SHEETS = ("Tillfrågade", "Asked")
MOST_BYTES = 2_000_000
MOST_ROWS = 20_000
_WHOLE = re.compile(r"\d{1,7}")
_ENDS_IN_ZEROS = re.compile(r"(\d{1,7})[.,]0+")


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A row as it was read; `asked` is None where the cell is empty."""

    line: int
    association: str
    group: str
    initiative: str
    asked: int | None


def template(rows: Iterable[NumberRow], language: Language, *, title: str) -> bytes:
    """Return a workbook with a row for each number that is asked for; the same rows give the same bytes."""
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )
    book.set_properties({"title": title, "author": "Ljuspunkt", "created": NO_DATE})
    head = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@", "quote_prefix": True})
    sheet = book.add_worksheet(pick(language, *SHEETS))
    sheet.freeze_panes(1, 0)
    for place, (names, width) in enumerate(zip(COLUMNS.values(), (40, 30, 40, 18), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, pick(language, names[0], names[1]).capitalize(), head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, words in enumerate((row.association, row.group, row.initiative)):
            sheet.write_string(last, place, words, text)
        if row.asked is not None:
            sheet.write_number(last, 3, row.asked)
    sheet.data_validation(
        1,
        3,
        max(last, 1),
        3,
        {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "ignore_blank": True,
            "error_message": pick(
                language, "Skriv ett heltal, eller lämna tomt om ni inte vet.", "A whole number, or empty if unknown."
            ),
        },
    )
    explained = book.add_worksheet(pick(language, "Läs först", "Read first"))
    explained.set_column(0, 0, 90)
    for line, words in enumerate(_explained(language)):
        explained.write_string(line, 0, words)
    book.close()
    return out.getvalue()


def _explained(language: Language) -> Sequence[str]:
    return pick(
        language,
        "Skriv hur många som får frågan i varje grupp, och i varje insats där den står.\n"
        "Lämna tomt om ni inte vet. Då visas antalet svar utan svarsfrekvens.\n"
        "Ändra inte namnen; rader som inte hör till er kan tas bort.",
        "Write how many are asked in each group, and in each initiative where one is named.\n"
        "Leave empty where you don't know. The number of answers is then shown without a response rate.\n"
        "Leave the names as they are; rows that aren't yours can be removed.",
    ).splitlines()


def read(content: bytes) -> tuple[tuple[NumberRow, ...], tuple[BadInput, ...]]:
    """Return the rows of a list, and everything that must be mended in it.

    Args:
        content: a workbook, or text in columns.
    """
    try:
        rows = _rows(content)
    except BadInput as refusal:
        return (), (refusal,)
    if not rows:
        return (), (BadInput("numbers_empty", "The list is empty; a heading and a row for each number are needed."),)
    line, heading = rows[0]
    named = {word: column for column, words in COLUMNS.items() for word in words}
    places = {named[cell.casefold()]: place for place, cell in enumerate(heading) if cell.casefold() in named}
    lacking = [column for column in ("association", "group", "asked") if column not in places]
    if lacking:
        return (), tuple(
            BadInput("column_missing", "The column “{name}” is missing.", line=line, name=COLUMNS[each][0])
            for each in lacking
        )
    found: list[NumberRow] = []
    faults: list[BadInput] = []
    for number, cells in rows[1 : MOST_ROWS + 1]:
        _take(number, cells, places, heading, found, faults)
    if len(rows) > MOST_ROWS + 1:
        faults.append(BadInput("numbers_long", "The list has more than {most} rows.", most=MOST_ROWS))
    return tuple(found), tuple(faults)


def _take(
    line: int,
    cells: Sequence[str],
    places: Mapping[str, int],
    heading: Sequence[str],
    found: list[NumberRow],
    faults: list[BadInput],
) -> None:
    def cell(column: str) -> str:
        place = places.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    def fault(code: str, sentence: Word, column: str, value: str = "") -> None:
        faults.append(BadInput(code, sentence, line=line, column=heading[places[column]], value=value))

    before = len(faults)
    for column in ("association", "group"):
        if not cell(column):
            fault("cell_empty", marked("The cell is empty."), column)
    written = cell("asked").replace(" ", "").replace("\xa0", "")
    if zeros := _ENDS_IN_ZEROS.fullmatch(written):
        written = zeros[1]  # a spreadsheet's own way of writing whole numbers
    if written and not (_WHOLE.fullmatch(written) and written.isascii()):
        fault(
            "not_a_number",
            marked("A whole number of at least 0 is needed, not “{value}”."),
            "asked",
            value=cell("asked")[:40],
        )
    if len(faults) == before:
        asked = int(written) if written else None
        found.append(NumberRow(line, cell("association"), cell("group"), cell("initiative"), asked))


def _rows(content: bytes) -> list[Row]:
    if len(content) > MOST_BYTES:
        raise BadInput("file_large", "The file is larger than {most} megabytes.", most=MOST_BYTES // 1_000_000)
    return rows_of(content, SHEETS)
