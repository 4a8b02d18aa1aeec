"""Structure files as LimeSurvey exports them, built from rows: of versions 4 to 6, and of version 3 and before."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Rows = Sequence[Mapping[str, object]]


def structure(path: Path, *, languages: Sequence[str], **tables: Rows) -> Path:
    """Write a structure file with these tables."""
    said = "".join(f"  <language>{language}</language>\n" for language in languages)
    body = "".join(_table(name, rows) for name, rows in tables.items())
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>\n <LimeSurveyDocType>Survey</LimeSurveyDocType>\n'
        f" <DBVersion>479</DBVersion>\n <languages>\n{said} </languages>\n{body}</document>\n",
        encoding="utf-8",
    )
    return path


def _table(name: str, rows: Rows) -> str:
    columns = dict.fromkeys(column for row in rows for column in row)
    fields = "".join(f"   <fieldname>{column}</fieldname>\n" for column in columns)
    lines = "".join(
        "   <row>\n"
        + "".join(f"    <{column}>{_content(value)}</{column}>\n" for column, value in row.items())
        + "   </row>\n"
        for row in rows
    )
    return f" <{name}>\n  <fields>\n{fields}  </fields>\n  <rows>\n{lines}  </rows>\n </{name}>\n"


def _content(value: object) -> str:
    return f"<![CDATA[{value}]]>" if "]]>" not in str(value) else escape(str(value))


def question(qid: int, gid: int, type_: str, title: str, **more: object) -> dict[str, object]:
    """Return a row of the table of questions, or with `parent_qid` of subquestions."""
    return {"qid": qid, "parent_qid": 0, "sid": 1, "gid": gid, "type": type_, "title": title, "preg": "", "other": "N",
            "mandatory": "N", "question_order": qid, "scale_id": 0, "relevance": "1"} | more  # fmt: skip


def texts(key: str, column: str, said: Mapping[int, Mapping[str, str]]) -> list[dict[str, object]]:
    """Return the rows of a table of texts."""
    return [
        {"id": number * 10 + place, key: number, column: text, "language": language}
        for number, wordings in said.items()
        for place, (language, text) in enumerate(wordings.items())
    ]
