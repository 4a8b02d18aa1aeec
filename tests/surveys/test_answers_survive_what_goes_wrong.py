"""Processes are killed, disks full, databases restarted: what was acknowledged is there once, the rest comes again."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from time import sleep

import postgres as postgres_server
import pytest

from tests.people.world import make_world
from tests.real_database import RealDatabase
from tests.servers import environment
from tests.surveys import measuring
from tests.surveys.measuring import ANALYST_WORDS

SENDING = Path(__file__).with_name("sending.py")


def test_a_process_killed_under_load_loses_and_doubles_nothing(real_database: RealDatabase) -> None:
    from ljuspunkt.rooms.surveys.models import SealedAnswer
    from ljuspunkt.rooms.surveys.queries.received import received
    from ljuspunkt.rooms.surveys.services.receive import number_of

    measurement = measuring.opened(make_world())
    card = measurement.collector()
    sent: set[str] = set()
    acknowledged: set[str] = set()
    for _ in range(2):
        sender = subprocess.Popen(
            [sys.executable, SENDING, "send", str(card.pk)],
            env=real_database.environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert sender.stdout is not None
        here = 0
        for line in sender.stdout:
            word, key = line.split()
            (sent if word == "sent" else acknowledged).add(key)
            here += word == "received"
            if here == 60:
                sender.kill()
        sender.wait()
        sender.stdout.close()
    held = set(SealedAnswer.objects.values_list("pk", flat=True))
    wave = measurement.wave.pk
    assert {number_of(wave, key) for key in acknowledged} <= held <= {number_of(wave, key) for key in sent}
    assert sum(received(wave).values()) == len(held)
    for key in sent:
        again = measurement.answer(card, key=key, q1="3").again
        assert again == (number_of(wave, key) in held)
    assert sum(received(wave).values()) == SealedAnswer.objects.count() == len(sent)
    measurement.end()
    done = measurement.freeze()
    assert done.n_answers == len(sent)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("moment", "state"), [("before", "closed"), ("written", "closed"), ("committing", "closed"), ("erasing", "frozen")]
)
def test_a_freezing_that_was_killed_is_done_whole_by_the_next(
    real_database: RealDatabase, moment: str, state: str
) -> None:
    from django.db import connection

    from ljuspunkt.rooms.surveys.models import DataSet, OpenAnswer, SealedAnswer, WaveKey
    from ljuspunkt.rooms.surveys.services.retention import tidy

    measurement = measuring.opened(make_world())
    card = measurement.collector()
    for number in range(11):
        measurement.answer(card, q1=str(number % 4 + 1), t=f"Text {number}")
    measurement.end()
    connection.close()
    killed = subprocess.run(
        [sys.executable, SENDING, "freeze", measurement.wave.slug, ANALYST_WORDS, moment],
        env=real_database.environment(),
        capture_output=True,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    measurement.wave.refresh_from_db()
    assert (measurement.wave.state, SealedAnswer.objects.count()) == (state, 11 if state == "closed" else 0)
    if state == "frozen":
        tidy(at=measuring.AT)  # the worker finishes what is left
    done = measurement.freeze()
    assert done.n_answers == 11  # type: ignore[attr-defined]
    assert (DataSet.objects.count(), OpenAnswer.objects.count(), SealedAnswer.objects.count()) == (1, 11, 0)
    assert [folder.name for folder in (real_database.folder / "data-sets").iterdir()] == [DataSet.objects.get().folder]
    assert list((real_database.folder / "wave-keys").iterdir()) == []
    assert WaveKey.objects.get().state == "erased"


@pytest.mark.skipif(
    shutil.which("unshare") is None
    or subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True).returncode != 0,
    reason="a small disk of its own can't be mounted here",
)
@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_on_a_full_disk_answers_are_refused_and_can_be_sent_again(real_database: RealDatabase, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    small = f"mount -t tmpfs -o size=9m tmpfs {disk} && cp {real_database.folder}/ljuspunkt.sqlite3 {disk}"
    settings = environment(LJUSPUNKT_DIR=str(disk), DJANGO_SETTINGS_MODULE="ljuspunkt.config.settings")
    ran = subprocess.run(
        ["unshare", "-rm", "sh", "-c", f"{small} && {sys.executable} {SENDING} full"],
        env=settings,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout.splitlines()[-1])
    assert said["refused"] == 5 and said["kept"] > 10
    assert said["held"] == said["again"] == said["kept"]
    assert said["board"] == said["rows"] == said["sent"]
    assert (said["frozen_when_full"], said["state_when_full"]) == (False, "closed")


def test_a_database_restarted_while_answers_come_loses_none(own_server: tuple[RealDatabase, Path]) -> None:
    from django.db import Error, connection

    from ljuspunkt.rooms.surveys.queries.received import received

    _installation, place = own_server
    measurement = measuring.opened(make_world())
    card = measurement.collector()
    keys = [f"key of the page {number:04}" for number in range(6)]
    for key in keys[:3]:
        measurement.answer(card, key=key, q1="1")
    postgres_server.stop(place)  # at once, as if its machine had stopped
    with pytest.raises(Error):
        measurement.answer(card, key=keys[3], q1="1")
    connection.close()
    postgres_server.start_again(place, durable=True)
    for _ in range(240):
        try:
            again = [measurement.answer(card, key=key, q1="1").again for key in keys]
            break
        except Error:
            connection.close()
            sleep(0.25)
    assert again == [True] * 3 + [False] * 3
    assert sum(received(measurement.wave.pk).values()) == 6
