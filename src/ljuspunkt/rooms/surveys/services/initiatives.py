"""An association's initiatives (insatser) in a wave, and how many were asked (antal tillfrågade)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.models import Asked, Collector, WaveInitiative
from ljuspunkt.rooms.surveys.models.waves import PLANNED
from ljuspunkt.rooms.surveys.services.wave_common import participation_to_keep, tell_log

MOST = 100
LONGEST = 120
LARGEST = 1_000_000

Set = tuple[str, int | None]
"""A respondent group, and the number of an initiative or None for the group as a whole."""


@transaction.atomic
def keep_initiatives(*, by: Person, at: datetime, slug: str, association: str, names: Sequence[str]) -> None:
    """Keep the list of an association's initiatives in a wave; those that stand there already stay what they are.

    Raises:
        RuleBroken: the wave is over, a name is too long or stands twice, there are too many, or one that has ways of
            answering is missing from the list.
        Http404: there is no such wave or association in it, or the person doesn't collect for it.
    """
    part = participation_to_keep(by, slug, association)
    wanted = [" ".join(name.split()) for name in names if name.strip()]
    if len(wanted) > MOST:
        raise RuleBroken("many_initiatives", "At most {most} initiatives can be in a wave.", most=MOST)
    for name in wanted:
        if len(name) > LONGEST:
            raise RuleBroken("long_initiative", "The name of an initiative has at most {n} characters.", n=LONGEST)
        if [each.casefold() for each in wanted].count(name.casefold()) > 1:
            raise RuleBroken("initiative_twice", "The initiative “{name}” stands twice.", name=name)
    known = {each.name: each for each in part.initiatives.all()}
    gone = [each for name, each in known.items() if name not in wanted]
    used = Collector.objects.filter(initiative__in=gone).select_related("initiative").first()
    if used is not None and (part.wave.state != PLANNED or used.initiative is None):
        raise RuleBroken(
            "initiative_used",
            "The initiative “{name}” can't be taken away: answers may have come.",
            name=used.initiative,
        )
    Collector.objects.filter(initiative__in=gone).delete()
    WaveInitiative.objects.filter(pk__in=[each.pk for each in gone]).delete()
    WaveInitiative.objects.bulk_create(
        WaveInitiative(participation=part, name=name) for name in wanted if name not in known
    )
    tell_log(
        part.wave,
        marked("Kept the initiatives of the association in the wave {wave}: {n}."),
        by=by,
        at=at,
        association=association,
        words={"n": len(wanted)},
    )


@transaction.atomic
def keep_asked(*, by: Person, at: datetime, slug: str, association: str, numbers: Mapping[Set, int | None]) -> int:
    """Keep how many were asked in each group and initiative, None where nobody knows; return how many are new.

    Raises:
        RuleBroken: the wave is frozen, a number is too large, or a group or initiative isn't in the wave.
        Http404: there is no such wave or association in it, or the person doesn't collect for it.
    """
    part = participation_to_keep(by, slug, association, closed_too=True)
    groups = set(part.wave.instruments.values_list("respondent_group", flat=True))
    initiatives = {None, *part.initiatives.values_list("pk", flat=True)}
    before = {(each.respondent_group, each.initiative_id): each for each in part.asked.all()}
    n_changed = 0
    for (group, initiative), n in numbers.items():
        if group not in groups or initiative not in initiatives:
            raise RuleBroken("not_in_wave", "One of the groups, initiatives or ways isn't in the wave.")
        if n is not None and not 0 <= n <= LARGEST:
            raise RuleBroken("asked_number", "A number asked is 0 to {largest}, not {n}.", largest=LARGEST, n=n)
        row = before.get((group, initiative))
        if row is None:
            if n is not None:
                Asked.objects.create(participation=part, respondent_group=group, initiative_id=initiative, n=n)
                n_changed += 1
        elif row.n != n:
            row.n = n
            row.save(update_fields=["n"])
            n_changed += 1
    if n_changed:
        tell_log(
            part.wave,
            marked("Kept how many were asked in the wave {wave}."),
            by=by,
            at=at,
            association=association,
        )
    return n_changed
