"""The hub pushes the latest and keeps no queue: who is slow or was away misses what was in between, and nobody waits.

The hub is run on a loop of its own, with a source that counts and clients that take in what they please.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ljuspunkt.rooms.conference.live import hub as hubs
from ljuspunkt.rooms.conference.live import stream
from ljuspunkt.rooms.conference.live.hub import Channel, Hub, Numbers
from ljuspunkt.rooms.conference.live.stream import Streams

PHONE = Channel("phone", "sv")


class Counting:
    """A source with one conference, whose state is its version."""

    def __init__(self) -> None:
        self.version = 1
        self.vote = 3
        self.voted = 0
        self.renderings = 0
        self.troubles = 0
        self.readings = 0
        self.counts = 0

    def codes(self) -> Mapping[str, int]:
        self.readings += 1
        return {"ABCDEF": 7}

    def conference_of(self, vote: int) -> int | None:
        return 7

    def versions(self, conferences: Collection[int]) -> Mapping[int, int]:
        return {7: self.version}

    def states(self, conference: int, channels: Collection[Channel]) -> tuple[int, Mapping[Channel, str]]:
        if self.troubles:
            self.troubles -= 1
            raise ConnectionError("the database is away")
        self.renderings += 1
        return self.version, {channel: f"<p>state {self.version} in {channel.language}</p>" for channel in channels}

    def numbers(self, conference: int) -> Numbers:
        self.counts += 1
        return Numbers(self.vote, self.voted, 100)


class Silent:
    """No other processes."""

    async def run(self, hub: Hub) -> None:
        await asyncio.Event().wait()

    async def tell(self, hub: Hub, conference: int, here: int, numbers: Numbers) -> None:
        pass


class Client:
    """A browser that holds a stream, and may stop taking in what comes."""

    def __init__(self, streams: Streams, path: str = "/live/ABCDEF/phone/sv", host: bytes = b"localhost") -> None:
        self.got: list[str] = []
        self.status = 0
        self.takes = asyncio.Event()
        self.takes.set()
        self.broken = False
        self.left = asyncio.Event()
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "scheme": "http",
            "headers": [(b"host", host)],
        }
        self.task = asyncio.ensure_future(streams(scope, self._receive, self._send))

    async def _receive(self) -> MutableMapping[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        if self.broken:
            raise ConnectionError("the line is cut")
        await self.takes.wait()
        self.got.append(message["body"].decode())

    def states(self) -> list[int]:
        return [int(part.split("\n")[0]) for each in self.got for part in each.split("\nid: ")[1:]]

    def numbers(self) -> list[str]:
        return [part for each in self.got for part in each.split("\n\n") if part.startswith("event: numbers")]


Play = Callable[[Hub, Counting, Streams], Awaitable[None]]


def play(scene: Play) -> None:
    """Run a hub, and then the scene, in a thread without a loop: a browser of other tests holds one in this thread."""

    async def main() -> None:
        source = Counting()
        hub = Hub(source, Silent())
        hub.start()
        await scene(hub, source, Streams(hub))
        hub.close()
        await asyncio.sleep(0)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(main())).result()


async def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def test_who_is_slow_gets_only_the_latest() -> None:
    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        quick, slow = Client(streams), Client(streams)
        await until(lambda: quick.states() and slow.states())
        slow.takes.clear()
        for version in range(2, 40):
            source.version = version
            hub.tell("state", 7)
            await until(lambda version=version: quick.states()[-1] == version)
        assert slow.states()[-1] <= 2
        slow.takes.set()
        await until(lambda: slow.states()[-1] == 39)
        assert len(slow.states()) <= 3
        assert source.renderings == 39, "rendered once per change, not once per client"

    play(scene)


def test_a_new_state_and_its_numbers_are_written_together() -> None:
    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        client = Client(streams)
        await until(lambda: client.states() and client.numbers())
        source.voted = 100
        hub.tell("turnout", 3, 100)
        await until(lambda: '"voted":100' in client.numbers()[-1])
        source.version, source.vote, source.voted = 2, 4, 0
        hub.tell("state", 7)
        await until(lambda: client.states()[-1] == 2)
        (told,) = [each for each in client.got if "state 2" in each]
        assert '"vote":4,"voted":0' in told

    play(scene)


def test_a_browser_that_says_many_addresses_makes_no_work() -> None:
    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        screens = [
            Client(streams, "/live/ABCDEF/screen/sv", host=f"localhost:{port}".encode()) for port in range(1, 41)
        ]
        await until(lambda: all(screen.states() for screen in screens))
        assert len(hub.rooms[7].wanted) <= 5

    play(scene)


def test_guessing_at_codes_makes_no_work() -> None:
    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        client = Client(streams)
        await until(client.states)
        guesses = [Client(streams, f"/live/A{number:05}/phone/sv") for number in range(500)]
        await until(lambda: all(guess.status == 404 for guess in guesses))
        assert source.readings == 2
        again = Client(streams)
        await until(again.states)
        assert source.readings == 2

    play(scene)


def test_one_conference_leaves_room_for_others(monkeypatch: Any) -> None:
    monkeypatch.setattr(stream, "MOST_IN_ROOM", 2)

    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        source.codes = lambda: {"ABCDEF": 7, "GHJKLM": 8}  # type: ignore[method-assign]
        held = [Client(streams) for _ in range(2)]
        await until(lambda: all(client.states() for client in held))
        refused, other = Client(streams), Client(streams, "/live/GHJKLM/phone/sv")
        await until(lambda: refused.status and other.status)
        assert (refused.status, other.status) == (503, 200)
        held[0].left.set()
        await asyncio.wait_for(held[0].task, 20)
        again = Client(streams)
        await until(again.states)

    play(scene)


def test_turnout_is_told_at_most_five_times_a_second_and_the_last_always(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        client = Client(streams)
        await until(client.states)
        began = time.monotonic()
        while time.monotonic() - began < 1:
            source.voted = min(99, source.voted + 1)
            hub.tell("turnout", 3)
            await asyncio.sleep(0.005)
        source.voted = 99
        hub.tell("turnout", 3)
        await until(lambda: '"voted":99' in client.numbers()[-1])
        assert len(client.numbers()) <= 2 + 5 * (time.monotonic() - began)
        monkeypatch.setattr(hubs, "TURNOUT_EVERY", 3600.0)
        source.voted = 100
        hub.tell("turnout", 3)
        await until(lambda: '"voted":100' in client.numbers()[-1])  # that all have voted isn't held back

    play(scene)


def test_a_number_that_is_known_is_told_in_the_same_turn_and_not_counted() -> None:
    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        clients = [Client(streams) for _ in range(3)]
        await until(lambda: all(client.numbers() for client in clients))
        hub.tell("turnout", 3, 1)
        await until(lambda: all('"voted":1,' in client.numbers()[-1] for client in clients))
        await until(lambda: not hub.rooms[7].counting)
        before = source.counts
        clients[1].broken = True
        hub.voted(7, 3, 100)
        assert [client.numbers()[-1].count('"voted":100') for client in clients] == [1, 0, 1]
        hub.voted(7, 3, 99)  # of a ballot that came earlier, and is heard of later
        await asyncio.sleep(0)
        assert '"voted":100' in clients[0].numbers()[-1]
        assert source.counts == before
        await asyncio.wait_for(clients[1].task, 60)
        assert hub.n_listeners == 2

    play(scene)


def test_a_database_that_is_away_for_a_while_is_asked_again() -> None:
    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        source.troubles = 2
        client = Client(streams)
        await until(client.states)
        assert client.states() == [1]

    play(scene)


def test_a_stream_ends_when_its_browser_leaves_and_when_the_hub_closes() -> None:
    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        leaving, staying = Client(streams), Client(streams)
        await until(lambda: leaving.states() and staying.states())
        leaving.left.set()
        await asyncio.wait_for(leaving.task, 60)
        assert hub.n_listeners == 1
        hub.close()
        await asyncio.wait_for(staying.task, 60)
        late = Client(streams)
        await late.task
        assert late.status == 503

    play(scene)


def test_who_takes_nothing_in_for_long_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "BEAT_EVERY", 0.05)
    monkeypatch.setattr(hubs, "STUCK_AFTER", 0.2)

    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        dead, alive = Client(streams), Client(streams)
        await until(lambda: dead.states() and alive.states())
        dead.takes.clear()
        await asyncio.wait([dead.task], timeout=60)
        assert dead.task.cancelled()
        assert hub.n_listeners == 1 and not alive.task.done()

    play(scene)


def test_a_conference_that_is_no_more_is_looked_up_again() -> None:
    async def scene(hub: Hub, source: Counting, streams: Streams) -> None:
        client = Client(streams)
        await until(client.states)
        source.versions = lambda conferences: {}  # type: ignore[method-assign]
        hub.tell("state", 7)
        await asyncio.wait_for(client.task, 60)

    play(scene)
