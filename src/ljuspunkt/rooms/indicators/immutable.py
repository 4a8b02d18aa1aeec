"""The triggers that keep a published version of a protocol from being changed, for both databases."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "indicators_protocolversion"
SENTENCE = "A published version of a protocol is never changed."
VERBS = ("UPDATE", "DELETE")


def put_on(connection: BaseDatabaseWrapper) -> None:
    """Refuse changes and removals from now on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
            )
        for verb in VERBS:
            refusing = (
                f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()"
                if connection.vendor == "postgresql"
                else f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
            cursor.execute(f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} {refusing}")


def take_off(connection: BaseDatabaseWrapper) -> None:
    """Let versions be changed and removed again; for a migration backwards."""
    with connection.cursor() as cursor:
        for verb in VERBS:
            on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb.lower()}{on}")
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_refuse()")
