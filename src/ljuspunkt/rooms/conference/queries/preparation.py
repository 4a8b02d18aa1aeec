"""What an expert goes through alone before the day, and what the organiser sees of it, as page objects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from ljuspunkt.files.sheets import MarkingSheet, SheetGroup, SheetLine
from ljuspunkt.rooms.conference.models import Candidate, Conference, Preparation
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.models.preparation import AT_LEAST, NONE, OPEN, PUBLISHED
from ljuspunkt.rooms.conference.permissions import may_prepare
from ljuspunkt.rooms.conference.queries.organisers import arranged_by
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import on_page
from ljuspunkt.ui.to_do import ToDo


@dataclass(frozen=True, slots=True)
class Total:
    """What the experts who gave their marks said of a candidate."""

    yes: int
    maybe: int
    no: int

    @property
    def words(self) -> str:
        """The three numbers in words."""
        return _("{yes} yes, {maybe} maybe, {no} no").format(yes=self.yes, maybe=self.maybe, no=self.no)


@dataclass(frozen=True, slots=True)
class Item:
    """A candidate to be marked."""

    reference: str
    short: str
    title: str
    description: str
    easy_read: str
    total: Total | None = None

    @property
    def has_more(self) -> bool:
        """Whether there is something to unfold."""
        return bool(self.title != self.short or self.description or self.easy_read)


@dataclass(frozen=True, slots=True)
class Theme:
    """Candidates that are shown together; without a name where there are no themes."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class PreparationPage:
    """The expert's page; `gathering` says whether marks can be given to the totals just now, until `ends_at`."""

    conference: str
    join_code: str
    salt: str
    open: bool
    gathering: bool
    ends_at: datetime | None
    public_key: str
    gathered: tuple[str, ...]
    contributions: int
    themes: tuple[Theme, ...]
    n: int
    has_groups: bool


@dataclass(frozen=True, slots=True)
class Mailing:
    """How far the mail has come: who can be written to, and who has been."""

    experts: int
    with_address: int
    sent: int

    @property
    def left(self) -> int:
        """How many haven't been written to."""
        return self.with_address - self.sent


@dataclass(frozen=True, slots=True)
class ReplaceableCode:
    """An expert who has been mailed a code and may be given another."""

    key: int
    name: str


