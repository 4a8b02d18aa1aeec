"""Servers as processes of their own, which say on what address they answer."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

COMMAND = Path(sys.executable).parent / "ljuspunkt"
ADDRESS = re.compile(r"(http://[\d.:]+)/sv/")


@dataclass(frozen=True)
class Started:
    """A running server: its process, and its address without a path."""

    process: "subprocess.Popen[str]"
    address: str


_ports = count(10_000 + os.getpid() % 400 * 50)


def own_port() -> int:
    """Return a port of this worker's own, which nobody else takes before the server does or while it is away.

    The machine itself gives none below 32768 to programs that leave the choice to it, or that call others.
    """
    for port in _ports:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise AssertionError("Numbers don't end.")


def environment(**settings: str) -> dict[str, str]:
    """Return what a command is started with: nothing set by whoever runs the tests, and English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LJUSPUNKT_", "DJANGO_"))}
    return {**kept, "LJUSPUNKT_LANGUAGE": "en", **settings}


@contextmanager
def started(command: Sequence[object], settings: Mapping[str, str], *, killed: bool = False) -> Iterator[Started]:
    """Give a server that answers, and stop it at the end, if it still runs.

    Args:
        command: its words.
        settings: its whole environment.
        killed: whether it and all that it started are killed at the end instead of asked to stop.
    """
    with tempfile.TemporaryFile("w+") as errors:  # a pipe that nobody empties would make the server wait
        process = subprocess.Popen(
            [str(word) for word in command],
            env=settings,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=killed,
        )
        assert process.stdout is not None
        try:
            # Line by line: what the server says afterwards stays readable.
            found = next((found for line in iter(process.stdout.readline, "") if (found := ADDRESS.search(line))), None)
            if found is None:
                errors.seek(0)
                raise AssertionError("The server didn't start:\n" + errors.read())
            yield Started(process, found.group(1))
        finally:
            if killed:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.terminate()
            try:
                process.wait(timeout=300)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()
