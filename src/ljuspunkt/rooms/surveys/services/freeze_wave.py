"""Freeze a wave that has been closed: its answers are opened once, and what could be joined with them is destroyed.

Swedish: frysa. The data sets' folders are written first; they follow from the answers alone. Then one transaction does
the rest: a process that is killed leaves the wave closed, to be frozen again, or frozen. What the database remembers is
erased afterwards (`finish`): here, by the worker, or at the next start.
"""

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from ljuspunkt.databases.forgetting import scrub
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.survey.board import FEW
from ljuspunkt.files import dataset
from ljuspunkt.files.dataset import ANSWERS
from ljuspunkt.files.folder import MANIFEST, Files, digest
from ljuspunkt.rooms.mail import services as mail
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys import key_file
from ljuspunkt.rooms.surveys.freezing import Apart, OpenedAnswers, data_sets, open_answers, open_answers_of
from ljuspunkt.rooms.surveys.letters import all_keys
from ljuspunkt.rooms.surveys.models import (
    Arrival,
    DataSet,
    Draft,
    Invitation,
    KeyHolder,
    OpenAnswer,
    SealedAnswer,
    Wave,
    WaveKey,
)
from ljuspunkt.rooms.surveys.models.answers import ERASED, SPENT
from ljuspunkt.rooms.surveys.models.waves import CLOSED, FROZEN
from ljuspunkt.rooms.surveys.permissions import may_hold_key
from ljuspunkt.rooms.surveys.queries.received import received
from ljuspunkt.rooms.surveys.services.keys import open_key
from ljuspunkt.rooms.surveys.services.wave_common import tell_log
from ljuspunkt.rooms.surveys.together import LOCK

TABLES = (
    "surveys_sealedanswer",
    "surveys_arrival",
    "surveys_draft",
    "surveys_invitation",
    "surveys_keyholder",
    "surveys_wavekey",
    "surveys_openanswer",
    "surveys_wave",
)
"""Tables in which something was written while answers came, or that hold what was opened of them."""

_KEY_BITS = 63

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Closed:
    """What freezing gave: how many answers, how many of them couldn't be read, and the data sets' names."""

    n_answers: int
    left_out: int
    data_sets: tuple[str, ...]


def freeze_wave(*, by: Person, slug: str, secret: str, at: datetime, on: date, despite: bool = False) -> Closed:
    """Open the answers of a closed wave once, freeze them into data sets, and destroy what they came with.

    Repeated after it has been done, or half been done, it leads to the same.

    Args:
        by: who holds the key, or has the recovery code.
        slug: of the wave.
        secret: the person's passphrase, or the recovery code.
        at: when, for the log.
        on: today.
        despite: whether answers that can't be read are left out, and a count that differs from the board's is taken.

    Raises:
        RuleBroken: the wave isn't closed, the secret opens nothing, answers can't be read, or their count isn't the
            board's.
        Http404: there is no such wave, or the person is neither national coordinator nor analyst.
        OSError: the data set can't be written.
    """
    wave = Wave.objects.filter(slug=slug).first()
    refuse_unless(wave is not None and may_hold_key(by))
    assert wave is not None
    if wave.state == FROZEN:
        finish()
        return _done(wave)
    if wave.state != CLOSED:
        raise RuleBroken("wave_still_open", "Close the wave first; while answers come in nothing can be frozen.")
    opened = open_answers(wave, open_key(by=by, wave=wave, secret=secret).private_key)
    if not despite:
        _check(wave, opened)
    written = open_answers_of(opened)
    made = [(frozen, dataset.files_of(frozen)) for frozen in data_sets(wave, opened, written)]
    folders = [_folder(frozen.name, files) for frozen, files in made]
    for folder, (_frozen, files) in zip(folders, made, strict=True):
        dataset.write(Path(settings.DATA_SETS) / folder, files)
    with transaction.atomic():
        held = _held(slug)
        if held.state == CLOSED:
            if SealedAnswer.objects.filter(wave=held).count() != opened.n:
                raise RuleBroken(
                    "answers_changed", "The sealed answers changed meanwhile. Nothing is frozen; try again."
                )
            for folder, (frozen, files) in zip(folders, made, strict=True):
                _keep(held, frozen.of, frozen.name, folder, files, opened, len(frozen.rows), on)
            _keep_apart(held, written)
            _destroy(held)
            tell_log(
                held,
                marked("Froze the wave {wave}; {left_out} answers that can't be read were left out."),
                by=by,
                at=at,
                words={"left_out": opened.unreadable},
            )
            finish()
    return _done(wave)


