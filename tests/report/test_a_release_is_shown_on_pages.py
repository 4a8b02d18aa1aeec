"""`ljuspunkt show`: a release that was made anywhere is shown on an installation's pages, with its reports."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.servers import COMMAND, environment


def show(release: Path, installation: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [COMMAND, "show", release, "--dir", installation],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def called(release: Path, tmp_path: Path) -> Path:
    """Return a copy of the release under a name of its own."""
    return Path(shutil.copytree(release, tmp_path / "made" / "year-2022"))


def test_pages_show_a_release_and_the_same_again_changes_nothing(called: Path, tmp_path: Path) -> None:
    installation = tmp_path / "installation"
    first = show(called, installation)
    assert first.returncode == 0, first.stderr
    assert "year-2022" in first.stdout
    (row,) = shown(installation)
    assert row == ("year-2022", "releases/year-2022", "SAFE", 0)
    reports = sorted(os.listdir(installation / "reports"))
    assert reports == ["year-2022-en", "year-2022-en.zip", "year-2022-sv", "year-2022-sv.zip"]
    (called / "manifest.json").write_text("{}\n")
    other = show(called, installation)
    assert other.returncode == 2
    assert "another release called “year-2022”" in other.stderr
    assert shown(installation) == [row]


def test_what_can_not_be_shown_is_refused_and_nothing_is_left(called: Path, tmp_path: Path) -> None:
    installation = tmp_path / "installation"
    nothing = show(tmp_path, installation)
    assert nothing.returncode == 2
    assert "There is no release in" in nothing.stderr
    table = next((called / "tables").glob("*.csv"))
    table.write_text(table.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    changed = show(called, installation)
    assert changed.returncode != 0
    assert not (installation / "releases" / "year-2022").exists()
    assert shown(installation) == []


def shown(installation: Path) -> list[tuple[str, str, str, int]]:
    with sqlite3.connect(installation / "ljuspunkt.sqlite3") as database:
        return database.execute("SELECT name, folder, verdict, invented FROM analysis_release").fetchall()
