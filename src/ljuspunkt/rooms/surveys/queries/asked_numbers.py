"""How many were asked, as its form and its list show it, and what can be chosen for ways of answering."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.files.numbers_asked import NumberRow
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.models import Participation, Wave
from ljuspunkt.rooms.surveys.permissions import may_collect
from ljuspunkt.rooms.surveys.queries.board import groups_of
from ljuspunkt.ui.language import on_page

Set = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class PartForm:
    """The groups of a wave, and an association's initiatives in it by number and name."""

    groups: tuple[str, ...]
    initiatives: tuple[tuple[int, str], ...]


def part_form(slug: str, association: str) -> PartForm:
    """Return what can be chosen for an association's ways of answering in a wave."""
    part = _parts(slug).get(association__slug=association)
    return PartForm(groups_of(part.wave), tuple((each.pk, each.name) for each in part.initiatives.all()))


def groups_in(slug: str) -> tuple[str, ...]:
    """Return the groups that are asked in a wave."""
    return groups_of(Wave.objects.get(slug=slug))


def asked_fields(slug: str, association: str) -> Sequence[tuple[Set, str, int | None]]:
    """Return a row for each number that an association can tell in a wave: which, its label, and what is known."""
    part = _parts(slug).get(association__slug=association)
    return [
        ((group, initiative), f"{on_page(group_name(group))}, {name}" if name else on_page(group_name(group)), n)
        for group, initiative, name, n in _numbers(part)
    ]


def number_rows(person: Person, slug: str) -> tuple[NumberRow, ...]:
    """Return a row for each number that a person can tell in a wave; its lines are counted from the heading."""
    rows = [
        (part.association.name, on_page(group_name(group)), name, n)
        for part in _parts(slug)
        if may_collect(person, part.association.slug)
        for group, _initiative, name, n in _numbers(part)
    ]
    return tuple(NumberRow(line, *row) for line, row in enumerate(rows, start=2))


def _numbers(part: Participation) -> list[tuple[str, int | None, str, int | None]]:
    known = {(each.respondent_group, each.initiative_id): each.n for each in part.asked.all()}
    initiatives: list[tuple[int | None, str]] = [(None, ""), *((each.pk, each.name) for each in part.initiatives.all())]
    return [
        (group, initiative, name, known.get((group, initiative)))
        for group in groups_of(part.wave)
        for initiative, name in initiatives
    ]


def _parts(slug: str) -> QuerySet[Participation]:
    return (
        Participation.objects.select_related("association", "wave")
        .prefetch_related("initiatives", "asked", "wave__instruments")
        .filter(wave__slug=slug)
    )
