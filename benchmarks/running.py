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
