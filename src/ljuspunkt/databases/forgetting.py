"""Make a database forget what was deleted: it otherwise keeps it in pages that it may use again, and in its log."""

import logging
import re
from collections.abc import Iterable
from time import sleep
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection, transaction

if TYPE_CHECKING:
    from psycopg.errors import Diagnostic

TURNS, PAUSE = 10, 0.3
"""How often a table of PostgreSQL is written anew while somebody reads, and the seconds in between."""

_KEPT = re.compile(r"\d+")

log = logging.getLogger(__name__)


def forget_tables(tables: Iterable[str]) -> None:
    """Make the database forget what was deleted in these tables, once the transaction around the call is committed."""
    named = tuple(tables)

    def scrub_them() -> None:
        if scrub(named) is None:
            log.warning("The database couldn't be made to forget what was deleted yet: somebody is reading it.")

    transaction.on_commit(scrub_them, robust=True)


def scrub(tables: Iterable[str], *, write_off: bool = True) -> bool | None:
    """Make the database forget what was deleted in the tables, outside any transaction.

    Args:
        tables: to be written anew on PostgreSQL; SQLite overwrites what is deleted by itself, and empties its log here.
        write_off: whether PostgreSQL shall begin a new file of its log and write off the old ones as well, which takes
            its time.

    Returns:
        True where that is done; False where the role mustn't write the log off (PostgreSQL then does it by itself,
        within `checkpoint_timeout`); None where somebody was reading and it must be tried again.

    Raises:
        DatabaseError: the database refuses.
        ValueError: a transaction is open.
    """
    if connection.in_atomic_block:
        raise ValueError("a database can't be scrubbed inside a transaction")
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # waits for readers as long as any statement does
            return True if cursor.fetchone()[0] == 0 else None
    if not all(_written_anew(table) for table in tables):
        return None
    return _checkpoint() if write_off else True


def _written_anew(table: str) -> bool:
    """Write a table of PostgreSQL anew; return False where deleted rows are kept for somebody who reads for long.

    PostgreSQL keeps what a snapshot could still ask for, and tells so in the detail of a notice alone, which begins
    with the number of such rows in every language.
    """
    for turn in range(TURNS):
        if turn:
            sleep(PAUSE)
        kept: list[int] = []

        def hear(told: "Diagnostic", kept: list[int] = kept) -> None:
            if found := _KEPT.match(told.message_detail or ""):
                kept.append(int(found[0]))

        with connection.cursor() as cursor:
            connection.connection.add_notice_handler(hear)
            try:
                cursor.execute(f"VACUUM (FULL, FREEZE, VERBOSE) {table}")
            finally:
                connection.connection.remove_notice_handler(hear)
        if not any(kept):
            return True
    return False


def _checkpoint() -> bool:
    """Make PostgreSQL begin a new file of its log and write off the old ones, if the role may; both take rights."""
    for statement in ("SELECT pg_switch_wal()", "CHECKPOINT"):
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError:
            if statement == "CHECKPOINT":
                return False
    return True
