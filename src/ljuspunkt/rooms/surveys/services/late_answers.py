"""A wave for late answers (sena svar): paper that comes after the close goes into a data set of its own."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.models import Collector, Participation, Wave, WaveInitiative, WaveInstrument
from ljuspunkt.rooms.surveys.models.waves import CLOSED, FROZEN, PAPER, PILOT
from ljuspunkt.rooms.surveys.services.collectors import new_code
from ljuspunkt.rooms.surveys.services.wave_common import tell_log, wave_to_run

LASTS = timedelta(days=30)
"""How long it is open, unless its days are changed."""

LATE = {"sv": "sena svar", "en": "late answers"}


@transaction.atomic
def plan_late_answers(*, by: Person, slug: str, at: datetime) -> str:
    """Plan a wave for what comes after the close of another, and return its name in addresses.

    It has the same name in the data, questionnaires, associations and initiatives, takes paper alone, and gets a key of
    its own. Where there is one that isn't frozen yet, nothing is made.

    Raises:
        RuleBroken: the wave isn't closed, or is a pilot.
        Http404: there is no such wave, or the person doesn't run waves.
    """
    first = wave_to_run(by, slug)
    if first.state not in {CLOSED, FROZEN}:
        raise RuleBroken("not_late", "The wave isn't closed; what comes now isn't late.")
    if first.kind == PILOT:
        raise RuleBroken("pilot_not_late", "A pilot needs no late answers; its questions are judged as they stand.")
    others = list(Wave.objects.filter(slug__startswith=f"{first.slug}-late").values_list("slug", "state"))
    unfrozen = next((each for each, state in others if state != FROZEN), None)
    if unfrozen is not None:
        return unfrozen
    today = timezone.localdate(at)
    wave = Wave.objects.create(
        slug=f"{first.slug}-late" + (f"-{len(others) + 1}" if others else ""),
        name=first.name,
        title={
            language: f"{words} ({LATE.get(language, LATE['en'])})" if words else ""
            for language, words in first.title.items()
        },
        kind=first.kind,
        opens_on=today,
        closes_on=today + LASTS,
    )
    WaveInstrument.objects.bulk_create(
        WaveInstrument(
            wave=wave, version_id=each.version_id, respondent_group=each.respondent_group, languages=each.languages
        )
        for each in first.instruments.all()
    )
    for part in first.participations.all():
        _carry_over(part, wave)
    tell_log(wave, marked("Planned a wave for late answers to {wave}."), by=by, at=at)
    return wave.slug


def _carry_over(part: Participation, wave: Wave) -> None:
    """Give the association paper for each group and initiative from which answers could come."""
    new = Participation.objects.create(wave=wave, association_id=part.association_id)
    initiatives = {
        each.pk: WaveInitiative.objects.create(participation=new, name=each.name) for each in part.initiatives.all()
    }
    ways = dict.fromkeys(part.collectors.values_list("respondent_group", "initiative_id"))
    Collector.objects.bulk_create(
        Collector(
            participation=new,
            respondent_group=group,
            initiative=initiatives.get(initiative) if initiative else None,
            way=PAPER,
            code=new_code(),
        )
        for group, initiative in ways
    )
