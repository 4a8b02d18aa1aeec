"""An inventory as a list to take away, and the empty list to fill in."""

from ljuspunkt.domain.indicator.candidate import INFERRED, KNOWN, PERSPECTIVES, STATUSES, cells
from ljuspunkt.domain.indicator.columns import HEADINGS
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.files.candidate_list import TEMPLATE, Codes, candidate_csv, candidate_workbook
from ljuspunkt.rooms.indicators.models import Candidate
from ljuspunkt.rooms.indicators.queries.candidates import said, wording_of
from ljuspunkt.rooms.indicators.queries.inventory_pages import Head
from ljuspunkt.ui.language import on_page, page_language


def inventory_csv(head: Head) -> bytes:
    """Return every candidate of an inventory as comma-separated text."""
    columns, rows = _table(head)
    return candidate_csv(columns, rows, page_language())


def inventory_workbook(head: Head) -> bytes:
    """Return every candidate of an inventory as a workbook."""
    columns, rows = _table(head)
    return candidate_workbook(columns, rows, Codes(head.kinds), page_language(), title=on_page(head.title))


def template_workbook(head: Head) -> bytes:
    """Return a workbook to fill in for an inventory."""
    return candidate_workbook(TEMPLATE, [], Codes(head.kinds), page_language(), title=on_page(head.title))


def _table(head: Head) -> tuple[list[str], list[dict[str, str]]]:
    """Return columns and rows in the order of the list; special columns only where some candidate needs them."""
    rows = [
        _row(row, head)
        for row in Candidate.objects.filter(inventory__slug=head.slug).select_related("wording", "merged_into", "theme")
    ]
    notes = dict.fromkeys(column for row in rows for column in row if column not in HEADINGS)
    special = (INFERRED, KNOWN, "merged_into")
    columns = [column for column in HEADINGS if column not in special or any(row.get(column) for row in rows)]
    return [*columns, *notes], rows


def _row(row: Candidate, head: Head) -> dict[str, str]:
    now = said(wording_of(row))
    shown = page_language()
    return {
        **cells(now, shown),
        "number": row.number,
        "kind": wording(head.kinds.get(now.kind, {}), shown) or now.kind,
        "perspective": wording(PERSPECTIVES.get(now.perspective, {}), shown),
        INFERRED: ("ja" if shown == "sv" else "yes") if now.perspective_inferred else "",
        KNOWN: "" if now.title_known else ("nej" if shown == "sv" else "no"),
        "status": wording(STATUSES[row.status], shown),  # type: ignore[index]
        "status_reason": row.status_reason,
        "merged_into": row.merged_into.number if row.merged_into else "",
        "theme": wording(row.theme.title, shown) if row.theme else "",
    }
