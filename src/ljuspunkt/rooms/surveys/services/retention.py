"""What is kept for a time only goes when its time is over (gallring): drafts, keys without a wave, what freezing left.

The worker calls it as often as it likes, in several processes too. The time for each table stands in
docs/data-protection.md.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ljuspunkt.databases.forgetting import forget_tables
from ljuspunkt.files import dataset
from ljuspunkt.rooms.surveys import key_file
from ljuspunkt.rooms.surveys.freezing import OWN
from ljuspunkt.rooms.surveys.models import DataSet, Draft, Invitation, Wave, WaveKey
from ljuspunkt.rooms.surveys.models.waves import CLOSED, FROZEN
from ljuspunkt.rooms.surveys.services.drafts import KEPT
from ljuspunkt.rooms.surveys.services.freeze_wave import finish

LEFT = timedelta(days=1)
"""How old a file must be that nothing names before it is removed: what names it may not be committed yet."""


def tidy(*, at: datetime) -> None:
    """Remove what has been kept long enough, and finish what a killed process left.

    Raises:
        DatabaseError: the database is away.
        OSError: a folder can't be written.
    """
    _drafts(at)
    _links()
    _keys(at)
    _folders(at)
    finish()


@transaction.atomic
def _drafts(at: datetime) -> None:
    """Destroy drafts that haven't been changed for 30 days, and those of waves that take no answers."""
    old = Draft.objects.filter(kept_on__lt=timezone.localdate(at) - KEPT)
    over = Draft.objects.filter(wave__state__in=(CLOSED, FROZEN))
    if old.delete()[0] + over.delete()[0]:
        forget_tables(["surveys_draft"])


@transaction.atomic
def _links() -> None:
    """Delete addresses of waves that have been closed, and links of waves that are frozen."""
    of_closed = Invitation.objects.filter(collector__participation__wave__state=CLOSED).exclude(email="")
    of_frozen = Invitation.objects.filter(collector__participation__wave__state=FROZEN)
    if of_closed.update(email="") + of_frozen.delete()[0]:
        forget_tables(["surveys_invitation"])


def _keys(at: datetime) -> None:
    """Destroy the files of keys that no wave names: it was removed, or a process was killed while it made one."""
    named = set(WaveKey.objects.values_list("file_name", flat=True))
    for name in key_file.names() - named:
        if _is_old(Path(settings.WAVE_KEYS) / name, at):
            key_file.destroy(name)


def _folders(at: datetime) -> None:
    """Remove folders of data sets that none names: a process was killed before its data set was one.

    Such a folder can be made again, or belongs to a wave that is frozen without it. Any other is left: the database may
    have been put back from an older copy, and the folder be all that there is of a wave's answers.
    """
    place = Path(settings.DATA_SETS)
    if not place.is_dir():
        return
    named = set(DataSet.objects.values_list("folder", flat=True))
    unnamed = [folder for folder in place.iterdir() if folder.is_dir() and folder.name not in named]
    done_with = _done_with() if unnamed else frozenset()
    for folder in unnamed:
        half_written = folder.name.startswith(".")
        of = folder.name.rpartition("-")[0].partition(OWN)[0]
        if (half_written or of in done_with) and _is_old(folder, at):
            dataset.remove(folder)


def _done_with() -> frozenset[str]:
    """Return the waves that can be frozen again, or have been: those that need no folder but what a data set names."""
    there = key_file.names()
    again = WaveKey.objects.filter(wave__state=CLOSED, file_name__in=there).values_list("wave__slug", flat=True)
    return frozenset(again) | frozenset(Wave.objects.filter(state=FROZEN).values_list("slug", flat=True))


def _is_old(path: Path, at: datetime) -> bool:
    try:
        return path.stat().st_mtime < (at - LEFT).timestamp()
    except FileNotFoundError:
        return False
