"""An ordinary user is told which Debian package is missing, in one sentence; nothing is installed."""

import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "debian.sh"


def test_an_ordinary_user_is_told_the_package(tmp_path: Path) -> None:
    for name, answer in (("id", "echo 1000"), ("apt-get", "echo called >called")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{answer}\n")
        program.chmod(0o755)
    done = subprocess.run(
        ["sh", SCRIPT, "for the browser tests", "chromium", "libatomic1"],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1
    assert "for the browser tests" in done.stderr
    assert "apt-get install chromium libatomic1" in done.stderr
    assert not (tmp_path / "called").exists()
