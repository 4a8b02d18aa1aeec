"""The triggers that keep the log from being changed, for both databases."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_entry"
SENTENCE = "The log can only be added to."

SQLITE = {
    f"{TABLE}_no_{verb.lower()}": (
        f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    )
    for verb in ("UPDATE", "DELETE")
}
POSTGRESQL = {
    f"{TABLE}_no_{verb.lower()}": (
        f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()"
    )
    for verb in ("UPDATE", "DELETE", "TRUNCATE")
}
FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
)


def put_on(connection: BaseDatabaseWrapper) -> None:
    """Refuse changes and removals from now on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for sentence in _triggers(connection).values():
            cursor.execute(sentence)


def take_off(connection: BaseDatabaseWrapper) -> None:
    """Let rows be changed and removed again; for a migration backwards, and for tests that empty the database."""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_refuse()")


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE
