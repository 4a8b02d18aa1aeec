"""The database of an installation: SQLite in its folder, or PostgreSQL. All that differs between them is here."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PROGRAM = "ljuspunkt"
"""How PostgreSQL is told who is connected, so that nobody upgrades under a server that runs."""

# What is deleted is overwritten, and what is sorted stays in memory: nothing secret is left in free pages or in /tmp.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
    "PRAGMA temp_store=MEMORY;"
)


def database(address: str | None, place: Path) -> dict[str, Any]:
    """Return Django's settings of one database.

    Args:
        address: `postgresql://user:password@host:port/name?sslmode=require`, or None for SQLite in `place`.
        place: the folder of the installation.

    Raises:
        ValueError: the address is neither.
    """
    if not address:
        return _sqlite(place / "ljuspunkt.sqlite3")
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ValueError(
            "LJUSPUNKT_DATABASE must be an address such as postgresql://user:password@host:5432/ljuspunkt; "
            f"the one given begins with {parts.scheme or 'nothing'!r}."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,  # a database that was restarted is met again at the next request
        "OPTIONS": {
            **{name: value for name, value in parse_qsl(parts.query) if name != "host"},
            "application_name": PROGRAM,
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},  # seconds that a page waits for a connection
        },
    }


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "ljuspunkt.config.sqlite",
        "NAME": file,
        "CONN_MAX_AGE": None,  # a thread keeps its connection: opening one costs as much as a small page
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS, "timeout": 20},
    }
