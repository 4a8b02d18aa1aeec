"""`ljuspunkt demo` and `ljuspunkt serve`: made once, left alone the second time, and clear when something is amiss."""

import os
import resource
import socket
import sqlite3
import subprocess
from hashlib import sha256
from pathlib import Path

from tests.servers import COMMAND, environment, own_port


def ljuspunkt(*words: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], env=environment(**settings), capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, str]:
    """Return what each file holds; of the database its rows, since SQLite moves pages when it pleases."""
    held = {
        str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "static" not in file.parts and not file.name.startswith(("ljuspunkt.sqlite3", "static"))
    }
    with sqlite3.connect(folder / "ljuspunkt.sqlite3") as database:
        return {**held, "rows": "\n".join(database.iterdump())}


def test_a_second_run_takes_seconds_changes_nothing_and_says_what_comes_next(folder: Path) -> None:
    before = contents(folder)
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = ljuspunkt("demo", "--dir", folder)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    assert ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime < 15  # of work, however busy the machine
    assert contents(folder) == before
    assert "ljuspunkt serve" in done.stdout


def test_the_command_speaks_swedish_where_that_is_asked_for(installation: Path) -> None:
    assert "Starta servern med" in ljuspunkt("demo", "--dir", installation, LJUSPUNKT_LANGUAGE="sv").stdout


def test_serving_a_folder_without_an_installation_says_how_to_make_one(tmp_path: Path) -> None:
    refused = ljuspunkt("serve", "--dir", tmp_path / "nothing")
    assert refused.returncode == 2
    assert f"ljuspunkt demo --dir {tmp_path / 'nothing'}" in refused.stderr
    assert not (tmp_path / "nothing").exists()


def test_serving_an_empty_folder_says_the_same(tmp_path: Path) -> None:
    refused = ljuspunkt("serve", "--dir", tmp_path)
    assert refused.returncode == 2
    assert "There is no installation" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_port_that_is_taken_is_named(installation: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = ljuspunkt("serve", "--dir", installation, "--port", str(port))
    assert refused.returncode == 2
    assert f"Port {port} on 127.0.0.1 is taken" in refused.stderr
    assert "--port" in refused.stderr


def test_a_port_that_is_none_and_a_host_that_is_none_are_refused(installation: Path) -> None:
    assert "0 to 65535" in ljuspunkt("serve", "--dir", installation, "--port", "70000").stderr
    assert "no address called" in ljuspunkt("serve", "--dir", installation, "--host", "no.such.invalid").stderr


def test_each_command_has_an_example_in_its_help() -> None:
    for name in ("demo", "serve"):
        helped = ljuspunkt(name, "--help")
        assert helped.returncode == 0
        assert "Example: ljuspunkt" in helped.stdout


def test_the_folder_is_read_by_its_owner_alone_where_it_holds_a_secret(installation: Path) -> None:
    assert os.stat(installation / "secret-key").st_mode & 0o077 == 0


def test_servers_that_start_together_leave_each_others_files_alone(folder: Path) -> None:
    servers = [
        subprocess.Popen(
            [COMMAND, "serve", "--dir", folder, "--port", str(own_port())],
            env=environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    try:
        assert all(server.stdout is not None and "answers at" in server.stdout.readline() for server in servers)
    finally:
        for server in servers:
            server.terminate()
            server.wait(timeout=60)
