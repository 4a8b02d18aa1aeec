"""Who sits where, as page objects: for those who draw the groups, for experts, for screens and for print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.domain.consensus.groups import Bound, Measure, bound
from ljuspunkt.domain.consensus.seating import measured_after
from ljuspunkt.files.sheets import PrintedOccasion, PrintedTable, TableSheet, TableSlip
from ljuspunkt.rooms.conference.models import Conference, Expert, Seating
from ljuspunkt.rooms.conference.queries.panel import title_of
from ljuspunkt.rooms.conference.seatings import Plan, members_of, plan_of


@dataclass(frozen=True, slots=True)
class Seat:
    """An expert at a table."""

    key: int
    name: str
    organisation: str
    group: str


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table: its number from 1, and who sits there in the order of their names."""

    number: int
    seats: tuple[Seat, ...]

    @property
    def heading(self) -> str:
        """What the table is called."""
        return _("Table {n}").format(n=self.number)

    @property
    def names(self) -> tuple[str, ...]:
        """Who sits there."""
        return tuple(seat.name for seat in self.seats)


@dataclass(frozen=True, slots=True)
class OccasionShown:
    """An occasion of the day: its number from 0, the division that meets, and its tables."""

    number: int
    division: int
    heading: str
    been: bool
    tables: tuple[TableShown, ...]


@dataclass(frozen=True, slots=True)
class Seated:
    """Who sits where just now, for a screen."""

    heading: str
    tables: tuple[TableShown, ...]


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """The organiser's page: the latest version, how it compares with chance, and who could be swapped.

    `seats` are all who are seated, in the order of their names. `strangers` are seated but gone, `missing` are there
    but not seated.
    """

    slug: str
    conference: str
    experts: int
    tables: int
    seed: str
    number: int
    occasions: tuple[OccasionShown, ...]
    divisions: tuple[tuple[int, str], ...]
    words: tuple[str, ...]
    by_hand: int
    published: bool
    seats: tuple[Seat, ...]
    strangers: tuple[str, ...]
    missing: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one expert sits at each occasion, table numbers from 1; 0 where the expert isn't seated."""

    key: int
    name: str
    places: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class TablesPage:
    """The experts' page: all who are seated, by name, and the occasions of the day."""

    conference: str
    join_code: str
    occasions: tuple[OccasionShown, ...]
    placed: tuple[Placed, ...]
    next: int


def groups_page(conference: Conference) -> GroupsPage:
    """Return the organiser's page; without occasions where nothing has been drawn."""
    seating = conference.seatings.order_by("-number").first()
    there = list(conference.experts.exclude(came=False))
    page = {
        "slug": conference.slug,
        "conference": title_of(conference),
        "experts": len(there),
        "closed": conference.state == "held",
    }
    if seating is None:
        return GroupsPage(
            **page,  # type: ignore[arg-type]
            tables=0,
            seed="",
            number=0,
            occasions=(),
            divisions=(),
            words=(),
            by_hand=0,
            published=False,
            seats=(),
            strangers=(),
            missing=(),
        )
    occasions = _occasions(conference, seating)
    plan = plan_of(seating)
    to_come = {
        seat.key: seat
        for occasion in occasions
        if not occasion.been
        for table in occasion.tables
        for seat in table.seats
    }
    present = {each.pk for each in there}
    return GroupsPage(
        **page,  # type: ignore[arg-type]
        tables=seating.tables,
        seed=seating.seed,
        number=seating.number,
        occasions=occasions,
        divisions=tuple(
            {occasion.division: occasion.heading for occasion in reversed(occasions) if not occasion.been}.items()
        )[::-1],
        words=tuple(measure_in_words(plan, there, seating.tables, seating.chance)),
        by_hand=seating.by_hand,
        published=seating.published_at is not None,
        seats=tuple(sorted(to_come.values(), key=lambda seat: seat.name)),
        strangers=tuple(seat.name for seat in to_come.values() if seat.key not in present),
        missing=tuple(each.name for each in there if to_come and each.pk not in to_come),
    )


def measured(plan: Plan, there: Sequence[Expert]) -> Measure:
    """Return how good what is to come is, after what has been."""
    met = {place for place, been in zip(plan.occasions, plan.been, strict=True) if been}
    been = [plan.divisions[number] for number in plan.counted if number in met]
    to_come = [plan.divisions[number] for number in plan.counted if number not in met]
    return measured_after(members_of(there), to_come, been)


def measure_in_words(plan: Plan, there: Sequence[Expert], tables: int, chance: Mapping[str, float]) -> list[str]:
    """Return how good a plan is, how it compares with chance, and how far it could be better at all."""
    met = {place for place, been in zip(plan.occasions, plan.been, strict=True) if been}
    to_come = [number for number in plan.counted if number not in met]
    if not to_come:
        return [_("Everything has been; nothing is left to draw.")]
    found = measured(plan, there)
    members = members_of(there)
    been = [plan.divisions[number] for number in plan.counted if number in met]
    least = bound(members, tables, len(to_come), been=been)
    return [
        _met_in_words(found),
        *_chance_in_words(chance),
        *_bound_in_words(found, least),
        *_spread_in_words(found, any(member.group for member in members)),
    ]


def _met_in_words(found: Measure) -> str:
    if found.again == 0:
        return _("Nobody meets anybody twice at a table.")
    said = ngettext(
        "{n} time two people meet again who have sat at a table before.",
        "{n} times two people meet again who have sat at a table before.",
        found.again,
    ).format(n=found.again)
    return f"{said} " + ngettext(
        "No two meet more than {n} time.", "No two meet more than {n} times.", found.most
    ).format(n=found.most)


