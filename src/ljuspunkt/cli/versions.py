"""Whether the database of an installation is of this version of the program, and how it becomes so.

Swedish: uppgradering. All steps are one transaction: the database is of the earlier version or of this one, whatever
happens on the way. No copy of it is made, since a copy would keep what is to be forgotten (decision 173).
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path
from time import monotonic, sleep

from ljuspunkt.cli.language import _
from ljuspunkt.domain.errors import RuleBroken

USED = "running.lock"
"""Whoever serves or sends mail holds this file together with others; who upgrades holds it alone."""
UPGRADED = "upgrade.lock"
ENDS_WITHIN = 10.0
"""Seconds in which somebody who was connected to PostgreSQL has gone, once a server has been stopped."""
_TURN = 0x6C6A7573  # of upgrades from several machines, among PostgreSQL's advisory locks
_LOOK_EVERY = 0.2
_COMMAND = " command"
"""Stands behind the program's name, by which PostgreSQL knows it, where it neither serves nor sends mail."""


class Version(Enum):
    """Which version of the program a database belongs to."""

    NONE = auto()
    """There are no tables."""
    EARLIER = auto()
    THIS = auto()
    OTHER = auto()
    """It knows steps that this version doesn't."""


def named(folder: Path | None) -> Path:
    """Return the folder of an installation, as somebody named it, or as the environment says where it is None.

    Raises:
        RuleBroken: there is no installation.
    """
    place = _meant(folder)
    there = place.is_dir() and (bool(os.environ.get("LJUSPUNKT_DATABASE")) or (place / "ljuspunkt.sqlite3").exists())
    if not there:
        raise _nothing_there(place)
    return place


def find(folder: Path | None, *, made: bool = False) -> Path:
    """Make Django know the installation in a folder, and return the folder.

    Args:
        folder: as somebody named it; None for what the environment says.
        made: whether the folder may be new.

    Raises:
        RuleBroken: there is no installation, and it may not be new.
    """
    if not made:
        named(folder)
    if folder:
        os.environ["LJUSPUNKT_DIR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ljuspunkt.config.settings")
    import django

    django.setup()
    _be_called(_COMMAND)
    place = _meant(folder)
    place.mkdir(parents=True, exist_ok=True)
    return place


def refuse_another(place: Path) -> None:
    """Do nothing where the database is of this version.

    Raises:
        RuleBroken: it isn't, or it doesn't answer.
    """
    found = version()
    if found is Version.NONE:
        raise _nothing_there(place)
    if found is Version.EARLIER:
        raise RuleBroken(
            "earlier_version",
            "The database belongs to an earlier version of Ljuspunkt. Stop the server and workers, and run: "
            "ljuspunkt upgrade --dir {folder}",
            folder=place,
        )
    if found is Version.OTHER:
        raise _of_another(place)


def make(place: Path) -> None:
    """Make the database where there is none, and refuse one of another version.

    Raises:
        RuleBroken: it is of another version, it doesn't answer, or something on the way failed.
    """
    if version() is Version.NONE:
        upgrade(place)
    refuse_another(place)


def upgrade(place: Path) -> bool:
    """Bring the database to this version, and return whether there was anything to do.

    Two who do it at the same time wait for each other. Either all is done or nothing.

    Raises:
        RuleBroken: a server or worker is running, the database is of a version that this one doesn't know, it doesn't
            answer, or something on the way failed.
    """
    with _turn(place):
        found = version()
        if found is Version.THIS:
            return False
        if found is Version.OTHER:
            raise _of_another(place)
        with _alone(place):
            _take_all_steps()
    return True


@contextmanager
def in_use(place: Path) -> Iterator[None]:
    """Keep everybody from upgrading as long as this lasts.

    Raises:
        RuleBroken: somebody is upgrading.
    """
    refusal = RuleBroken(
        "being_upgraded", "The installation is being upgraded just now. Start again when that is done."
    )
    with _held(place, LOCK_SH, refusal):
        _be_called("")
        yield