def finish() -> None:
    """Erase what is left of waves that are frozen: the key's file, and what the database remembers.

    Inside a transaction it waits for the commit. What can't be done now (somebody is reading, a right is missing) is
    said in the log and left for the next call.
    """
    transaction.on_commit(_erase, robust=True)


def _erase() -> None:
    waiting = list(WaveKey.objects.filter(state=SPENT))
    for key in waiting:
        key_file.destroy(key.file_name)
    if not waiting:
        return
    try:
        checkpointed = scrub(TABLES)
    except DatabaseError as refusal:
        log.warning("The database couldn't be made to forget a wave's answers yet: %s", type(refusal).__name__)
        return
    if checkpointed is None:
        log.warning("The database couldn't be made to forget a wave's answers yet: somebody is reading it.")
        return
    WaveKey.objects.filter(pk__in=[key.pk for key in waiting]).update(
        state=ERASED, checkpointed=checkpointed, file_name=""
    )


def _held(slug: str) -> Wave:
    """Return a wave that nobody answers or changes until the transaction ends."""
    wave = Wave.objects.select_for_update().filter(slug=slug).first()
    refuse_unless(wave is not None)
    assert wave is not None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK | wave.pk])
        wave.refresh_from_db()
    return wave


def _check(wave: Wave, opened: OpenedAnswers) -> None:
    """Do nothing where all answers were read and are as many as the board counted.

    Whoever freezes may be somebody who isn't to know how many a small group's answers are: no whole number is told.
    """
    if opened.unreadable:
        raise RuleBroken(
            "answers_unreadable",
            "Sealed answers ({n}) can't be opened with this key or don't fit the questionnaires: somebody has written "
            "to the database. Nothing is frozen. They can be left out if you say so.",
            n=opened.unreadable if opened.unreadable >= FEW else marked("fewer than five"),
        )
    if opened.counts != dict(received(wave.pk)):
        raise RuleBroken(
            "count_differs",
            "The answers that were opened aren't those that the board counted, in all or in some group: somebody has "
            "written to the database. Nothing is frozen. The answers can be taken as they are if you say so.",
        )


def _folder(name: str, files: Files) -> str:
    """Return the name of a data set's folder, which follows from what is in it."""
    return f"{name}-{digest(files[MANIFEST])[:16]}"


def _keep(wave: Wave, of: str, name: str, folder: str, files: Files, opened: OpenedAnswers, n: int, on: date) -> None:
    association = apps.get_model("people", "Association")._default_manager.get(slug=of) if of else None
    DataSet.objects.create(
        name=name,
        wave=wave,
        association=association,
        folder=folder,
        n_answers=n,
        counts=[] if of else [[*cell, number] for cell, number in opened.counts.items()],
        answers_hash=digest(files[ANSWERS]),
        manifest_hash=digest(files[MANIFEST]),
        frozen_on=on,
    )


def _keep_apart(wave: Wave, written: Apart) -> None:
    """Keep open answers in the order of their words, under random numbers that rise with it."""
    keys = {slug: pk for pk, slug in apps.get_model("people", "Association")._default_manager.values_list("pk", "slug")}
    OpenAnswer.objects.bulk_create(
        (
            OpenAnswer(
                id=number,
                wave=wave,
                association_id=keys[each.association],
                respondent_group=each.group,
                question=each.question,
                text=each.text,
            )
            for number, each in zip(_numbers(len(written.kept)), written.kept, strict=True)
        ),
        batch_size=500,
    )


def _numbers(n: int) -> Iterable[int]:
    """Return so many random numbers in their order."""
    found: set[int] = set()
    while len(found) < n:
        found.add(secrets.randbits(_KEY_BITS))
    return sorted(found)


def _destroy(wave: Wave) -> None:
    """Delete all that answers came with."""
    for table in (SealedAnswer, Arrival, Draft, KeyHolder):
        table.objects.filter(wave=wave).delete()
    Invitation.objects.filter(collector__participation__wave=wave).delete()
    mail.erase(key_prefix=all_keys(wave.pk))
    WaveKey.objects.filter(wave=wave).update(state=SPENT)
    wave.state = FROZEN
    wave.save(update_fields=["state"])


def _done(wave: Wave) -> Closed:
    sets = list(DataSet.objects.filter(wave=wave).order_by("pk"))
    national = next((each for each in sets if each.association_id is None), None)
    return Closed(national.n_answers if national else 0, 0, tuple(each.name for each in sets))
