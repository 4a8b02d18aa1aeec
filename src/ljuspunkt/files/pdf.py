"""A report as a tagged PDF (PDF/A-2a and PDF/UA-1), set by typst.

Content goes to the template as JSON and is set as text, so that no name in it is read as markup. The same content
gives the same bytes. PDF/A wants a date; where none is given it is the first of January 1970, the customary sign
that there is none.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.report.labels import labels
from ljuspunkt.domain.report.outline import Account, Figure, Report, Section, Table
from ljuspunkt.domain.report.words import Language
from ljuspunkt.files.drawing import drawn_alone

if TYPE_CHECKING:
    from typst import Fonts

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"
NO_DATE = date(1970, 1, 1)

MOST_STRANGE_CHARACTERS = 100
_NOT_DISPLAYED = re.compile(r'the (?:text|PDF contains the codepoint) `"(.*?)"`')
_BY_NUMBER = re.compile(r"\\u\{([0-9a-f]+)\}")

Content = dict[str, object]


def report_pdf(report: Report, language: Language, *, on: date | None = None) -> bytes:
    """Return a report as a PDF.

    Args:
        report: composed in `language`.
        language: of the report.
        on: the date that the file carries.
    """
    return set_in_type(
        {
            "heading": report.heading,
            "title": report.title,
            "lede": list(report.lede),
            "sample": report.sample,
            "verdict": asdict(report.verdict),
            "contents": table_content(report.contents),
            "overview": _picture(report.overview, level=2) if report.overview else None,
            "responses_heading": report.responses_heading,
            "responses": table_content(report.responses),
            "by_association": table_content(report.associations, prose=True) if report.associations else None,
            "sections": [_section(section, language) for section in report.sections],
            "account": _account(report.account),
            "appendix": [_appendix(section) for section in report.sections if section.associations or section.beside],
        },
        language,
        on=on,
    )


def _appendix(section: Section) -> Content:
    """Return the associations of a section: their table, and the pictures that aren't in the section itself."""
    named = section.associations_heading
    return {
        "heading": f"{section.title}: {named}" if named else section.title,
        "table": table_content(section.associations) if section.associations else None,
        "pictures": [_picture(each.funnel, level=3) for each in section.beside[1:]],
    }


def set_in_type(content: Mapping[str, object], language: Language, *, on: date | None = None) -> bytes:
    """Return content in the shape of `report.typ` as a PDF.

    Args:
        content: JSON-able.
        language: which the document says it is in.
        on: the date that the file carries.
    """
    when = on or NO_DATE
    document = {
        **content,
        "language": language,
        "labels": asdict(labels(language)),
        "date": [when.year, when.month, when.day],
    }
    return compiled("report", document)


def compiled(template: str, content: Mapping[str, object], *, all_letters: bool = False) -> bytes:
    """Return content, set by one of our templates, as a PDF.

    Args:
        template: its name, and the name under which it finds the content.
        content: JSON-able.
        all_letters: refuse a text with letters that our fonts lack rather than spell them out by their numbers.

    Raises:
        BadInput: the texts hold too many characters that our fonts lack, or a letter where all are needed.
    """
    import typst

    text = json.dumps(content, ensure_ascii=False)
    for _ in range(MOST_STRANGE_CHARACTERS):
        try:
            return typst.compile(
                (FOLDER / "typst" / f"{template}.typ").read_bytes(),
                font_paths=_fonts(),
                format="pdf",
                pdf_standards=["a-2a", "ua-1"],
                sys_inputs={template: text},
            )
        except typst.TypstError as refusal:
            strange = _NOT_DISPLAYED.search(str(refusal))
            if strange is None:
                raise
            characters = _BY_NUMBER.sub(lambda number: chr(int(number[1], 16)), strange.group(1))
            letters = "".join(sorted({each for each in characters if each.isalpha()}))
            if all_letters and letters:
                raise BadInput(
                    "letters_missing",
                    "The fonts for printing lack letters of this text: {letters}. It can be answered on the web.",
                    letters=letters,
                ) from None
            text = _spelt_out(text, characters)
    raise BadInput(
        "strange_characters",
        "The texts hold more characters that our fonts lack than a PDF can spell out.",
    )


