"""All that an installation stores, as somebody has it who takes its files: to look for what mustn't be there."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from tests.real_database import RealDatabase

T = TypeVar("T")
_FRAME = 24
_LOG_PAGE, _HEAD, _LONG_HEAD, _WITH_LONG_HEAD = 8192, 24, 40, 2
"""Pages of PostgreSQL's log, how long their heads are, and the flag of a long one (xlog_internal.h)."""


def database_log(database: RealDatabase) -> bytes:
    """Return PostgreSQL's write-ahead log, all that is left of it, without the heads of its pages.

    What is written over the end of a page goes on behind the next one's head.
    """
    if database.vendor == "sqlite":
        return b""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0]) / "pg_wal"
    whole = b"".join(_read(file) for file in sorted(folder.glob("0*")))
    pages = (whole[start : start + _LOG_PAGE] for start in range(0, len(whole), _LOG_PAGE))
    return b"".join(page[_LONG_HEAD if page[2] & _WITH_LONG_HEAD else _HEAD :] for page in pages)


def stored(database: RealDatabase) -> dict[str, bytes]:
    """Return all files of the installation and of its database, but for PostgreSQL's log."""
    files = {str(file): _read(file) for file in database.folder.rglob("*") if file.is_file()}
    if database.vendor == "postgresql":
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
            oid = cursor.fetchone()[0]
            cursor.execute("SHOW data_directory")
            place = Path(cursor.fetchone()[0])
        files |= {str(file): _read(file) for file in (place / "base" / str(oid)).glob("*") if file.is_file()}
        files["log of the server"] = (place.parent / "log").read_bytes()
    return files


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:  # the database has taken it away since the folder was listed
        return b""


def where(files: Mapping[str, bytes], needles: Mapping[str, bytes]) -> list[str]:
    """Return in which file which of the things looked for is."""
    return [f"{what} in {name}" for name, held in files.items() for what, needle in needles.items() if needle in held]


def commits(folder: Path, read: Callable[[sqlite3.Connection], T]) -> Iterator[T]:
    """Yield what is read of an SQLite database as it was after each commit that its write-ahead log still holds.

    Args:
        folder: of the installation.
        read: reads what is wanted.
    """
    log = (folder / "ljuspunkt.sqlite3-wal").read_bytes()
    if not log:
        return
    size = _FRAME + int.from_bytes(log[8:12])
    for start in range(32, len(log) - size + 1, size):
        if int.from_bytes(log[start + 4 : start + 8]) == 0:
            continue  # no commit
        with tempfile.TemporaryDirectory() as place:
            copy = Path(place) / "then.sqlite3"
            shutil.copy(folder / "ljuspunkt.sqlite3", copy)
            copy.with_name("then.sqlite3-wal").write_bytes(log[: start + size])
            then = sqlite3.connect(copy)
            try:
                found = read(then)
            except sqlite3.DatabaseError:
                continue
            finally:
                then.close()
        yield found
