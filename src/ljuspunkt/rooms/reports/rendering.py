"""The report as one file: the same templates as the site's pages, rendered without settings or database.

Style and fonts are written into the file, so that it opens from a disk and asks nobody for anything.
"""

import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

import ljuspunkt
from ljuspunkt.rooms.reports.conference_pages import ConferenceOnPage
from ljuspunkt.rooms.reports.pages import ReportOnPage

ROOM = Path(__file__).parent
STATIC = Path(ljuspunkt.__file__).parent / "ui" / "static" / "ui"
SHEETS = (STATIC / "css" / "tokens.css", STATIC / "css" / "components.css", ROOM / "static" / "reports" / "report.css")
FONTS = ("atkinson-hyperlegible-next-latin-wght-normal", "atkinson-hyperlegible-next-latin-ext-wght-normal")

_FACE = re.compile(r"@font-face\s*\{[^}]*?\.\./fonts/([\w-]+)\.woff2[^}]*\}")


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(ROOM / "templates")], autoescape=True)


@cache
def style() -> SafeString:
    """Return all style that a report's file needs, fonts included; the sheets are our own."""
    text = "\n".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    return mark_safe(_FACE.sub(_embedded, text))  # noqa: S308 - our own style sheets


def _embedded(face: re.Match[str]) -> str:
    """Return a font face with the font written into it; nothing for a font that reports don't need."""
    name = face.group(1)
    if name not in FONTS:
        return ""
    font = b64encode((STATIC / "fonts" / f"{name}.woff2").read_bytes()).decode("ascii")
    return re.sub(r'url\("[^"]*"\)', f'url("data:font/woff2;base64,{font}")', face.group(0))


def report_file(page: ReportOnPage) -> str:
    """Return the whole report of a release as one HTML page."""
    return _rendered("reports/report_file.html", page)


def conference_file(page: ConferenceOnPage) -> str:
    """Return the whole report of a conference as one HTML page."""
    return _rendered("reports/conference_file.html", page)


def _rendered(template: str, page: object) -> str:
    context = Context({"it": page, "style": style(), "version": ljuspunkt.__version__})
    return _tidied(_engine().get_template(template).render(context))


def _tidied(page: str) -> str:
    """Return the page without the empty lines that templates leave."""
    return re.sub(r"\n\s*\n+", "\n", page)
