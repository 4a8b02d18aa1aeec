"""Verifying a report: the hashes in its manifest, and the whole report made once more from its own data."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from ljuspunkt.domain.errors import marked
from ljuspunkt.domain.report.recheck import Difference
from ljuspunkt.files.comparison import differences
from ljuspunkt.files.folder import MANIFEST, digest, read_folder

Translate = Callable[[str], str]

FORMATS = ("html", "pdf", "xlsx")
MISSING = marked("the file is missing")
ADDED = marked("the file isn't named in the manifest")
CHANGED = marked("the file's hash isn't the one in the manifest")
COMMAND = "import sys; from ljuspunkt.cli.main import main; sys.exit(main(sys.argv[1:]))"
REPORT = "import sys; from ljuspunkt.cli.report import again; sys.exit(again(sys.argv[1:]))"


def report_differences(folder: Path, manifest: Mapping[str, object], *, translate: Translate = str) -> list[Difference]:
    """Return what differs in a report: files against its manifest, and every figure against its data."""
    files = read_folder(folder)
    found = list(_hashes(files, manifest, translate=translate))
    options = _options(manifest)
    if isinstance(options, str):
        return [*found, Difference(MANIFEST, options, "", translate("the manifest can't be right"), "")]
    with tempfile.TemporaryDirectory(prefix="ljuspunkt-") as made:
        again = Path(made) / "report"
        trouble = run_again(
            [*_source(folder, manifest), "--out", str(again), *options], start=REPORT, translate=translate
        )
        if trouble:
            return [*found, Difference("data", "", "", trouble, "")]
        recomputed = read_folder(again)
    return [*found, *_contents(files, recomputed, translate=translate)]


def _hashes(
    files: Mapping[str, bytes], manifest: Mapping[str, object], *, translate: Translate
) -> Iterator[Difference]:
    named = manifest.get("files")
    if not isinstance(named, Mapping):
        yield Difference(MANIFEST, "files", "", translate("the manifest can't be right"), "")
        return
    yield from hash_differences(files, named, translate=translate)


def hash_differences(
    files: Mapping[str, bytes], named: Mapping[str, object], *, besides: tuple[str, ...] = (), translate: Translate
) -> Iterator[Difference]:
    """Yield which files of a folder aren't those of its manifest.

    Args:
        files: what stands in the folder, by path.
        named: the digests in its manifest, by path.
        besides: how the paths of files begin that the manifest needn't name.
        translate: looks up the sentences.
    """
    for name, said in named.items():
        if name not in files:
            yield Difference(str(name), "", "", translate(MISSING), "")
        elif digest(files[name]) != said:
            yield Difference(str(name), "", "", translate(CHANGED), "")
    for name in files:
        if name not in named and name != MANIFEST and not name.startswith(besides):
            yield Difference(name, "", "", translate(ADDED), "")


def _contents(
    printed: Mapping[str, bytes], recomputed: Mapping[str, bytes], *, translate: Translate
) -> Iterator[Difference]:
    """Yield every difference between the report and the one made again; the manifest's own hashes come of these."""
    for name in dict.fromkeys((*recomputed, *printed)):
        if name not in printed:
            yield Difference(name, "", "", translate(MISSING), "")
        elif name not in recomputed:
            yield Difference(name, "", "", translate("the data give no such file"), "")
        else:
            found = list(differences(name, printed[name], recomputed[name], translate=translate))
            if name == MANIFEST:
                found = [each for each in found if not each.place.startswith("files.")]
            yield from found


def _options(manifest: Mapping[str, object]) -> list[str] | str:
    """Return how the report was made, as options; the name of a part of the manifest that can't be right."""
    language, formats, on = manifest.get("language"), manifest.get("formats"), manifest.get("date")
    if language not in ("sv", "en"):
        return "language"
    if not isinstance(formats, list) or not formats or any(each not in FORMATS for each in formats):
        return "formats"
    if on is None:
        return ["--language", str(language), "--format", ",".join(formats)]
    try:
        return ["--language", str(language), "--format", ",".join(formats), "--date", str(date.fromisoformat(str(on)))]
    except ValueError:
        return "date"


def _source(folder: Path, manifest: Mapping[str, object]) -> list[str]:
    data = folder / "data"
    if manifest.get("of") == "conference":
        return [str(data / "conference.yaml"), "--ballots", str(data / "ballots.csv")]
    return [str(data)]


def run_again(words: list[str], *, start: str = COMMAND, translate: Translate) -> str:
    """Run a command of ours in a process of its own; return what it complained of, nothing where it went well.

    Reports are set by Django's templates; in a process of its own they don't come into this one.

    Args:
        words: what stands behind the command's name, which is the first of them for `COMMAND`.
        start: the program that takes them.
        translate: looks up the sentence where nothing was complained of.
    """
    done = subprocess.run(
        [sys.executable, "-c", start, *words], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode == 0:
        return ""
    said = done.stderr.strip().splitlines()
    return said[-1] if said else translate("it can't be made again")
