"""Make a database forget what was deleted: it otherwise keeps it in pages that it may use again, and in its log.

What can't be forgotten at once, since somebody reads for long or a process is killed, stands in the table `ToForget`,
and those who look at the calendar go on with it.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable
from time import sleep
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import DatabaseError, connection, transaction

if TYPE_CHECKING:
    from django.db.models import Manager
    from psycopg.errors import Diagnostic

    from ljuspunkt.databases.models import ToForget

TURNS, PAUSE = 10, 0.3
"""How often a table of PostgreSQL is written anew while somebody reads, and the seconds in between."""

_KEPT = re.compile(r"\d+")

log = logging.getLogger(__name__)


def forget_tables(tables: Iterable[str], *, at_once: bool = True) -> None:
    """Make the database forget what was deleted in these tables, once the transaction around the call is committed.

    That it must is written in the same transaction, so that it is done later where it can't be at once.

    Args:
        tables: in which something was deleted.
        at_once: whether it is tried right after the commit; otherwise `go_on` does it.
    """
    named = tuple(tables)
    _to_forget().bulk_create(_to_forget().model(table=table) for table in named)
    if at_once:
        transaction.on_commit(lambda: go_on(named), robust=True)


def go_on(tables: Iterable[str] | None = None) -> bool:
    """Make the database forget what it still has to, and return whether nothing of it is left.

    Whoever calls it may do so as often as wanted, and in several processes. What is deleted meanwhile has a mark of its
    own, which stays.

    Args:
        tables: those to look at; None for all.

    Raises:
        ValueError: a transaction is open.
    """
    if connection.in_atomic_block:
        raise ValueError("a database can't forget inside a transaction")
    marks = _to_forget().all() if tables is None else _to_forget().filter(table__in=tuple(tables))
    waiting: dict[str, list[int]] = defaultdict(list)
    for pk, table in marks.values_list("pk", "table"):
        waiting[table].append(pk)
    if not waiting:
        return True
    try:
        done = _forgotten(sorted(waiting))
    except DatabaseError as refusal:
        log.warning("The database couldn't be made to forget what was deleted yet: %s", type(refusal).__name__)
        return False
    _to_forget().filter(pk__in=[pk for table in done for pk in waiting[table]]).delete()
    if len(done) < len(waiting):
        log.warning("The database couldn't be made to forget what was deleted yet: somebody is reading it.")
    return len(done) == len(waiting)


def waits() -> bool:
    """Return whether the database still has to forget something."""
    return _to_forget().exists()


def _to_forget() -> "Manager[ToForget]":
    return apps.get_model("databases", "ToForget")._default_manager


def _forgotten(tables: list[str]) -> list[str]:
    """Return those of the tables that the database was made to forget; what is no table any more is forgotten."""
    if connection.vendor != "postgresql":
        return [] if scrub(()) is None else tables
    there = set(connection.introspection.table_names())
    done = [table for table in tables if table not in there or _written_anew(table)]
    if done:
        _checkpoint()
    return done


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
