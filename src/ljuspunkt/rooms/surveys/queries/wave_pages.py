"""What the pages of waves show: the list, one wave, and one association in it."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ljuspunkt.domain.survey.groups import GROUPS, group_name
from ljuspunkt.rooms.people.permissions import Person, Role
from ljuspunkt.rooms.surveys.answering.addresses import link
from ljuspunkt.rooms.surveys.models import Collector, Invitation, Participation, Wave
from ljuspunkt.rooms.surveys.models.instruments import FROZEN as FROZEN_VERSION
from ljuspunkt.rooms.surveys.models.waves import CLOSED, FROZEN, MAIL, ON_POSTERS, OPEN, PAPER, PLANNED
from ljuspunkt.rooms.surveys.permissions import (
    collects_for,
    may_collect,
    may_enter_paper,
    may_run_waves,
    may_see_board,
    may_see_waves,
    may_send_mail,
    sees_all_associations,
)
from ljuspunkt.rooms.surveys.queries.board import (
    Board,
    InitiativeRow,
    asked_by_group,
    board,
    groups_of,
    initiative_rows,
)
from ljuspunkt.rooms.surveys.queries.collectors import collector_of
from ljuspunkt.rooms.surveys.queries.unfinished import before_end
from ljuspunkt.rooms.surveys.services.open_wave import GroupLanguages, readiness
from ljuspunkt.rooms.surveys.wave_words import kind_in_words, state_in_words, way_in_words
from ljuspunkt.ui.language import language_name, on_page

ADDRESSES = Count("invitations", filter=~Q(invitations__email=""))
"""Those taken off a list aren't counted: the rows of used links stay, and their number would tell who has answered."""


