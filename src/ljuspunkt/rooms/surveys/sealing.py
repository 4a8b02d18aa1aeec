"""Answers sealed to a wave's public key (förseglade svar): whoever lacks the private key can't open them.

libsodium's sealed box: X25519 with a key pair drawn for each answer, XSalsa20 and Poly1305. All answers to a
questionnaire are made equally long, so that a long text can't be told by its length.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from ljuspunkt.domain.survey.reply import LONGEST

Answer = str | tuple[str, ...]

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_PLAIN, _PRESSED = b"\x00", b"\x01"
_STEP = 256
_AROUND = 600
"""Bytes for all that isn't an answer to a question: names of association, group, initiative and so on."""
_PER_ITEM = 10
_PER_CHOICE = 3
_SHORT = 40
_PER_SIGN = 2
"""Bytes for a sign of a text. Emojis take four; a text full of them is compressed."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is sealed of one answer; `values` holds what was answered by the question's name."""

    wave: int
    version: int
    association: str
    group: str
    initiative: str
    language: str
    easy: bool
    helped: str
    values: Mapping[str, Answer]


def new_pair() -> tuple[bytes, bytes]:
    """Return a new private key and its public key, 32 bytes each."""
    private = PrivateKey.generate()
    return bytes(private), bytes(private.public_key)


def room_for(questionnaire: Questionnaire) -> int:
    """Return how many bytes any answer to a questionnaire fits into."""
    needed = _AROUND + sum(
        len(item.name.encode()) + _PER_ITEM + _room(questionnaire, item) for item in questionnaire.items
    )
    return -(-needed // _STEP) * _STEP


def _room(questionnaire: Questionnaire, item: Item) -> int:
    if item.kind == "text":
        return _PER_SIGN * LONGEST
    if item.kind in ("select_one", "select_multiple"):
        sizes = [len(name.encode()) + _PER_CHOICE for name in questionnaire.scales[item.scale].names]
        return max(sizes, default=0) if item.kind == "select_one" else sum(sizes)
    return _SHORT


def seal(public_key: bytes, document: Document, *, room: int) -> bytes:
    """Return an answer sealed to a public key.

    Args:
        public_key: of the wave.
        document: what is sealed.
        room: how many bytes all answers to its questionnaire are made to take.

    Raises:
        RuleBroken: it takes more, as texts of more than about 8,000 bytes may.
    """
    told = {name: getattr(document, name) for name in Document.__slots__}
    written = _json.encode({**told, "values": dict(document.values)}).encode()
    plain = _PLAIN + written
    if len(plain) > room:
        plain = _PRESSED + zlib.compress(written, 9)
    if len(plain) > room:
        raise RuleBroken("answer_too_long", "What you have written is too long in all. Shorten it and send it again.")
    sealed: bytes = _box(public_key).encrypt(plain.ljust(room, b" " if plain[:1] == _PLAIN else b"\x00"))
    return sealed


@lru_cache(maxsize=32)
def _box(public_key: bytes) -> "SealedBox[PublicKey]":
    return SealedBox(PublicKey(public_key))


class Opener:
    """Opens answers with a private key, which is held as long as this is."""

    def __init__(self, private_key: bytes) -> None:
        self._box = SealedBox(PrivateKey(private_key))

    def opened(self, sealed: bytes) -> Document | None:
        """Return what was sealed, None where it was sealed to another key, was changed, or isn't an answer."""
        try:
            plain = self._box.decrypt(sealed)
            pressed = plain[:1] == _PRESSED
            found = json.loads(zlib.decompressobj().decompress(plain[1:], 1 << 22) if pressed else plain[1:])
            values = {
                str(name): tuple(map(str, value)) if isinstance(value, list) else str(value)
                for name, value in found["values"].items()
            }
            return Document(
                int(found["wave"]),
                int(found["version"]),
                str(found["association"]),
                str(found["group"]),
                str(found["initiative"]),
                str(found["language"]),
                bool(found["easy"]),
                str(found["helped"]),
                values,
            )
        except (CryptoError, ValueError, KeyError, TypeError, AttributeError, zlib.error):
            return None
