"""A measure protocol as a tagged PDF and as a workbook, and the proposals of a call as a workbook.

The same version gives the same bytes. In a workbook texts are texts: what somebody proposed is never run.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from ljuspunkt.domain.indicator.candidate import KINDS
from ljuspunkt.domain.indicator.measure import HEADINGS, PARTS, Measure
from ljuspunkt.domain.indicator.measure_protocol import Decided, Measured, MeasureEdition
from ljuspunkt.domain.report.words import Language, pick
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.files.pdf import Content, compiled
from ljuspunkt.files.spreadsheet import NO_DATE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

WIDTHS = {"title": 44, "numerator": 40, "denominator": 40, "source": 34, "used_in": 34}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list; `said` are cells for eyes, in the order of `ABOUT`."""

    said: tuple[str, ...]
    measure: Measure


ABOUT: tuple[Text, ...] = (
    {"sv": "Nr", "en": "No."},
    {"sv": "Indikator", "en": "Indicator"},
    {"sv": "Målgrupp", "en": "Audience"},
    {"sv": "Föreslaget av", "en": "Proposed by"},
    {"sv": "Läge", "en": "State"},
    {"sv": "Sammanslaget med", "en": "Merged into"},
    {"sv": "Grupp", "en": "Group"},
    {"sv": "Beslut", "en": "Decision"},
    {"sv": "Skäl", "en": "Reason"},
)
"""What stands of a proposal beside what it says."""


CALLED: Mapping[str, Text] = {
    "core": {"sv": "kärnprotokollet", "en": "the core protocol"},
    "comprehensive": {"sv": "det omfattande protokollet", "en": "the comprehensive protocol"},
}
"""What the network's own protocols are called; another is called by its name."""


def measure_protocol_pdf(edition: MeasureEdition, *, title: str, sha256: str, language: Language) -> bytes:
    """Return a version as a tagged PDF.

    Args:
        edition: the version.
        title: what the measure protocol is called.
        sha256: of its document.
        language: of the PDF; texts that aren't written in it stand in another.
    """
    return compiled(
        "measures",
        {
            "language": language,
            "date": _date(edition.published_on),
            "heading": title,
            "lede": _lede(edition, language),
            "note": wording(edition.note, language),
            "page": pick(language, "Sida", "Page"),
            "merged_heading": pick(language, "Sammanslaget i måttet", "Merged into the measure"),
            "why": pick(language, "Skäl", "Reason"),
            "indicators": [_indicator(each, language) for each in edition.indicators if each.measures],
            "without_heading": pick(language, "Ännu utan mått", "Without measures so far"),
            "without": [_titled(each, language) for each in edition.indicators if not each.measures],
            "asked_heading": pick(language, "Vilka som har svarat", "Who answered"),
            "asked": [
                [wording(each.name, language), str(each.answers), str(each.proposals)] for each in edition.audiences
            ],
            "asked_columns": [
                pick(language, "Målgrupp", "Audience"),
                pick(language, "Svar", "Answers"),
                pick(language, "Mått som de föreslog", "Measures they proposed"),
            ],
            "account_heading": pick(language, "Om utgåvan", "About this version"),
            "account": _account(edition, sha256, language),
        },
    )


def _lede(edition: MeasureEdition, language: Language) -> list[str]:
    n, indicators = len(edition.measures), sum(bool(each.measures) for each in edition.indicators)
    return [
        pick(
            language,
            f"{n} mått för {indicators} av {len(edition.indicators)} indikatorer. "
            f"Utgåva {edition.version}, {edition.published_on}.",
            f"{n} measures for {indicators} of {len(edition.indicators)} indicators. "
            f"Version {edition.version}, {edition.published_on}.",
        )
    ]


def _account(edition: MeasureEdition, sha256: str, language: Language) -> list[list[str]]:
    based = edition.based
    return [
        [
            pick(language, "Bygger på", "Based on"),
            pick(
                language,
                f"{CALLED.get(based.name, {}).get('sv', f'protokollet {based.name}')}, utgåva {based.version}",
                f"{CALLED.get(based.name, {}).get('en', f'the protocol {based.name}')}, version {based.version}",
            ),
        ],
        [pick(language, "Det protokollets SHA-256", "SHA-256 of that protocol"), based.sha256],
        [pick(language, "Den här utgåvans SHA-256", "SHA-256 of this version"), sha256],
    ]


def _indicator(each: Measured, language: Language) -> Content:
    return {
        "title": _titled(each, language),
        "kind": wording(KINDS.get(each.kind, {}), language),
        "description": wording(each.description, language),
        "counted": _counted(each, language),
        "measures": [_measure(measure, language) for measure in each.measures],
    }


def _titled(each: Measured, language: Language) -> str:
    return f"{each.number}. {wording(each.title, language)}"


def _counted(each: Measured, language: Language) -> str:
    return pick(
        language,
        f"{each.proposed} förslag kom in och släpptes fram. {each.later} sparas till senare, {each.out} används inte.",
        f"{each.proposed} proposals were let through. {each.later} are kept for later, {each.out} won't be used.",
    )


