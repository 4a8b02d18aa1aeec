"""Take in how many were asked from a list: all of it, or nothing and everything that must be mended."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.groups import GROUPS
from ljuspunkt.files.numbers_asked import COLUMNS, NumberRow
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys.models import Participation, Wave
from ljuspunkt.rooms.surveys.permissions import may_collect
from ljuspunkt.rooms.surveys.services.initiatives import Set, keep_asked


@dataclass(frozen=True, slots=True)
class Taken:
    """How many numbers are new, or what must be mended before any is kept."""

    n: int
    faults: tuple[BadInput, ...] = ()


@transaction.atomic
def take_numbers(*, by: Person, at: datetime, slug: str, rows: Sequence[NumberRow]) -> Taken:
    """Keep the numbers of a list; where anything in it is wrong nothing is kept.

    An association that the person doesn't collect for is told as one that isn't in the wave.

    Raises:
        Http404: there is no such wave, or the person collects for nobody in it.
        RuleBroken: the wave is frozen.
    """
    wave = Wave.objects.filter(slug=slug).first()
    refuse_unless(wave is not None)
    assert wave is not None
    parts = [
        each
        for each in wave.participations.select_related("association").prefetch_related("initiatives")
        if may_collect(by, each.association.slug)
    ]
    refuse_unless(bool(parts))
    groups = _groups(wave)
    named = {word.casefold(): each for each in parts for word in (each.association.slug, each.association.name)}
    numbers: dict[str, dict[Set, int | None]] = defaultdict(dict)
    faults: list[BadInput] = []
    for row in rows:
        part = named.get(row.association.casefold())
        group = groups.get(row.group.casefold())
        if part is None:
            faults.append(_fault(row, "association", row.association))
        if group is None:
            faults.append(_fault(row, "group", row.group))
        if part is None or group is None:
            continue
        initiative = _initiative(part, row.initiative)
        if row.initiative and initiative is None:
            faults.append(_fault(row, "initiative", row.initiative))
            continue
        kept = numbers[part.association.slug]
        if (group, initiative) in kept:
            faults.append(
                BadInput(
                    "row_twice",
                    "The same row stands twice: {row}.",
                    line=row.line,
                    row=", ".join(filter(None, (row.association, row.group, row.initiative))),
                )
            )
        kept[group, initiative] = row.asked
    if faults:
        return Taken(0, tuple(faults))
    return Taken(
        sum(
            keep_asked(by=by, at=at, slug=slug, association=association, numbers=kept)
            for association, kept in numbers.items()
        )
    )


def _groups(wave: Wave) -> Mapping[str, str]:
    """Return the wave's groups by what they may be called: by code or name."""
    codes = wave.instruments.values_list("respondent_group", flat=True)
    return {word.casefold(): code for code in codes for word in (code, *GROUPS.get(code, {}).values())}


def _initiative(part: Participation, name: str) -> int | None:
    return next((each.pk for each in part.initiatives.all() if each.name.casefold() == name.casefold()), None)


def _fault(row: NumberRow, column: str, value: str) -> BadInput:
    return BadInput(
        "not_in_wave_named",
        "“{value}” isn't in the wave.",
        line=row.line,
        column=COLUMNS[column][0],
        value=value[:60],
    )
