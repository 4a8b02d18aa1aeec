"""A stream ends with its server, and somebody who takes nothing in neither holds up the others nor costs memory.

That such a one gets only the latest is tested with the hub alone: a line of this machine takes in megabytes by itself.
"""

import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.live.listening import Listener
from tests.live.serving import below, kill, lives, serving
from tests.live.staging import stage
from tests.real_database import RealDatabase

LONG = "En rubrik som är så lång att varje läge blir stort, och som därför får stå här många gånger om. " * 40
CANDIDATES = {str(n): ("process", f"{n} {LONG}") for n in range(1, 98)}


def memory(pids: list[int]) -> float:
    """Return the megabytes that processes hold."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_a_slow_reader_holds_nobody_and_streams_end_with_the_server(real_database: RealDatabase) -> None:
    from ljuspunkt.rooms.conference.services import show

    on = stage(CANDIDATES)
    path = f"/live/{on.conference.join_code}/phone/sv"
    with serving(real_database) as server:
        where = urlsplit(server.address)
        slow = socket.create_connection((where.hostname, where.port))
        slow.sendall(f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
        quick = Listener(server.address, path, packed=True)
        quick.wait_for("data-state")
        started = below(server.process.pid)
        before = memory(started)
        for turn in range(12):
            showing = ("candidates", "waiting")[turn % 2]
            show(by=on.chair, conference=on.conference.pk, showing=showing)
            quick.wait_for(f'data-state="{showing}"')
        assert memory(started) - before < 60, "what is sent to nobody isn't kept"

        began = time.monotonic()
        server.process.terminate()
        assert quick.hear_the_end(within=8)
        server.process.wait(timeout=15)
        assert time.monotonic() - began < 15
        assert not [pid for pid in started if lives(pid)]
        slow.close()


@pytest.mark.parametrize("real_database", ["sqlite"], indirect=True)
def test_nothing_is_left_running_when_the_server_is_killed(real_database: RealDatabase) -> None:
    with serving(real_database) as server:
        started = below(server.process.pid)
        assert started
        server.process.kill()
        server.process.wait(timeout=10)
        until = time.monotonic() + 20
        while [pid for pid in started if lives(pid)] and time.monotonic() < until:
            time.sleep(0.2)
        assert not [pid for pid in started if lives(pid)]
        kill(server)
