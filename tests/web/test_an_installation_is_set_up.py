"""What an operator sets: the folder, the key, the database."""

import stat
from pathlib import Path

import pytest

from ljuspunkt.config import installation
from ljuspunkt.config.database import database


def test_the_folder_is_var_unless_another_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert installation.folder({}) == tmp_path / "var"
    assert installation.folder({"LJUSPUNKT_DIR": "elsewhere"}) == tmp_path / "elsewhere"


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    key = installation.secret_key({}, tmp_path / "var")
    file = tmp_path / "var" / "secret-key"
    assert len(key) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert installation.secret_key({}, tmp_path / "var") == key
    assert [left.name for left in file.parent.iterdir()] == ["secret-key"]


def test_a_key_from_the_environment_is_not_written_down(tmp_path: Path) -> None:
    assert installation.secret_key({"LJUSPUNKT_SECRET_KEY": "given"}, tmp_path / "var") == "given"
    assert not (tmp_path / "var").exists()


def test_sqlite_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    settings = database(None, tmp_path)
    assert settings["NAME"] == tmp_path / "ljuspunkt.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in settings["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in settings["OPTIONS"]["init_command"]


def test_postgresql_is_named_by_its_address(tmp_path: Path) -> None:
    settings = database("postgresql://anna:p%40ss@db.example:5433/ljuspunkt?sslmode=require", tmp_path)
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["USER"], settings["PASSWORD"], settings["HOST"]) == ("anna", "p@ss", "db.example")
    assert (settings["PORT"], settings["NAME"]) == ("5433", "ljuspunkt")
    assert settings["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("address", ["mysql://db/ljuspunkt", "postgresql://db.example", "ljuspunkt"])
def test_another_address_is_refused_without_showing_its_password(address: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="postgresql://user:password@host") as refused:
        database(address, tmp_path)
    assert "db" not in str(refused.value).split("begins with")[1]
