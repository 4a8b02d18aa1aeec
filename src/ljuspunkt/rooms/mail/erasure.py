"""Erased letters leave the disk as well: databases otherwise keep what was deleted in pages they may use again."""

from django.db import connection

TABLES = ("mail_letter", "mail_enclosure")


def scrub() -> None:
    """Write the tables of letters anew without what was deleted. Must stand outside a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in TABLES:
                cursor.execute(f"VACUUM FULL {table}")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