def _measure(each: Decided, language: Language) -> Content:
    return {
        "title": f"{each.number} {each.measure.titled(language)}",
        "parts": _parts(each.measure, language),
        "reason": each.reason,
        "merged": [
            {"title": merged.measure.titled(language), "parts": _parts(merged.measure, language)}
            for merged in each.merged
        ],
    }


def _parts(measure: Measure, language: Language) -> list[list[str]]:
    return [[wording(heading, language), wording(said, language)] for heading, said in measure.parts]


def _date(on: str) -> list[int]:
    day = date.fromisoformat(on)
    return [day.year, day.month, day.day]


def measure_protocol_workbook(edition: MeasureEdition, *, title: str, sha256: str, language: Language) -> bytes:
    """Return a version as a workbook: a sheet that explains, the measures, and what was merged into them."""
    out = BytesIO()
    book = _book(out, title)
    formats = _Formats.of(book)
    first = book.add_worksheet(pick(language, "Läs först", "Read first"))
    first.set_column(0, 0, 30)
    first.set_column(1, 1, 90)
    first.write_string(0, 0, title, formats.big)
    lines = [
        (pick(language, "Innehåll", "Content"), _lede(edition, language)[0]),
        *([(pick(language, "Nytt", "What is new"), said)] if (said := wording(edition.note, language)) else []),
        *((what, said) for what, said in _account(edition, sha256, language)),
        *(
            (
                wording(each.name, language),
                pick(
                    language,
                    f"{each.answers} svar, {each.proposals} mått som släpptes fram",
                    f"{each.answers} answers, {each.proposals} measures that were let through",
                ),
            )
            for each in edition.audiences
        ),
    ]
    for at, (what, said) in enumerate(lines, start=2):
        first.write_string(at, 0, what, formats.bold)
        first.write_string(at, 1, said, formats.text)
    about = [pick(language, *pair) for pair in (("Indikator", "Indicator"), ("Indikatorns titel", "Indicator's title"))]
    described = pick(language, "Indikatorns beskrivning", "Indicator's description")
    number = pick(language, "Måttets nr", "Measure's no.")
    reason = pick(language, "Skäl", "Reason")
    _table(
        book,
        formats,
        pick(language, "Mått", "Measures"),
        [*about, described, number, *_headings(language), reason],
        [
            [
                each.number,
                wording(each.title, language),
                wording(each.description, language),
                measure.number,
                *_cells(measure.measure, language),
                measure.reason,
            ]
            for each in edition.indicators
            for measure in each.measures
        ],
        [10, 40, 40, 12, *_widths(), 40],
    )
    _table(
        book,
        formats,
        pick(language, "Sammanslaget", "Merged"),
        [number, *_headings(language)],
        [
            [measure.number, *_cells(merged.measure, language)]
            for measure in edition.measures
            for merged in measure.merged
        ],
        [12, *_widths()],
    )
    book.close()
    return out.getvalue()


def proposals_workbook(rows: Sequence[ProposalRow], *, title: str, language: Language) -> bytes:
    """Return all proposals of a call as a workbook, with both languages of what they say."""
    out = BytesIO()
    book = _book(out, title)
    headings = [wording(each, language) for each in ABOUT]
    both = [f"{wording(HEADINGS[part], language)} ({code})" for part in PARTS for code in ("sv", "en")]
    _table(
        book,
        _Formats.of(book),
        pick(language, "Förslag", "Proposals"),
        [*headings, *both],
        [
            [*row.said, *(getattr(row.measure, part).get(code, "") for part in PARTS for code in ("sv", "en"))]
            for row in rows
        ],
        [8, 30, 20, 24, 14, 12, 24, 12, 40, *(width for width in _widths() for _code in range(2))],
    )
    book.close()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Formats:
    big: "Format"
    bold: "Format"
    head: "Format"
    text: "Format"

    @classmethod
    def of(cls, book: "Workbook") -> "_Formats":
        return cls(
            big=book.add_format({"bold": True, "font_size": 16}),
            bold=book.add_format({"bold": True, "valign": "top"}),
            head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            text=book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True}),
        )


def _book(out: BytesIO, title: str) -> "Workbook":
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(out, options)
    book.set_properties({"title": title, "author": "Ljuspunkt", "created": NO_DATE})
    return book


def _table(
    book: "Workbook",
    formats: _Formats,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for at, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(at, at, width, formats.text)
        sheet.write_string(0, at, heading, formats.head)
    for line, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if cell:
                sheet.write_string(line, at, cell, formats.text)


def _headings(language: Language) -> list[str]:
    return [wording(HEADINGS[part], language) for part in PARTS]


def _cells(measure: Measure, language: Language) -> list[str]:
    return [wording(getattr(measure, part), language) for part in PARTS]


def _widths() -> list[int]:
    return [WIDTHS.get(part, 24) for part in PARTS]
