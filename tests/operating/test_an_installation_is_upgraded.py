"""After a new version `ljuspunkt upgrade` brings the database there, whole or not at all, and never under a server."""

from fcntl import LOCK_EX, LOCK_SH, flock
from io import TextIOWrapper
from threading import Event, Thread
from typing import NoReturn

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ljuspunkt.cli import serve, versions, worker
from ljuspunkt.cli.versions import Version
from tests.operating.conftest import Run
from tests.real_database import RealDatabase

LEFT_AT = [("conference", "0004_account_and_evaluation"), ("databases", None)]
"""How far an earlier version had come; the steps after these are still to be taken, in this order."""


@pytest.fixture
def earlier(real_database: RealDatabase) -> RealDatabase:
    """Return an installation whose database an earlier version left."""
    MigrationExecutor(connection).migrate(LEFT_AT)
    return real_database


@pytest.fixture(autouse=True)
def nothing_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a server or a worker that isn't refused fail instead of running for ever."""

    def ran(*_words: object) -> NoReturn:
        raise AssertionError("it wasn't refused")

    monkeypatch.setattr(serve, "_serve", ran)
    monkeypatch.setattr(worker, "_work", ran)


@pytest.fixture(autouse=True)
def gone_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nobody else who is connected: nobody is, unless a test says so."""
    monkeypatch.setattr(versions, "ENDS_WITHIN", 0)


def test_what_an_earlier_version_left_is_refused_with_the_command_and_upgraded_once(
    earlier: RealDatabase, ljuspunkt: Run
) -> None:
    for refused in (ljuspunkt("serve", "--port", "0"), ljuspunkt("worker")):
        assert refused.code == 2
        assert f"ljuspunkt upgrade --dir {earlier.folder}" in refused.err
    done = ljuspunkt("upgrade")
    assert (done.code, done.err) == (0, "")
    assert "this version now" in done.out
    assert versions.version() is Version.THIS
    again = ljuspunkt("upgrade")
    assert again.code == 0
    assert "nothing was changed" in again.out


def test_a_step_that_fails_leaves_the_database_as_it_was(earlier: RealDatabase, ljuspunkt: Run) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE databases_toforget (mine text)")  # in the way of the second step
        cursor.execute("INSERT INTO databases_toforget VALUES ('kept')")
    before = _steps()
    refused = ljuspunkt("upgrade")
    assert refused.code == 2
    assert "is as it was" in refused.err
    assert len(refused.err.splitlines()) == 1
    assert _steps() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT mine FROM databases_toforget")
        assert cursor.fetchall() == [("kept",)]


@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_nothing_is_upgraded_under_a_server_nor_served_under_an_upgrade(earlier: RealDatabase, ljuspunkt: Run) -> None:
    with (earlier.folder / versions.USED).open("a") as running:
        flock(running, LOCK_SH)
        refused = ljuspunkt("upgrade")
        assert refused.code == 2
        assert "is running. Stop it first" in refused.err
        assert versions.version() is Version.EARLIER
        flock(running, LOCK_EX)
        refused = ljuspunkt("worker")
        assert refused.code == 2
        assert "is being upgraded" in refused.err


@pytest.mark.parametrize("real_database", ["postgresql"], indirect=True)
def test_a_server_on_another_machine_is_seen_too(earlier: RealDatabase, ljuspunkt: Run) -> None:
    other = connection.copy()
    other.ensure_connection()
    try:
        refused = ljuspunkt("upgrade")
    finally:
        other.close()
    assert refused.code == 2
    assert "is running. Stop it first" in refused.err


@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_who_upgrades_second_waits_for_the_first(
    earlier: RealDatabase, ljuspunkt: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, done = Event(), []

    def watched(lock: TextIOWrapper, how: int) -> None:
        if how == LOCK_EX:
            waits.set()
        flock(lock, how)

    def second() -> None:
        done.append(ljuspunkt("upgrade"))
        connection.close()

    monkeypatch.setattr(versions, "flock", watched)
    with (earlier.folder / versions.UPGRADED).open("a") as first:
        flock(first, LOCK_EX)
        thread = Thread(target=second)
        thread.start()
        assert waits.wait(120)
        assert versions.version() is Version.EARLIER
    thread.join()
    assert done[0].code == 0
    assert "waiting" in done[0].err
    assert "this version now" in done[0].out


@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_a_database_of_a_later_version_is_refused(real_database: RealDatabase, ljuspunkt: Run) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('mail', '9999_later', CURRENT_TIMESTAMP)"
        )
    for refused in (ljuspunkt("serve", "--port", "0"), ljuspunkt("worker"), ljuspunkt("upgrade")):
        assert refused.code == 2
        assert "knows steps that this version of Ljuspunkt doesn't" in refused.err


@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_every_step_can_be_part_of_one_transaction(real_database: RealDatabase) -> None:
    steps = MigrationExecutor(connection).loader.disk_migrations.values()
    assert [str(step) for step in steps if not step.atomic] == []


def _steps() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall()}
