"""End a wave: nothing more comes in, and the addresses of those who were asked are gone; after its last day by itself.

The answers stay locked until somebody opens them with a passphrase (`freeze_wave.py`).
"""

from datetime import datetime

from django.db import transaction

from ljuspunkt.databases import forgetting
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.mail import services as mail
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys import letters
from ljuspunkt.rooms.surveys.models import Invitation, Wave
from ljuspunkt.rooms.surveys.models.waves import CLOSED, OPEN
from ljuspunkt.rooms.surveys.permissions import may_run_waves
from ljuspunkt.rooms.surveys.services.invitations import TABLE
from ljuspunkt.rooms.surveys.services.paper import forget_paper, receive_waiting
from ljuspunkt.rooms.surveys.services.wave_common import tell_log, wave_to_run


def end_wave(*, by: Person | None, at: datetime, slug: str) -> None:
    """Take no more answers in a wave, and delete the addresses of those who were asked.

    Args:
        by: who ends it, None for the worker after the last day.
        at: now.
        slug: of the wave.

    Raises:
        RuleBroken: the wave isn't open.
        Http404: there is no such wave, or the person doesn't run waves.
    """
    open_now = Wave.objects.filter(slug=slug, state=OPEN).first()
    unsettled: tuple[str, ...] = ()
    if open_now is not None and (by is None or may_run_waves(by)):
        unsettled = receive_waiting(open_now.pk)  # sheets of paper that one person has entered and no second will
    _end(by, at, slug, unsettled)


@transaction.atomic
def _end(by: Person | None, at: datetime, slug: str, unsettled: tuple[str, ...]) -> None:
    wave = wave_to_run(by, slug)
    if wave.state != OPEN:
        raise RuleBroken("wave_not_open_to_end", "Only a wave that is open can be closed.")
    end(wave)
    tell_log(wave, marked("Closed the wave {wave}; no more answers are taken."), by=by, at=at)
    for association in unsettled:
        tell_log(
            wave,
            marked(
                "Sheets of paper that two people had read differently weren't settled before the wave {wave} closed; "
                "they aren't among its answers, and can be entered among the late ones."
            ),
            by=by,
            at=at,
            association=association,
        )


def end(wave: Wave) -> None:
    """Close a wave that the caller has locked, inside the caller's transaction: no answers, letters or addresses."""
    wave.state = CLOSED
    wave.save(update_fields=["state"])
    Invitation.objects.filter(collector__participation__wave=wave).update(
        email="", taken_off="", language="", asked_on=None, reminded_on=None
    )
    mail.erase(key_prefix=letters.all_keys(wave.pk))
    forgetting.forget_tables([TABLE])
    forget_paper(wave.pk)
