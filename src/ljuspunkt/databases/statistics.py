"""Columns of which PostgreSQL keeps no sample: its statistics hold values of rows that have long been deleted."""

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper


def keep_no_sample(connection: BaseDatabaseWrapper, table: str, columns: Iterable[str]) -> None:
    """Let PostgreSQL gather no values of these columns; SQLite gathers none."""
    _gather(connection, table, columns, 0)


def keep_samples(connection: BaseDatabaseWrapper, table: str, columns: Iterable[str]) -> None:
    """Let PostgreSQL gather values again; for a migration backwards."""
    _gather(connection, table, columns, -1)


def _gather(connection: BaseDatabaseWrapper, table: str, columns: Iterable[str], target: int) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for column in columns:
            cursor.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET STATISTICS {target}')
