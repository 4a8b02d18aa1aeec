"""How many completed questionnaires a server takes in: 35 questions on one page, answered by 1, 8 and 32 clients.
Run by `make bench-intake`.

On each database a new installation is served by a real `ljuspunkt serve`: each client gets the page, sends it
filled in, and begins again, over a line that it keeps. All clients live in one process that shares the cores with
the server. After each run the sealed answers are opened and counted: none may be lost, there twice, or other than sent.
In the same run, on the same disk, a loop written by hand inserts rows of the same size, one commit each, with the same
durability; and oTree (installed from PyPI into a folder that is thrown away) answers a page of as many questions.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from intake_peer import VERSION, Peer
from running import ROOT, installation, part, serving

CLIENTS = (1, 8, 32)
ITEMS = 35
CHOICES = ("1", "2", "3", "4", "5", "9")
SECONDS = 8.0
WARM_UP = 2.0
PEER_AT_LEAST = 10.0
"""Seconds for oTree, in which one of many clients waits for several."""
PEER_A_SECOND = 30
"""Respondents who are prepared for each second of oTree; it takes in about half as many."""
SEED = 35
PAGE = "/answer/link234567/sv/all/"


# What is set up and looked at afterwards, in processes of their own that know the database


def stage() -> dict[str, Any]:
    """Make an open wave with a questionnaire of `ITEMS` questions, and return the private key of its answers."""
    import django

    django.setup()
    from django.core.management import call_command

    from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
    from ljuspunkt.domain.survey.scale import Choice, Scale
    from tests.surveys import answering

    call_command("migrate", interactive=False, verbosity=0)
    steps = ("Inte alls", "I liten grad", "Till viss del", "I hög grad", "Helt och hållet")
    choices = [Choice(str(n), {"sv": label}, n) for n, label in enumerate(steps, start=1)]
    choices.append(Choice("9", {"sv": "Vet inte"}, missing="dont_know"))
    body = tuple(
        Item(f"q{n}", "select_one", {"sv": f"Stödet utgår från det jag behöver, fråga {n}"}, scale="degree")
        for n in range(1, ITEMS + 1)
    )
    asked = Questionnaire(
        form_id="intake",
        version="1",
        body=body,
        scales={"degree": Scale("degree", tuple(choices))},
        respondent_group="participant_ongoing",
        title={"sv": "Hur fungerar stödet?"},
    )
    return {"private": answering.stage(asked).private_key.hex()}


def check(private: str, accepted: Sequence[int]) -> dict[str, Any]:
    """Return how many answers were sent and aren't there, or are there and weren't sent, and the size of one."""
    import django

    django.setup()
    from collections import Counter

    from ljuspunkt.rooms.surveys.models import SealedAnswer
    from ljuspunkt.rooms.surveys.sealing import Opener

    opener = Opener(bytes.fromhex(private))
    rows = [bytes(row) for row in SealedAnswer.objects.values_list("sealed", flat=True)]
    kept = Counter(_named(found.values) for row in rows if (found := opener.opened(row)))
    sent = Counter({_named(answers): n for answers, n in zip(forms(), accepted, strict=True) if n})
    wrong = (sent - kept).total() + (kept - sent).total()
    return {"n": len(rows), "wrong": wrong, "size": len(rows[0])}


def _named(answers: Mapping[str, object]) -> str:
    return json.dumps(dict(answers), sort_keys=True)


def forms() -> list[dict[str, str]]:
    """Return what the clients answer, in turn: all different."""
    dice = random.Random(SEED)
    return [{f"q{n}": dice.choice(CHOICES) for n in range(1, ITEMS + 1)} for _ in range(64)]


# The clients


class Line(asyncio.Protocol):
    """A connection that is kept; one request at a time."""

    def __init__(self) -> None:
        self.held = b""
        self.waiting: asyncio.Future[tuple[bytes, bytes]] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def ask(self, request: bytes) -> "asyncio.Future[tuple[bytes, bytes]]":
        """Send a request; the head and the body of its answer come."""
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)  # type: ignore[attr-defined]
        return self.waiting

    def data_received(self, data: bytes) -> None:
        self.held += data
        head, found, body = self.held.partition(b"\r\n\r\n")
        if not found or self.waiting is None:
            return
        low = head.lower()
        at = low.find(b"content-length:")
        if at >= 0:
            n = int(low[at + 15 :].split(b"\r\n", 1)[0])
            if len(body) < n:
                return
        elif not body.endswith(b"0\r\n\r\n"):
            return
        waiting, self.waiting, self.held = self.waiting, None, b""
        waiting.set_result((head, body))

    def connection_lost(self, error: Exception | None) -> None:
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(ConnectionError("the server closed the line"))


@dataclass
class Load:
    """Clients of one server: `page` is asked for by `get`, and `post` makes the form of a page and a number."""

    port: int
    clients: int
    get: Callable[[int], str]
    post: Callable[[bytes, int], bytes]
    most: int = 1 << 62
    seconds: float = SECONDS
    done: int = 0
    waits: list[float] = field(default_factory=list)
    accepted: list[int] = field(default_factory=lambda: [0] * 64)

    async def run(self) -> dict[str, Any]:
        """Return how many were completed per second, and how long each request took."""
        loop = asyncio.get_running_loop()
        self.begin = loop.time() + min(WARM_UP, self.seconds / 5)
        self.end = self.begin + self.seconds
        self.turn = 0
        await asyncio.gather(*(self._client() for _ in range(self.clients)))
        took = min(loop.time(), self.end) - self.begin
        return {"completed": self.done / took, "waits": self.waits, "accepted": self.accepted, "n": self.done}

    async def _client(self) -> None:
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(Line, "127.0.0.1", self.port)
        host = f"host: 127.0.0.1:{self.port}\r\n"
        while loop.time() < self.end and self.turn < self.most:
            turn, self.turn = self.turn, self.turn + 1
            path = self.get(turn)
            first = loop.time()
            head, body = await line.ask(f"GET {path} HTTP/1.1\r\n{host}\r\n".encode())
            between = loop.time()
            assert b" 200 " in head.split(b"\r\n", 1)[0], (head, body[:500])
            form = self.post(body, turn)
            ready = loop.time()
            head, body = await line.ask(
                f"POST {path} HTTP/1.1\r\n{host}content-type: application/x-www-form-urlencoded\r\n"
                f"origin: null\r\nsec-fetch-site: same-origin\r\ncontent-length: {len(form)}\r\n\r\n".encode()
                + form
            )
            last = loop.time()
            assert head[9:12] in (b"302", b"303"), (head, body[:2000])
            self.accepted[turn % 64] += 1
            if self.begin <= last <= self.end:
                self.done += 1
                self.waits += [between - first, last - ready]


def load_ours(port: int, clients: int, seconds: float) -> dict[str, Any]:
    """Return what clients of ours measured."""
    filled = [urlencode({f"a-{name}": value for name, value in form.items()}).encode() for form in forms()]

    def post(page: bytes, turn: int) -> bytes:
        at = page.index(b'name="key" value="') + 18
        return filled[turn % 64] + b"&helped=nobody&do=send&key=" + page[at : page.index(b'"', at)]

    return asyncio.run(Load(port, clients, lambda _: PAGE, post, seconds=seconds).run())


def load_peer(port: int, clients: int, codes: Sequence[str], seconds: float) -> dict[str, Any]:
    """Return what clients of oTree measured; each respondent has a page of their own, opened before."""
    filled = [urlencode(form).encode() for form in forms()]
    load = Load(
        port,
        clients,
        lambda turn: Peer.page(codes[turn]),
        lambda _, turn: filled[turn % 64],
        most=len(codes),
        seconds=seconds,
    )
    return asyncio.run(load.run())


# The bare insert


def bare_sqlite(folder: Path, size: int, seconds: float) -> list[float]:
    """Return how long each commit of one row took in a loop written by hand."""
    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, wave INTEGER, sealed BLOB)")
    row = os.urandom(size)

    def insert(n: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO kept VALUES (?, 1, ?)", (n, row))
        connection.execute("COMMIT")

    return _inserted(insert, seconds)


def bare_postgres(address: str, size: int, seconds: float) -> list[float]:
    """Return the same for PostgreSQL."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept (id bigint PRIMARY KEY, wave bigint, sealed bytea)")
        row = os.urandom(size)
        return _inserted(lambda n: connection.execute("INSERT INTO kept VALUES (%s, 1, %s)", (n, row)), seconds)


