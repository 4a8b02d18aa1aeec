"""Candidates that may be the same: the proposals of an inventory, and two candidates side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ljuspunkt.domain.indicator.candidate import Wording as Said
from ljuspunkt.domain.indicator.candidate import cells, changed
from ljuspunkt.domain.indicator.columns import HEADINGS, named
from ljuspunkt.domain.indicator.difference import Stretch, words
from ljuspunkt.domain.indicator.likeness import Comparer, Entry, Proposal
from ljuspunkt.files.lexicon import lexicon
from ljuspunkt.rooms.indicators.models import Candidate, NotSame
from ljuspunkt.rooms.indicators.queries.candidate_pages import cells_in_words, language_of
from ljuspunkt.rooms.indicators.queries.candidates import STANDING, by_digits, said, wording_of
from ljuspunkt.rooms.indicators.queries.inventory_pages import Head, Line, lines_of, rows_of
from ljuspunkt.ui.language import page_language

MOST_SHOWN = 200
"""How many proposals a page shows; the most alike come first."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposal with the two candidates as pages show them; percentages are for eyes."""

    one: Line
    other: Line
    proposal: Proposal

    @property
    def percent(self) -> int:
        return round(100 * self.proposal.score)


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Two candidates that somebody found not to be the same."""

    one: Line
    other: Line
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class AlikePage:
    """The proposals of an inventory, and what was looked at and found not to be the same."""

    head: Head
    pairs: tuple[Pair, ...]
    more: int
    dismissed: tuple[Dismissed, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One column of two candidates."""

    column: str
    name: str
    one: str
    other: str
    stretches: tuple[Stretch, ...]
    language: str


@dataclass(frozen=True, slots=True)
class PairPage:
    """Two candidates side by side."""

    head: Head
    one: Line
    other: Line
    wording: Said
    wording_number: int
    rows: tuple[Beside, ...]
    proposal: Proposal | None
    dismissed: Dismissed | None


def alike_page(head: Head) -> AlikePage:
    """Return the pairs that may be the same, the most alike first, without those found not to be."""
    rows = rows_of(head.slug)
    lines = {line.number: line for line in lines_of(head, rows)}
    dismissed = tuple(_dismissed(head.slug, lines))
    gone = {frozenset((each.one.number, each.other.number)) for each in dismissed}
    pairs = [
        Pair(lines[each.one], lines[each.other], each)
        for each in proposals(_standing(rows))
        if frozenset((each.one, each.other)) not in gone
    ]
    return AlikePage(head, tuple(pairs[:MOST_SHOWN]), max(0, len(pairs) - MOST_SHOWN), dismissed, lexicon("sv").version)


def pair_page(head: Head, one: str, other: str) -> PairPage | None:
    """Return two candidates side by side, `one` the one that would be kept; None where one isn't there."""
    rows = {row.number: row for row in rows_of(head.slug)}
    if one not in rows or other not in rows or one == other:
        return None
    lines = {line.number: line for line in lines_of(head, list(rows.values()))}
    first, second = wording_of(rows[one]), wording_of(rows[other])
    language = page_language()
    mine, theirs = cells_in_words(head, said(first)), cells_in_words(head, said(second))
    dismissed = next(
        (each for each in _dismissed(head.slug, lines) if {each.one.number, each.other.number} == {one, other}), None
    )
    written = [cells(said(each)) for each in (first, second)]
    shown = [column for column in HEADINGS if any(each.get(column) for each in written)]
    differing = set(changed(said(first), said(second)))
    return PairPage(
        head=head,
        one=lines[one],
        other=lines[other],
        wording=said(first),
        wording_number=first.number,
        rows=tuple(
            Beside(
                column,
                named(column, language),
                mine[column],
                theirs.get(column, ""),
                words(mine[column], theirs.get(column, "")) if column in differing else (),
                language_of(column),
            )
            for column in shown
        ),
        proposal=_compared(list(rows.values()), one, other),
        dismissed=dismissed,
    )


def n_alike(head: Head) -> int:
    """Return how many pairs wait to be looked at."""
    page = alike_page(head)
    return len(page.pairs) + page.more


def proposals(rows: Sequence[Candidate]) -> tuple[Proposal, ...]:
    """Return the pairs of candidates that may be the same; those with stand-ins for titles are left out."""
    found = [each for language in ("sv", "en") for each in proposed_pairs(_entries(rows, language), language)]
    return tuple(sorted(found, key=lambda each: -each.score))


@lru_cache(maxsize=16)
def proposed_pairs(entries: tuple[Entry, ...], language: str) -> tuple[Proposal, ...]:
    """Return the proposals among texts; the same texts aren't compared twice while the server runs."""
    return Comparer(entries, lexicon(language)).proposals()


def _entries(rows: Sequence[Candidate], language: str) -> tuple[Entry, ...]:
    """Return the candidates to compare in a language: those with Swedish titles in Swedish, the rest in English."""
    found = []
    for row in rows:
        now = wording_of(row)
        speaks = "sv" if now.title.get("sv") else "en"
        if now.title_known and speaks == language and now.title.get(language):
            found.append(Entry(row.number, now.title[language], now.description.get(language, "")))
    return tuple(found)


def _compared(rows: Sequence[Candidate], one: str, other: str) -> Proposal | None:
    for language in ("sv", "en"):
        entries = _entries(rows, language)
        if {one, other} <= {entry.key for entry in entries}:
            return Comparer(entries, lexicon(language)).compare(one, other)
    return None


def _standing(rows: Sequence[Candidate]) -> list[Candidate]:
    return [row for row in rows if row.status in STANDING]


def _dismissed(slug: str, lines: Mapping[str, Line]) -> list[Dismissed]:
    found = []
    for each in NotSame.objects.filter(first__inventory__slug=slug).select_related("first", "second"):
        one, other = sorted((each.first.number, each.second.number), key=by_digits)
        found.append(Dismissed(lines[one], lines[other], each.who, each.reason))
    return found