@dataclass(frozen=True, slots=True)
class WaveHead:
    """What every page of a wave shows of it, and what the person may do there."""

    slug: str
    name: str
    title: str
    kind: str
    state: str
    opens_on: date
    closes_on: date
    days_left: int
    may_run: bool
    national: bool
    """Whether the person sees every association."""
    coordinates: frozenset[str] = frozenset()
    """The associations whose open answers the person reads when the wave is frozen."""

    @property
    def kind_in_words(self) -> str:
        return kind_in_words(self.kind)

    @property
    def state_in_words(self) -> str:
        return state_in_words(self.state)

    @property
    def is_planned(self) -> bool:
        return self.state == PLANNED

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == CLOSED

    @property
    def is_frozen(self) -> bool:
        return self.state == FROZEN

    @property
    def may_change(self) -> bool:
        """Whether collectors and initiatives can still be changed."""
        return self.state in {PLANNED, OPEN}

    @property
    def may_count(self) -> bool:
        """Whether how many were asked can still be told."""
        return self.state != FROZEN


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A line of the list of waves."""

    head: WaveHead
    n_associations: int


@dataclass(frozen=True, slots=True)
class WavesPage:
    """The waves that somebody has something to do with."""

    rows: tuple[WaveRow, ...]
    may_run: bool

    @property
    def n_open(self) -> int:
        return sum(1 for row in self.rows if row.head.is_open)


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """The questionnaire of a group in a wave."""

    group: str
    title: str
    version: str
    frozen: bool
    open_in: str
    left_out: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """An association in a wave, with how far it has come."""

    slug: str
    name: str
    n_initiatives: int
    n_collectors: int
    n_told: int
    """Of how many groups it is told how many are asked."""
    n_groups: int

    @property
    def asked_in_words(self) -> str:
        """Whether it is told how many are asked."""
        if not self.n_told:
            return _("not told yet")
        if self.n_told == self.n_groups:
            return _("told")
        return _("told of {n} of {of} groups").format(n=self.n_told, of=self.n_groups)


@dataclass(frozen=True, slots=True)
class WavePage:
    """A wave: what is missing before it opens, its questionnaires and associations, and the board once it is open.

    `collects` says whether the reader keeps the numbers of one of its associations.
    """

    head: WaveHead
    instruments: tuple[InstrumentRow, ...]
    parts: tuple[PartRow, ...]
    collects: bool
    missing: tuple[str, ...]
    unsure: tuple[str, ...]
    reminders_on: tuple[date, ...]
    opens_by_itself: bool
    has_keys: bool
    follower: str
    board: Board | None
    unfinished: tuple[str, ...]
    """What ought to be looked at before the wave is closed."""


@dataclass(frozen=True, slots=True)
class CollectorRow:
    """A way of answering; `address` is the path that respondents open, "" for personal links."""

    pk: int
    group: str
    initiative: str
    way: str
    code: str
    path: str
    paused: bool
    n_addresses: int

    @property
    def way_in_words(self) -> str:
        return way_in_words(self.way)

    @property
    def is_mail(self) -> bool:
        return self.way == MAIL

    @property
    def is_paper(self) -> bool:
        return self.way == PAPER

    @property
    def has_poster(self) -> bool:
        return self.way in ON_POSTERS


@dataclass(frozen=True, slots=True)
class PartPage:
    """An association in a wave: what its coordinator and data collector work with."""

    head: WaveHead
    slug: str
    name: str
    collectors: tuple[tuple[str, tuple[CollectorRow, ...]], ...]
    initiatives: tuple[str, ...]
    board: Board | None
    initiative_rows: tuple[InitiativeRow, ...]
    may_collect: bool
    may_send_mail: bool
    may_enter_paper: bool
    has_posters: bool


@dataclass(frozen=True, slots=True)
class CollectorPage:
    """One way of answering; `emails` are the addresses on its list, for those who handle them."""

    head: WaveHead
    association: str
    association_name: str
    row: CollectorRow
    languages: str
    emails: tuple[str, ...]
    n_waiting: int
    reminded_on: date | None
    reminded_today: bool
    may_send_mail: bool
    may_enter_paper: bool
    accepting: bool

    @property
    def group_in_words(self) -> str:
        return on_page(group_name(self.row.group))


def waves_page(person: Person, at: datetime) -> WavesPage:
    """Return the waves in which somebody has something to do, the latest first."""
    rows = Wave.objects.annotate(n_parts=Count("participations"))
    if not sees_all_associations(person):
        mine = Participation.objects.filter(association__slug__in=collects_for(person)).values("wave")
        rows = rows.filter(pk__in=mine)
    return WavesPage(
        tuple(WaveRow(_head(person, each, at), each.n_parts) for each in rows) if may_see_waves(person) else (),
        may_run_waves(person),
    )


def wave_head(person: Person | None, slug: str, at: datetime) -> WaveHead | None:
    """Return a wave that somebody has something to do with, None where there is none."""
    wave = _wave_of(person, slug)
    return _head(person, wave, at) if wave is not None and person is not None else None


def wave_page(person: Person, slug: str, at: datetime) -> WavePage | None:
    """Return a wave as its page shows it, None where there is none for this person."""
    wave = _wave_of(person, slug)
    if wave is None:
        return None
    ready = readiness(wave, timezone.localdate(at)) if may_run_waves(person) and wave.state == PLANNED else None
    parts = (
        wave.participations.select_related("association")
        .annotate(n_initiatives=Count("initiatives", distinct=True), n_collectors=Count("collectors", distinct=True))
        .prefetch_related("asked")
    )
    groups = groups_of(wave)
    follower = Wave.objects.filter(follows=wave).values_list("slug", flat=True).first()
    return WavePage(
        head=_head(person, wave, at),
        instruments=_instruments(wave, {each.group: each for each in ready.languages} if ready else {}),
        parts=tuple(
            PartRow(
                each.association.slug,
                each.association.name,
                each.n_initiatives,
                each.n_collectors,
                sum(n is not None for n in asked_by_group(groups, each.asked.all()).values()),
                len(groups),
            )
            for each in parts
            if may_see_board(person, each.association.slug)
        ),
        collects=any(may_collect(person, each.association.slug) for each in parts),
        missing=tuple(each.said(_) for each in ready.missing) if ready else (),
        unsure=tuple(each.said(_) for each in ready.unsure) if ready else (),
        reminders_on=tuple(date.fromisoformat(each) for each in wave.reminders_on),
        opens_by_itself=wave.opens_by_itself,
        has_keys=bool(wave.public_key),
        follower=follower or "",
        board=board(person, wave) if wave.state != PLANNED else None,
        unfinished=before_end(wave) if wave.state == OPEN and may_run_waves(person) else (),
    )


def part_page(person: Person, slug: str, association: str, at: datetime) -> PartPage | None:
    """Return an association in a wave, None where there is none for this person."""
    wave = _wave_of(person, slug)
    if wave is None or not may_see_board(person, association):
        return None
    part = (
        Participation.objects.select_related("association", "wave")
        .prefetch_related(
            "initiatives",
            Prefetch("collectors", Collector.objects.annotate(n=ADDRESSES).select_related("initiative")),
        )
        .filter(wave=wave, association__slug=association)
        .first()
    )
    if part is None:
        return None
    rows = sorted((_collector(each) for each in part.collectors.all()), key=_in_order)
    return PartPage(
        head=_head(person, wave, at),
        slug=association,
        name=part.association.name,
        collectors=tuple(
            (on_page(group_name(group)), tuple(each)) for group, each in groupby(rows, key=lambda row: row.group)
        ),
        initiatives=tuple(each.name for each in part.initiatives.all()),
        board=board(person, wave, association=association) if wave.state != PLANNED else None,
        initiative_rows=initiative_rows(part) if wave.state != PLANNED else (),
        may_collect=may_collect(person, association),
        may_send_mail=may_send_mail(person, association),
        may_enter_paper=may_enter_paper(person, association),
        has_posters=any(row.has_poster for row in rows),
    )


def collector_page(person: Person, pk: int, at: datetime) -> CollectorPage | None:
    """Return a way of answering, None where there is none for this person."""
    found = (
        Collector.objects.select_related("participation__wave", "participation__association", "initiative")
        .annotate(n=ADDRESSES)
        .filter(pk=pk)
        .first()
    )
    if found is None or not may_collect(person, found.participation.association.slug):
        return None
    part = found.participation
    card = collector_of(pk)
    mine = may_send_mail(person, part.association.slug)
    listed = found.invitations.exclude(email="") if mine else Invitation.objects.none()
    today = timezone.localdate(at)
    return CollectorPage(
        head=_head(person, part.wave, at),
        association=part.association.slug,
        association_name=part.association.name,
        row=_collector(found),
        languages=", ".join(language_name(each) for each in (card.languages if card else ())),
        emails=tuple(sorted(listed.values_list("email", flat=True))),
        n_waiting=listed.filter(asked_on=None).count(),
        reminded_on=found.reminded_on,
        reminded_today=found.reminded_on is not None and found.reminded_on >= today,
        may_send_mail=mine,
        may_enter_paper=may_enter_paper(person, part.association.slug),
        accepting=card.accepting if card else False,
    )


def _wave_of(person: Person | None, slug: str) -> Wave | None:
    wave = Wave.objects.prefetch_related("instruments__version__instrument").filter(slug=slug).first()
    if wave is None or not may_see_waves(person):
        return None
    if sees_all_associations(person):
        return wave
    mine = wave.participations.filter(association__slug__in=collects_for(person))
    return wave if mine.exists() else None


def _head(person: Person | None, wave: Wave, at: datetime) -> WaveHead:
    return WaveHead(
        slug=wave.slug,
        name=wave.name,
        title=on_page(wave.title),
        kind=wave.kind,
        state=wave.state,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        days_left=(wave.closes_on - timezone.localdate(at)).days,
        may_run=may_run_waves(person),
        national=sees_all_associations(person),
        coordinates=person.associations(Role.ASSOCIATION_COORDINATOR) if person is not None else frozenset(),
    )


def _instruments(wave: Wave, languages: dict[str, GroupLanguages]) -> tuple[InstrumentRow, ...]:
    found = []
    by_group = {each.respondent_group: each for each in wave.instruments.all()}
    for group in groups_of(wave):
        row = by_group[group]
        told = languages.get(group)
        open_in = told.open if told else row.languages
        found.append(
            InstrumentRow(
                on_page(group_name(group)),
                on_page(row.version.instrument.title),
                row.version.name,
                row.version.state == FROZEN_VERSION,
                ", ".join(language_name(each) for each in open_in),
                ", ".join(language_name(each) for each in told.left_out) if told else "",
            )
        )
    return tuple(found)


def _collector(row: Collector) -> CollectorRow:
    return CollectorRow(
        pk=row.pk,
        group=row.respondent_group,
        initiative=row.initiative.name if row.initiative else "",
        way=row.way,
        code=row.code,
        path=link(row.code) if row.way not in {MAIL, PAPER} else "",
        paused=row.paused,
        n_addresses=row.n,  # type: ignore[attr-defined]
    )


def _in_order(row: CollectorRow) -> tuple[int, str, str, int]:
    order = list(GROUPS)
    return (order.index(row.group) if row.group in order else len(order), row.group, row.initiative, row.pk)
