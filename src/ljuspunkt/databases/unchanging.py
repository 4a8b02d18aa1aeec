"""Tables whose rows the database itself refuses to change or remove, by triggers."""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython


@dataclass(frozen=True, slots=True)
class Unchanging:
    """A table that can only be added to; `sentence` is what the database answers to whoever tries something else.

    `when` is a condition in SQL on the row as it was (`OLD.state = 'frozen'`); rows that don't meet it may be changed
    and removed. The table can't be emptied at once either way.
    """

    table: str
    sentence: str
    when: str = ""

    def step(self) -> RunPython:
        """Return the step of a migration that refuses changes, and allows them backwards."""
        return RunPython(
            lambda _apps, editor: self.put_on(editor.connection), lambda _apps, editor: self.take_off(editor.connection)
        )

    def put_on(self, connection: BaseDatabaseWrapper) -> None:
        """Refuse changes and removals from now on."""
        postgresql = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            if postgresql:
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {self.table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{self.sentence}'; END $$"
                )
            for verb in _verbs(connection):
                each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
                when = f"WHEN ({self.when}) " if self.when and verb != "TRUNCATE" else ""
                refusing = (
                    f"FOR EACH {each} {when}EXECUTE FUNCTION {self.table}_refuse()"
                    if postgresql
                    else f"{when}BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
                )
                cursor.execute(f"CREATE TRIGGER {self._named(verb)} BEFORE {verb} ON {self.table} {refusing}")

    def take_off(self, connection: BaseDatabaseWrapper) -> None:
        """Let rows be changed and removed again; also for tests that empty the database."""
        postgresql = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            for verb in _verbs(connection):
                on = f" ON {self.table}" if postgresql else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {self._named(verb)}{on}")
            if postgresql:
                cursor.execute(f"DROP FUNCTION IF EXISTS {self.table}_refuse()")

    def _named(self, verb: str) -> str:
        return f"{self.table}_no_{verb.lower()}"


def _verbs(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Return what is refused; SQLite has no TRUNCATE."""
    return ("UPDATE", "DELETE", "TRUNCATE") if connection.vendor == "postgresql" else ("UPDATE", "DELETE")
