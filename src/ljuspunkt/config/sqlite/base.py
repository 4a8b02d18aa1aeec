"""Django's SQLite backend, in which transactions of one process wait for each other instead of trying again.

SQLite lets one transaction write at a time. Who finds the database busy sleeps and tries again, each time longer, so
that under many ballots at once some wait for a second and more; a lock of the process wakes the next one at once.
Every transaction takes it, since every one begins as a writer (`transaction_mode` IMMEDIATE).
"""

from threading import Lock
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

LONGEST = 5
"""Seconds that a writer waits where the settings don't say."""

_writing = Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the lock from the beginning of a transaction to its end.

    Where a commit fails the transaction is still there, and is rolled back. The stubs leave out what Django calls here.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._holds_lock = False

    def _start_transaction_under_autocommit(self) -> None:
        self._take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_back()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_back()

    def _take(self) -> None:
        if self._holds_lock:
            return
        if not _writing.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", LONGEST)):
            raise OperationalError("database is locked by another thread")
        self._holds_lock = True

    def _give_back(self) -> None:
        if self._holds_lock:
            self._holds_lock = False
            _writing.release()
