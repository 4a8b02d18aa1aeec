"""How a benchmark runs Ljuspunkt: a server of a new installation, and its own parts in processes of their own."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).parent / "ljuspunkt"


def installation(folder: Path, database: str) -> dict[str, str]:
    """Return the environment of a new installation in a folder; `database` is the address of one, "" for SQLite."""
    settings = {
        "LJUSPUNKT_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "ljuspunkt.config.settings",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }
    return settings | ({"LJUSPUNKT_DATABASE": database} if database else {})


def part(script: str, words: Sequence[str], settings: Mapping[str, str]) -> Any:
    """Run a part of a script in a process of its own, and return what it told as JSON on its last line."""
    done = subprocess.run(
        [sys.executable, script, "--part", *words], env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit(f"The part {words[0]} failed.")
    return json.loads(done.stdout.splitlines()[-1])


def processes_below(pid: int) -> list[int]:
    """Return a process and all that it and those below it have started."""
    below: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
        below.setdefault(parent, []).append(int(stat.parent.name))
    found = [pid]
    for each in found:
        found += below.get(each, [])
    return found


def processor_seconds(pids: Sequence[int]) -> float:
    """Return how long the threads of processes have been working, however many others share the processors."""
    found = 0.0
    for pid in pids:
        for spent in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                found += int(spent.read_text().split()[0]) / 1e9
            except OSError:  # it has ended
                continue
    return found


@contextmanager
def serving(settings: Mapping[str, str], *, workers: int = 1) -> Iterator[tuple[int, int]]:
    """Give the port and the process of a server of an installation, and stop it at the end."""
    server = subprocess.Popen(
        [COMMAND, "serve", "--port", "0", "--workers", str(workers)],
        env={**os.environ, **settings, "LJUSPUNKT_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    try:
        port = next(int(found[1]) for line in server.stdout if (found := re.search(r"http://[\d.]+:(\d+)/", line)))
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)