def _inserted(insert: Callable[[int], object], seconds: float) -> list[float]:
    dice, spans, until = random.Random(SEED), [], time.perf_counter() + seconds
    while (begun := time.perf_counter()) < until:
        insert(dice.getrandbits(62))
        spans.append(time.perf_counter() - begun)
    return spans


# One run


@dataclass(frozen=True)
class Row:
    """What one run gave; spans in milliseconds."""

    name: str
    clients: int
    completed: float
    wrong: int | None
    spans: tuple[float, float, float]


def measure(options: argparse.Namespace, database: str, bare: Callable[[int], Sequence[float]]) -> Iterator[Row]:
    """Give what one database's runs gave: the bare insert of rows of the same size, on the same disk, first."""
    name = "PostgreSQL" if database else "SQLite"
    with tempfile.TemporaryDirectory(prefix="ljuspunkt-intake-") as folder:
        settings = installation(Path(folder) / "var", database)
        (Path(folder) / "var").mkdir()
        staged = part(__file__, ["stage"], settings)
        with serving(settings) as (port, _server):
            accepted = [0] * 64
            _load(port, 1, 1, accepted, settings)
            size = part(__file__, ["check", staged["private"], json.dumps(accepted)], settings)["size"]
            spans = bare(size)
            yield Row(f"bare insert, {name}, {size} bytes", 1, len(spans) / sum(spans), None, _spread(spans))
            for clients in options.clients:
                measured = _load(port, clients, options.seconds, accepted, settings)
                found = part(__file__, ["check", staged["private"], json.dumps(accepted)], settings)
                spread = _spread(measured["waits"])
                yield Row(f"ljuspunkt, {name}", clients, measured["completed"], found["wrong"], spread)


