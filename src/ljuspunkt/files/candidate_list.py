"""Lists of candidates as spreadsheets and as comma-separated text: read with everything that is wrong, and written.

A text that begins like a formula is written with an apostrophe before it in CSV, and read back without: a spreadsheet
program then shows it and never runs it. In a workbook texts are texts, and stay so when their cell is edited.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, is_zipfile

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.indicator.candidate import PERSPECTIVES, SOURCE_KINDS, STATUSES
from ljuspunkt.domain.indicator.columns import HEADINGS, MEANINGS, column_of, named
from ljuspunkt.domain.indicator.importing import MOST_ROWS, Problem, Row, Sheet
from ljuspunkt.domain.report.words import Language, pick
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.files.csv_text import in_columns, not_utf8, outside_quotes, refuse_other_kinds
from ljuspunkt.files.handed_list import is_workbook
from ljuspunkt.files.spreadsheet import NO_DATE
from ljuspunkt.files.workbook import NotAWorkbook, TooLarge, filled_rows

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
"""How large a workbook may be, packed and unpacked: a small file can unpack to more than a machine holds."""
FREE_ROWS = 500
"""How many empty rows under the last have lists to choose from."""
SHEETS: Text = {"sv": "Kandidater", "en": "Candidates"}
MOST_ABOVE = 10
"""Among how many rows the headings are looked for: lists often have a title of their own above them."""
TITLES = frozenset({"title_sv", "title_en"})
_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_WIDTHS = {"title": 44, "description": 60, "easy_read": 60, "short_title": 34, "sources": 50, "status_reason": 30}


@dataclass(frozen=True, slots=True)
class Codes:
    """What may stand in the columns that have lists to choose from; `kinds` are the inventory's own."""

    kinds: Mapping[str, Text]

    def of(self, column: str, language: Language) -> tuple[str, ...]:
        """Return the words for a column, none where anything may stand in it."""
        codes: dict[str, Mapping[str, Text]] = {
            "kind": self.kinds,
            "perspective": PERSPECTIVES,
            "status": {code: name for code, name in STATUSES.items() if code != "merged"},
        }
        return tuple(wording(name, language) or code for code, name in codes.get(column, {}).items())


