"""Candidates of an inventory as other rooms read them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ljuspunkt.domain.indicator.candidate import Source, Status
from ljuspunkt.domain.indicator.candidate import Wording as Said
from ljuspunkt.domain.indicator.merging import under
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Candidate, Inventory, Theme, Wording

STANDING: tuple[Status, ...] = ("proposed", "accepted")
"""The statuses of candidates that can be voted on."""


@dataclass(frozen=True, slots=True)
class InventoryCard:
    """An inventory in few words; `kinds` are its kinds in order with their names, `owners` slugs of associations."""

    slug: str
    title: Text
    kinds: Mapping[str, Text]
    owners: tuple[str, ...]
    candidates: int


@dataclass(frozen=True, slots=True)
class MergedCandidate:
    """A candidate that stands under another one, as it reads; `original` is its first title."""

    number: str
    title: Text
    description: Text
    original: Text
    sources: tuple[Source, ...]
    proposed_by: str


@dataclass(frozen=True, slots=True)
class InventoryCandidate:
    """A candidate with everything that a conference needs of it.

    `sources` and `proposers` are its own and those of everything merged into it; `original` is its first title;
    `theme` is {} where it stands in none, and `wording` the key of the wording that holds now.
    """

    number: str
    kind: str
    perspective: str
    perspective_inferred: bool
    title: Text
    title_known: bool
    short_title: Text
    description: Text
    easy_read: Text
    sources: tuple[Source, ...]
    proposed_by: str
    proposers: tuple[str, ...]
    status: str
    theme: Text
    theme_place: int
    merged: tuple[MergedCandidate, ...]
    original: Text
    wording: int


def inventory_card(slug: str) -> InventoryCard | None:
    """Return an inventory, None where there is none."""
    row = Inventory.objects.filter(slug=slug).first()
    return _card(row) if row else None


def inventories_of(associations: Iterable[str]) -> tuple[InventoryCard, ...]:
    """Return the inventories that belong to one of these associations, the newest first."""
    rows = Inventory.objects.filter(owners__slug__in=list(associations)).distinct()
    return tuple(_card(row) for row in rows)


def inventory_candidates(slug: str, *, every: bool = False) -> tuple[InventoryCandidate, ...]:
    """Return the candidates of an inventory by number, those that can be voted on or `every` one."""
    rows = list(Candidate.objects.filter(inventory__slug=slug).select_related("wording", "theme"))
    into = {row.number: kept for row in rows if (kept := _number_of(rows, row.merged_into_id))}
    by_number = {row.number: row for row in rows}
    firsts = {
        first.candidate_id: first.title
        for first in Wording.objects.filter(candidate__inventory__slug=slug, number=1).only("candidate_id", "title")
    }
    chosen = [row for row in rows if every or row.status in STANDING]
    return tuple(
        _candidate(row, [by_number[number] for number in under(into, row.number)], firsts)
        for row in sorted(chosen, key=lambda row: by_digits(row.number))
    )


def inventory_themes(slug: str) -> tuple[tuple[Text, tuple[str, ...]], ...]:
    """Return the themes of an inventory in order, each with the numbers of its standing candidates in order."""
    themes = Theme.objects.filter(inventory__slug=slug).prefetch_related("candidates")
    return tuple(
        (
            theme.title,
            tuple(
                each.number
                for each in sorted(theme.candidates.all(), key=lambda each: (each.theme_place, by_digits(each.number)))
                if each.status in STANDING
            ),
        )
        for theme in themes
    )


def by_digits(number: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts "2" before "10" and "10" before "10b"."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part.casefold())
        for part in re.findall(r"[0-9]+|[^0-9]+", number)
    )


def said(row: Wording) -> Said:
    """Return a row as the method knows it."""
    return Said(
        title=row.title,
        short_title=row.short_title,
        description=row.description,
        easy_read=row.easy_read,
        kind=row.kind,
        perspective=row.perspective,
        sources=tuple(Source(**source) for source in row.sources),
        proposed_by=row.proposed_by,
        perspective_inferred=row.perspective_inferred,
        title_known=row.title_known,
        notes=row.notes,
    )


def kinds_of(inventory: Inventory) -> dict[str, Text]:
    """Return an inventory's kinds in order, with their names."""
    return dict(inventory.kinds)


def _card(row: Inventory) -> InventoryCard:
    return InventoryCard(
        slug=row.slug,
        title=row.title,
        kinds=kinds_of(row),
        owners=tuple(sorted(owner.slug for owner in row.owners.all())),
        candidates=row.candidates.filter(status__in=STANDING).count(),
    )


def _number_of(rows: list[Candidate], key: int | None) -> str:
    return next((row.number for row in rows if row.pk == key), "") if key else ""


def _candidate(row: Candidate, merged: list[Candidate], firsts: Mapping[int, Text]) -> InventoryCandidate:
    now = wording_of(row)
    family = [now, *(wording_of(each) for each in merged)]
    return InventoryCandidate(
        number=row.number,
        kind=now.kind,
        perspective=now.perspective,
        perspective_inferred=now.perspective_inferred,
        title=now.title,
        title_known=now.title_known,
        short_title=now.short_title,
        description=now.description,
        easy_read=now.easy_read,
        sources=tuple(dict.fromkeys(source for each in family for source in said(each).sources)),
        proposed_by=now.proposed_by,
        proposers=tuple(dict.fromkeys(each.proposed_by for each in family if each.proposed_by)),
        status=row.status,
        theme=row.theme.title if row.theme else {},
        theme_place=row.theme_place,
        merged=tuple(
            MergedCandidate(
                number=each.number,
                title=wording_of(each).title,
                description=wording_of(each).description,
                original=firsts[each.pk],
                sources=said(wording_of(each)).sources,
                proposed_by=wording_of(each).proposed_by,
            )
            for each in merged
        ),
        original=firsts[row.pk],
        wording=now.pk,
    )


def wording_of(row: Candidate) -> Wording:
    """Return the wording that holds now; every candidate has one from the transaction that makes it."""
    if row.wording is None:
        raise ValueError(f"candidate {row.pk} has no wording")
    return row.wording
