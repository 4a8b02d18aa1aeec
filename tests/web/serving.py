"""The server of an example installation, as a process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import COMMAND, environment, own_port, started


@contextmanager
def serving(installation: Path, **settings: str) -> Iterator[str]:
    """Give the address of a server of an installation, without a language, and stop it at the end."""
    with started([COMMAND, "serve", "--dir", installation, "--port", own_port()], environment(**settings)) as server:
        yield f"{server.address}/"
