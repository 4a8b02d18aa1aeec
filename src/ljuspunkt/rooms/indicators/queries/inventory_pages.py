"""Pages of an inventory: the list, one candidate with its history, its themes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from ljuspunkt.domain.indicator.candidate import (
    INFERRED,
    KNOWN,
    LANGUAGES,
    PERSPECTIVES,
    ROADS,
    SOURCE_KINDS,
    STATUSES,
    cells,
)
from ljuspunkt.domain.indicator.candidate import Wording as Said
from ljuspunkt.domain.indicator.columns import named
from ljuspunkt.domain.indicator.difference import Difference, between, words
from ljuspunkt.domain.indicator.merging import under
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.rooms.indicators.models import Candidate, Inventory, Merge, NotSame, Theme
from ljuspunkt.rooms.indicators.permissions import may_edit_inventory, may_read_inventory, reads_for
from ljuspunkt.rooms.indicators.queries.candidates import STANDING, by_digits, kinds_of, said, wording_of
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person, Role
from ljuspunkt.ui.language import page_language

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
class Shown:
    """A difference with its column's name in the page's language."""

    name: str
    difference: Difference
    language: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a candidate: gathered, worded, status, merged, received, parted, released."""

    what: str
    at: datetime
    who: str
    reason: str
    changes: tuple[Shown, ...] = ()
    other: str = ""
    before: Text = field(default_factory=dict)
    after: Text = field(default_factory=dict)
    number: int = 0


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source with the name of its kind; `of` is the merged candidate it came with, "" for its own."""

    kind: Text
    words: str
    link: str
    of: str


@dataclass(frozen=True, slots=True)
class UnderIt:
    """A candidate that stands under another one, readable in full."""

    number: str
    wording: Said


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """One candidate with everything that is known of it."""

    head: Head
    line: Line
    wording: Said
    wording_number: int
    brief: str
    status_reason: str
    sources: tuple[SourceLine, ...]
    proposers: tuple[tuple[str, str], ...]
    under: tuple[UnderIt, ...]
    history: tuple[Happened, ...]
    not_same: tuple[tuple[str, Text, str, str], ...]
    roads: tuple[str, ...]
    previous: str
    next: str


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


def candidate_page(head: Head, number: str) -> CandidatePage | None:
    """Return one candidate, None where there is none."""
    rows = rows_of(head.slug)
    row = next((each for each in rows if each.number == number), None)
    if row is None:
        return None
    now = wording_of(row)
    by_number = {each.number: each for each in rows}
    beneath = under(_into(rows), number)
    line = next(line for line in lines_of(head, rows) if line.number == number)
    order = [each.number for each in rows]
    at = order.index(number)
    return CandidatePage(
        head=head,
        line=line,
        wording=said(now),
        wording_number=now.number,
        brief=said(now).briefly(page_language()),
        status_reason=row.status_reason,
        sources=tuple(_sources(said(now), ""))
        + tuple(source for each in beneath for source in _sources(said(wording_of(by_number[each])), each)),
        proposers=tuple(
            (who, each if each != number else "")
            for each in (number, *beneath)
            if (who := wording_of(by_number[each]).proposed_by)
        ),
        under=tuple(UnderIt(each, said(wording_of(by_number[each]))) for each in beneath),
        history=_history(row),
        not_same=tuple(_not_same(row)),
        roads=ROADS[row.status],  # type: ignore[index]
        previous=order[at - 1] if at else "",
        next=order[at + 1] if at + 1 < len(order) else "",
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


def differences(before: Said, after: Said) -> tuple[Shown, ...]:
    """Return what differs between two wordings, with the columns' names in the page's language."""
    language = page_language()
    return tuple(
        Shown(named(each.column, language), _in_words(each), language_of(each.column))
        for each in between(before, after, language)
    )


def _in_words(difference: Difference) -> Difference:
    """Return a difference as it is read: yes and no in the page's language."""
    column, before, after = difference.column, difference.before, difference.after
    if column not in (INFERRED, KNOWN):
        return difference
    old, new = _yes_or_no(column, before), _yes_or_no(column, after)
    return Difference(column, old, new, words(old, new))


def _yes_or_no(column: str, cell: str) -> str:
    said = cell == "yes" if column == INFERRED else cell != "no"
    return _("yes") if said else _("no")


def language_of(column: str) -> str:
    """Return the language that a column's texts are written in, "" where they are in none or in the page's."""
    _text, _line, language = column.rpartition("_")
    return language if language in LANGUAGES else ""


def cells_in_words(head: Head, said: Said) -> dict[str, str]:
    """Return a wording as cells for eyes: in the page's language, with the names of kind and perspective."""
    language = page_language()
    names = {
        "kind": wording(head.kinds.get(said.kind, {}), language) or said.kind,
        "perspective": wording(PERSPECTIVES.get(said.perspective, {}), language),
    }
    found = cells(said, language)
    return {**found, **names, **{column: _yes_or_no(column, found[column]) for column in (INFERRED, KNOWN)}}


def _names() -> dict[str, str]:
    return {each.slug: each.name for each in people.associations()}


def rows_of(slug: str) -> list[Candidate]:
    rows = Candidate.objects.filter(inventory__slug=slug).select_related("wording", "theme", "merged_into")
    return sorted(rows, key=lambda row: by_digits(row.number))


def _into(rows: Sequence[Candidate]) -> dict[str, str]:
    return {row.number: row.merged_into.number for row in rows if row.merged_into is not None}


def lines_of(head: Head, rows: Sequence[Candidate]) -> Iterable[Line]:
    into = _into(rows)
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
            under=len(under(into, row.number)),
            merged_into=into.get(row.number, ""),
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


def _sources(wording: Said, of: str) -> Iterable[SourceLine]:
    for source in wording.sources:
        yield SourceLine(SOURCE_KINDS[source.kind], source.words, source.link, of)


def _not_same(row: Candidate) -> Iterable[tuple[str, Text, str, str]]:
    found = NotSame.objects.filter(Q(first=row) | Q(second=row)).select_related("first__wording", "second__wording")
    for each in found:
        other = each.second if each.first_id == row.pk else each.first
        yield other.number, wording_of(other).title, each.who, each.reason


def _history(row: Candidate) -> tuple[Happened, ...]:
    """Return everything that happened to a candidate, the latest first."""
    found: list[Happened] = []
    before: Said | None = None
    for each in row.wordings.all():
        now = said(each)
        found.append(
            Happened(
                "gathered" if before is None else "worded",
                each.at,
                each.who,
                each.reason,
                changes=differences(before, now) if before is not None else (),
                number=each.number,
            )
        )
        before = now
    for change in row.status_changes.all():
        found.append(
            Happened(
                "status",
                change.at,
                change.who,
                change.reason,
                before=STATUSES[change.before],  # type: ignore[index]
                after=STATUSES[change.after],  # type: ignore[index]
            )
        )
    for merge in Merge.objects.filter(Q(kept=row) | Q(gone=row)).select_related("kept", "gone"):
        kept = merge.kept_id == row.pk
        other = merge.gone.number if kept else merge.kept.number
        found.append(Happened("received" if kept else "merged", merge.at, merge.who, merge.reason, other=other))
        if merge.undone_at is not None:
            what = "released" if kept else "parted"
            found.append(Happened(what, merge.undone_at, merge.undone_who, merge.undone_reason, other=other))
    return tuple(sorted(found, key=lambda each: (each.at, each.number), reverse=True))
