"""What goes over the line: events of a stream, written and packed once for everybody.

A packed stream is one gzip file that never ends. Each event is deflated by itself and ends on a whole byte, so the same
bytes fit into every stream at any place.
"""

import json
import zlib
from dataclasses import dataclass

GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
RAW = -zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Frame:
    """One event, plain and packed, and the version of what it tells."""

    version: int
    plain: bytes
    packed: bytes


def frame(version: int, text: str) -> Frame:
    """Return an event, which ends with an empty line."""
    plain = text.encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, RAW)
    return Frame(version, plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH))


def state_frame(version: int, html: str) -> Frame:
    """Return the event that shows a state; its number is the version, which a browser repeats when it comes back."""
    lines = "".join(f"data: {line}\n" for line in html.split("\n"))
    return frame(version, f"event: state\nid: {version}\n{lines}\n")


def numbers_frame(before: Frame | None, *, vote: int | None, voted: int, of: int, here: int) -> Frame:
    """Return the event that tells the numbers, which is the one `before` where they are the same."""
    told = json.dumps({"vote": vote, "voted": voted, "of": of, "here": here}, separators=(",", ":"))
    text = f"event: numbers\ndata: {told}\n\n"
    if before is not None and before.plain == text.encode():
        return before
    return frame(before.version + 1 if before else 0, text)


def opening(retry: int, now: int) -> Frame:
    """Return what a stream begins with: how many milliseconds to wait before coming back, and the time here in them."""
    return frame(0, f"retry: {retry}\nevent: clock\ndata: {now}\n\n")


BEAT = frame(0, "event: beat\ndata:.\n\n")
"""The line is up. A browser tells a script of events only, not of comments, and a line may die without a word."""
