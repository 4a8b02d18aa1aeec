"""An installation as an operator has it, on either database, and the operator's commands in the test's own process."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from ljuspunkt.cli.main import main
from tests.real_database import RealDatabase, real_database

__all__ = ["real_database"]


@dataclass(frozen=True)
class Done:
    """What a command answered."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def ljuspunkt(
    real_database: RealDatabase, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """Return what runs a command in the installation."""
    for name, value in {
        "LJUSPUNKT_LANGUAGE": "en",
        "LANGUAGE": "en",
        "LJUSPUNKT_HOSTS": "",
        "LJUSPUNKT_DIR": str(real_database.folder),
        "LJUSPUNKT_DATABASE": real_database.address or "",
    }.items():
        monkeypatch.setenv(name, value)

    def run(command: str, *words: str) -> Done:
        code = main([command, "--dir", str(real_database.folder), *words])
        out, err = capfd.readouterr()
        return Done(code, out, err)

    return run
