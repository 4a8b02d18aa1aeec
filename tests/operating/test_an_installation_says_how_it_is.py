"""`ljuspunkt status` says what stands still, and ends with an exit code that a program which watches can ask for."""

import os
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import time

import pytest
from django.conf import settings
from django.utils import timezone

from ljuspunkt.cli import alive, by_date
from ljuspunkt.rooms.mail import worker
from ljuspunkt.rooms.mail.models import Message
from ljuspunkt.rooms.mail.services import Request, enqueue
from tests.operating.conftest import Run
from tests.people.world import make_world
from tests.real_database import RealDatabase
from tests.surveys import measuring

pytestmark = pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)


@pytest.fixture
def looked_after(real_database: RealDatabase) -> Path:
    """Return the folder of an installation in which everything has just gone well."""
    for what in (alive.MAIL, alive.CALENDAR):
        alive.say(real_database.folder, what)
    return real_database.folder


def test_an_installation_that_is_well(looked_after: Path, ljuspunkt: Run) -> None:
    done = ljuspunkt("status")
    assert done.code == 0, done.out
    assert "The database answers and belongs to this version." in done.out
    assert "look:" not in done.out


def test_who_works_leaves_signs_of_life_and_none_where_something_fails(
    real_database: RealDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, said = Event(), []

    def well(what: str) -> None:
        said.append(what)
        stop.set()

    worker.run(stop, went_well=lambda: well("mail"))
    stop.clear()
    by_date.run(stop, went_well=lambda: well("calendar"))
    assert said == ["mail", "calendar"]

    def fails(*, at: object) -> None:
        stop.set()
        raise OSError

    stop.clear()
    monkeypatch.setattr(by_date, "tidy", fails)
    by_date.run(stop, went_well=lambda: well("calendar"))
    assert said == ["mail", "calendar"]


def test_nobody_works(real_database: RealDatabase, ljuspunkt: Run) -> None:
    done = ljuspunkt("status")
    assert done.code == 6
    assert "look: The queue of mail has never been looked after here: start a server or a worker." in done.out


def test_nobody_has_worked_for_long(looked_after: Path, ljuspunkt: Run) -> None:
    long_ago = time() - 3600
    for what in (alive.MAIL, alive.CALENDAR):
        os.utime(looked_after / "alive" / what, (long_ago, long_ago))
    done = ljuspunkt("status")
    assert done.code == 6
    assert done.out.count("hasn't been looked after for 6") == 2


def test_the_queue_stands_still(looked_after: Path, ljuspunkt: Run) -> None:
    now = timezone.now()
    enqueue(Request(to="kim@example.se", subject="Hej", body="Hej", key="due"), at=now - timedelta(minutes=5))
    assert ljuspunkt("status").code == 0
    enqueue(Request(to="kim@example.se", subject="Hej", body="Hej", key="late"), at=now - timedelta(hours=2))
    done = ljuspunkt("status")
    assert done.code == 6
    assert "look: Messages that should have gone long ago: 1." in done.out
    Message.objects.update(due_at=now + timedelta(hours=1), attempts=3)
    done = ljuspunkt("status")
    assert done.code == 6
    assert "Messages that the mail server hasn't taken three times or more: 2." in done.out
    assert "kim@example.se" not in done.out


def test_a_wave_whose_key_is_missing(looked_after: Path, ljuspunkt: Run) -> None:
    measurement = measuring.opened(make_world())
    assert ljuspunkt("status").code == 0
    for key in Path(settings.WAVE_KEYS).iterdir():
        if key.is_file():
            key.unlink()
    done = ljuspunkt("status")
    assert done.code == 6
    assert f"The key of the wave {measurement.wave.slug} isn't in wave-keys" in done.out
