"""What is forgotten is gone from the tables, from the database's files and from the folder of mail."""

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from ljuspunkt.cli import by_date
from ljuspunkt.databases import forgetting
from ljuspunkt.rooms.mail import erasure
from ljuspunkt.rooms.mail.delivery import Folder
from ljuspunkt.rooms.mail.models import Letter, Message, State
from ljuspunkt.rooms.mail.services import Attachment, Request, enqueue, forget, withdraw
from ljuspunkt.rooms.mail.worker import work
from tests.mail.conftest import MailServer, Worker, until
from tests.real_database import RealDatabase

SECRET = "KODEN-Q7R2VX"
ADDRESS = "hemlig.person@example.se"


def ask(key: str) -> None:
    enqueue(
        Request(
            to=ADDRESS,
            subject=f"Din kod {SECRET}",
            body=f"{SECRET}\n" * 200,
            key=key,
            attachments=[Attachment("kod.txt", "text/plain", SECRET.encode() * 500)],
        ),
        at=timezone.now(),
    )


def on_disk(real_database: RealDatabase) -> list[str]:
    """Return where the secret or the address can still be read: the files of SQLite, or of PostgreSQL's tables.

    PostgreSQL moves no table to another file meanwhile: what lay in a file that isn't there yet would be overlooked.
    """
    if real_database.vendor == "sqlite":
        return _readable_in(real_database.folder.rglob("*"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(erasure.ALL_TABLES)} IN ACCESS SHARE MODE")
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        (base,) = cursor.fetchone()
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (oid,) = cursor.fetchone()
        return _readable_in((Path(base) / "base" / str(oid)).iterdir())


def _readable_in(files: Iterable[Path]) -> list[str]:
    held = {str(file): _read(file) for file in files if file.is_file()}
    return [name for name, content in held.items() if SECRET.encode() in content or ADDRESS.encode() in content]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:  # the database has taken it away since the folder was listed
        return b""


def test_forgotten_mail_is_nowhere(real_database: RealDatabase) -> None:
    ask("codes:1:waiting")
    ask("codes:1:sent")
    out = Folder(settings.MAIL_FOLDER)
    work(out, Event())
    ask("codes:12:other")
    assert list(settings.MAIL_FOLDER.iterdir())
    forget(key_prefix="codes:1:")
    assert list(settings.MAIL_FOLDER.iterdir()) == []
    assert Letter.objects.count() == 1
    forget(key_prefix="codes:12:")
    assert on_disk(real_database) == []
    assert sorted(Message.objects.values_list("state", flat=True)) == [State.DROPPED, State.DROPPED, State.SENT]
    ask("codes:1:sent")
    assert not Letter.objects.exists()


def test_sent_mail_is_nowhere_once_the_worker_is_idle(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Callable[[], Worker]
) -> None:
    ask("codes:1")
    start_worker()
    until(lambda: Message.objects.filter(state=State.SENT).exists())
    until(lambda: on_disk(real_database) == [])


@pytest.mark.parametrize("real_database", ["postgresql"], indirect=True)
def test_who_reads_for_long_puts_the_erasing_off_and_no_more(
    real_database: RealDatabase, mail_server: MailServer, start_worker: Callable[[], Worker]
) -> None:
    assert real_database.address
    ask("codes:1")
    with psycopg.connect(real_database.address) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reader.execute("SELECT count(*) FROM mail_message")
        start_worker()
        until(lambda: Message.objects.filter(state=State.SENT).exists())
        assert not erasure.scrub()
        assert on_disk(real_database)
    until(lambda: on_disk(real_database) == [])


@pytest.mark.parametrize("real_database", ["postgresql"], indirect=True)
def test_what_somebody_reads_for_long_is_forgotten_later_by_whoever_looks_at_the_calendar(
    real_database: RealDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert real_database.address
    ask("codes:1")
    with psycopg.connect(real_database.address) as reader, monkeypatch.context() as impatient:
        impatient.setattr(forgetting, "TURNS", 1)
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reader.execute("SELECT count(*) FROM mail_message")
        forget(key_prefix="codes:1")
        assert on_disk(real_database)
        by_date.look()
        assert on_disk(real_database)
        assert forgetting.waits()
    assert by_date.look()
    assert on_disk(real_database) == []
    assert not forgetting.waits()


def test_a_letter_that_was_withdrawn_is_forgotten_although_the_process_ended(real_database: RealDatabase) -> None:
    ask("codes:1")
    assert withdraw(key="codes:1", at=timezone.now())  # as little is left of a process that is killed after its commit
    assert forgetting.waits()
    assert by_date.look()
    assert on_disk(real_database) == []
    assert not forgetting.waits()
