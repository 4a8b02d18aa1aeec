"""LimeSurvey's structure files as tables of rows, each with the line on which it stands; HTML in them becomes text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from xml.sax import SAXException, SAXNotSupportedException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import Locator

from ljuspunkt.domain.errors import BadInput

MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table."""

    line: int
    cells: dict[str, str]


@dataclass(slots=True)
class Tables:
    """The tables of a file, and the languages it lists."""

    rows: dict[str, list[Record]] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    kind: str = ""
    _found: dict[tuple[str, str], dict[str, list[Record]]] = field(default_factory=dict)

    def of(self, table: str) -> list[Record]:
        """Return the rows of a table, none where there is no such table."""
        return self.rows.get(table, [])

    def by(self, table: str, key: str, value: str) -> list[Record]:
        """Return the rows of a table that hold a value."""
        index = self._found.get((table, key))
        if index is None:
            index = self._found[table, key] = {}
            for record in self.of(table):
                index.setdefault(record.cells.get(key, ""), []).append(record)
        return index.get(value, [])

    def first(self, table: str, key: str) -> list[Record]:
        """Return the rows of a table, one for each key: older files have a copy for each language."""
        found: dict[str, Record] = {}
        for record in self.of(table):
            found.setdefault(record.cells.get(key, ""), record)
        return list(found.values())

    def copies(self, record: Record, key: str) -> list[Record]:
        """Return the copies of a row in the other languages, itself first."""
        for table in ("questions", "subquestions", "groups"):
            found = self.by(table, key, record.cells.get(key, ""))
            if record in found:
                return found
        return [record]


def read_tables(path: Path) -> Tables:
    """Return the tables of a structure file.

    Raises:
        BadInput: it isn't one, or it defines entities of its own, or it is larger than any survey.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.sax import parse

    handler = _Handler()
    not_lss = BadInput("not_lss", "The file isn't a survey structure of LimeSurvey (.lss).", file=str(path))
    try:
        with path.open("rb") as opened:
            parse(opened, handler, forbid_dtd=True)
    except DefusedXmlException as trouble:
        raise BadInput(
            "xml_entities", "The file defines entities of its own, which isn't allowed.", file=str(path)
        ) from trouble
    except _TooMany as trouble:
        raise BadInput("file_large", "The file is larger than any questionnaire needs.", file=str(path)) from trouble
    except (SAXException, SAXNotSupportedException, UnicodeError, LookupError, ValueError) as trouble:
        raise not_lss from trouble
    if handler.tables.kind != "Survey" or not handler.tables.of("questions"):
        raise not_lss
    return handler.tables


class _TooMany(Exception):
    """There are more rows than any survey has."""


class _Handler(ContentHandler):
    """Gathers document/TABLE/rows/row/FIELD."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = Tables()
        self.path: list[str] = []
        self.text: list[str] = []
        self.record: Record | None = None
        self.count = 0
        self.locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:
        self.locator = locator

    def startElement(self, name: str, attrs: object) -> None:
        self.path.append(name)
        self.text = []
        if len(self.path) == 4 and self.path[2:] == ["rows", "row"]:
            self.count += 1
            if self.count > MOST_ROWS:
                raise _TooMany
            line = self.locator.getLineNumber() if self.locator else None
            self.record = Record(line or 0, {})
            self.tables.rows.setdefault(self.path[1], []).append(self.record)

    def characters(self, content: str) -> None:
        self.text.append(content)

    def endElement(self, name: str) -> None:
        said = "".join(self.text)
        if len(self.path) == 5 and self.record is not None:
            self.record.cells[name] = said.strip()
        elif self.path == ["document", "languages", "language"]:
            self.tables.languages.append(said.strip())
        elif self.path == ["document", "LimeSurveyDocType"]:
            self.tables.kind = said.strip()
        elif len(self.path) == 4:
            self.record = None
        self.path.pop()
        self.text = []


class _Text(HTMLParser):
    """Keeps the words of HTML, with a line break where a block ends."""

    BLOCKS = frozenset("p br div li h1 h2 h3 h4 h5 h6 tr".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Iterable[object]) -> None:
        if tag in ("script", "style"):
            self.silent += 1
        elif tag in self.BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)
        elif tag in self.BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def plain(html: str) -> str:
    """Return the words of a text that may be HTML."""
    if "<" not in html and "&" not in html:
        return html.strip()
    reader = _Text()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(line for line in lines if line))
