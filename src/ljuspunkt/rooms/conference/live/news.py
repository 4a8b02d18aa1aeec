"""How a change made by one process comes to the others: PostgreSQL tells, SQLite is asked.

What goes between processes says what has changed and how many have voted, never what is shown. Whoever was cut off
checks everything when the line is up again.
"""

import asyncio
import logging
import os
import secrets
from typing import Any

import psycopg
from django.db import connection

from ljuspunkt.rooms.conference.live.hub import RETRY_FROM, RETRY_TO, Hub, News, Numbers
from ljuspunkt.rooms.conference.live.wire import CHANNEL, notify

ASK_EVERY = 0.25
"""Seconds between two looks at whether another process has written to SQLite."""
ALIVE_EVERY = 10.0
ANSWERS_WITHIN = 5.0

_log = logging.getLogger(__name__)


def news() -> News:
    """Return the way that the installation's database has."""
    return Told() if connection.vendor == "postgresql" else Asked()


class Asked:
    """SQLite: its file says whether anybody else has written, which costs next to nothing to ask."""

    def __init__(self) -> None:
        self._seen: int | None = None

    async def run(self, hub: Hub) -> None:
        """Check all conferences whenever something was written, which this process may have done itself."""
        while True:
            await asyncio.sleep(ASK_EVERY)
            if not hub.rooms:
                continue
            if await hub.read(self._written):
                await hub.check()

    async def tell(self, hub: Hub, conference: int, here: int, numbers: Numbers) -> None:
        """Do nothing: who shares the file asks."""

    def _written(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            seen, self._seen = self._seen, int(cursor.fetchone()[0])
        return seen != self._seen


class Told:
    """PostgreSQL: LISTEN and NOTIFY, over a connection of its own that is opened again whenever it breaks."""

    def __init__(self) -> None:
        self.process = f"{os.getpid()}-{secrets.token_hex(4)}"

    async def run(self, hub: Hub) -> None:
        """Report what others tell."""
        pause = RETRY_FROM
        while True:
            try:
                async with await self._connection() as line:
                    await line.execute(f"LISTEN {CHANNEL}")
                    pause = RETRY_FROM
                    await hub.check()
                    await self._hear(hub, line)
            except (OSError, TimeoutError, psycopg.Error) as trouble:
                _log.warning("The database tells nothing new, and is asked again: %s", type(trouble).__name__)
            await asyncio.sleep(pause)
            pause = min(2 * pause, RETRY_TO)

    async def tell(self, hub: Hub, conference: int, here: int, numbers: Numbers) -> None:
        """Tell the others how many ballots there are, and how many phones listen here."""
        told = (conference, self.process, here, numbers.vote or 0, numbers.voted)
        await hub.read(lambda: notify("numbers", *told))

    async def _connection(self) -> "psycopg.AsyncConnection[Any]":
        parameters = connection.get_connection_params()
        kept = {name: value for name, value in parameters.items() if name not in _DJANGOS}
        return await psycopg.AsyncConnection.connect(**kept, autocommit=True, connect_timeout=int(ANSWERS_WITHIN))

    async def _hear(self, hub: Hub, line: "psycopg.AsyncConnection[Any]") -> None:
        while True:
            async for told in line.notifies(timeout=ALIVE_EVERY):
                self._take(hub, told.payload)
            async with asyncio.timeout(ANSWERS_WITHIN):
                await line.execute("SELECT 1")

    def _take(self, hub: Hub, payload: str) -> None:
        match payload.split():
            case ["state", conference]:
                hub.changed(int(conference))
            case ["numbers", conference, process, here, vote, voted] if process != self.process:
                hub.elsewhere(int(conference), process, int(here), int(vote), int(voted))


_DJANGOS = ("cursor_factory", "context", "prepare_threshold", "server_side_binding", "pool", "isolation_level")
"""Parameters that Django adds for connections of its own."""
