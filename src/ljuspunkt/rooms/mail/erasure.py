"""Erased letters leave the disk as well: databases otherwise keep what was deleted in pages they may use again."""

import logging
from threading import Event

from django.db import connection
from django.db.backends.utils import CursorWrapper

TABLES = ("mail_letter", "mail_enclosure")
TRIES, PAUSE = 50, 0.1

log = logging.getLogger(__name__)


def scrub() -> None:
    """Write the tables of letters anew without what was deleted. Must stand outside a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in TABLES:
                cursor.execute(f"VACUUM FULL {table}")
        else:
            _empty_log(cursor)


def _empty_log(cursor: CursorWrapper) -> None:
    """Write SQLite's log into the database and empty it; who still reads is waited for."""
    pause = Event()
    for _turn in range(TRIES):
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _pages, _written = cursor.fetchone()
        if not busy:
            return
        pause.wait(PAUSE)
    log.warning("SQLite's log couldn't be emptied: somebody has read for long. The next erasing tries again.")
