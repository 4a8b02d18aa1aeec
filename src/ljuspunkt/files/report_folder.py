"""The folder of a report: written whole or not at all, with a manifest of what is in it.

An earlier report in the same place is replaced; anything else that lies there is left alone and the report refused.
"""

import json
import shutil
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from ljuspunkt.domain.errors import BadInput

KIND = "ljuspunkt report"
MANIFEST = "manifest.json"
Files = Mapping[str, bytes]
"""Contents by path within the folder, with forward slashes."""


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes."""
    return sha256(content).hexdigest()


def canonical(document: object) -> bytes:
    """Return a document as JSON in the one way that is hashed: sorted keys, no spaces."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def manifest_of(files: Files, about: Mapping[str, object]) -> bytes:
    """Return a manifest: what the report is about, and the hash of each of its files."""
    hashes = {name: digest(files[name]) for name in sorted(files)}
    document = {"kind": KIND, **about, "files": hashes}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, object] | None:
    """Return a report's manifest, None where the folder holds no report."""
    try:
        document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) and document.get("kind") == KIND else None


def check_free(out: Path) -> None:
    """Refuse a place that holds something other than an earlier report.

    Raises:
        BadInput: it does.
    """
    if not out.exists() or read_manifest(out) is not None:
        return
    if out.is_dir() and not any(out.iterdir()):
        return
    raise BadInput(
        "out_taken",
        "The place for the report is taken by something that isn't an earlier report; choose another folder.",
        file=str(out),
    )


def write_folder(out: Path, files: Files) -> None:
    """Write all files, or none: into a neighbour that is renamed at the end.

    Raises:
        BadInput: the place is taken.
        OSError: it can't be written.
    """
    check_free(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        made = beside / "new"
        made.mkdir(mode=0o755)
        for name, content in files.items():
            target = made / PurePosixPath(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if out.exists():
            out.rename(beside / "old")
        made.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files in a folder, by path within it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
