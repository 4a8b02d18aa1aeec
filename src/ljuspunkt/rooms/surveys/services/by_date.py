"""What happens to waves by their dates: they open where that was confirmed, remind, and close after the last day.

Whoever runs it may run it as often as wanted and in several processes; each thing is done once.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.surveys.models import Invitation, Wave
from ljuspunkt.rooms.surveys.models.waves import OPEN, PLANNED
from ljuspunkt.rooms.surveys.services.end_wave import end_wave
from ljuspunkt.rooms.surveys.services.invitations import ask_waiting, mail_collectors, remind_unfinished
from ljuspunkt.rooms.surveys.services.open_wave import open_wave
from ljuspunkt.rooms.surveys.services.wave_common import tell_log, wave_to_run

MORNING = 7
"""From this hour on letters go out; nobody is asked at midnight."""


def carry_out(*, at: datetime) -> None:
    """Bring every wave to where its dates say that it is; one that can't be opened waits and is said."""
    today, hour = timezone.localdate(at), timezone.localtime(at).hour
    for slug in _slugs(state=OPEN, closes_on__lt=today):
        _try(partial(end_wave, by=None, at=at, slug=slug))
    if hour < MORNING:
        return
    due = Wave.objects.filter(state=PLANNED, opens_by_itself=True, opens_on__lte=today, closes_on__gte=today)
    for slug, site in due.values_list("slug", "site"):
        _try(partial(open_wave, by=None, at=at, slug=slug, site=site))
    for slug in _slugs(state=OPEN, closes_on__gte=today):
        _try(partial(_ask, slug, at))
        _try(partial(_remind, slug, at))


@transaction.atomic
def _ask(slug: str, at: datetime) -> None:
    """Write to those who wait for their letter on lists that were paused when the wave was opened."""
    waiting = Invitation.objects.filter(
        collector__participation__wave__slug=slug, collector__paused=False, asked_on=None
    )
    if waiting.exclude(email="").exists():
        wave = wave_to_run(None, slug)
        ask_waiting(mail_collectors(wave), wave=wave, at=at, site=wave.site)


@transaction.atomic
def _remind(slug: str, at: datetime) -> None:
    """Remind in every list of the wave that hasn't had reminders today, where today is a day of reminding."""
    today = timezone.localdate(at)
    if today.isoformat() not in Wave.objects.values_list("reminders_on", flat=True).get(slug=slug):
        return
    wave = wave_to_run(None, slug)
    due = [each for each in mail_collectors(wave) if each.reminded_on is None or each.reminded_on < today]
    if due:
        remind_unfinished(due, wave=wave, at=at, site=wave.site)
        tell_log(
            wave, marked("Had those reminded who haven't answered by their link in the wave {wave}."), by=None, at=at
        )


def _slugs(**where: object) -> list[str]:
    return list(Wave.objects.filter(**where).values_list("slug", flat=True))


def _try(what: Callable[[], None]) -> None:
    """Do it; a wave that somebody changed meanwhile, or that lacks something, is looked at again next time."""
    with suppress(RuleBroken, Http404):
        what()
