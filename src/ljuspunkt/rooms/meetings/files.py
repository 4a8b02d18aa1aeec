"""Files that leave the room: downloads that a browser never runs, and tables that a spreadsheet never computes."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from urllib.parse import quote

from django.http import HttpResponse

RUN_BY_BROWSERS = ("text/html", "application/xhtml", "image/svg", "text/xml", "application/xml", "javascript")
COMPUTED = ("=", "+", "-", "@", "\t", "\r")


def download(name: str, content_type: str, content: bytes) -> HttpResponse:
    """Return a file to keep; what a browser would run as a page goes out as plain bytes."""
    safe = not any(kind in content_type.lower() for kind in RUN_BY_BROWSERS)
    response = HttpResponse(content, content_type=content_type if safe else "application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Content-Security-Policy"] = "sandbox"
    return response


def table(rows: Iterable[Sequence[object]], *, separator: str) -> bytes:
    """Return rows as CSV with a mark for spreadsheets that it is UTF-8; what looks like a formula is made text."""
    text = StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(COMPUTED) else text
