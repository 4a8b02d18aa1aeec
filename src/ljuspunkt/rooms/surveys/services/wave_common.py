"""What the use cases of a wave have in common: finding it for somebody, and telling the log."""

from collections.abc import Mapping
from datetime import datetime

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys.models import Participation, Wave
from ljuspunkt.rooms.surveys.models.waves import CLOSED, OPEN, PLANNED
from ljuspunkt.rooms.surveys.permissions import may_collect, may_run_waves

BY_ITSELF = "Ljuspunkt"
"""Who is named in the log where something happens by its date."""


def wave_to_run(by: Person | None, slug: str) -> Wave:
    """Return a wave, locked for the transaction; nobody (None) is the worker, which acts by date.

    Raises:
        Http404: there is none, or the person doesn't run waves.
    """
    wave = Wave.objects.select_for_update().filter(slug=slug).first()
    refuse_unless(wave is not None and (by is None or may_run_waves(by)))
    assert wave is not None
    return wave


def participation_to_keep(by: Person, slug: str, association: str, *, closed_too: bool = False) -> Participation:
    """Return an association's part in a wave for somebody who collects there; the wave is locked.

    `closed_too` where it may be changed until the wave is frozen.

    Raises:
        Http404: there is none, or the person doesn't collect for the association.
        RuleBroken: `wave_over`, nothing is collected any more.
    """
    refuse_unless(may_collect(by, association))
    wave = Wave.objects.select_for_update().filter(slug=slug).first()
    found = (
        Participation.objects.select_related("association").filter(wave=wave, association__slug=association).first()
        if wave is not None
        else None
    )
    refuse_unless(found is not None)
    assert found is not None and wave is not None
    found.wave = wave
    if not (closed_too and wave.state == CLOSED):
        refuse_over(wave)
    return found


def refuse_over(wave: Wave) -> None:
    """Do nothing while a wave is planned or open.

    Raises:
        RuleBroken: it is over.
    """
    if wave.state not in {PLANNED, OPEN}:
        raise RuleBroken("wave_over", "The wave is closed; nothing in it can be changed any more.")


def tell_log(
    wave: Wave,
    action: str,
    *,
    by: Person | None,
    at: datetime,
    association: str = "",
    words: Mapping[str, object] | None = None,
) -> None:
    """Write a line in the log about a wave."""
    record(
        by=by.id if by else None,
        who=by.name if by else BY_ITSELF,
        action=action,
        about=f"wave/{wave.slug}",
        association=association,
        at=at,
        words={"wave": wave.name, **(words or {})},
    )
