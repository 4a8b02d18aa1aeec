"""Fetch a frozen data set, and remove an open answer that names somebody."""

import io
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.files.folder import read_folder
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys.models import OpenAnswer, Wave
from ljuspunkt.rooms.surveys.permissions import may_read_open_answers
from ljuspunkt.rooms.surveys.queries.data_sets import changed, data_set
from ljuspunkt.rooms.surveys.services.wave_common import tell_log

_NO_TIME = (1980, 1, 1, 0, 0, 0)


@transaction.atomic
def fetch_data_set(*, by: Person, slug: str, name: str, at: datetime) -> bytes:
    """Return a data set as a ZIP file, and write in the log who fetched it.

    Raises:
        RuleBroken: its files aren't what they were when it was frozen.
        Http404: there is no such data set, or the person may not fetch it.
    """
    card = data_set(by, slug, name)
    refuse_unless(card is not None)
    assert card is not None
    trouble = changed(card)
    if trouble:
        raise RuleBroken(
            "data_set_changed",
            "The data set isn't what it was when it was frozen: {files}. Put it back from a backup.",
            files=", ".join(trouble),
        )
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, content in read_folder(card.folder).items():
            archive.writestr(ZipInfo(f"{card.name}/{path}", _NO_TIME), content, ZIP_DEFLATED)
    tell_log(
        Wave.objects.get(slug=slug),
        marked("Fetched the data set {data_set}."),
        by=by,
        at=at,
        association=card.association,
        words={"data_set": card.name},
    )
    return out.getvalue()


@transaction.atomic
def remove_open_answer(*, by: Person, slug: str, association: str, answer: int, at: datetime) -> None:
    """Remove what somebody wrote, as where it names a person; one that is gone stays gone.

    Raises:
        Http404: there is no such wave, or the person doesn't read the association's open answers.
    """
    refuse_unless(may_read_open_answers(by, association))
    wave = Wave.objects.filter(slug=slug).first()
    refuse_unless(wave is not None)
    assert wave is not None
    found = OpenAnswer.objects.filter(pk=answer, wave=wave, association__slug=association)
    if found.delete()[0]:
        tell_log(wave, marked("Removed an open answer."), by=by, at=at, association=association)


@transaction.atomic
def remove_all_open_answers(*, by: Person, slug: str, association: str, at: datetime) -> int:
    """Remove all that was written in an association in a wave, when it has been read, and return how many they were.

    Raises:
        Http404: there is no such wave, or the person doesn't read the association's open answers.
    """
    refuse_unless(may_read_open_answers(by, association))
    wave = Wave.objects.filter(slug=slug).first()
    refuse_unless(wave is not None)
    assert wave is not None
    n = OpenAnswer.objects.filter(wave=wave, association__slug=association).delete()[0]
    if n:
        tell_log(wave, marked("Removed all {n} open answers."), by=by, at=at, association=association, words={"n": n})
    return n
