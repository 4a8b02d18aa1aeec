"""Make a database forget what was deleted: it otherwise keeps it in pages that it may use again, and in its log."""

import logging
from collections.abc import Iterable

from django.db import DatabaseError, connection, transaction

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
        for table in tables:
            cursor.execute(f"VACUUM (FULL, FREEZE) {table}")
    return _checkpoint() if write_off else True


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
