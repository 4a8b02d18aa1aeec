"""Ways of answering for an association's group, perhaps of one initiative: make them, pause them, start them again."""

from collections.abc import Collection
from datetime import datetime
from itertools import product

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys.models import Collector
from ljuspunkt.rooms.surveys.models.waves import MAIL, WAYS
from ljuspunkt.rooms.surveys.permissions import may_collect
from ljuspunkt.rooms.surveys.services.wave_common import participation_to_keep, tell_log, wave_to_run
from ljuspunkt.ui.signs import drawn

N_SIGNS = 8
"""29⁸ codes, 5 · 10¹¹: short enough to type, too many to try (docs/decisions/0133)."""


def new_code() -> str:
    """Return a random code for an address."""
    return drawn(N_SIGNS)


@transaction.atomic
def make_collectors(
    *,
    by: Person,
    at: datetime,
    slug: str,
    association: str,
    groups: Collection[str],
    initiatives: Collection[int | None],
    ways: Collection[str],
) -> int:
    """Make a way of answering for each group, initiative and way that hasn't one; return how many are new.

    Args:
        slug: of the wave.
        association: slug of the association.
        groups: respondent groups that the wave has a questionnaire for.
        initiatives: their numbers; None for the group as a whole.
        ways: link, poster, mail, kiosk, paper.

    Raises:
        RuleBroken: the wave is over, or one of these isn't in it.
        Http404: there is no such wave or association in it, or the person doesn't collect for it.
    """
    part = participation_to_keep(by, slug, association)
    known_groups = set(part.wave.instruments.values_list("respondent_group", flat=True))
    known_initiatives = {None, *part.initiatives.values_list("pk", flat=True)}
    if not (set(groups) <= known_groups and set(initiatives) <= known_initiatives and set(ways) <= set(WAYS)):
        raise RuleBroken("not_in_wave", "One of the groups, initiatives or ways isn't in the wave.")
    if not (groups and initiatives and ways):
        raise RuleBroken("nothing_chosen", "Choose at least one group and one way of answering.")
    there = set(part.collectors.values_list("respondent_group", "initiative", "way"))
    new = [each for each in product(groups, initiatives, ways) if each not in there]
    Collector.objects.bulk_create(
        Collector(participation=part, respondent_group=group, initiative_id=initiative, way=way, code=new_code())
        for group, initiative, way in new
    )
    if new:
        tell_log(
            part.wave,
            marked("Made {n} ways of answering in the wave {wave}."),
            by=by,
            at=at,
            association=association,
            words={"n": len(new)},
        )
    return len(new)


@transaction.atomic
def make_everywhere(*, by: Person, at: datetime, slug: str, groups: Collection[str], ways: Collection[str]) -> int:
    """Make the same ways of answering in every association of a wave that hasn't them; return how many are new.

    Raises:
        RuleBroken: the wave is over, or one of these isn't in it.
        Http404: there is no such wave, or the person doesn't run waves.
    """
    wave = wave_to_run(by, slug)
    return sum(
        make_collectors(by=by, at=at, slug=slug, association=association, groups=groups, initiatives=[None], ways=ways)
        for association in wave.participations.values_list("association__slug", flat=True)
    )


@transaction.atomic
def pause_collector(*, by: Person, at: datetime, collector: int, paused: bool) -> None:
    """Let a way of answering take nothing for now, or take answers again.

    Raises:
        RuleBroken: the wave is over.
        Http404: there is no such collector for this person.
    """
    row = collector_to_keep(by, collector)
    if row.paused == paused:
        return
    row.paused = paused
    row.save(update_fields=["paused"])
    action = (
        marked("Paused a way of answering in the wave {wave}.")
        if paused
        else marked("Let a way of answering go on in the wave {wave}.")
    )
    tell_log(row.participation.wave, action, by=by, at=at, association=row.participation.association.slug)


@transaction.atomic
def remove_collector(*, by: Person, at: datetime, collector: int) -> None:
    """Remove a way of answering from a wave that hasn't been opened.

    Raises:
        RuleBroken: the wave has been opened.
        Http404: there is no such collector for this person.
    """
    row = collector_to_keep(by, collector)
    if row.participation.wave.state != "planned":
        raise RuleBroken("collector_used", "The wave is open: a way of answering can be paused, not removed.")
    wave, association = row.participation.wave, row.participation.association.slug
    row.delete()
    tell_log(wave, marked("Removed a way of answering from the wave {wave}."), by=by, at=at, association=association)


def collector_to_keep(by: Person, collector: int, *, mail: bool = False) -> Collector:
    """Return a collector for somebody who collects for its association; the wave is locked.

    Raises:
        RuleBroken: the wave is over.
        Http404: there is none for this person, or it has no addresses where `mail` asks for one with them.
    """
    row = Collector.objects.select_related("participation__association", "participation__wave", "initiative")
    found = row.filter(pk=collector).first()
    refuse_unless(
        found is not None and may_collect(by, found.participation.association.slug) and (not mail or found.way == MAIL)
    )
    assert found is not None
    found.participation = participation_to_keep(by, found.participation.wave.slug, found.participation.association.slug)
    return found
