"""`ljuspunkt show`: lets an installation's pages show a release, with its reports to take home.

The release is copied into the installation, its reports are made in every language of the pages, and then the pages
show it instead of the one they showed.
"""

import argparse
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from ljuspunkt.cli import versions
from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.files.folder import MANIFEST, digest_of, read_folder, write_folder

LANGUAGES = ("sv", "en")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip, so that the same files give the same bytes."""


def add(parser: argparse.ArgumentParser) -> None:
    """Say which words the command takes."""
    parser.add_argument("release", metavar="RELEASE", type=Path, help=_("folder of the release"))
    parser.add_argument("--dir", type=Path, help=_("folder of the installation (default: var)"))
    parser.epilog = _("Example: ljuspunkt show release-2026 --dir var")


def run(arguments: argparse.Namespace) -> int:
    """Copy the release, make its reports, and let the pages show it.

    Raises:
        RuleBroken: it isn't a release, it isn't SAFE, or another one is called the same.
    """
    release = arguments.release.resolve()
    if not (release / MANIFEST).is_file():
        raise RuleBroken("no_release", "There is no release in {folder}.", folder=arguments.release)
    if not NAME.fullmatch(release.name):
        raise RuleBroken(
            "release_name",
            "Pages are called as the folder: small letters, digits and hyphens are needed, not “{name}”.",
            name=release.name,
        )
    folder = set_up(arguments.dir)
    place = folder / "releases" / release.name
    if place.exists() and digest_of(place) != digest_of(release):
        raise RuleBroken(
            "release_there",
            "The installation has another release called “{name}”; give this folder another name.",
            name=release.name,
        )
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place != release and not place.exists()
    if new:
        write_folder(place, read_folder(release))
    code = run_commands(reporting(folder, release.name))
    if code != DONE:
        if new:
            shutil.rmtree(place)
        return code
    bundle(folder, release.name)
    let_pages_show(folder, release.name, invented=False)
    print(_("The pages show {name} now.").format(name=release.name))
    return DONE


def set_up(folder: Path | None, *, upgraded: bool = False) -> Path:
    """Make Django know the installation, and make its database where there is none; return its folder.

    Args:
        folder: of the installation.
        upgraded: whether a database of an earlier version is brought to this one.

    Raises:
        RuleBroken: the database is of another version.
    """
    place = versions.find(folder, made=True)
    from django.conf import settings

    print(_("The database …"), file=sys.stderr, flush=True)
    if upgraded:
        versions.upgrade(place)
    else:
        versions.make(place)
    return Path(settings.INSTALLATION)


def reporting(folder: Path, name: str) -> list[list[str]]:
    """Return the commands that make the reports of a release of the installation anew."""
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    commands = []
    for language in LANGUAGES:
        report = folder / "reports" / f"{name}-{language}"
        shutil.rmtree(report, ignore_errors=True)
        commands.append(["report", str(folder / "releases" / name), "--out", str(report), "--language", language])
    return commands


def run_commands(commands: Iterable[list[str]]) -> int:
    """Run other commands in turn, saying how a user would have written each, and stop at the first that fails."""
    from ljuspunkt.cli.main import main

    here = Path.cwd()
    for words in commands:
        shown = [
            os.path.relpath(word, here) if word.startswith("/") and Path(word).is_relative_to(here) else word
            for word in words
        ]
        print(f"ljuspunkt {' '.join(shown)}", file=sys.stderr, flush=True)
        code = main(words)
        if code != DONE:
            return code
    return DONE


def bundle(folder: Path, name: str) -> None:
    """Put each report of a release into one file beside it, for whoever wants to check it."""
    for language in LANGUAGES:
        report = folder / "reports" / f"{name}-{language}"
        with zipfile.ZipFile(report.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as zipped:
            for file in sorted(path for path in report.rglob("*") if path.is_file()):
                entry = zipfile.ZipInfo(f"{report.name}/{file.relative_to(report)}", LONG_AGO)
                entry.external_attr = 0o644 << 16
                zipped.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)


def let_pages_show(folder: Path, name: str, *, invented: bool) -> None:
    """Let the pages show a release of the installation, unless they do.

    Raises:
        RuleBroken: its audit didn't find it safe.
    """
    from ljuspunkt.files import release
    from ljuspunkt.rooms.analysis import queries
    from ljuspunkt.rooms.analysis.services import show_release

    place = folder / "releases" / name
    manifest_hash = digest_of(place / MANIFEST)
    shown = queries.release()
    if shown is not None and shown.manifest_hash == manifest_hash:
        return
    published = release.read(place)
    titles = [instrument.title for instrument in published.instruments.each if instrument.title]
    show_release(
        name=name,
        folder=str(place.relative_to(folder)),
        title=titles[-1] if titles else {},
        verdict=published.verdict,
        manifest_hash=manifest_hash,
        invented=invented,
    )
