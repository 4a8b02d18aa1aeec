"""The server of an installation as its operator starts it: `ljuspunkt serve`, and the processes that it starts."""

import re
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

from tests.real_database import COMMAND, RealDatabase

ADDRESS = re.compile(r"(http://[\d.:]+)/sv/")


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: "subprocess.Popen[str]"
    address: str


@contextmanager
def serving(installation: RealDatabase, *how: object) -> Iterator[Server]:
    """Give a running server that is stopped at the end, if it still runs; `how` are more words of its command."""
    with tempfile.TemporaryFile("w+") as errors:  # a pipe that nobody empties would make the server wait
        process = subprocess.Popen(
            [COMMAND, "serve", *("--port", "0") * ("--port" not in how), *map(str, how)],
            env=installation.environment(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        try:
            found = next((found for line in process.stdout if (found := ADDRESS.search(line))), None)
            if found is None:
                errors.seek(0)
                raise AssertionError("The server didn't start:\n" + errors.read())
            yield Server(process, found.group(1))
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()


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


def gone(pids: list[int], within: float = 20) -> bool:
    """Return whether none of the processes is left after a while."""
    until = time.monotonic() + within
    while any(map(lives, pids)):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


class Voter:
    """A voter's browser, which has typed its code."""

    def __init__(self, server: Server, join_code: str, code: str) -> None:
        self.page = f"{server.address}/en/room/{join_code}/ballot/"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._send(do="join", code=code)

    def cast(self, vote: int, **values: str) -> str:
        """Cast a ballot, and return the page that answers."""
        return self._send(do="cast", vote=str(vote), **{f"item-{item}": value for item, value in values.items()})

    def _send(self, **fields: str) -> str:
        body = urllib.parse.urlencode(fields).encode()
        with self.browser.open(self.page, body, timeout=60) as answer:
            page: str = answer.read().decode()
        return page