@dataclass(frozen=True, slots=True)
class OrganiserPage:
    """The organiser's page of the preparation; `totals` in the order of most yes, empty until there are any."""

    slug: str
    conference: str
    join_code: str
    salt: str
    open: bool
    n: int
    markings: int
    mailing: Mailing
    mailed: tuple[ReplaceableCode, ...]
    gathering: str
    ends_at: datetime | None
    ended: bool
    contributions: int
    enough: bool
    totals: tuple[Item, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the organiser's browser needs to take the masks off the sum."""

    masked: tuple[int, ...]
    seeds: tuple[str, ...]
    sealed_key: str


def preparation_page(conference: Conference, at: datetime) -> PreparationPage:
    """Return the expert's page."""
    preparation = _preparation(conference)
    gathering = preparation.gathering == OPEN and _before(at, preparation.gathering_ends_at)
    themes = _themes(conference, _totals(preparation))
    return PreparationPage(
        conference=on_page(conference.title) or conference.slug,
        join_code=conference.join_code or "",
        salt=preparation.salt,
        open=preparation.open,
        gathering=gathering,
        ends_at=preparation.gathering_ends_at if gathering else None,
        public_key=preparation.public_key if gathering else "",
        gathered=tuple(preparation.items) if gathering else (),
        contributions=preparation.contributions if preparation.gathering == PUBLISHED else 0,
        themes=themes,
        n=sum(len(theme.items) for theme in themes),
        has_groups=conference.seatings.exclude(published_at=None).exists(),
    )


def organiser_page(conference: Conference, at: datetime) -> OrganiserPage:
    """Return the organiser's page."""
    preparation = _preparation(conference)
    experts = list(conference.experts.all())
    totals = _totals(preparation)
    items = [item for theme in _themes(conference, totals) for item in theme.items if item.total is not None]
    n = preparation.contributions
    return OrganiserPage(
        slug=conference.slug,
        conference=on_page(conference.title) or conference.slug,
        join_code=conference.join_code or "",
        salt=preparation.salt,
        open=preparation.open,
        n=conference.candidates.count(),
        markings=conference.markings.count(),
        mailing=Mailing(
            len(experts), sum(bool(each.email) for each in experts), sum(bool(each.code_asked_at) for each in experts)
        ),
        mailed=tuple(ReplaceableCode(each.pk, each.name) for each in experts if each.code_asked_at and each.email),
        gathering=preparation.gathering,
        ends_at=preparation.gathering_ends_at,
        ended=preparation.gathering == OPEN and not _before(at, preparation.gathering_ends_at),
        contributions=n,
        enough=n >= AT_LEAST,
        totals=tuple(sorted(items, key=lambda item: (-item.total.yes, item.total.no) if item.total else (0, 0))),
        closed=conference.state == HELD,
    )


def bundle(conference: Conference, at: datetime) -> Bundle | None:
    """Return what totals are worked out from, None before the fixed moment or where fewer than five have given."""
    preparation = _preparation(conference)
    if preparation.gathering != OPEN or _before(at, preparation.gathering_ends_at):
        return None
    if preparation.contributions < AT_LEAST:
        return None
    seeds = conference.mask_seeds.values_list("sealed", flat=True)
    return Bundle(tuple(preparation.masked), tuple(seeds), preparation.sealed_key)


def marking_sheet(conference: Conference) -> MarkingSheet:
    """Return the sheet on which candidates can be marked by pen."""
    return MarkingSheet(
        heading=_("My own preparation"),
        title=on_page(conference.title) or conference.slug,
        said=(
            _("Go through the candidates alone and mark what you think of each. Nobody collects this sheet."),
            _("Bring it to the conference: your notes are for you."),
        ),
        columns=(_("Yes"), _("Maybe"), _("No"), _("Own note")),
        number=_("Number and candidate"),
        box=_("empty box"),
        groups=tuple(
            SheetGroup(
                theme.name,
                tuple(SheetLine(item.reference, item.title or item.short, item.description) for item in theme.items),
            )
            for theme in _themes(conference, {})
        ),
    )


def to_erase(person: Person) -> tuple[ToDo, ...]:
    """Return a task for each closed conference of the person's whose sealed markings nobody needs any more."""
    held = Conference.objects.filter(state=HELD, markings__isnull=False).distinct()
    return tuple(
        ToDo(
            title=on_page(conference.title) or conference.slug,
            why=_("The conference is over, and sealed markings of the experts’ preparation still lie on the server."),
            address=reverse("panel:erase", args=[conference.slug]),
            button=_("Erase the markings"),
            where=arranged_by(conference),
        )
        for conference in held
        if may_prepare(person, conference)
    )


def _preparation(conference: Conference) -> Preparation:
    """Return the preparation, one that isn't kept yet where nobody has opened any."""
    return Preparation.objects.filter(pk=conference.pk).first() or Preparation(conference=conference, gathering=NONE)


def _before(at: datetime, moment: datetime | None) -> bool:
    return moment is not None and at < moment


def _totals(preparation: Preparation) -> dict[str, Total]:
    return {reference: Total(*row) for reference, row in preparation.totals.items()}


def _themes(conference: Conference, totals: dict[str, Total]) -> tuple[Theme, ...]:
    candidates: Sequence[Candidate] = list(conference.candidates.all())
    pairs = [(on_page(candidate.theme) or _kind(conference, candidate), candidate) for candidate in candidates]
    order = list(dict.fromkeys(name for name, _candidate in pairs))
    pairs.sort(key=lambda pair: order.index(pair[0]))
    return tuple(
        Theme(name, tuple(_item(candidate, totals) for _name, candidate in found))
        for name, found in groupby(pairs, key=lambda pair: pair[0])
    )


def _kind(conference: Conference, candidate: Candidate) -> str:
    name = on_page(conference.kinds.get(candidate.kind, {})) or candidate.kind
    return name[:1].upper() + name[1:]


def _item(candidate: Candidate, totals: dict[str, Total]) -> Item:
    title = on_page(candidate.title) or candidate.reference
    return Item(
        reference=candidate.reference,
        short=on_page(candidate.short_title) or title,
        title=title,
        description=on_page(candidate.description),
        easy_read=on_page(candidate.easy_read),
        total=totals.get(candidate.reference),
    )
