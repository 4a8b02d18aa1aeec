"""The phones of `live.py`, all in one process: they listen to a server, vote, and listen to a bare server beside it."""

import asyncio
import random
import re
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from running import processor_seconds

SCREENS = 10
VOTE_WITHIN = 10.0
PATIENCE = 60.0
SEED = 2014
LANGUAGE = "sv"
PACKED = {"accept-encoding": "gzip"}
WHOLE = {"prefer": "return=representation", **PACKED}
"""What the script of a voter's page prefers as the answer to a ballot: the receipt itself."""


async def bare() -> None:
    """Serve streams; what comes on /publish is sent to all of them at once."""
    lines: set[asyncio.StreamWriter] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if head.startswith(b"POST"):
            length = int(re.search(rb"content-length: (\d+)", head)[1])  # type: ignore[index]
            body = await reader.readexactly(length)
            for line in lines:
                line.write(body)
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            return
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: gzip\r\n\r\n")
        writer.write(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff")
        lines.add(writer)
        try:
            await reader.read()
        finally:
            lines.discard(writer)

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=8192)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class Phone(asyncio.Protocol):
    """One stream: it unpacks what comes, and notes when it saw what was waited for."""

    def __init__(self, request: bytes, watch: "Watch") -> None:
        self.request = request
        self.watch = watch
        self.held = b""
        self.unpack: Any = None
        self.text = b""
        self.raw = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        if self.unpack is None:
            self.held += data
            head, found, body = self.held.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                self.watch.refused += 1
                return
            self.chunked = b"chunked" in head.lower()
            self.unpack, self.held, data = zlib.decompressobj(31), b"", body
            self.watch.opened += 1
        for piece in self._pieces(data):
            self.text += self.unpack.decompress(piece)
            self.raw = (self.raw + piece)[-200_000:]
        *events, self.text = self.text.split(b"\n\n")
        for event in events:
            self.watch.saw(self, event, now)

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        if not self.chunked:
            yield data
            return
        self.held += data
        while b"\r\n" in self.held:
            size, _, rest = self.held.partition(b"\r\n")
            n = int(size, 16)
            if len(rest) < n + 2:
                return
            yield rest[:n]
            self.held = rest[n + 2 :]

    def connection_lost(self, error: Exception | None) -> None:
        self.watch.lost += 1


@dataclass
class Watch:
    """What is waited for, and when each phone saw it."""

    wanted: bytes = b""
    times: dict[int, float] = field(default_factory=dict)
    all_of: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)
    opened: int = 0
    refused: int = 0
    lost: int = 0

    def wait_for(self, wanted: bytes, all_of: int) -> None:
        self.wanted, self.all_of, self.times = wanted, all_of, {}
        self.done = asyncio.Event()

    def saw(self, phone: Phone, event: bytes, now: float) -> None:
        if self.wanted and self.wanted in event and id(phone) not in self.times:
            self.times[id(phone)] = now
            if len(self.times) == self.all_of:
                self.done.set()

    async def finish(self) -> list[float]:
        """Return when each phone saw it, and fail where some didn't for a long time."""
        try:
            await asyncio.wait_for(self.done.wait(), PATIENCE)
        except TimeoutError:
            raise SystemExit(f"Only {len(self.times)} of {self.all_of} saw {self.wanted!r} in {PATIENCE} s.") from None
        return list(self.times.values())


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, list[str]]
    body: bytes