def _chance_in_words(chance: Mapping[str, float]) -> list[str]:
    if not chance:
        return []
    return [
        _(
            "If people were dealt out by chance, that would happen {n} times on average, between {low} and {high}."
        ).format(n=round(chance["again"]), low=int(chance["fewest"]), high=int(chance["most"]))
    ]


def _bound_in_words(found: Measure, least: Bound) -> list[str]:
    if found.again == 0:
        return []
    if found.load <= least.load or found.again <= least.again:
        return [_("It can’t be done better with these tables.")]
    if least.again == 0:
        return [_("Whether it can be done with fewer isn’t known; the search tried thousands of swaps.")]
    return [_("It can’t be done with fewer than {n}; whether with fewer than now isn’t known.").format(n=least.again)]


def _spread_in_words(found: Measure, has_groups: bool) -> list[str]:
    said = []
    if has_groups:
        said.append(
            _("The stakeholder groups are spread as evenly as they can be over the tables.")
            if found.crowded["group"] == 0
            else _("The stakeholder groups aren’t quite evenly spread over the tables.")
        )
    said.append(
        _("Colleagues from one organisation sit apart as far as there are tables.")
        if found.crowded["organisation"] == 0
        else _("Some colleagues from one organisation sit at the same table.")
    )
    return said


def tables_page(conference: Conference) -> TablesPage | None:
    """Return who sits where as it was published last, None where nothing has been published."""
    seating = _published(conference)
    if seating is None:
        return None
    occasions = _occasions(conference, seating)
    places: dict[int, dict[int, int]] = {}
    seats: dict[int, Seat] = {}
    for occasion in occasions:
        for table in occasion.tables:
            for seat in table.seats:
                seats[seat.key] = seat
                places.setdefault(seat.key, {})[occasion.number] = table.number
    names = [seat.name for seat in seats.values()]
    return TablesPage(
        conference=title_of(conference),
        join_code=conference.join_code or "",
        occasions=occasions,
        placed=tuple(
            Placed(
                seat.key,
                f"{seat.name}, {seat.organisation}" if names.count(seat.name) > 1 and seat.organisation else seat.name,
                tuple(_place(occasion.number, places[seat.key].get(occasion.number, 0)) for occasion in occasions),
            )
            for seat in sorted(seats.values(), key=lambda seat: seat.name)
        ),
        next=next((occasion.number for occasion in occasions if not occasion.been), -1),
    )


def seated_now(conference: Conference) -> Seated | None:
    """Return the tables of the next occasion for a screen; the last one where all have been; None if unpublished."""
    seating = _published(conference)
    occasions = _occasions(conference, seating) if seating else ()
    if not occasions:
        return None
    now = next((occasion for occasion in occasions if not occasion.been), occasions[-1])
    return Seated(now.heading, now.tables)


def table_sheet(conference: Conference) -> TableSheet | None:
    """Return the latest version to be printed, None where nothing has been drawn."""
    seating = conference.seatings.order_by("-number").first()
    if seating is None:
        return None
    occasions = _occasions(conference, seating)
    lines: dict[Seat, list[tuple[str, str]]] = {}
    for occasion in occasions:
        for table in occasion.tables:
            for seat in table.seats:
                lines.setdefault(seat, []).append((occasion.heading, table.heading))
    return TableSheet(
        title=title_of(conference),
        note=_("Cut along the lines. Each expert gets the own slip."),
        slips_heading=_("Slips"),
        occasions=tuple(
            PrintedOccasion(
                occasion.heading,
                tuple(
                    PrintedTable(table.heading, tuple(map(_with_organisation, table.seats)))
                    for table in occasion.tables
                ),
            )
            for occasion in occasions
        ),
        slips=tuple(
            TableSlip(seat.name, seat.organisation, tuple(found))
            for seat, found in sorted(lines.items(), key=lambda line: line[0].name)
        ),
    )


def _with_organisation(seat: Seat) -> str:
    return f"{seat.name}, {seat.organisation}" if seat.organisation else seat.name


def _place(occasion: int, table: int) -> tuple[int, int, str]:
    return occasion, table, _("Table {n}").format(n=table) if table else "–"


def _published(conference: Conference) -> Seating | None:
    return conference.seatings.exclude(published_at=None).order_by("-number").first()


def _occasions(conference: Conference, seating: Seating) -> tuple[OccasionShown, ...]:
    experts = {each.pk: each for each in conference.experts.all()}
    headings = _headings(plan_of(seating))
    return tuple(
        OccasionShown(
            number=number,
            division=occasion["division"],
            heading=f"{number + 1}. {headings[occasion['division']]}",
            been=occasion["been"],
            tables=tuple(
                TableShown(
                    at,
                    tuple(
                        sorted(
                            (
                                Seat(key, experts[key].name, experts[key].organisation, experts[key].group)
                                for key in table
                                if key in experts
                            ),
                            key=lambda seat: seat.name,
                        )
                    ),
                )
                for at, table in enumerate(seating.divisions[occasion["division"]]["tables"], start=1)
            ),
        )
        for number, occasion in enumerate(seating.occasions)
    )


def _headings(plan: Plan) -> list[str]:
    """Return what each division is called; cross-groups are numbered where there are several."""
    n_cross = sum(kind == "cross" and again is None for kind, again in zip(plan.kinds, plan.again_of, strict=True))
    headings: list[str] = []
    count = 0
    for kind, again in zip(plan.kinds, plan.again_of, strict=True):
        if again is not None:
            headings.append(headings[again])
        elif kind == "home":
            headings.append(_("Home groups"))
        else:
            count += 1
            headings.append(_("Cross-groups {n}").format(n=count) if n_cross > 1 else _("Cross-groups"))
    return headings
