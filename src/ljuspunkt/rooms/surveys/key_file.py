"""The file of a wave's private key, wrapped: for each holder's passphrase, and for the recovery code on paper.

Swedish: nyckelfilen. It lies outside the database, so that no backup of the database holds the key in any form: when
the file is destroyed, nothing opens the answers in an older backup, neither passphrase nor paper.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.ui.signs import ALPHABET, as_typed, drawn

N_RECOVERY = 28
"""29²⁸ recovery codes, 136 bits."""
SALT = argon2id.SALTBYTES


@dataclass(frozen=True, slots=True)
class Wraps:
    """A private key, wrapped; `holders` has a wrap for each holder, by the public key in hexadecimal digits."""

    public_key: bytes
    holders: Mapping[str, bytes]
    recovery: bytes

    def with_holder(self, holder: bytes, private_key: bytes) -> "Wraps":
        """Return the same with a wrap for one more holder."""
        wrap: bytes = SealedBox(PublicKey(holder)).encrypt(private_key)
        return replace(self, holders={**self.holders, holder.hex(): wrap})

    def without_holder(self, holder: bytes) -> "Wraps":
        """Return the same without a holder's wrap."""
        return replace(self, holders={name: wrap for name, wrap in self.holders.items() if name != holder.hex()})

    def with_recovery(self, code: str, private_key: bytes) -> "Wraps":
        """Return the same with another recovery code; the one before opens nothing any more."""
        return replace(self, recovery=bytes(SecretBox(_of_code(code)).encrypt(private_key)))

    def admits(self, holder: bytes) -> bool:
        """Return whether a holder's passphrase opens the key."""
        return holder.hex() in self.holders

    def opened_by_holder(self, passphrase: str, salt: bytes) -> bytes | None:
        """Return the private key, None where the passphrase isn't that of a holder with this salt."""
        own = PrivateKey(_of_passphrase(passphrase, salt))
        wrap = self.holders.get(bytes(own.public_key).hex())
        return self._checked(SealedBox(own).decrypt(wrap)) if wrap is not None else None

    def opened_by_code(self, code: str) -> bytes | None:
        """Return the private key, None where the recovery code is another."""
        try:
            return self._checked(SecretBox(_of_code(code)).decrypt(self.recovery))
        except CryptoError:
            return None

    def _checked(self, private_key: bytes) -> bytes | None:
        return private_key if bytes(PrivateKey(private_key).public_key) == self.public_key else None


def holder_key(passphrase: str, salt: bytes) -> bytes:
    """Return the public key that follows from a passphrase, slowly on purpose."""
    return bytes(PrivateKey(_of_passphrase(passphrase, salt)).public_key)


def new_code() -> str:
    """Return a new recovery code."""
    return drawn(N_RECOVERY)


def is_code(typed: str) -> bool:
    """Return whether what was typed is laid out like a recovery code."""
    signs = as_typed(typed)
    return len(signs) == N_RECOVERY and not set(signs) - set(ALPHABET)


def new_name() -> str:
    """Return a name for a new file."""
    return secrets.token_hex(16)


def write(name: str, wraps: Wraps) -> None:
    """Write the file, whole or not at all; it is on the disk when this returns, and what stood there is overwritten.

    Raises:
        OSError: the folder can't be written.
    """
    folder = Path(settings.WAVE_KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    document = {
        "public_key": wraps.public_key.hex(),
        "holders": {holder: wrap.hex() for holder, wrap in sorted(wraps.holders.items())},
        "recovery": wraps.recovery.hex(),
    }
    beside = folder / f".{name}-{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(json.dumps(document, indent=1).encode())
            out.flush()
            os.fsync(out.fileno())
        before = (folder / name).open("r+b") if (folder / name).exists() else None
        beside.rename(folder / name)
    finally:
        beside.unlink(missing_ok=True)
    _on_disk(folder)
    if before is not None:
        with before:
            _overwrite(before.fileno())


def read(name: str) -> Wraps:
    """Return what the file holds.

    Raises:
        RuleBroken: it is missing, or isn't what it was.
    """
    try:
        document = json.loads((Path(settings.WAVE_KEYS) / name).read_bytes())
        return Wraps(
            bytes.fromhex(document["public_key"]),
            {holder: bytes.fromhex(wrap) for holder, wrap in document["holders"].items()},
            bytes.fromhex(document["recovery"]),
        )
    except FileNotFoundError:
        raise RuleBroken(
            "wave_key_missing",
            "The file of the wave's key is missing in the folder wave-keys, so that its answers can't be opened. Put "
            "the file back from the copy that was taken of it; every server of the installation must share the folder.",
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RuleBroken(
            "wave_key_damaged", "The file of the wave's key is damaged. Put it back from the copy that was taken of it."
        ) from None


def exists(name: str) -> bool:
    """Return whether the file is there."""
    return bool(name) and (Path(settings.WAVE_KEYS) / name).is_file()


def destroy(name: str) -> None:
    """Overwrite the file and remove it; one that is gone stays gone."""
    file = Path(settings.WAVE_KEYS) / name
    try:
        with file.open("r+b") as out:
            _overwrite(out.fileno())
        file.unlink()
    except FileNotFoundError:
        return
    _on_disk(file.parent)


def names() -> frozenset[str]:
    """Return the names of all files there are, those that a killed process left beside them too."""
    folder = Path(settings.WAVE_KEYS)
    return frozenset(file.name for file in folder.iterdir() if file.is_file()) if folder.is_dir() else frozenset()


def _of_passphrase(passphrase: str, salt: bytes) -> bytes:
    rounds, memory = settings.PASSPHRASE_COST
    words = " ".join(passphrase.split()).encode()
    derived: bytes = argon2id.kdf(PrivateKey.SIZE, words, salt, opslimit=rounds, memlimit=memory)
    return derived


def _of_code(code: str) -> bytes:
    return blake2b(as_typed(code).encode(), digest_size=SecretBox.KEY_SIZE, person=b"ljuspunkt recov").digest()


def _overwrite(descriptor: int) -> None:
    os.pwrite(descriptor, secrets.token_bytes(os.fstat(descriptor).st_size), 0)
    os.fsync(descriptor)


def _on_disk(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
