"""A questionnaire as an XLSForm workbook that any program for XLSForms opens, with our own columns beside the usual."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.files.form import joined
from ljuspunkt.files.questionnaire_rows import Document
from ljuspunkt.files.xlsform_words import language_named

LONGEST = 32_767
"""How many characters a cell may hold."""

COLUMNS: Mapping[str, Sequence[str]] = {
    "survey": (
        "type name label easy hint required relevant constraint constraint_message media::image indicator measure "
        "positive reverse same_as mark own"
    ).split(),
    "choices": "list_name name label easy score missing".split(),
    "settings": (
        "form_title form_id version default_language languages respondent_group waves shown_title group_label"
    ).split(),
    "indicators": "number title candidate".split(),
}
"""The sheets and their columns in order. Of those with languages there is a column for each."""

ALWAYS = {"survey": ("type", "name", "label"), "choices": ("list_name", "name", "label")}
RENAMED = {
    ("survey", "picture"): "media::image",
    ("choices", "value"): "score",
    ("settings", "title"): "shown_title",
}
"""Our columns under the headings that other programs know, or that they don't take for something else."""

Cells = dict[tuple[str, str], str]


def workbook_of(document: Document) -> bytes:
    """Return a questionnaire's document as a workbook; the same document gives the same bytes.

    Raises:
        BadInput: a text is longer than a cell may be.
    """
    from datetime import datetime

    import xlsxwriter

    made = BytesIO()
    settings = _mapping(document["settings"])
    language = str(settings["default_language"])
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001
        strong = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = workbook.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in _sheets(document, language).items():
            sheet = workbook.add_worksheet(name)
            headings = _headings(name, rows, language)
            sheet.freeze_panes(1, 0)
            for column, (heading, spoken) in enumerate(headings):
                sheet.set_column(column, column, 40 if spoken else 18)
                sheet.write_string(0, column, _heading(name, heading, spoken), strong)
            for line, row in enumerate(rows, start=1):
                for column, key in enumerate(headings):
                    if row.get(key):
                        _fits(row[key], name, line + 1, key[0])
                        sheet.write_string(line, column, row[key], plain)
    return made.getvalue()


def _fits(text: str, sheet: str, line: int, column: str) -> None:
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise BadInput(
            "cell_long",
            "The text is longer than a cell of a workbook may be ({most} characters).",
            file=sheet,
            line=line,
            column=column,
            most=LONGEST,
        )


def _sheets(document: Document, language: str) -> dict[str, list[Cells]]:
    settings = _mapping(document["settings"])
    title = _mapping(settings.get("title", {}))
    form_title = title.get(language) or next(iter(title.values()), "")
    return {
        "survey": [_cells("survey", row) for row in _rows(document["survey"])],
        "choices": [
            _cells("choices", {"list_name": name, **row})
            for name, rows in _mapping(document["choices"]).items()
            for row in _rows(rows)
        ],
        "settings": [
            _cells(
                "settings",
                {
                    **settings,
                    "form_title": form_title,
                    "default_language": language_named(language),
                },
            )
        ],
        "indicators": [_cells("indicators", row) for row in _rows(document["indicators"])],
    }


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


def _rows(value: object) -> Iterable[Mapping[str, object]]:
    assert isinstance(value, list)
    return value


def _cells(sheet: str, row: Mapping[str, object]) -> Cells:
    """Return a row's cells by heading and language; "" stands for none."""
    cells: Cells = {}
    for key, value in row.items():
        if value == "":
            continue
        heading = RENAMED.get((sheet, key), key)
        if key == "same_as":
            earlier = _mapping(value)
            cells[heading, ""] = joined([str(earlier["version"]), str(earlier["name"])])
        elif isinstance(value, Mapping):
            cells.update({(heading, language): str(text) for language, text in value.items()})
        else:
            cells[heading, ""] = joined([str(part) for part in value]) if isinstance(value, list) else str(value)
    return cells


def _headings(sheet: str, rows: Sequence[Cells], default: str) -> list[tuple[str, str]]:
    """Return the headings that are filled in any row, in order, the default language first."""
    used = dict.fromkeys(key for row in rows for key in row)
    languages = dict.fromkeys([default, *(language for _heading, language in used if language)])
    found: list[tuple[str, str]] = []
    for column in COLUMNS[sheet]:
        here = [(column, language) for language in ("", *languages) if (column, language) in used]
        if not here and column in ALWAYS.get(sheet, ()):
            here = [(column, default if column == "label" else "")]
        found += here
    return found


def _heading(sheet: str, heading: str, language: str) -> str:
    """Return a heading; pyxform takes no other columns with languages than its own among the choices."""
    if (sheet, heading) == ("choices", "easy"):
        return f"easy_{language}"
    return f"{heading}::{language_named(language)}" if language else heading
