"""The server of an installation as its operator starts it: `ljuspunkt serve`, and the processes that it starts."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.real_database import RealDatabase
from tests.servers import COMMAND, Started, own_port, started


@contextmanager
def serving(installation: RealDatabase, *how: object) -> Iterator[Started]:
    """Give a running server that is stopped at the end, if it still runs; `how` are more words of its command."""
    port = () if "--port" in how else ("--port", own_port())
    with started([COMMAND, "serve", *port, *how], installation.environment()) as server:
        yield server


def below(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that these have started."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            parents[int(status.parent.name)] = int(re.search(r"PPid:\s+(\d+)", status.read_text())[1])  # type: ignore[index]
        except OSError:
            continue
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def lives(pid: int) -> bool:
    """Return whether a process is there and isn't just waiting to be buried."""
    try:
        return re.search(r"State:\s+[ZX]", Path(f"/proc/{pid}/status").read_text()) is None
    except OSError:
        return False


def gone(pids: list[int], within: float = 60) -> bool:
    """Return whether none of the processes is left after a while."""
    until = time.monotonic() + within
    while any(map(lives, pids)):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
