"""PostgreSQL is stopped and started again while people listen: they stay, and see what happens afterwards."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import postgres as server_programs
import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.live.listening import Listener
from tests.live.serving import serving
from tests.live.staging import stage
from tests.real_database import RealDatabase, migrate, working_on

CANDIDATES = {str(n): ("process", f"Kandidat nummer {n}") for n in range(1, 7)}


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Return the folder and the address of a server that this test alone uses."""
    folder = Path(tempfile.mkdtemp(prefix="ljuspunkt-pg-", dir="/tmp"))  # a socket's path may not be long
    folder.chmod(0o755)
    place = folder / "server"
    yield place, server_programs.start(place)
    server_programs.stop(place)


@pytest.mark.postgres
def test_who_listens_stays_and_sees_what_happens_then(
    own_server: tuple[Path, str], tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    from django.db import connection

    from ljuspunkt.domain.consensus.rule import Rule

    place, address = own_server
    made = RealDatabase(tmp_path / "installation", address)
    made.folder.mkdir()
    migrate(made)
    with working_on(made, django_db_blocker):
        on = stage(CANDIDATES, voters=3)
        vote = on.draft(Rule("onward", places=2))
        path = f"/live/{on.conference.join_code}/phone/sv"
        connection.close()
        with serving(made) as server:
            listener = Listener(server.address, path)
            listener.wait_for("data-state")
            server_programs.stop(place)
            server_programs.start_again(place)
            on.open(vote)  # before the server has found the database again, as it may be
            listener.wait_for('data-state="open"')
            on.put(vote, {"1": 3}, 3)
            on.close(vote)
            listener.wait_for('data-state="result"')
            assert Listener(server.address, path).wait_for("data-state")
        connection.close()
