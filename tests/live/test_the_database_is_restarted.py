"""PostgreSQL is stopped and started again while people listen: they stay, and see what happens afterwards."""

from pathlib import Path

import postgres as server_programs

from tests.live.listening import Listener
from tests.live.serving import serving
from tests.live.staging import stage
from tests.real_database import RealDatabase

CANDIDATES = {str(n): ("process", f"Kandidat nummer {n}") for n in range(1, 7)}


def test_who_listens_stays_and_sees_what_happens_then(own_server: tuple[RealDatabase, Path]) -> None:
    from django.db import connection

    from ljuspunkt.domain.consensus.rule import Rule

    installation, place = own_server
    on = stage(CANDIDATES, voters=3)
    vote = on.draft(Rule("onward", places=2))
    path = f"/live/{on.conference.join_code}/phone/sv"
    connection.close()
    with serving(installation) as server:
        listener = Listener(server.address, path)
        listener.wait_for("data-state")
        server_programs.stop(place)
        server_programs.start_again(place, durable=True)
        on.open(vote)  # before the server has found the database again, as it may be
        listener.wait_for('data-state="open"')
        on.put(vote, {"1": 3}, 3)
        on.close(vote)
        listener.wait_for('data-state="result"')
        assert Listener(server.address, path).wait_for("data-state")
    connection.close()
