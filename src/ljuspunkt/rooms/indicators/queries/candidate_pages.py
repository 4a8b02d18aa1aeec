"""The page of one candidate: its wording, sources and history, and what differs between two wordings."""

from collections.abc import Iterable
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
from ljuspunkt.rooms.indicators.models import Candidate, Merge, NotSame
from ljuspunkt.rooms.indicators.queries.candidates import said, wording_of
from ljuspunkt.rooms.indicators.queries.inventory_pages import Head, Line, into, lines_of, rows_of
from ljuspunkt.ui.language import page_language


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


def candidate_page(head: Head, number: str) -> CandidatePage | None:
    """Return one candidate, None where there is none."""
    rows = rows_of(head.slug)
    row = next((each for each in rows if each.number == number), None)
    if row is None:
        return None
    now = wording_of(row)
    by_number = {each.number: each for each in rows}
    beneath = under(into(rows), number)
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
