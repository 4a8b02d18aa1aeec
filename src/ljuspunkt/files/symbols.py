"""Pictures that somebody puts in (bildsymboler), laid bare: kept is what draws the picture, and nothing else.

A photograph says where, when and with what it was taken, and behind a picture's end another file may stand. A picture
of few bytes may also unpack to more than a phone has room for.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

MOST_ACROSS = 2000
"""Pixels in each direction."""

PRINTED_AS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
"""What printed pages call each kind of picture."""

_PNG = b"\x89PNG\r\n\x1a\n"
_DRAWS_PNG = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"),
    *(b"acTL", b"fcTL", b"fdAT"),
}
_DRAWS_WEBP = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_TOLD_OF = 0x08 | 0x04
"""Bits of a WebP picture's head: that it holds EXIF, and XMP."""
_SIZED = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Parts of a JPEG picture that begin with its size."""
_DRAWS_JPEG = {*range(0xC0, 0xE1), 0xE2, 0xEE}
"""Parts of a JPEG picture, among them JFIF, colours as ICC and Adobe call them; other programs' parts aren't."""
_ALONE = {0x01, *range(0xD0, 0xD8)}
_LOOPS = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}


class NotAPicture(Exception):
    """It isn't a whole PNG, JPEG, GIF or WebP picture."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A picture without what doesn't draw it: its media type, its bytes, and its size in pixels."""

    media_type: str
    content: bytes
    wide: int
    high: int


def bare(content: bytes) -> Bare:
    """Return a picture without anything about where it comes from.

    Raises:
        NotAPicture: it is something else, or broken.
    """
    try:
        if content.startswith(_PNG):
            return _png(content)
        if content.startswith(b"\xff\xd8"):
            return _jpeg(content)
        if content[:6] in (b"GIF87a", b"GIF89a"):
            return _gif(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except IndexError:
        raise NotAPicture from None
    raise NotAPicture


def is_drawn(picture: Bare) -> bool:
    """Return whether a picture can be set in print; browsers take what is broken inside, printed pages don't."""
    import typst

    try:
        typst.compile(
            b"#set page(width: auto, height: auto)\n"
            b"#image(bytes(json(bytes(sys.inputs.signs))), format: sys.inputs.format, width: 1cm)\n",
            format="pdf",
            sys_inputs={
                "signs": json.dumps(list(picture.content)),
                "format": PRINTED_AS[picture.media_type],
            },
        )
    except typst.TypstError:
        return False
    return True


def _piece(content: bytes, start: int, size: int) -> bytes:
    """Return so many bytes from a place on.

    Raises:
        NotAPicture: there are fewer.
    """
    found = content[start : start + size]
    if len(found) != size:
        raise NotAPicture
    return found


def _png(content: bytes) -> Bare:
    kept, at, kind = [_PNG], len(_PNG), b""
    wide = int.from_bytes(_piece(content, 16, 4))
    high = int.from_bytes(_piece(content, 20, 4))
    while kind != b"IEND":
        kind = _piece(content, at + 4, 4)
        chunk = _piece(content, at, 12 + int.from_bytes(content[at : at + 4]))
        if kind in _DRAWS_PNG:
            kept.append(chunk)
        at += len(chunk)
    return Bare("image/png", b"".join(kept), wide, high)


def _jpeg(content: bytes) -> Bare:
    kept, wide, high = [content[:2]], 0, 0
    for marker, part in _jpeg_parts(content):
        if marker in _SIZED:
            high, wide = int.from_bytes(part[5:7]), int.from_bytes(part[7:9])
        if marker in _DRAWS_JPEG:
            kept.append(part)
    return Bare("image/jpeg", b"".join(kept), wide, high)


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the parts of a JPEG picture after its first, to its end, each with what it is."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise NotAPicture
        marker = content[at + 1]
        if marker == 0xFF:  # fills up
            at += 1
            continue
        if marker == 0xD9:
            yield marker, content[at : at + 2]
            return
        size = 0 if marker in _ALONE else int.from_bytes(_piece(content, at + 2, 2))
        part = _piece(content, at, 2 + size)
        if marker == 0xDA:
            part += _until_marker(content, at + len(part))
        yield marker, part
        at += len(part)


def _until_marker(content: bytes, start: int) -> bytes:
    """Return what is drawn from a place on: it ends at the next marker that is neither a filler nor a restart."""
    at = start
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise NotAPicture
        if content[at + 1] != 0 and content[at + 1] not in _ALONE:
            return content[start:at]
        at += 2


def _gif(content: bytes) -> Bare:
    wide, high = int.from_bytes(_piece(content, 6, 2), "little"), int.from_bytes(_piece(content, 8, 2), "little")
    at = 13 + _palette(content[10])
    kept = [_piece(content, 0, at)]
    while content[at] != 0x3B:
        start = at
        if content[at] == 0x2C:
            at += 11 + _palette(content[at + 9])
        elif content[at] == 0x21:
            at += 2
        else:
            raise NotAPicture
        end = _blocks_end(content, at)
        draws = content[start] == 0x2C or content[start + 1] == 0xF9
        if draws or (content[start + 1] == 0xFF and content[start + 3 : start + 14] in _LOOPS):
            kept.append(_piece(content, start, end - start))
        at = end
    return Bare("image/gif", b"".join((*kept, b"\x3b")), wide, high)


def _palette(flags: int) -> int:
    """Return how many bytes the colours take that flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(content: bytes, at: int) -> int:
    while content[at]:
        at += 1 + content[at]
    return at + 1


def _webp(content: bytes) -> Bare:
    kept, at, wide, high = [], 12, 0, 0
    whole = _piece(content, 0, 8 + int.from_bytes(content[4:8], "little"))
    while at < len(whole):
        kind = _piece(whole, at, 4)
        size = int.from_bytes(_piece(whole, at + 4, 4), "little")
        chunk = _piece(whole, at, 8 + size).ljust(8 + size + size % 2, b"\x00")
        if kind in (b"VP8X", b"VP8 ", b"VP8L") and not wide:
            wide, high = _webp_size(kind, chunk[8:])
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_TOLD_OF]) + chunk[9:]
        if kind in _DRAWS_WEBP:
            kept.append(chunk)
        at += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return Bare("image/webp", b"RIFF" + len(body).to_bytes(4, "little") + body, wide, high)


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
