"""A release as a spreadsheet: a sheet that explains, then one per table, with units, labels and notes.

Numbers are numbers and names are text: an association called "=1+1" stays what it is called. Rows are written as
they come, so that large releases need no memory. The same release gives the same bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING

from ljuspunkt.domain.disclosure.release import ReleasedRow, ReleasedTable
from ljuspunkt.domain.report.cells import REASONS, SIGNS, uncertain_word
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.outline import Report
from ljuspunkt.domain.report.picture import UNCERTAIN_WIDTH
from ljuspunkt.domain.report.reading import Subject, last_wave
from ljuspunkt.domain.report.words import Language, pick
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.files.comparison_tables import TEXT, WHOLE
from ljuspunkt.files.folder import Files
from ljuspunkt.files.release import NUMBERS
from ljuspunkt.files.spreadsheet_comparisons import COMPARISONS, comparison_sheets, explained, unit_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
SHARES = ("share", "low", "high")
MEANS = ("mean", "mean_low", "mean_high")
LONGEST_SHEET_NAME = 31
FORBIDDEN_IN_NAMES = "[]:*?/\\'"


def report_spreadsheet(
    publication: Publication, report: Report, language: Language, comparisons: Files | None = None
) -> bytes:
    """Return the released tables of a report as a workbook, and its comparisons.

    Args:
        publication: what the report was composed from.
        report: composed in `language`.
        language: of the explanations and labels.
        comparisons: the release's own tables of comparisons (CSV) by path; other files among them are passed over.
    """
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": report.title, "subject": report.heading, "author": "Ljuspunkt", "created": NO_DATE})
    formats = _Formats(book)
    measurement = Measurement(publication)
    names = _sheet_names([table.name for table in publication.tables], language)
    compared = list(comparison_sheets(measurement, comparisons or {}))
    tables = list(zip(publication.tables, names, strict=True))
    _explain(book, formats, report, tables, [name for name, _ in compared], language)
    for table, name in zip(publication.tables, names, strict=True):
        _sheet(book.add_worksheet(name), formats, table, measurement, language)
        if table.steps:
            _steps(
                book.add_worksheet(_fits(f"{name} steg", 28) if language == "sv" else _fits(f"{name} steps", 28)),
                formats,
                table,
                measurement,
                language,
            )
    for name, rows in compared:
        _comparison_sheet(book.add_worksheet(COMPARISONS[name][language]), formats, rows, language)
    book.close()
    return out.getvalue()


class _Formats:
    def __init__(self, book: "Workbook") -> None:
        self.head: Format = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.unit: Format = book.add_format({"italic": True, "font_color": "#45535f"})
        self.title: Format = book.add_format({"bold": True, "font_size": 16})
        self.text: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.share: Format = book.add_format({"num_format": "0.0%"})
        self.mean: Format = book.add_format({"num_format": "0.00"})
        self.whole: Format = book.add_format({"num_format": "#,##0"})
        self.pale: Format = book.add_format({"num_format": "0.0%", "font_color": "#71838d", "italic": True})
        self.number: Format = book.add_format({"num_format": "0.000"})


def _sheet_names(names: Sequence[str], language: Language) -> list[str]:
    found: list[str] = []
    for name in names:
        plain = "".join("-" if letter in FORBIDDEN_IN_NAMES else letter for letter in name) or "-"
        candidate, number = _fits(plain, 24), 2
        while candidate.lower() in {other.lower() for other in found}:
            candidate, number = f"{_fits(plain, 20)} {number}", number + 1
        found.append(candidate)
    return found


def _fits(name: str, length: int) -> str:
    return name[: min(length, LONGEST_SHEET_NAME)]


def _explain(
    book: "Workbook",
    formats: _Formats,
    report: Report,
    tables: Iterable[tuple[ReleasedTable, str]],
    comparisons: Sequence[str],
    language: Language,
) -> None:
    sheet = book.add_worksheet(pick(language, "Läs först", "Read first"))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, report.title, formats.title)
    lines: list[tuple[str, str]] = [(pick(language, "Fynd", "Finding"), report.heading)]
    lines += [("", part) for part in report.lede]
    lines.append((report.verdict.heading, report.verdict.words))
    lines += [(pick(language, "Blad", "Sheet") + f" {name}", ", ".join(table.columns)) for table, name in tables]
    lines += [(column, words) for column, words in _columns(language)]
    lines += explained(comparisons, language)
    lines += [(SIGNS[state], REASONS[state][language]) for state in ("hidden", "empty")]
    lines += [(pick(language, "Metod", "Method"), part) for part in report.method]
    lines += [(fact.what, fact.words) for fact in report.facts]
    for number, (what, words) in enumerate(lines, 2):
        sheet.write_string(number, 0, what, formats.text)
        sheet.write_string(number, 1, words, formats.text)


def _columns(language: Language) -> list[tuple[str, str]]:
    return [
        ("n", pick(language, "svarande i mängden", "respondents of the set")),
        (
            "answered",
            pick(
                language,
                "svar på frågan, eller på alla indikatorns frågor tillsammans; ”vet inte” räknas inte in",
                "answers to the question, or to all of the indicator's questions together; “don't know” isn't counted",
            ),
        ),
        ("positive", pick(language, "positiva svar", "positive answers")),
        ("share", pick(language, "positive delat med answered", "positive divided by answered")),
        ("low, high", pick(language, "95 % osäkerhet för andelen", "95% uncertainty of the share")),
        ("mean, mean_low, mean_high", pick(language, "medelvärde och dess osäkerhet", "mean and its uncertainty")),
        (
            "band",
            pick(
                language,
                "few: noll eller ett positivt svar; nearly all: alla eller alla utom ett; exakt antal visas inte",
                "few: no or one positive answer; nearly all: all or all but one; the exact number isn't shown",
            ),
        ),
        ("hidden", pick(language, "varför ingen siffra visas", "why no number is shown")),
        (
            "uncertain",
            pick(
                language,
                "intervallet är bredare än 40 procentenheter; siffran är blek",
                "the interval is wider than 40 percentage points; the number is pale",
            ),
        ),
    ]


def _sheet(
    sheet: "Worksheet", formats: _Formats, table: ReleasedTable, measurement: Measurement, language: Language
) -> None:
    named = [
        *table.columns,
        "question",
        "indicator",
        pick(language, "text", "text"),
        *NUMBERS,
        "band",
        "hidden",
        "uncertain",
    ]
    units = _units(named, language)
    _head(sheet, formats, named, units)
    sheet.set_column(len(table.columns) + 2, len(table.columns) + 2, 50)
    for number, row in enumerate(table.rows, 2):
        _row(sheet, formats, number, row, _text(row, table, measurement, language), language)


def _units(named: Sequence[str], language: Language) -> list[str]:
    people, answers = pick(language, "svarande", "respondents"), pick(language, "svar", "answers")
    units = {"n": people, "answered": answers, "positive": answers}
    units |= dict.fromkeys(SHARES, pick(language, "andel", "share"))
    units |= dict.fromkeys(MEANS, pick(language, "skalsteg", "scale steps"))
    return [units.get(name, "") for name in named]


def _head(sheet: "Worksheet", formats: _Formats, named: Sequence[str], units: Sequence[str]) -> None:
    sheet.freeze_panes(2, 0)
    sheet.set_column(0, len(named) - 1, 13)
    for place, name in enumerate(named):
        sheet.write_string(0, place, name, formats.head)
    for place, unit in enumerate(units):
        sheet.write_string(1, place, unit, formats.unit)


def _text(row: ReleasedRow, table: ReleasedTable, measurement: Measurement, language: Language) -> str:
    if row.indicator is not None:
        title = measurement.instruments.titles.get(row.indicator)
        return wording(title.title, language) if title else ""
    where = dict(zip(table.columns, row.key, strict=True))
    subject = Subject("question", row.question or "", {}, ())
    group = where.get("group", "")
    asked = measurement.questions(subject, group, last_wave(where.get("wave", "")))
    return wording(asked[0].label, language) if asked else ""


def _row(sheet: "Worksheet", formats: _Formats, number: int, row: ReleasedRow, text: str, language: Language) -> None:
    place = 0
    for value in (*row.key, row.question or "", row.indicator or "", text):
        sheet.write_string(number, place, value)
        place += 1
    uncertain = row.low is not None and row.high is not None and row.high - row.low > UNCERTAIN_WIDTH
    for name in NUMBERS:
        value = getattr(row, name)
        if value is not None:
            share = formats.pale if uncertain else formats.share
            style = share if name in SHARES else formats.mean if name in MEANS else formats.whole
            sheet.write_number(number, place, value, style)
        elif row.hidden:
            sheet.write_string(number, place, SIGNS["empty" if row.hidden == "-" else "hidden"])
        place += 1
    sheet.write_string(number, place, row.band)
    sheet.write_string(number, place + 1, row.hidden)
    if uncertain:
        sheet.write_string(number, place + 2, uncertain_word(language))


def _steps(
    sheet: "Worksheet", formats: _Formats, table: ReleasedTable, measurement: Measurement, language: Language
) -> None:
    named = [*table.columns, "question", "step", pick(language, "svar", "answer"), "n", "hidden"]
    _head(sheet, formats, named, ["" if name != "n" else pick(language, "svarande", "respondents") for name in named])
    for number, step in enumerate(table.steps, 2):
        where = dict(zip(table.columns, step.key, strict=True))
        subject = Subject("question", step.question, {}, ())
        asked = measurement.questions(subject, where.get("group", ""), last_wave(where.get("wave", "")))
        labels = {choice.name: wording(choice.label, language) for choice in asked[0].scale.choices} if asked else {}
        words = (*step.key, step.question, step.step, labels.get(step.step, ""))
        for place, value in enumerate(words):
            sheet.write_string(number, place, value)
        if step.n is not None:
            sheet.write_number(number, len(words), step.n, formats.whole)
        else:
            sheet.write_string(number, len(words), SIGNS["empty" if step.hidden == "-" else "hidden"])
        sheet.write_string(number, len(words) + 1, step.hidden)


def _comparison_sheet(sheet: "Worksheet", formats: _Formats, rows: Sequence[Sequence[str]], language: Language) -> None:
    """Write one table of comparisons: numbers as numbers, names as text."""
    heading = rows[0]
    _head(sheet, formats, heading, [unit_of(column, language) for column in heading])
    for number, row in enumerate(rows[1:], 2):
        for place, (column, value) in enumerate(zip(heading, row, strict=True)):
            if not value:
                continue
            if column in TEXT or not _is_number(value):
                sheet.write_string(number, place, value)
            else:
                style = formats.whole if column in WHOLE else formats.share if unit_of(column, language) else None
                sheet.write_number(number, place, float(value), style or formats.number)


def _is_number(value: str) -> bool:
    try:
        return isfinite(float(value))
    except ValueError:
        return False
