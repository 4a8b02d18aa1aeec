"""What needs doing about waves: what is missing before one opens, who is silent before one closes, what is locked."""

from datetime import date, datetime, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.models import Participation, Wave
from ljuspunkt.rooms.surveys.models.waves import CLOSED, EXIT, OPEN, PLANNED
from ljuspunkt.rooms.surveys.permissions import collects_for, may_run_waves, may_see_waves
from ljuspunkt.rooms.surveys.queries.board import GOAL, board
from ljuspunkt.rooms.surveys.queries.paper import where_sheets_wait
from ljuspunkt.rooms.surveys.services.open_wave import readiness
from ljuspunkt.ui.to_do import ToDo

SOON = timedelta(days=5)
"""So long before a wave closes the work page names groups with few answers."""

AHEAD = timedelta(days=21)
"""So long before a wave opens the work page says what is missing."""

NEXT = timedelta(days=30)
"""So long before a half-year ends the work page says that the next isn't planned."""


def to_do(person: Person, at: datetime) -> tuple[ToDo, ...]:
    """Return what needs doing about waves, for whoever runs them and for those who collect in them."""
    if not may_see_waves(person):
        return ()
    today = timezone.localdate(at)
    found: list[ToDo] = []
    for wave in Wave.objects.filter(state__in=[PLANNED, OPEN, CLOSED]).prefetch_related("instruments__version"):
        if may_run_waves(person):
            found += _national(wave, today)
        found += _local(person, wave, today)
    return tuple(found)


def _national(wave: Wave, today: date) -> list[ToDo]:
    address = reverse("waves:wave", args=[wave.slug])
    if wave.state == PLANNED and wave.opens_on <= today + AHEAD:
        return _before_opening(wave, today, address)
    if wave.state == OPEN and wave.kind == EXIT and wave.closes_on <= today + NEXT:
        if not Wave.objects.filter(follows=wave).exists():
            return [
                ToDo(
                    title=_("Plan the half-year after {wave}").format(wave=wave.name),
                    why=_("Exit questionnaires are answered all year; without it nobody can answer afterwards."),
                    address=reverse("waves:next", args=[wave.slug]),
                    button=_("Plan the next wave"),
                    by=wave.closes_on,
                )
            ]
    elif wave.state == CLOSED:
        return [
            ToDo(
                title=_("Freeze the answers of {wave}").format(wave=wave.name),
                why=_("The wave is closed. Its answers stay locked until somebody opens them with a passphrase."),
                address=address,
                button=_("Open the wave's page"),
            )
        ]
    return []


def _before_opening(wave: Wave, today: date, address: str) -> list[ToDo]:
    ready = readiness(wave, today)
    if not ready.missing:
        if wave.opens_by_itself:
            return []
        return [
            ToDo(
                title=_("Open {wave}").format(wave=wave.name),
                why=_("Nothing is missing. It opens when you press."),
                address=address,
                button=_("Open the wave's page"),
                by=wave.opens_on,
            )
        ]
    n = len(ready.missing)
    return [
        ToDo(
            title=ngettext(
                "{n} thing is missing before {wave} opens", "{n} things are missing before {wave} opens", n
            ).format(n=n, wave=wave.name),
            why=" ".join(each.said(_) for each in ready.missing[:3]),
            address=address,
            button=_("Open the wave's page"),
            by=wave.opens_on,
        )
    ]


def _local(person: Person, wave: Wave, today: date) -> list[ToDo]:
    """Return what needs doing in the associations for which the person collects."""
    if wave.state == CLOSED or (wave.state == PLANNED and wave.opens_on > today + AHEAD):
        return []
    parts = (
        Participation.objects.filter(wave=wave, association__slug__in=collects_for(person))
        .select_related("association")
        .prefetch_related("asked")
        .annotate(n_collectors=Count("collectors"))
    )
    waiting = where_sheets_wait(wave.pk) if wave.state == OPEN else {}
    found: list[ToDo] = []
    for part in parts:
        address = reverse("waves:part", args=[wave.slug, part.association.slug])
        if not part.n_collectors:
            found.append(
                ToDo(
                    title=_("Make ways of answering for {wave}").format(wave=wave.name),
                    why=_("Nobody can answer yet."),
                    address=address,
                    button=_("Make them"),
                    by=wave.opens_on if wave.state == PLANNED else None,
                    where=part.association.name,
                )
            )
        if all(each.n is None for each in part.asked.all()):
            found.append(
                ToDo(
                    title=_("Tell how many are asked in {wave}").format(wave=wave.name),
                    why=_("Without it no response rate can be shown."),
                    address=reverse("waves:asked", args=[wave.slug, part.association.slug]),
                    button=_("Tell how many"),
                    by=wave.closes_on,
                    where=part.association.name,
                )
            )
        if part.association.slug in waiting:
            found.append(
                ToDo(
                    title=_("Enter the sheets of paper that wait in {wave}").format(wave=wave.name),
                    why=_("They wait for a second reader or for a difference to be settled."),
                    address=reverse("paper:overview", args=[wave.slug]),
                    button=_("Open the sheets"),
                    by=wave.closes_on,
                    where=part.association.name,
                )
            )
        if wave.state == OPEN and wave.closes_on <= today + SOON:
            found += _silent(person, wave, part, today)
    return found


def _silent(person: Person, wave: Wave, part: Participation, today: date) -> list[ToDo]:
    told = board(person, wave, association=part.association.slug)
    few = [
        name
        for row in told.rows
        for name, cell in zip(told.columns, row.cells, strict=True)
        if cell.asked != 0 and (cell.shown.n is None or cell.shown.n < GOAL)
    ]
    if not few:
        return []
    left = (wave.closes_on - today).days
    when = (
        ngettext("{wave} closes in {n} day", "{wave} closes in {n} days", left).format(wave=wave.name, n=left)
        if left > 0
        else _("{wave} closes tonight").format(wave=wave.name)
    )
    return [
        ToDo(
            title=ngettext(
                "{when}, and {n} group has fewer than {goal} answers",
                "{when}, and {n} groups have fewer than {goal} answers",
                len(few),
            ).format(when=when, n=len(few), goal=GOAL),
            why=_("{groups}. It closes at the end of {day}.").format(
                groups=", ".join(few), day=date_format(wave.closes_on, "MONTH_DAY_FORMAT")
            ),
            address=reverse("waves:part", args=[wave.slug, part.association.slug]),
            button=_("See the answers"),
            by=wave.closes_on,
            where=part.association.name,
        )
    ]
