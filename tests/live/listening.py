"""Somebody who listens to a stream over a plain connection, and remembers what was said."""

import json
import socket
import zlib
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 60.0


@dataclass(frozen=True)
class Event:
    """One event of a stream."""

    name: str
    data: str
    id: str = ""

    @property
    def numbers(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.data)
        return found


@dataclass
class Listener:
    """An open stream; `packed` asks for it packed, as browsers do. One that is `finished` wasn't cut off."""

    address: str
    path: str
    packed: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        where = urlsplit(self.address)
        self.socket = socket.create_connection((where.hostname, where.port), timeout=PATIENCE)
        lines = [f"GET {self.path} HTTP/1.1", f"Host: {where.netloc}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.packed:
            lines.append("Accept-Encoding: gzip")
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.events: list[Event] = []
        self.ended = self.finished = False
        self._unpack: Any = None
        self._wire = b""
        self._text = b""
        self.head = self._read_head()

    def _read_head(self) -> str:
        while b"\r\n\r\n" not in self._wire:
            self._take()
        head, _, self._wire = self._wire.partition(b"\r\n\r\n")
        if self.packed:
            self._unpack = zlib.decompressobj(31)
        self._sort()
        return head.decode("latin-1")

    @property
    def status(self) -> int:
        return int(self.head.split()[1])

    def _take(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            self.ended = True
            raise EOFError(f"{self.path} ended")
        self._wire += data

    def _sort(self) -> None:
        """Take chunks from the wire and events from the chunks."""
        while b"\r\n" in self._wire:
            size, _, rest = self._wire.partition(b"\r\n")
            n = int(size, 16)
            if len(rest) < n + 2:
                break
            if n == 0:
                self.ended = self.finished = True
            piece, self._wire = rest[:n], rest[n + 2 :]
            self._text += self._unpack.decompress(piece) if self._unpack else piece
        *whole, self._text = self._text.split(b"\n\n")
        for each in whole:
            fields: dict[str, list[str]] = {}
            for line in each.decode().split("\n"):
                name, _, value = line.partition(":")
                fields.setdefault(name, []).append(value.removeprefix(" "))
            name = fields.get("event", [""])[0]
            self.events.append(Event(name, "\n".join(fields.get("data", [])), fields.get("id", [""])[0]))

    def wait_for(self, *parts: str, within: float = PATIENCE) -> Event:
        """Return the first event that holds all the parts, and forget it and those of its name before it."""
        until = monotonic() + within
        while True:
            for place, event in enumerate(self.events):
                if all(part in event.data for part in parts):
                    self.events = [each for at, each in enumerate(self.events) if at > place or each.name != event.name]
                    return event
            self.events = self.events[-50:]
            left = until - monotonic()
            assert left > 0, f"{self.path} said nothing of {parts}, but {self.events[-1:]}"
            self.socket.settimeout(left)
            try:
                self._take()
            except TimeoutError:
                continue
            self._sort()

    def hear_the_end(self, within: float = PATIENCE) -> bool:
        """Return whether the stream ends."""
        self.socket.settimeout(within)
        try:
            while not self.ended:
                self._take()
                self._sort()
        except (EOFError, ConnectionResetError):
            self.ended = True
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        self.socket.close()
