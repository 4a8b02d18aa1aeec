"""The wire between processes on PostgreSQL: NOTIFY, which is told when the transaction around it is committed."""

from django.db import connection

CHANNEL = "ljuspunkt_live"


def notify(what: str, *details: object) -> None:
    """Tell all processes what has changed; on SQLite, whose readers ask, nothing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, " ".join([what, *map(str, details)])])
