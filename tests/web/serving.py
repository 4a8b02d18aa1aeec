"""The server of an example installation, as a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = Path(sys.executable).parent / "ljuspunkt"
ADDRESS = re.compile(r"(http://[\d.:]+/)sv/")


def environment(**settings: str) -> dict[str, str]:
    """Return what the command is started with: nothing set by whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LJUSPUNKT_", "DJANGO_"))}
    return {**kept, "LJUSPUNKT_LANGUAGE": "en", **settings}


@contextmanager
def serving(installation: Path, **settings: str) -> Iterator[str]:
    """Give the address of a server of an installation, without a language, and stop it at the end."""
    server = subprocess.Popen(
        [COMMAND, "serve", "--dir", installation, "--port", "0"],
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        said = []
        for line in server.stdout:
            said.append(line)
            if found := ADDRESS.search(line):
                break
        else:
            raise AssertionError("The server didn't start:\n" + "".join(said))
        yield found.group(1)
    finally:
        server.terminate()
        server.wait(timeout=20)
