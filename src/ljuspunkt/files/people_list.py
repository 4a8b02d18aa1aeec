"""A list of people that was pasted or comes from a file: name, organisation, group, e-mail, in columns.

A heading in Swedish or English may name the columns in any order; without one they stand as above.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.files.handed_list import rows_of
from ljuspunkt.files.workbook import Row

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "namn"),
    "organisation": ("organisation", "organization", "arbetsplats"),
    "group": ("group", "grupp", "intressentgrupp", "stakeholder group"),
    "email": ("email", "e-mail", "mail", "e-post", "epost", "e-postadress"),
}
LONGEST = 200
MOST = 300


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list, with the line; what isn't told is empty."""

    line: int
    name: str
    organisation: str = ""
    group: str = ""
    email: str = ""


def people_of(content: bytes) -> tuple[tuple[Listed, ...], tuple[BadInput, ...]]:
    """Return the people on a list, and everything that must be mended before it can be used.

    Args:
        content: text in UTF-8, or an Excel or OpenDocument workbook, whose first sheet counts.
    """
    try:
        rows = rows_of(content)
    except BadInput as refusal:
        return (), (refusal,)
    if not rows:
        return (), (BadInput("list_empty", "The list is empty; a line for each person is needed."),)
    order, rest = _heading(rows)
    if "name" not in order:
        return (), (BadInput("no_name_column", "No column is called “namn” or “name”.", line=rows[0][0]),)
    found = [_listed(line, cells, order) for line, cells in rest]
    faults = [fault for line, cells in rest if (fault := _too_wide(line, cells, order)) is not None]
    faults += [fault for each in found for fault in _faults(each)]
    if not found:
        faults.append(BadInput("list_empty", "The list is empty; a line for each person is needed."))
    if len(found) > MOST:
        faults.append(
            BadInput("list_long", "The list has {n} people; at most {most} can be taken in.", n=len(found), most=MOST)
        )
    return tuple(found), tuple(sorted(faults, key=lambda fault: fault.line or 0))


def _heading(rows: Sequence[Row]) -> tuple[dict[str, int], Sequence[Row]]:
    """Return where each column stands, and the rows under the heading if there is one."""
    known = {word: column for column, words in COLUMNS.items() for word in words}
    first = [cell.strip().lower() for cell in rows[0][1]]
    named = {known[word]: place for place, word in reversed(list(enumerate(first))) if word in known}
    if named:
        return named, rows[1:]
    return {column: place for place, column in enumerate(COLUMNS)}, rows


def _listed(line: int, cells: Sequence[str], order: Mapping[str, int]) -> Listed:
    def cell(column: str) -> str:
        place = order.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    return Listed(line, cell("name"), cell("organisation"), cell("group"), cell("email"))


def _too_wide(line: int, cells: Sequence[str], order: Mapping[str, int]) -> BadInput | None:
    spare = [cell for cell in cells[max(order.values()) + 1 :] if cell.strip()]
    if not spare or len(order) < len(COLUMNS):
        return None
    return BadInput(
        "list_wide", "The line has more cells than columns: “{text}” is left over.", line=line, text=spare[0]
    )


def _faults(each: Listed) -> list[BadInput]:
    faults = []
    if not each.name:
        faults.append(BadInput("expert_name", "A name is needed.", line=each.line, column="name"))
    for column, text in (("name", each.name), ("organisation", each.organisation), ("group", each.group)):
        if len(text) > LONGEST:
            faults.append(
                BadInput(
                    "expert_long",
                    "At most {most} signs fit; there are {n}.",
                    line=each.line,
                    column=column,
                    most=LONGEST,
                    n=len(text),
                )
            )
    return faults
