"""Sheets to print for a conference: candidates to mark by pen, who sits at which table, and slips that say it.

Each is a tagged PDF; the same content gives the same bytes.
"""

from dataclasses import asdict, dataclass

from ljuspunkt.files.pdf import compiled


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A candidate on a sheet."""

    reference: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """Candidates under a heading; without one where there are no themes."""

    heading: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class MarkingSheet:
    """All candidates with boxes; `columns` are what the boxes mean and the place for notes."""

    heading: str
    title: str
    said: tuple[str, ...]
    number: str
    columns: tuple[str, ...]
    box: str
    groups: tuple[SheetGroup, ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table and who sits there."""

    heading: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedOccasion:
    """One occasion on a page of its own."""

    heading: str
    tables: tuple[PrintedTable, ...]


@dataclass(frozen=True, slots=True)
class TableSlip:
    """What one expert needs to know: an occasion and a table on each line."""

    name: str
    organisation: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableSheet:
    """All occasions, then a slip for each expert."""

    title: str
    note: str
    slips_heading: str
    occasions: tuple[PrintedOccasion, ...]
    slips: tuple[TableSlip, ...]


def marking_pdf(sheet: MarkingSheet, language: str) -> bytes:
    """Return a sheet with candidates to be marked by pen."""
    return compiled("marking", {**asdict(sheet), "language": language})


def tables_pdf(sheet: TableSheet, language: str) -> bytes:
    """Return who sits where: a page for each occasion, then slips to cut apart."""
    return compiled("tables", {**asdict(sheet), "language": language})
