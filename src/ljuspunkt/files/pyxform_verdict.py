"""What pyxform, the field's own reader of XLSForms, says of a workbook; asked in a process of its own, without Java.

It is given the cells that were read here, never the file, so that both judge the same.
"""

import json
import re
import sys

from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files.notices import Notify, Placed
from ljuspunkt.files.workbook import Sheets, TooLarge, apart, limit

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
_SHEET = re.compile(r"'(survey|choices|settings)' sheet")
_ROW = re.compile(r"^\s*\[row\s*:\s*(\d+)\]\s*")


def tell_verdict(sheets: Sheets, file: str, notify: Notify) -> None:
    """Tell why other programs for XLSForms would refuse a workbook; nothing where they wouldn't.

    Args:
        sheets: the workbook's rows as `filled_sheets` gives them.
        file: what the notice calls it.
        notify: is told.
    """
    try:
        said = apart(__name__, given=json.dumps(sheets))
    except TooLarge:
        notify(Notice("{file}: it was too large for pyxform to judge.", {"file": file}))
        return
    if isinstance(said, str):
        row, sheet = _ROW.match(said), _SHEET.search(said)
        notify(
            Placed(
                "Other programs for XLSForms refuse this. In English, pyxform says: “{said}”",
                {"said": " ".join(_ROW.sub("", said).split())[:400]},
                file=f"{file}, {sheet.group(1) if sheet else 'survey'}" if row else file,
                line=int(row.group(1)) if row else None,
            )
        )


def judged(sheets: Sheets) -> str | None:
    """Return why pyxform refuses a workbook, None where it doesn't."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    if len(sheets) == 1 and "survey" not in sheets:
        sheets = {"survey": next(iter(sheets.values()))}
    given: dict[str, object] = {"sheet_names": list(sheets), "fallback_form_name": "form"}
    for name in SHEETS:
        if sheets.get(name):
            (first, headings), *rows = sheets[name]
            plain = [" ".join(heading.split()) for heading in headings]
            own = {"settings": "title", "choices": "easy::"}.get(name)
            plain = ["" if own and heading.lower().startswith(own) else heading for heading in plain]
            if name == "choices" and {"name", "value"} <= {heading.lower() for heading in plain}:
                plain = [("score" if heading.lower() == "value" else heading) for heading in plain]
            given[f"{name}_header"] = [{heading: None for heading in plain if heading}]
            numbered: list[dict[str, str]] = [{} for _line in range(rows[-1][0] - first)] if rows else []
            for line, cells in rows:
                numbered[line - first - 1] = {
                    heading: cell.strip()
                    for heading, cell in zip(plain, cells, strict=False)
                    if heading and cell.strip()
                }
            given[name] = numbered
    try:
        convert(given)
    except PyXFormError as refusal:
        return str(refusal)
    except Exception as trouble:  # what it stumbles on is a verdict as well
        return f"{type(trouble).__name__}: {trouble}"
    return None


if __name__ == "__main__":
    limit()
    json.dump(judged(json.load(sys.stdin)), sys.stdout)
