"""The key of each ballot box: a file outside the database, destroyed when the box has been sealed.

Swedish: valurnans nyckel. Ballots lie encrypted in an open box, so that what a database keeps of the past (its log, a
replica, a copy made during the vote, its own log of statements) can't be read once the key is gone.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from ljuspunkt.domain.errors import RuleBroken

_NONCE = 12
_STEP = 256


def make() -> str:
    """Make a key and return the name of its file; it is on the disk before this returns.

    Raises:
        OSError: the folder can't be written.
    """
    name = secrets.token_hex(16)
    folder = Path(settings.BALLOT_KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(AESGCM.generate_key(256))
        out.flush()
        os.fsync(out.fileno())
    _on_disk(folder)
    return name


def names() -> frozenset[str]:
    """Return the names of all keys there are."""
    folder = Path(settings.BALLOT_KEYS)
    return frozenset(file.name for file in folder.iterdir() if file.is_file()) if folder.is_dir() else frozenset()


def destroy(name: str) -> None:
    """Overwrite a key and remove its file; a key that is gone already stays gone."""
    file = Path(settings.BALLOT_KEYS) / name
    try:
        with file.open("r+b") as out:
            out.write(secrets.token_bytes(file.stat().st_size))
            out.flush()
            os.fsync(out.fileno())
        file.unlink()
    except FileNotFoundError:
        return
    _on_disk(file.parent)


def opened(name: str) -> "Key":
    """Return a key, read from the disk.

    Raises:
        RuleBroken: the key is missing.
    """
    return Key(AESGCM(_read(name)))


@dataclass(frozen=True, slots=True)
class Key:
    """A key in hand, for as long as one ballot is locked or one box is opened."""

    cipher: AESGCM

    def lock(self, content: str, *, about: str, room: int) -> bytes:
        """Return content encrypted, so long that its length tells nothing.

        Args:
            content: at most `room` bytes as UTF-8, where nothing is to be seen from its length.
            about: what the content belongs to; it can't be opened as anything else.
            room: the most bytes that any content of this box takes.
        """
        plain = content.encode()
        steps = -(-max(room, len(plain)) // _STEP)
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self.cipher.encrypt(nonce, plain.ljust(steps * _STEP), about.encode())

    def unlock(self, locked: bytes, *, about: str) -> str:
        """Return what `lock` encrypted.

        Raises:
            RuleBroken: it was encrypted with another key.
        """
        try:
            plain = self.cipher.decrypt(locked[:_NONCE], locked[_NONCE:], about.encode())
        except InvalidTag:
            raise RuleBroken(
                "ballot_changed", "A ballot in the box has been tampered with; it can't be opened."
            ) from None
        return plain.decode().rstrip()


def lock(name: str, content: str, *, about: str, room: int) -> bytes:
    """Return content encrypted under the key with a name, as `Key.lock` does."""
    return opened(name).lock(content, about=about, room=room)


def unlock(name: str, locked: bytes, *, about: str) -> str:
    """Return what `lock` encrypted."""
    return opened(name).unlock(locked, about=about)


def _read(name: str) -> bytes:
    try:
        return (Path(settings.BALLOT_KEYS) / name).read_bytes()
    except FileNotFoundError:
        raise RuleBroken(
            "ballot_key_missing",
            "The key of the ballot box is missing, so its ballots can't be read. Every server of the installation "
            "must share one folder; void the vote if the key is lost.",
        ) from None


def _on_disk(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