async def ask(
    port: int,
    method: str,
    path: str,
    form: dict[str, str] | None = None,
    cookie: str = "",
    wishes: dict[str, str] | None = None,
) -> Answer:
    """Send one request over a connection of its own; `wishes` are further headers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = urlencode(form).encode() if form is not None else b""
    head = [f"{method} {path} HTTP/1.1", f"host: 127.0.0.1:{port}", "connection: close"]
    head += [f"{name}: {value}" for name, value in (wishes or {}).items()]
    if cookie:
        head.append(f"cookie: {cookie}")
    if form is not None:
        head += ["content-type: application/x-www-form-urlencoded", f"content-length: {len(body)}"]
        head.append(f"origin: http://127.0.0.1:{port}")
    writer.write("\r\n".join([*head, "", ""]).encode() + body)
    whole = await reader.read()
    writer.close()
    top, _, rest = whole.partition(b"\r\n\r\n")
    first, *lines = top.decode("latin-1").split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), []).append(value.strip())
    if headers.get("content-encoding") == ["gzip"]:
        rest = zlib.decompress(rest, 31)
    return Answer(int(first.split()[1]), headers, rest)


def cookies(answer: Answer, known: str = "") -> str:
    """Return the cookies that a browser would hold after an answer."""
    held = dict(part.split("=", 1) for part in known.split("; ") if part)
    for line in answer.headers.get("set-cookie", []):
        name, _, value = line.split(";", 1)[0].partition("=")
        held[name.strip()] = value.strip()
    return "; ".join(f"{name}={value}" for name, value in held.items())


@dataclass
class Load:
    """The phones, voters and chair of one run, in one process."""

    port: int
    server: Sequence[int]
    bare_port: int
    clients: int
    staged: dict[str, Any]
    watch: Watch = field(default_factory=Watch)
    phones: list[Phone] = field(default_factory=list)

    async def run(self) -> dict[str, Any]:
        """Return what was measured in each round."""
        await self._connect(self.watch, self.phones, self.port, self._streams())
        voters = await self._join()
        rounds = []
        chair = self.staged["cookie"]
        for number, vote in enumerate(self.staged["votes"]):
            rounds.append(await self._round(number, vote, voters, chair))
        beside = await self._bare()
        return {"rounds": rounds, "bare": beside, "lost": self.watch.lost, "refused": self.watch.refused}

    def _streams(self) -> list[str]:
        join = self.staged["join"]
        screens = [f"/live/{join}/screen/{LANGUAGE}"] * SCREENS
        return screens + [f"/live/{join}/phone/{LANGUAGE}"] * (self.clients - SCREENS)

    async def _connect(self, watch: Watch, phones: list[Phone], port: int, paths: Sequence[str]) -> None:
        loop = asyncio.get_running_loop()
        for start in range(0, len(paths), 100):
            requests = [_stream_request(port, path) for path in paths[start : start + 100]]
            made = await asyncio.gather(
                *(loop.create_connection(partial(Phone, request, watch), "127.0.0.1", port) for request in requests)
            )
            phones += [phone for _, phone in made]
        until = time.perf_counter() + PATIENCE
        while watch.opened < len(paths):
            if time.perf_counter() > until:
                raise SystemExit(f"Only {watch.opened} of {len(paths)} streams opened; {watch.refused} were refused.")
            await asyncio.sleep(0.05)

    async def _join(self) -> list[str]:
        """Type every voter's code, and return the cookies that their phones hold."""
        path = f"/{LANGUAGE}/room/{self.staged['join']}/ballot/"
        few = asyncio.Semaphore(16)

        async def join(code: str) -> str:
            async with few:
                answer = await ask(self.port, "POST", path, {"do": "join", "code": code})
            assert answer.status == 302, (answer.status, answer.body[:300])
            return cookies(answer)

        return list(await asyncio.gather(*map(join, self.staged["codes"])))

    async def _round(self, number: int, vote: int, voters: Sequence[str], chair: str) -> dict[str, Any]:
        console = f"/{LANGUAGE}/conferences/{self.staged['slug']}/chair/"
        self.watch.wait_for(f'data-state="open" data-vote="{vote}"'.encode(), self.clients)
        _, _, chair = await self._press(f"{console}{vote}/open/", chair, {})
        await self.watch.finish()
        told = f'"vote":{vote},"voted":{len(voters)},'.encode()
        self.watch.wait_for(told, self.clients)
        worked = processor_seconds(self.server)
        cast = await self._cast(number, vote, voters)
        seen = await self.watch.finish()
        for_ballots = processor_seconds(self.server) - worked
        last_sent, last_answered = max(sent for sent, _ in cast), max(answered for _, answered in cast)
        self.watch.wait_for(f'data-state="result" data-vote="{vote}"'.encode(), self.clients)
        told_all = seen
        worked = processor_seconds(self.server)
        sent, after, _ = await self._press(f"{console}{vote}/close/", chair, {"sure": "yes"})
        seen = await self.watch.finish()
        return {
            "last_sent": [moment - last_sent for moment in told_all],
            "last_answered": [moment - last_answered for moment in told_all],
            "close_sent": [moment - sent for moment in seen],
            "close_answered": after - sent,
            "accepted": len(cast),
            "waits": [answered - sent for sent, answered in cast],
            "for_ballots": for_ballots,
            "for_close": processor_seconds(self.server) - worked,
        }

    async def _press(self, path: str, chair: str, form: dict[str, str]) -> tuple[float, float, str]:
        """Send one of the chair's forms with its token, and return when it was sent and when it was answered."""
        console = f"/{LANGUAGE}/conferences/{self.staged['slug']}/chair/"
        page = await ask(self.port, "GET", console, cookie=chair)
        chair = cookies(page, chair)
        token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page.body)
        assert token, (page.status, page.headers)
        sent = time.perf_counter()
        answer = await ask(self.port, "POST", path, {**form, "csrfmiddlewaretoken": token[1].decode()}, chair)
        assert answer.status == 302, (answer.status, answer.body[:500])
        return sent, time.perf_counter(), cookies(answer, chair)

    async def _cast(self, number: int, vote: int, voters: Sequence[str]) -> list[tuple[float, float]]:
        """Return when each ballot was sent to be cast, and when it was answered."""
        dice = random.Random(SEED + number)
        path = f"/{LANGUAGE}/room/{self.staged['join']}/ballot/"

        async def cast(cookie: str, wait: float, yes: set[str]) -> tuple[float, float]:
            await asyncio.sleep(wait)
            items = {f"item-{item}": "yes" if item in yes else "no" for item in self.staged["items"]}
            ballot = {"vote": str(vote), **items}
            through = await ask(self.port, "POST", path, {"do": "review", **ballot}, cookie, PACKED)
            assert b'value="cast"' in through.body, (through.status, through.body[:500])
            sent = time.perf_counter()
            answer = await ask(self.port, "POST", path, {"do": "cast", **ballot}, cookie, WHOLE)
            answered = time.perf_counter()
            assert b"receiptcode" in answer.body, (answer.status, answer.body[:500])
            return sent, answered

        return await asyncio.gather(
            *(
                cast(cookie, dice.uniform(0, VOTE_WITHIN), set(dice.sample(self.staged["items"], 12)))
                for cookie in voters
            )
        )

    async def _bare(self) -> dict[str, list[float]]:
        """Let the bare server send the same bytes to as many phones."""
        state = _frame_of(self.phones[-1].raw, b'data-state="result"')
        numbers = _frame_of(self.phones[-1].raw, b'"voted":')
        watch = Watch()
        phones: list[Phone] = []
        await self._connect(watch, phones, self.bare_port, ["/"] * self.clients)
        found: dict[str, list[float]] = {"numbers": [], "state": []}
        for _ in self.staged["votes"]:
            for name, (frame, sign) in {"numbers": (numbers, b'"voted":'), "state": (state, b"data-state=")}.items():
                watch.wait_for(sign, self.clients)
                await asyncio.sleep(0.5)
                _, writer = await asyncio.open_connection("127.0.0.1", self.bare_port)
                began = time.perf_counter()
                writer.write(f"POST /publish HTTP/1.1\r\ncontent-length: {len(frame)}\r\n\r\n".encode() + frame)
                found[name] += [moment - began for moment in await watch.finish()]
                writer.close()
        return found


def _frame_of(raw: bytes, sign: bytes) -> bytes:
    """Return the bytes of the last packed event that holds a sign; each event is packed by itself."""
    for start in range(len(raw) - 1, -1, -1):
        try:
            text = zlib.decompressobj(-15).decompress(raw[start:])
        except zlib.error:
            continue
        first = text.split(b"\n\n")[0] + b"\n\n"
        if text.startswith(b"event: ") and sign in first and text.endswith(b"\n\n"):
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            return packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH)
    raise SystemExit("No such event was seen.")


def _stream_request(port: int, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept-encoding: gzip\r\n\r\n".encode()
