"""The key that readings of paper questionnaires lie under: a file outside the database, destroyed with the wave.

Swedish: inmatningens nyckel. A copy of the database shows nothing of what a sheet says, and once the key is gone nor
does anything that the database remembers.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from ljuspunkt.domain.errors import RuleBroken

_STEP = 2048
"""What is locked is made so many bytes long, or twice that, or three times …"""


def make() -> str:
    """Make a key and return the name of its file; it is on the disk before this returns.

    Raises:
        OSError: the folder can't be written.
    """
    name = secrets.token_hex(16)
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(secrets.token_bytes(SecretBox.KEY_SIZE))
        out.flush()
        os.fsync(out.fileno())
    return name


def destroy(name: str) -> None:
    """Overwrite a key and remove its file; a key that is gone already stays gone."""
    file = _folder() / name
    try:
        with file.open("r+b") as out:
            out.write(secrets.token_bytes(SecretBox.KEY_SIZE))
            out.flush()
            os.fsync(out.fileno())
        file.unlink()
    except (FileNotFoundError, IsADirectoryError):
        return


def lock(name: str, content: str) -> bytes:
    """Return content encrypted under a key.

    Raises:
        RuleBroken: the key is missing.
    """
    plain = content.encode()
    return bytes(_box(name).encrypt(plain.ljust(-(-len(plain) // _STEP) * _STEP)))


def unlock(name: str, locked: bytes) -> str:
    """Return what `lock` encrypted.

    Raises:
        RuleBroken: the key is missing, or another.
    """
    try:
        return bytes(_box(name).decrypt(locked)).decode().rstrip()
    except CryptoError:
        raise _missing() from None


def _box(name: str) -> SecretBox:
    try:
        return SecretBox((_folder() / name).read_bytes())
    except (FileNotFoundError, IsADirectoryError):
        raise _missing() from None


def _missing() -> RuleBroken:
    return RuleBroken(
        "paper_key_missing",
        "The key of the sheets that wait here is missing, so what was typed can't be read. Take the sheets back and "
        "enter them again; every server of the installation must share the folder wave-keys.",
    )


def _folder() -> Path:
    return Path(settings.WAVE_KEYS) / "paper"
