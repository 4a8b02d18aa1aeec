"""The folder of a report, with a manifest of what is in it.

An earlier report in the same place is replaced; anything else that lies there is left alone and the report refused.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.files.folder import Files, digest, json_bytes, read_manifest, write_folder

KIND = "ljuspunkt report"


def canonical(document: object) -> bytes:
    """Return a document as JSON in the one way that is hashed: sorted keys, no spaces."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def manifest_of(files: Files, about: Mapping[str, object]) -> bytes:
    """Return a manifest: what the report is about, and the hash of each of its files."""
    hashes = {name: digest(files[name]) for name in sorted(files)}
    return json_bytes({"kind": KIND, **about, "files": hashes})


def report_manifest(folder: Path) -> Mapping[str, object] | None:
    """Return a report's manifest, None where the folder holds no report."""
    document = read_manifest(folder)
    return document if document is not None and document.get("kind") == KIND else None


def check_free(out: Path) -> None:
    """Refuse a place that holds something other than an earlier report.

    Raises:
        BadInput: it does.
    """
    if not out.exists() or report_manifest(out) is not None:
        return
    if out.is_dir() and not any(out.iterdir()):
        return
    raise BadInput(
        "out_taken",
        "The place for the report is taken by something that isn't an earlier report; choose another folder.",
        file=str(out),
    )


def write_report(out: Path, files: Files) -> None:
    """Write all files of a report, or none; folders above it are made.

    Raises:
        BadInput: the place is taken.
        OSError: it can't be written.
    """
    check_free(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_folder(out, files)
