"""Columns of which PostgreSQL keeps no sample: its statistics hold values of rows that have long been deleted."""

from collections.abc import Iterable, Mapping

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython


def keep_no_sample(connection: BaseDatabaseWrapper, table: str, columns: Iterable[str]) -> None:
    """Let PostgreSQL gather no values of these columns; SQLite gathers none."""
    _gather(connection, table, columns, 0)


def no_samples(columns: Mapping[str, Iterable[str]]) -> RunPython:
    """Return the step of a migration after which no values of these tables' columns are gathered."""
    return RunPython(
        lambda _apps, editor: _gather_all(editor.connection, columns, 0),
        lambda _apps, editor: _gather_all(editor.connection, columns, -1),
    )


def _gather_all(connection: BaseDatabaseWrapper, columns: Mapping[str, Iterable[str]], target: int) -> None:
    for table, names in columns.items():
        _gather(connection, table, names, target)


def _gather(connection: BaseDatabaseWrapper, table: str, columns: Iterable[str], target: int) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for column in columns:
            cursor.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET STATISTICS {target}')