def _spelt_out(text: str, strange: str) -> str:
    """Return the text with characters that no font has as their code: an emoji becomes "[U+1F600]"."""
    for character in sorted(set(strange)):
        written = re.escape(json.dumps(character, ensure_ascii=False)[1:-1])
        text = re.sub(rf"(?<!\\)((?:\\\\)*){written}", rf"\1[U+{ord(character):04X}]", text)
    return text


@cache
def _fonts() -> "Fonts":
    """Return our own fonts and those that typst brings, never the machine's: every machine sets the same."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def picture_png(svg: str, *, alt: str, per_inch: float = 144.0) -> bytes:
    """Return a picture as PNG.

    Args:
        svg: a picture on its own.
        alt: its text alternative.
        per_inch: pixels per inch; 96 gives the picture's own size.
    """
    import typst

    return typst.compile(
        b"#set page(width: auto, height: auto, margin: 0pt)\n"
        b'#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.alt)\n',
        font_paths=_fonts(),
        format="png",
        ppi=per_inch,
        sys_inputs={"svg": svg, "alt": alt},
    )


def table_content(table: Table, *, wordy: bool = False, prose: bool = False) -> Content:
    """Return a table as the template takes it; `wordy` gives its second column room for words, `prose` its third."""
    return {
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [
            {
                "heading": row.heading,
                "note": row.note,
                "cells": [{**asdict(cell), "missing": cell.missing} for cell in row.cells],
            }
            for row in table.rows
        ],
        "notes": list(table.notes),
        "wordy": wordy,
        "prose": prose,
    }


def _picture(figure: Figure, *, level: int) -> Content:
    return {
        "level": level,
        "finding": figure.finding,
        "margin": list(figure.margin),
        "svg": drawn_alone(figure.picture, dark=False),
        "alt": f"{figure.finding}. {figure.picture.description}",
        "notes": list(figure.notes),
    }


def _account(account: Account) -> Content:
    return {
        "heading": account.heading,
        "lede": list(account.lede),
        "calculations": [
            {
                "margin": list(each.margin),
                "heading": each.heading,
                "words": list(each.words),
                "table": table_content(each.table) if each.table else None,
                "steps": [{"what": step.what, "how": step.how, "gives": step.gives} for step in each.steps],
                "after": list(each.after),
            }
            for each in account.calculations
        ],
        "protection_heading": account.protection_heading,
        "protection": list(account.protection),
        "protected": table_content(account.protected),
        "left_heading": account.left_heading,
        "left": list(account.left),
        "methods_heading": account.methods_heading,
        "methods": [asdict(method) for method in account.methods],
        "check_heading": account.check_heading,
        "check": list(account.check),
        "commands": [asdict(fact) for fact in account.commands],
        "facts": [asdict(fact) for fact in account.facts],
    }


def _section(section: Section, language: Language) -> Content:
    words = labels(language)
    tables: list[Content] = [
        {"heading": words.table, "cut": "", "table": table_content(section.table), "compact": False}
    ]
    tables += [
        {"heading": table.caption, "cut": "", "table": table_content(table), "compact": False}
        for table in section.breakdowns
    ]
    if section.changes:
        changes = table_content(section.changes)
        tables.append({"heading": words.changes, "cut": "", "table": changes, "compact": True})
    tables.append(
        {"heading": words.questions, "cut": "", "table": table_content(section.questions, wordy=True), "compact": True}
    )
    return {
        "heading": section.heading,
        "margin": list(section.margin),
        "lede": list(section.lede),
        "thread": [asdict(bead) for bead in section.thread],
        "points": [],
        "pictures": [_picture(section.figure, level=3)],
        "tables": tables,
        "beside": [_picture(each.funnel, level=3) for each in section.beside[:1]],
    }
