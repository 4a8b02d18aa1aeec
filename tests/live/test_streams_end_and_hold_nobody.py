"""What a stream is to those who are slow, were away, or know no code; and that it ends with its server.

That a slow one gets only the latest is tested with the hub alone: a line of this machine takes in megabytes by itself.
"""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.live.listening import Listener
from tests.live.serving import below, gone, serving
from tests.live.staging import Stage, stage
from tests.real_database import RealDatabase
from tests.servers import Started

LONG = "En rubrik som är så lång att varje läge blir stort, och som därför får stå här många gånger om. " * 40
CANDIDATES = {str(n): ("process", f"{n} {LONG}") for n in range(1, 98)}


def memory(pids: list[int]) -> float:
    """Return the megabytes that processes hold."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def path(on: Stage, audience: str = "phone", language: str = "sv") -> str:
    return f"/live/{on.conference.join_code}/{audience}/{language}"


def nobody_is_held(server: Started, on: Stage) -> None:
    """Change what is shown many times, while somebody listens and takes nothing in."""
    from ljuspunkt.rooms.conference.services import show

    where = urlsplit(server.address)
    slow = socket.create_connection((where.hostname, where.port))
    slow.sendall(f"GET {path(on)} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
    quick = Listener(server.address, path(on), packed=True)
    quick.wait_for("data-state")
    before = memory(below(server.process.pid))
    for turn in range(12):
        showing = ("candidates", "waiting")[turn % 2]
        show(by=on.chair, conference=on.conference.pk, showing=showing)
        quick.wait_for(f'data-state="{showing}"')
    assert memory(below(server.process.pid)) - before < 60, "what is sent to nobody isn't kept"
    slow.close()
    quick.close()


def who_was_away_gets_what_is_shown_now(server: Started, on: Stage) -> None:
    """Leave, and come back after a whole vote."""
    from ljuspunkt.domain.consensus.rule import Rule

    vote = on.draft(Rule("onward", places=2))
    first = Listener(server.address, path(on))
    seen = first.wait_for("data-state").id
    first.close()
    same = Listener(server.address, f"{path(on)}?seen={seen}")
    same.wait_for('"here":')
    assert not [event for event in same.events if event.name == "state"], "it has shown that already"
    same.close()
    on.open(vote)
    on.put(vote, {"1": 3, "2": 2}, 3)
    on.close(vote)
    back = Listener(server.address, path(on), headers={"Last-Event-ID": seen})
    assert 'data-state="result"' in back.wait_for("data-state").data
    back.close()


def streams_that_there_are_not(server: Started, on: Stage) -> None:
    """Ask for what isn't there, and from a site that isn't this one."""
    for address in ("/live/AAAAAA/phone/sv", path(on, "janitor"), path(on, language="fi"), "/live/"):
        assert Listener(server.address, address).status == 404, address
    assert Listener(server.address, path(on), headers={"Host": "elsewhere.example"}).status == 400
    code = on.conference.join_code or ""
    head = Listener(server.address, path(on).replace(code, code.lower())).head.lower()
    assert " 200 " in head and "text/event-stream" in head
    assert "no-store" in head and "x-accel-buffering: no" in head


@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_streams_serve_everybody_alike_and_end_with_the_server(real_database: RealDatabase) -> None:
    on = stage(CANDIDATES)
    with serving(real_database) as server:
        nobody_is_held(server, on)
        who_was_away_gets_what_is_shown_now(server, on)
        streams_that_there_are_not(server, on)
        listener = Listener(server.address, path(on))
        listener.wait_for("data-state")
        started = below(server.process.pid)
        assert started
        server.process.terminate()
        assert listener.hear_the_end()
        assert listener.finished, "whom the server waits for in vain is cut off in the end"
        server.process.wait(timeout=60)
        assert gone(started)
