"""The files of a release folder that go into a report as they are."""

from pathlib import Path

NAMES = ("manifest.json", "audit.json", "witnesses.npz")
FOLDERS = ("tables", "comparisons")


def release_files(folder: Path) -> dict[str, bytes]:
    """Return the contents of a release's own files, by path within the folder; other files there are left out."""
    found = {name: (folder / name).read_bytes() for name in NAMES if (folder / name).is_file()}
    tables = [path for name in FOLDERS for path in sorted((folder / name).glob("*.csv"))]
    return {**found, **{f"{path.parent.name}/{path.name}": path.read_bytes() for path in tables}}
