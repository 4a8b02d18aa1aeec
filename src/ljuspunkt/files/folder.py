"""Folders that are written whole or not at all, and the hashes of what is in them."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

MANIFEST = "manifest.json"
Files = Mapping[str, bytes]
"""Contents by path within the folder, with forward slashes."""


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, or of a folder's files with their paths, in hexadecimal.

    What Python keeps of its own beside a folder's files isn't counted.
    """
    if path.is_file():
        return digest(path.read_bytes())
    whole = sha256()
    for name, content in read_folder(path).items():
        if "__pycache__" not in PurePosixPath(name).parts:
            whole.update(f"{name}\0{digest(content)}\n".encode())
    return whole.hexdigest()


def json_bytes(document: object) -> bytes:
    """Return a document as readable JSON, the same bytes every time."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files in a folder, by path within it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def read_manifest(folder: Path) -> Mapping[str, object] | None:
    """Return what a folder's manifest says, None where there is none."""
    try:
        document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) else None


def write_folder(folder: Path, files: Files) -> None:
    """Write files into a new folder and put it in place in one move, instead of what stood there.

    Whether that may be replaced is for the caller to know. Where the move fails, what stood there is put back.

    Raises:
        OSError: it can't be written.
    """
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    made, old = beside / "new", beside / "old"
    try:
        made.mkdir(mode=0o755)
        for name, content in files.items():
            target = made / PurePosixPath(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
    finally:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(beside, ignore_errors=True)
