"""Pages of an inventory: the list of all, one as a list of candidates, its themes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ljuspunkt.domain.indicator.candidate import (
    PERSPECTIVES,
    STATUSES,
)
from ljuspunkt.domain.indicator.merging import under
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Candidate, Inventory, Theme
from ljuspunkt.rooms.indicators.permissions import may_edit_inventory, may_read_inventory, reads_for
from ljuspunkt.rooms.indicators.queries.candidates import STANDING, by_digits, kinds_of, wording_of
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person, Role

FILTERS = ("kind", "perspective", "theme", "status")
NONE = "none"
"""What a filter says for candidates without a perspective or theme."""


@dataclass(frozen=True, slots=True)
class Head:
    """What every page of an inventory begins with."""

    slug: str
    title: Text
    kinds: Mapping[str, Text]
    owners: tuple[str, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """One inventory in the list of inventories."""

    slug: str
    title: Text
    owners: tuple[str, ...]
    standing: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class InventoryList:
    """The inventories that somebody may read."""

    shelves: tuple[Shelf, ...]
    may_make: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate in few words."""

    number: str
    title: Text
    title_known: bool
    kind: str
    kind_name: Text
    perspective: str
    perspective_name: Text
    status: str
    status_name: Text
    theme: str
    theme_title: Text
    under: int
    merged_into: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, how many candidates it has, and whether it is chosen."""

    value: str
    name: Text
    n: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the list."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class InventoryPage:
    """The list of an inventory; `hidden` are lines that the filters leave out, shown again without reloading."""

    head: Head
    lines: tuple[Line, ...]
    shown: frozenset[str]
    filters: tuple[Filter, ...]
    standing: int


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A theme with its candidates in order."""

    key: int
    title: Text
    lines: tuple[Line, ...]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """All themes of an inventory and the candidates that stand in none."""

    head: Head
    themes: tuple[ThemeCard, ...]
    without: tuple[Line, ...]


def inventory_list(person: Person) -> InventoryList:
    """Return the inventories that somebody may read, the newest first."""
    rows = Inventory.objects.prefetch_related("owners")
    if not person.is_national:
        rows = rows.filter(owners__slug__in=reads_for(person)).distinct()
    names = _names()
    return InventoryList(
        tuple(
            Shelf(
                slug=row.slug,
                title=row.title,
                owners=tuple(names.get(owner.slug, owner.slug) for owner in row.owners.all()),
                standing=row.candidates.filter(status__in=STANDING).count(),
                may_edit=may_edit_inventory(person, [owner.slug for owner in row.owners.all()]),
            )
            for row in rows
        ),
        may_make=person.is_national or bool(person.associations(Role.ASSOCIATION_COORDINATOR)),
    )


def head_of(person: Person | None, slug: str) -> Head | None:
    """Return what pages of an inventory begin with; None where there is none, or the person may not read it."""
    row = Inventory.objects.prefetch_related("owners").filter(slug=slug).first()
    if row is None:
        return None
    owners = [owner.slug for owner in row.owners.all()]
    if not may_read_inventory(person, owners):
        return None
    names = _names()
    return Head(
        slug=row.slug,
        title=row.title,
        kinds=kinds_of(row),
        owners=tuple(names.get(owner, owner) for owner in owners),
        may_edit=may_edit_inventory(person, owners),
    )


def inventory_page(head: Head, chosen: Mapping[str, str]) -> InventoryPage:
    """Return the list of an inventory.

    Args:
        head: the inventory, which the person may read.
        chosen: by filter, the value to show; without one of status, merged and withdrawn ones aren't shown.
    """
    rows = rows_of(head.slug)
    lines = tuple(lines_of(head, rows))
    shown = frozenset(line.number for line in lines if _passes(line, chosen))
    return InventoryPage(
        head=head,
        lines=lines,
        shown=shown,
        filters=tuple(_filters(head, lines, chosen)),
        standing=sum(line.status in STANDING for line in lines),
    )


def themes_page(head: Head) -> ThemesPage:
    """Return all themes of an inventory, in order."""
    lines = {line.number: line for line in lines_of(head, rows_of(head.slug)) if line.status in STANDING}
    themes = list(Theme.objects.filter(inventory__slug=head.slug))
    places = dict(Candidate.objects.filter(inventory__slug=head.slug).values_list("number", "theme_place"))
    return ThemesPage(
        head=head,
        themes=tuple(
            ThemeCard(
                key=theme.pk,
                title=theme.title,
                lines=tuple(
                    sorted(
                        (line for line in lines.values() if line.theme == str(theme.pk)),
                        key=lambda line: (places[line.number], by_digits(line.number)),
                    )
                ),
                first=at == 0,
                last=at == len(themes) - 1,
            )
            for at, theme in enumerate(themes)
        ),
        without=tuple(line for line in lines.values() if not line.theme),
    )


def _names() -> dict[str, str]:
    return {each.slug: each.name for each in people.associations()}


def rows_of(slug: str) -> list[Candidate]:
    rows = Candidate.objects.filter(inventory__slug=slug).select_related("wording", "theme", "merged_into")
    return sorted(rows, key=lambda row: by_digits(row.number))


def into(rows: Sequence[Candidate]) -> dict[str, str]:
    """Return into which candidate each merged one went, by number."""
    return {row.number: row.merged_into.number for row in rows if row.merged_into is not None}


def lines_of(head: Head, rows: Sequence[Candidate]) -> Iterable[Line]:
    gone_into = into(rows)
    for row in rows:
        now = wording_of(row)
        yield Line(
            number=row.number,
            title=now.title,
            title_known=now.title_known,
            kind=now.kind,
            kind_name=head.kinds.get(now.kind, {}),
            perspective=now.perspective,
            perspective_name=PERSPECTIVES.get(now.perspective, {}),
            status=row.status,
            status_name=STATUSES[row.status],  # type: ignore[index]
            theme=str(row.theme_id or ""),
            theme_title=row.theme.title if row.theme else {},
            under=len(under(gone_into, row.number)),
            merged_into=gone_into.get(row.number, ""),
        )


def _passes(line: Line, chosen: Mapping[str, str]) -> bool:
    if not chosen.get("status") and line.status not in STANDING:
        return False
    return all(
        (getattr(line, name) or NONE) == value or (name == "status" and value == "all")
        for name, value in chosen.items()
        if name in FILTERS and value
    )


def _filters(head: Head, lines: Sequence[Line], chosen: Mapping[str, str]) -> Iterable[Filter]:
    themes = {line.theme: line.theme_title for line in lines if line.theme}
    values: dict[str, Mapping[str, Text]] = {
        "kind": head.kinds,
        "perspective": PERSPECTIVES,
        "theme": themes,
        "status": STATUSES,  # type: ignore[dict-item]
    }
    for name, known in values.items():
        held = [getattr(line, name) or NONE for line in lines]
        present = [value for value in (*known, NONE) if value in held]
        if len(present) > 1 or chosen.get(name):
            yield Filter(
                name,
                tuple(
                    Choice(value, known.get(value, {}), held.count(value), chosen.get(name) == value)
                    for value in present
                ),
            )