def version() -> Version:
    """Return which version of the program the database belongs to.

    Raises:
        RuleBroken: it doesn't answer.
    """
    from django.db import DatabaseError, connection
    from django.db.migrations.exceptions import InconsistentMigrationHistory
    from django.db.migrations.executor import MigrationExecutor

    try:
        _try_to_connect()
        if not connection.introspection.table_names():
            return Version.NONE
        loader = (executor := MigrationExecutor(connection)).loader
        loader.check_consistent_history(connection)
        missing = executor.migration_plan(loader.graph.leaf_nodes())
    except InconsistentMigrationHistory:
        return Version.OTHER
    except DatabaseError as trouble:
        raise _away(trouble) from None
    known = loader.disk_migrations or {}
    taken = {step for step in loader.applied_migrations or {} if step[0] in loader.migrated_apps}
    if taken - known.keys():
        return Version.OTHER
    if not taken:
        return Version.NONE
    return Version.EARLIER if missing else Version.THIS


def _take_all_steps() -> None:
    from django.core.management import call_command
    from django.db import connection, transaction

    from ljuspunkt.databases.forgetting import scrub

    try:
        # Tables of SQLite are made anew while nothing checks what refers to them; each step checks it at its end.
        connection.disable_constraint_checking()
        try:
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
                        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                call_command("migrate", interactive=False, verbosity=0)
        finally:
            connection.enable_constraint_checking()
        scrub(())
    except Exception as trouble:  # whatever a step met: nothing of it is left
        raise RuleBroken(
            "not_upgraded",
            "The database couldn't be brought to this version, and is as it was: {why}",
            why=" ".join(str(trouble).split()),
        ) from None


@contextmanager
def _turn(place: Path) -> Iterator[None]:
    """Wait until nobody else upgrades."""
    with (place / UPGRADED).open("a") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            print(_("Somebody else is upgrading this installation; waiting …"), file=sys.stderr, flush=True)
            flock(lock, LOCK_EX)
        yield


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Let no server or worker start meanwhile.

    Raises:
        RuleBroken: one is running.
    """
    with _held(place, LOCK_EX, _in_use()):
        until = monotonic() + ENDS_WITHIN
        while _others_on_postgresql():
            if monotonic() >= until:
                raise _in_use()
            sleep(_LOOK_EVERY)
        yield


@contextmanager
def _held(place: Path, how: int, refusal: RuleBroken) -> Iterator[None]:
    """Hold the file of those who use an installation, or refuse where somebody holds it in another way."""
    with (place / USED).open("a") as lock:
        try:
            flock(lock, how | LOCK_NB)
        except BlockingIOError:
            raise refusal from None
        yield


def _others_on_postgresql() -> bool:
    """Return whether a server or a worker is connected, perhaps from another machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return False
    name: str = connection.settings_dict["OPTIONS"]["application_name"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s "
            "AND pid <> pg_backend_pid()",
            [name.removesuffix(_COMMAND)],
        )
        return bool(cursor.fetchone()[0])


def _be_called(suffix: str) -> None:
    """Let connections that are opened from now on tell PostgreSQL what they are for."""
    from django.db import connection

    options = connection.settings_dict["OPTIONS"]
    if "application_name" in options:
        options["application_name"] = options["application_name"].removesuffix(_COMMAND) + suffix


def _meant(folder: Path | None) -> Path:
    return folder or Path(os.environ.get("LJUSPUNKT_DIR") or "var")


def _try_to_connect() -> None:
    """Connect once by itself: a pool would try again for long, and not say what is wrong.

    Raises:
        DatabaseError: the database doesn't answer.
    """
    from django.db import connection

    if "pool" not in connection.settings_dict["OPTIONS"]:
        return
    trial = connection.copy()
    del trial.settings_dict["OPTIONS"]["pool"]
    trial.connect()
    trial.close()


def _nothing_there(place: Path) -> RuleBroken:
    return RuleBroken(
        "no_installation",
        "There is no installation in {folder}. Make an example with: ljuspunkt demo --dir {folder}",
        folder=place,
    )


def _of_another(place: Path) -> RuleBroken:
    return RuleBroken(
        "other_version",
        "The database in {folder} knows steps that this version of Ljuspunkt doesn't: it belongs to a later version, "
        "or to one from before the first release. Install the version that it belongs to.",
        folder=place,
    )


def _in_use() -> RuleBroken:
    return RuleBroken(
        "in_use", "A server or a worker of this installation is running. Stop it first, then run this again."
    )


def _away(trouble: Exception) -> RuleBroken:
    return RuleBroken(
        "database_away",
        "The database doesn't answer: {why}",
        why=" ".join(str(trouble).split()) or type(trouble).__name__,
    )
