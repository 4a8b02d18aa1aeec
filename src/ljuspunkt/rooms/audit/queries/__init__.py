"""Reads of the log, as lines in the reader's language."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from ljuspunkt.rooms.audit.models import Entry
from ljuspunkt.rooms.audit.queries.named import Named, Namer

A_PAGE = 100
"""Lines on one page of the log."""
AT_ONCE = 1000
"""Lines read at once for a file."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log; `said` is what was done, in the reader's language.

    `title` is what it was about as that is called now, empty where it isn't known; `address` is where the reader finds
    it.
    """

    at: datetime
    who: str
    said: str
    about: str
    association: str
    title: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines of the log are asked for; what is empty doesn't choose."""

    association: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, the latest first."""

    lines: tuple[Line, ...]
    n: int
    page: int

    @property
    def n_pages(self) -> int:
        return max(1, -(-self.n // A_PAGE))


def log_page(wanted: Wanted, *, associations: Collection[str] | None, named: Namer, page: int = 1) -> LogPage:
    """Return a page of the log.

    Args:
        wanted: which lines.
        associations: whose lines the reader may see; None for all.
        named: says what the things of the lines are called.
        page: from 1; what lies beyond the last is the last.
    """
    rows = _rows(wanted, associations)
    n = rows.count()
    page = min(max(1, page), max(1, -(-n // A_PAGE)))
    return LogPage(tuple(_lines(list(rows[(page - 1) * A_PAGE : page * A_PAGE]), named)), n, page)


def log_lines(wanted: Wanted, *, associations: Collection[str] | None, named: Namer) -> Iterator[Line]:
    """Return all lines that are asked for, the latest first, one after the other."""
    rows = _rows(wanted, associations).iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        yield from _lines(some, named)


def _rows(wanted: Wanted, associations: Collection[str] | None) -> QuerySet[Entry]:
    rows = Entry.objects.all()
    if associations is not None:
        rows = rows.filter(association__in=associations)
    if wanted.association:
        rows = rows.filter(association=wanted.association)
    if wanted.text:
        rows = rows.filter(
            Q(who__icontains=wanted.text) | Q(about__icontains=wanted.text) | Q(action__icontains=wanted.text)
        )
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until) + timedelta(days=1))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _lines(rows: Sequence[Entry], named: Namer) -> Iterator[Line]:
    names = named(frozenset(row.about for row in rows))
    return (_line(row, names.get(row.about, Named(""))) for row in rows)


def _line(row: Entry, it: Named) -> Line:
    return Line(row.at, row.who, _said(row, it), row.about, row.association, it.title, it.address)


def _said(row: Entry, it: Named) -> str:
    """Return the sentence with its places filled; one whose words are lacking is shown as it was written."""
    words = {name: _word(str(value), it) for name, value in row.words.items()}
    try:
        return gettext(row.action).format(**words)
    except (KeyError, IndexError, ValueError):
        return row.action


def _word(value: str, it: Named) -> str:
    """Return a word in the reader's language, the title where it begins with the key of what the line is about."""
    key, blank, rest = value.partition(" ")
    if it.key and key == it.key:
        return it.title + blank + rest
    return gettext(value) if value else ""
