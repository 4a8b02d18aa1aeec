"""The live board (svarsläget): how many have answered of those asked, saying nothing of fewer than five.

What may be said is decided in `domain/survey/board.py`; here it is put into rows and words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.domain.survey.board import AtLeast, Shown, shown, shown_parts, sum_of
from ljuspunkt.domain.survey.groups import GROUPS, group_name
from ljuspunkt.domain.survey.wave import total_asked
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.models import Asked, Participation, Wave, WaveInstrument
from ljuspunkt.rooms.surveys.permissions import may_see_board
from ljuspunkt.rooms.surveys.queries.received import received
from ljuspunkt.ui.language import on_page

GOAL = 10
"""A group with fewer answers shows up among what needs doing when its wave soon closes."""


@dataclass(frozen=True, slots=True)
class BoardCell:
    """What is shown of a group in an association, or of an initiative; `asked` is None where nobody knows."""

    shown: Shown
    asked: int | None

    @property
    def answers(self) -> str:
        """How many answers, in words where no number is shown."""
        return {
            "exact": str(self.shown.n),
            "below": _("below five"),
            "enough": _("five or more"),
            "withheld": _("not shown"),
        }[self.shown.kind]

    @property
    def of_asked(self) -> str:
        if self.asked is None:
            return _("number asked not told")
        if self.too_few_asked:
            return _("of {n} asked: can that be right?").format(n=self.asked)
        return ngettext("of {n} asked", "of {n} asked", self.asked).format(n=self.asked)

    @property
    def too_few_asked(self) -> bool:
        """Whether more have answered than were asked, so that no response rate can be worked out."""
        return self.shown.n is not None and self.asked is not None and self.shown.n > self.asked

    @property
    def lit(self) -> bool:
        """Whether there is a number."""
        return self.shown.kind == "exact"

    @property
    def at(self) -> str | None:
        """Where the light stands on its line, as a percentage; None where no share is shown."""
        if self.shown.n is None or not self.asked or self.too_few_asked:
            return None
        return f"{100 * self.shown.n / self.asked:.1f}%"

    @property
    def percent(self) -> str:
        """The share that has answered, "" where none is shown or can be right."""
        if self.shown.n is None or not self.asked or self.too_few_asked:
            return ""
        return _("{percent}%").format(percent=round(100 * self.shown.n / self.asked))


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An association's groups, or a group's initiatives, each in the column of its group; None where not asked."""

    name: str
    slug: str
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Rows of associations and columns of groups; `total` is of what is shown, and so tells nothing more."""

    groups: tuple[str, ...]
    rows: tuple[BoardRow, ...]
    total: AtLeast
    n_asked: int | None

    @property
    def columns(self) -> tuple[str, ...]:
        """What the groups are called."""
        return tuple(on_page(group_name(group)) for group in self.groups)

    @property
    def heading(self) -> str:
        """The finding: how many have answered, in all that is shown."""
        return in_words(self.total)


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """What is shown of one initiative of a group."""

    group: str
    name: str
    cell: BoardCell


def in_words(total: AtLeast) -> str:
    """Return how many have answered, as a sentence that tells nothing of a small group."""
    if not total.n:
        return _("No group has five answers yet")
    if total.whole:
        return ngettext("{n} has answered", "{n} have answered", total.n).format(n=total.n)
    return _("At least {n} have answered").format(n=total.n)


def total_of(wave_pk: int) -> AtLeast:
    """Return how many have answered in a wave in all, groups of fewer than five left out.

    Groups without any answer are among those: a whole number would tell that the small ones are empty.
    """
    came = _came(wave_pk)
    parts = Participation.objects.filter(wave=wave_pk).values_list("association__slug", flat=True)
    groups = WaveInstrument.objects.filter(wave=wave_pk).values_list("respondent_group", flat=True)
    asked = dict.fromkeys(product(parts, groups))
    return sum_of(
        shown(sum(came.get(cell, {}).values())) for cell in [*asked, *(each for each in came if each not in asked)]
    )


def board(person: Person, wave: Wave, *, association: str = "") -> Board:
    """Return the board of a wave, with the associations that the person may see, or one of them."""
    parts = [
        each
        for each in wave.participations.select_related("association")
        if may_see_board(person, each.association.slug) and association in {"", each.association.slug}
    ]
    groups = groups_of(wave)
    came = _came(wave.pk)
    asked = _asked(parts)
    rows = tuple(
        BoardRow(
            part.association.name,
            part.association.slug,
            tuple(
                BoardCell(
                    shown(sum(came.get((part.association.slug, group), {}).values())),
                    total_asked(asked.get((part.pk, group), {})),
                )
                for group in groups
            ),
        )
        for part in parts
    )
    cells = [cell for row in rows for cell in row.cells]
    told = [cell.asked for cell in cells if cell.asked is not None]
    return Board(groups, rows, sum_of(cell.shown for cell in cells), sum(told) if len(told) == len(cells) else None)


def initiative_rows(part: Participation) -> tuple[InitiativeRow, ...]:
    """Return what is shown of an association's initiatives, group by group; the group's own number is on the board."""
    came = _came(part.wave_id)
    asked = _asked([part])
    names = {each.name: each.pk for each in part.initiatives.all()}
    ways = {(each.respondent_group, each.initiative_id) for each in part.collectors.all()}
    rows = []
    for group in groups_of(part.wave):
        counted = came.get((part.association.slug, group), {})
        numbers = asked.get((part.pk, group), {})
        # Which rows there are mustn't follow from what has come: that would tell none from few.
        chosen = sorted(name for name, pk in names.items() if (group, pk) in ways)
        if not chosen:
            continue
        every = {name: counted.get(name, 0) for name in (*chosen, *([""] if (group, None) in ways else []))}
        for name, said in shown_parts(every).items():
            rows.append(
                InitiativeRow(
                    on_page(group_name(group)),
                    name or _("outside the initiatives"),
                    BoardCell(said, numbers.get(names[name]) if name else None),
                )
            )
    return tuple(rows)


def asked_by_group(groups: Sequence[str], rows: Iterable[Asked]) -> Mapping[str, int | None]:
    """Return how many are asked of each group of an association, None where nobody knows."""
    told: dict[str, dict[int | None, int | None]] = {group: {} for group in groups}
    for row in rows:
        told.setdefault(row.respondent_group, {})[row.initiative_id] = row.n
    return {group: total_asked(told[group]) for group in groups}


def groups_of(wave: Wave) -> tuple[str, ...]:
    """Return the respondent groups of a wave in the order in which they are shown."""
    order = list(GROUPS)
    chosen = [each.respondent_group for each in wave.instruments.all()]
    return tuple(sorted(chosen, key=lambda group: (order.index(group) if group in order else len(order), group)))


def _came(wave_pk: int) -> Mapping[tuple[str, str], Mapping[str, int]]:
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (association, group, initiative), n in received(wave_pk).items():
        found[association, group][initiative] = n
    return found


def _asked(parts: Iterable[Participation]) -> Mapping[tuple[int, str], Mapping[int | None, int | None]]:
    found: dict[tuple[int, str], dict[int | None, int | None]] = defaultdict(dict)
    for row in Asked.objects.filter(participation__in=[part.pk for part in parts]):
        found[row.participation_id, row.respondent_group][row.initiative_id] = row.n
    return found