def harmless(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula when it opens a CSV file."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_meant(text: str) -> str:
    """Return what `harmless` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def read_candidate_list(path: Path, name: str) -> Sheet:
    """Read a list of candidates, a workbook (.xlsx) or comma-separated text (.csv).

    Args:
        path: where it lies.
        name: what its sender calls it.

    Raises:
        BadInput: it can't be read at all. What is wrong with single rows stands in the sheet's problems.
    """
    if path.stat().st_size > MOST_BYTES:
        raise BadInput(
            "file_large", "The file is larger than {most} megabytes.", file=name, most=MOST_BYTES // 1_000_000
        )
    with path.open("rb") as opened:
        workbook = is_workbook(opened.read(4)) or is_zipfile(opened)
    try:
        return _read_workbook(path) if workbook else _read_text(path)
    except BadInput as refusal:
        refusal.file = name
        raise


def _read_text(path: Path) -> Sheet:
    refuse_other_kinds(path)
    return _sheet([(line, [as_meant(cell) for cell in cells]) for line, cells in _filled(path)])


def _text(path: Path) -> str:
    """Return text in UTF-8, or in the Windows code page in which Swedish Excel saves CSV.

    Bytes that are UTF-8 in one place and not in another aren't guessed at: half of the letters would come out wrong.
    """
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if _UTF8_LETTER.search(content):
            raise not_utf8(path) from None
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise not_utf8(path) from None


def _filled(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, each with its line.

    What separates the columns is what the first line has most of, or what Excel's own first line “sep=;” says.
    """
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    told = first[4:5] if first.startswith("sep=") else ""
    delimiter = told or max(",;\t", key=outside_quotes(first).count)
    for line, cells in in_columns(io.StringIO(text, newline=""), delimiter, file=str(path)):
        if any(map(str.strip, cells)) and not (told and cells[0] == "sep="):
            yield line, cells


def _sheet(filled: Iterable[tuple[int, list[str]]]) -> Sheet:
    """Return a list; what stands above its headings is its own title.

    Raises:
        BadInput: nothing is there, or two columns have one name.
    """
    given = list(islice(filled, MOST_ROWS + MOST_ABOVE))
    if not given:
        raise BadInput("file_empty", "The file is empty; a heading and rows are needed.")
    top = _top([cells for _line, cells in given[:MOST_ABOVE]])
    first_line, heading = given[top]
    headings = tuple(" ".join(cell.split()) for cell in heading)
    for at, each in enumerate(headings):
        if each and each in headings[:at]:
            raise BadInput("heading_twice", "There are two columns called “{name}”.", line=first_line, name=each)
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, cells in given[top + 1 :]:
        _take(rows, problems, headings, line, cells)
    return Sheet(tuple(each for each in headings if each), tuple(rows), tuple(problems), first_line)


def _take(rows: list[Row], problems: list[Problem], headings: Sequence[str], line: int, cells: Sequence[str]) -> None:
    """Add a row, or what is wrong with its shape; a row without content is passed over."""
    if not any(cell.strip() for cell in cells):
        return
    beyond = [cell for cell in cells[len(headings) :] if cell.strip()]
    unnamed = [cell for heading, cell in zip(headings, cells, strict=False) if not heading and cell.strip()]
    for cell in (*beyond, *unnamed):
        problems.append(
            Problem(
                line,
                "",
                RuleBroken("no_heading", "“{value}” stands in a column without a heading.", value=cell.strip()[:60]),
            )
        )
    filled = [*cells, *[""] * (len(headings) - len(cells))]
    rows.append(Row(line, {heading: cell for heading, cell in zip(headings, filled, strict=False) if heading}))


def _top(rows: Sequence[Sequence[str]]) -> int:
    """Return which row has the headings: one that names a title, else one that fills two columns, else the first."""
    titled = (at for at, cells in enumerate(rows) if TITLES & set(map(column_of, cells)))
    wide = (at for at, cells in enumerate(rows) if sum(map(bool, map(str.strip, cells))) > 1)
    return next(chain(titled, wide), 0)


def _read_workbook(path: Path) -> Sheet:
    large = BadInput("workbook_large", "The workbook unpacks to more than any list needs.")
    try:
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise large
        return _sheet(filled_rows(path, tuple(SHEETS.values())))
    except TooLarge as trouble:
        raise large from trouble
    except (NotAWorkbook, BadZipFile) as trouble:
        raise BadInput(
            "not_a_workbook", "The file isn't an Excel workbook (.xlsx), whatever its name says."
        ) from trouble


def candidate_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]], language: Language) -> bytes:
    """Return candidates as comma-separated text that a spreadsheet program opens rightly in that language."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=pick(language, ";", ","), lineterminator="\r\n")
    writer.writerow([harmless(named(column, language)) for column in columns])
    writer.writerows([harmless(row.get(column, "")) for column in columns] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def candidate_workbook(
    columns: Sequence[str], rows: Sequence[Mapping[str, str]], codes: Codes, language: Language, *, title: str
) -> bytes:
    """Return candidates as a workbook: a sheet that explains, the list, and the words to choose from.

    Args:
        columns: which, in order; headings of notes may be among them.
        rows: one per candidate; none makes a template.
        codes: what may be chosen.
        language: of headings and explanations.
        title: what the inventory is called.
    """
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )
    book.set_properties({"title": title, "author": "Ljuspunkt", "created": NO_DATE})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
    _explain(book, columns, codes, language, title)
    sheet = book.add_worksheet(SHEETS[language])
    sheet.freeze_panes(1, 1)
    for at, column in enumerate(columns):
        width = next((width for part, width in _WIDTHS.items() if column.startswith(part)), 16)
        sheet.set_column(at, at, width, text)
        sheet.write_string(0, at, named(column, language), head)
    for line, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            if row.get(column):
                sheet.write_string(line, at, row[column], text)
    _choices(book, sheet, columns, codes, language, len(rows) + FREE_ROWS)
    sheet.activate()
    book.close()
    return out.getvalue()


def _choices(
    book: "Workbook", sheet: "Worksheet", columns: Sequence[str], codes: Codes, language: Language, last: int
) -> None:
    """Give the columns that have codes a list to choose from; the words stand on a sheet of their own."""
    words = book.add_worksheet(pick(language, "Val", "Choices"))
    place = 0
    for at, column in enumerate(columns):
        allowed = codes.of(column, language)
        if not allowed:
            continue
        words.write_string(0, place, named(column, language))
        for line, word in enumerate(allowed, start=1):
            words.write_string(line, place, word)
        letter = chr(ord("A") + place)
        sheet.data_validation(
            1,
            at,
            last,
            at,
            {
                "validate": "list",
                "source": f"='{words.get_name()}'!${letter}$2:${letter}${len(allowed) + 1}",
                "ignore_blank": True,
                "error_title": named(column, language)[:32],
                "error_message": pick(language, "Välj ett av orden i listan.", "Choose one of the words in the list."),
                "error_type": "warning",
            },
        )
        place += 1


def _explain(book: "Workbook", columns: Sequence[str], codes: Codes, language: Language, title: str) -> None:
    sheet = book.add_worksheet(pick(language, "Läs först", "Read first"))
    big = book.add_format({"bold": True, "font_size": 16})
    bold = book.add_format({"bold": True, "valign": "top"})
    text: Format = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, title, big)
    lines = [
        (
            pick(language, "Så här gör du", "How to use it"),
            pick(
                language,
                f"Skriv en kandidat per rad på bladet ”{SHEETS['sv']}”. Läs sedan in filen på listans sida. Du får "
                "se vad som blir nytt och vad som ändras innan något sparas. Är något fel sparas ingenting.",
                f"Write one candidate per row on the sheet “{SHEETS['en']}”. Then import the file on the inventory's "
                "page. You will see what becomes new and what changes before anything is kept. If something is "
                "wrong, nothing is.",
            ),
        ),
        (
            pick(language, "Egna kolumner", "Columns of your own"),
            pick(
                language,
                "Kolumner med andra rubriker sparas som anteckningar. Kolumner som saknas lämnas som de är.",
                "Columns with other headings are kept as notes. Columns that are missing are left as they are.",
            ),
        ),
    ]
    lines += [(named(column, language), MEANINGS[column][language]) for column in columns if column in MEANINGS]
    for column in columns:
        if allowed := codes.of(column, language):
            lines.append((named(column, language), ", ".join(allowed)))
    kinds = ", ".join(name[language] for name in SOURCE_KINDS.values())
    example = pick(
        language,
        "rapport: Så arbetar vi <https://example.org/rapport>",
        "report: How we work <https://example.org/report>",
    )
    lines.append((pick(language, "Källans slag", "Kind of source"), f"{kinds}\n{example}"))
    for at, (what, words) in enumerate(lines, start=2):
        sheet.write_string(at, 0, what, bold)
        sheet.write_string(at, 1, words, text)


TEMPLATE = tuple(column for column in HEADINGS if column not in ("merged_into", "perspective_inferred", "title_known"))
"""The columns of the template."""