def _load(port: int, clients: int, seconds: float, accepted: list[int], settings: Mapping[str, str]) -> dict[str, Any]:
    """Let clients answer, add what was accepted from them, and return what they measured."""
    measured: dict[str, Any] = part(__file__, ["load", str(port), str(clients), str(seconds)], settings)
    accepted[:] = [before + more for before, more in zip(accepted, measured["accepted"], strict=True)]
    return measured


def measure_peer(peer: Peer, clients: int, seconds: float) -> Row:
    """Return what oTree gave."""
    codes = peer.participants(int(PEER_A_SECOND * (seconds + WARM_UP)))
    with peer.serving() as port:
        peer.open_all(port, codes)
        measured = part(__file__, ["peer", str(port), str(clients), json.dumps(codes), str(seconds)], {})
    return Row(f"oTree {VERSION}", clients, measured["completed"], None, _spread(measured["waits"]))


def _spread(spans: Sequence[float]) -> tuple[float, float, float]:
    """Return median, 95th and 99th percentile in milliseconds."""
    ordered = sorted(1000 * span for span in spans)
    return statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))], ordered[int(0.99 * (len(ordered) - 1))]


def _run_part(words: Sequence[str]) -> None:
    match words:
        case ["stage"]:
            print(json.dumps(stage()))
        case ["check", private, accepted]:
            print(json.dumps(check(private, json.loads(accepted))))
        case ["load", port, clients, seconds]:
            print(json.dumps(load_ours(int(port), int(clients), float(seconds))))
        case ["peer", port, clients, codes, seconds]:
            print(json.dumps(load_peer(int(port), int(clients), json.loads(codes), float(seconds))))


def _show(row: Row, peer: Row | None = None, bare: Row | None = None) -> None:
    """Print a row, and how it stands to others of the same run."""
    median, late, latest = row.spans
    cells = [
        row.name,
        row.clients,
        f"{row.completed:.0f}",
        f"{row.completed / peer.completed:.0f}" if peer else "",
        f"{row.completed / bare.completed:.2f}" if bare else "",
        f"{median:.1f} / {late:.1f} / {latest:.1f}",
        "" if row.wrong is None else row.wrong,
    ]
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def main() -> None:
    """Measure what the options ask for, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, nargs="*", default=CLIENTS, help="clients at once")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each run takes")
    parser.add_argument("--without-peer", action="store_true", help="leave oTree out")
    parser.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL out")
    parser.add_argument("--part", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        _run_part(options.part)
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server is left running then
    begun = time.monotonic()
    print("Completed questionnaires a second; milliseconds of a request: median / 95 % / 99 %.\n")
    print("| server | clients | completed/s | × oTree | × bare insert | ms | lost or double |")
    print("|---|---|---|---|---|---|---|")
    peers: dict[int, Row] = {}
    if not options.without_peer:
        with tempfile.TemporaryDirectory(prefix="ljuspunkt-otree-") as folder:
            peer = Peer.installed(Path(folder), ITEMS, CHOICES)
            for clients in options.clients:
                peers[clients] = measure_peer(peer, clients, max(options.seconds, PEER_AT_LEAST))
                _show(peers[clients])
    with tempfile.TemporaryDirectory(prefix="ljuspunkt-bare-") as folder:
        _table(measure(options, "", lambda size: bare_sqlite(Path(folder), size, options.seconds)), peers)
    if not options.sqlite_only:
        sys.path.insert(0, str(ROOT / "scripts"))
        import postgres

        with postgres.temporary(durable=True) as address:
            _table(measure(options, address, lambda size: bare_postgres(address, size, options.seconds)), peers)
    print(f"\nTook {time.monotonic() - begun:.0f} seconds; load at the end {os.getloadavg()[0]:.1f}.")


def _table(rows: Iterator[Row], peers: Mapping[int, Row]) -> None:
    bare = next(rows)
    _show(bare)
    for row in rows:
        _show(row, peers.get(row.clients), bare)


if __name__ == "__main__":
    main()
