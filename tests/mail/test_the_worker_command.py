"""`ljuspunkt worker` says in one sentence what it can't do, and shows no password."""

import subprocess
from pathlib import Path

import pytest

from tests.real_database import RealDatabase
from tests.servers import COMMAND
from tests.web.serving import environment


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "http://user:hemligt@mail.example",
            "The mail server can't be used: LJUSPUNKT_MAIL must be an address such as",
        ),
        ("smtp://user:hemligt@mail.example:99999", "The mail server can't be used: "),
    ],
)
@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_a_mail_server_that_cannot_be_read(address: str, said: str, real_database: RealDatabase) -> None:
    done = subprocess.run(
        [COMMAND, "worker", "--dir", real_database.folder],
        env=real_database.environment(LJUSPUNKT_MAIL=address),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert "hemligt" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_without_an_installation(tmp_path: Path) -> None:
    done = subprocess.run(
        [COMMAND, "worker", "--dir", tmp_path / "none"], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "There is no installation in" in done.stderr
