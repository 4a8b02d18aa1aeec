"""Pages that are the same for everybody but for a few words: rendered once, with holes, and filled for each."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_SIGN = "\ue000"
"""A sign of the private use area, which no text holds."""
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_GZIP_END = b"\x03\x00"
_WORTH_PACKING = 400


def hole(name: str) -> SafeString:
    """Return what stands in a page where something is to be filled in."""
    return mark_safe(f"{_SIGN}{name}{_SIGN}")  # noqa: S308 (no text from outside)


@dataclass(frozen=True)
class WithHoles:
    """A rendered page: text, the name of a hole, text, and so on."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> "WithHoles":
        """Return a page that was rendered with holes in it."""
        return cls(tuple(html.split(_SIGN)))

    def filled(self, **words: str) -> "Filled":
        """Return the page with each hole filled, escaped as a template would.

        Raises:
            KeyError: there is a hole without words.
        """
        escaped = {name: str(conditional_escape(word)) for name, word in words.items()}
        return Filled(self, {name: escaped[name] for name in self.parts[1::2]})

    @cached_property
    def packed(self) -> tuple[tuple[bytes, bytes], ...]:
        """The texts between the holes, as they are and compressed."""
        return tuple((text.encode(), _packed(text.encode(), 9)) for text in self.parts[::2])


@dataclass(frozen=True, slots=True)
class Filled:
    """A page whose holes are filled: as a string, or compressed.

    Texts and fillings are compressed apart, the texts once for all: so it costs little, and the length tells nothing of
    whether a filling stands in the text as well.
    """

    page: WithHoles
    words: Mapping[str, str]

    def __str__(self) -> str:
        return "".join(self.words[part] if place % 2 else part for place, part in enumerate(self.page.parts))

    def packed(self) -> bytes:
        """Return the page as a file of gzip."""
        pieces, check, size = [_GZIP_HEAD], 0, 0
        for place, (text, packed) in enumerate(self.page.packed):
            if place:
                word = self.words[self.page.parts[2 * place - 1]].encode()
                pieces.append(_packed(word, 1) if len(word) > _WORTH_PACKING else _stored(word))
                check, size = zlib.crc32(word, check), size + len(word)
            pieces.append(packed)
            check, size = zlib.crc32(text, check), size + len(text)
        return b"".join((*pieces, _GZIP_END, check.to_bytes(4, "little"), (size & 0xFFFFFFFF).to_bytes(4, "little")))


def _packed(text: bytes, level: int) -> bytes:
    """Return text deflated by itself, ending on a whole byte."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(text: bytes) -> bytes:
    """Return a short text as deflate keeps what isn't worth compressing."""
    return b"\x00" + len(text).to_bytes(2, "little") + (len(text) ^ 0xFFFF).to_bytes(2, "little") + text
