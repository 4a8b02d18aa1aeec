"""Databases as an installation has them, on SQLite and on PostgreSQL, for tests in which other processes take part.

The tables are made once per run and copied for each test. Inside the test Django works on the copy.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import postgres as postgres_server
import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.servers import environment

_FOLDERS = {"MAIL_FOLDER": "mail", "BALLOT_KEYS": "ballot-keys", "WAVE_KEYS": "wave-keys", "DATA_SETS": "data-sets"}
TEMPLATE = "template_ljuspunkt"


@dataclass(frozen=True)
class RealDatabase:
    """An installation of a test: its folder, and the address of its database where that is PostgreSQL."""

    folder: Path
    address: str | None

    @property
    def vendor(self) -> str:
        """Return `sqlite` or `postgresql`."""
        return "postgresql" if self.address else "sqlite"

    def environment(self, **settings: str) -> dict[str, str]:
        """Return what a process of this installation is started with."""
        from django.conf import settings as here

        database = {"LJUSPUNKT_DATABASE": self.address} if self.address else {}
        return environment(
            LJUSPUNKT_DIR=str(self.folder),
            LJUSPUNKT_SECRET_KEY=here.SECRET_KEY,
            DJANGO_SETTINGS_MODULE="ljuspunkt.config.settings",
            **database,
            **settings,
        )


def migrate(empty: RealDatabase) -> None:
    """Make the tables of an empty database."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--skip-checks", "--verbosity", "0"],
        env=empty.environment(),
        check=True,
        capture_output=True,
    )


def _sqlite(shared: Path, place: Path) -> RealDatabase:
    template = shared / "template-sqlite"
    if not template.exists():
        fresh = RealDatabase(shared / "template-sqlite.draft", None)
        fresh.folder.mkdir()
        migrate(fresh)
        fresh.folder.rename(template)
    shutil.copytree(template, place / "installation")
    return RealDatabase(place / "installation", None)


def _postgres_template(shared: Path, place: Path, server: str) -> str:
    """Return the address of a database with tables and nothing else, on the server of the run."""
    import psycopg

    address = server.replace("/postgres?", f"/{TEMPLATE}?")
    if not (shared / "template-postgres").exists():
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        (place / "template").mkdir()
        migrate(RealDatabase(place / "template", address))
        (shared / "template-postgres").touch()
    return address


def _postgres(shared: Path, place: Path, server: str) -> RealDatabase:
    import psycopg

    _postgres_template(shared, place, server)
    name = f"real_{os.getpid()}_{os.urandom(4).hex()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    (place / "installation").mkdir()
    return RealDatabase(place / "installation", server.replace("/postgres?", f"/{name}?"))


@contextmanager
def _templates(paths: pytest.TempPathFactory, worker: str) -> Iterator[Path]:
    """Give the folder of the run's templates while nobody else makes one."""
    base = paths.getbasetemp()
    shared = base if worker == "master" else base.parent
    with (shared / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared


@pytest.fixture
def own_server(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    postgres: str,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[tuple[RealDatabase, Path]]:
    """Return an installation on a PostgreSQL server that this test alone uses and may stop, and the server's place.

    Django works on it until the test ends.
    """
    with _templates(tmp_path_factory, worker_id) as shared:
        template = _postgres_template(shared, tmp_path, postgres)
    with postgres_server.temporary(durable=True) as address:
        _copy_tables(template, address)
        made = RealDatabase(tmp_path / "installation", address)
        made.folder.mkdir()
        with working_on(made, django_db_blocker):
            yield made, Path(address.partition("host=")[2])


def _copy_tables(template: str, address: str) -> None:
    programs = postgres_server.programs()
    assert programs is not None
    tables = subprocess.run(
        [programs / "bin" / "pg_dump", "--no-owner", "--dbname", template], check=True, capture_output=True
    )
    subprocess.run(
        [programs / "bin" / "psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", address],
        input=tables.stdout,
        check=True,
        capture_output=True,
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def real_database(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    postgres: str,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[RealDatabase]:
    """Return an installation of its own on either database, and let Django work on it until the test ends."""
    with _templates(tmp_path_factory, worker_id) as shared:
        made = _sqlite(shared, tmp_path) if request.param == "sqlite" else _postgres(shared, tmp_path, postgres)
    with working_on(made, django_db_blocker):
        yield made


@contextmanager
def working_on(made: RealDatabase, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let Django work on an installation's database and folder until the end."""
    from django.conf import settings
    from django.db import connections

    from ljuspunkt.config.database import database

    before, usual = connections["default"], connections.settings["default"]
    folders = {name: getattr(settings, name) for name in _FOLDERS}
    chosen = database(made.address, made.folder)
    if "pool" in chosen.get("OPTIONS", {}):
        del chosen["OPTIONS"]["pool"]
    connections.settings["default"] = connections.configure_settings({"default": chosen})["default"]
    del connections["default"]
    for name, within in _FOLDERS.items():
        setattr(settings, name, made.folder / within)
    try:
        with blocker.unblock():
            yield
            connections.close_all()
    finally:
        connections.settings["default"] = usual
        connections["default"] = before
        for name, folder in folders.items():
            setattr(settings, name, folder)
