"""Requests and answers of the respondents' pages, without the framework's middlewares around them.

What these would add is asked of them once per host and kept (`doors`); sessions and log-in have no place here.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from ljuspunkt.web.origin import network_address, sent_from

LARGEST = 512 << 10
"""Bytes of a form that is sent."""
MOST_FIELDS = 2000
HTML = ("content-type", "text/html; charset=utf-8")
NO_STORE = ("cache-control", "no-store")
COOKIE = "answers"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; names of headers are in small letters, `connected` is who is at the other end of the line.

    `patient` says that it is worked on where nobody waits behind it, so that codes may be worked out (`TakesLong`).
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""
    connected: str = ""
    secure: bool = False
    patient: bool = True

    @property
    def host(self) -> str:
        return self.headers.get("host", "")

    @property
    def origin(self) -> str:
        """This site's address as the browser called it."""
        return f"{'https' if self.secure else 'http'}://{self.host}"

    @property
    def is_from_here(self) -> bool:
        """Whether a form comes from one of our pages; these send no referrer, so that browsers call it "null"."""
        origin = self.headers.get("origin")
        return sent_from(None if origin == "null" else origin, self.headers.get("sec-fetch-site"), host=self.host)

    @property
    def source(self) -> str:
        """Where it comes from on the network; for limiters only."""
        return network_address(self.headers.get("x-forwarded-for"), self.connected)

    @property
    def cookie(self) -> str:
        """What this device keeps, "" for nothing."""
        for part in self.headers.get("cookie", "").split(";"):
            name, _, value = part.strip().partition("=")
            if name == COOKIE:
                return value
        return ""

    @property
    def sends_answers(self) -> bool:
        """Whether it sends a whole questionnaire, as far as can be seen without reading it."""
        return self.method == "POST" and self.path.endswith(("/all/", "/end/")) and b"do=send" in self.body

    def form(self) -> dict[str, list[str]]:
        """Return the fields that were sent.

        Raises:
            ValueError: they can't be read, or are too many.
        """
        pieces = self.body.decode("ascii").split("&")
        if len(pieces) > MOST_FIELDS:
            raise ValueError("a form has too many fields")
        found: dict[str, list[str]] = {}
        for piece in pieces:
            if piece:
                name, _, value = piece.partition("=")
                found.setdefault(_plain(name), []).append(_plain(value))
        return found


class TakesLong(Exception):
    """A code must be worked out, which takes time and memory on purpose: do it where pages don't wait for it.

    `typed` says that somebody typed the code, perhaps guessing; else it is drawn for somebody who begins.
    """

    def __init__(self, *, typed: bool) -> None:
        super().__init__()
        self.typed = typed


def _plain(written: str) -> str:
    """Return a name or a value as it was before the browser wrote it into a form; most are the same."""
    return unquote_plus(written) if "%" in written or "+" in written else written


@dataclass(frozen=True, slots=True)
class Answered:
    """What is answered; headers that every page has are added at the door."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = field(default=())

    def with_headers(self, *more: tuple[str, str]) -> "Answered":
        """Return the same with more headers."""
        return Answered(self.status, self.body, (*self.headers, *more))


def page(body: bytes, status: int = 200) -> Answered:
    """Return a page that nobody on the way may keep."""
    return Answered(status, body, (HTML, NO_STORE))


def redirect(address: str, status: int = 303) -> Answered:
    """Return that the browser shall get another page."""
    return Answered(status, b"", (("location", address), NO_STORE))


def set_cookie(value: str, *, path: str, secure: bool) -> tuple[str, str]:
    """Return the header that lets a device keep something until its browser is closed."""
    held = f"{COOKIE}={value}; Path={path}; HttpOnly; SameSite=Lax"
    return ("set-cookie", held + "; Secure" if secure else held)


def drop_cookie(*, path: str, secure: bool) -> tuple[str, str]:
    """Return the header that makes a device forget."""
    name, held = set_cookie("", path=path, secure=secure)
    return (name, f"{held}; Max-Age=0")


@dataclass(frozen=True, slots=True)
class Packed:
    """A page that is the same for everybody but for one short piece, ready to be sent, as it is and compressed.

    The piece is stored uncompressed between two compressed halves, so that only the check sum is computed anew.
    """

    before: bytes
    after: bytes
    packed_before: bytes
    packed_after: bytes
    check: int

    @classmethod
    def of(cls, page: bytes, hole: bytes) -> "Packed":
        """Return a page packed; `hole` is what stands where the piece will, empty for a page without any."""
        before, found, after = page.partition(hole) if hole else (page, b" ", b"")
        if not found:
            raise ValueError("the page has no such hole")
        first = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        second = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        return cls(
            before,
            after,
            b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + first.compress(before) + first.flush(zlib.Z_FULL_FLUSH),
            second.compress(after) + second.flush(),
            zlib.crc32(before),
        )

    def filled(self, piece: bytes, *, packed: bool) -> bytes:
        """Return the page with its piece, which is at most 65,535 bytes."""
        if not packed:
            return self.before + piece + self.after
        size = len(piece)
        stored = b"\x00" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + piece
        check = zlib.crc32(self.after, zlib.crc32(piece, self.check))
        length = (len(self.before) + size + len(self.after)) & 0xFFFFFFFF
        tail = check.to_bytes(4, "little") + length.to_bytes(4, "little")
        return self.packed_before + stored + self.packed_after + tail


def compressed(answer: Answered, *, wanted: bool) -> Answered:
    """Return an answer compressed, where the browser takes that and it is worth it."""
    if not wanted or len(answer.body) < 500 or any(name == "content-encoding" for name, _ in answer.headers):
        return answer
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    body = packer.compress(answer.body) + packer.flush()
    return Answered(answer.status, body, (*answer.headers, ("content-encoding", "gzip"), ("vary", "Accept-Encoding")))


def takes_gzip(asked: Asked) -> bool:
    """Return whether the browser reads compressed pages."""
    return "gzip" in asked.headers.get("accept-encoding", "")
