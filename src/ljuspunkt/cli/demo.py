"""`ljuspunkt demo`: makes an example installation, through the same functions as the other commands.

What was made from the same examples by the same version is left as it is, so that a second run changes nothing.
"""

import argparse
import os
import shutil
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from ljuspunkt import __version__
from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.files.folder import MANIFEST, digest_of

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
CONFERENCE = "conference-2014"
MEASUREMENT = "measurement"
RELEASE = "example"
LANGUAGES = ("sv", "en")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip, so that the same files give the same bytes."""


def add(parser: argparse.ArgumentParser) -> None:
    """Say which words the command takes."""
    parser.add_argument("--dir", type=Path, help=_("folder to make the installation in (default: var)"))
    parser.epilog = _("Example: ljuspunkt demo --dir var && ljuspunkt serve --dir var")


def run(arguments: argparse.Namespace) -> int:
    """Make the installation.

    Raises:
        RuleBroken: the examples aren't there, or something in them is refused.
    """
    if not EXAMPLES.is_dir():
        raise RuleBroken(
            "no_examples",
            "The examples aren't at {folder}; run the command from a checkout of the source.",
            folder=EXAMPLES,
        )
    if arguments.dir:
        os.environ["LJUSPUNKT_DIR"] = str(arguments.dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ljuspunkt.config.settings")
    import django
    from django.conf import settings

    django.setup()
    folder = Path(settings.INSTALLATION)
    _migrate()
    _keep_conference()
    code = _measure(folder)
    if code != DONE:
        return code
    _show(folder)
    from django.utils import timezone

    from ljuspunkt.cli.demo_people import invent
    from ljuspunkt.cli.demo_rehearsal import rehearse
    from ljuspunkt.cli.demo_wave import measure

    now = timezone.now()
    invent(folder, EXAMPLES / MEASUREMENT / "associations.csv", now)
    rehearse(example=EXAMPLES / CONFERENCE, panel=EXAMPLES / "rehearsal" / "panel.csv", at=now)
    measure(folder=folder, instruments=EXAMPLES / MEASUREMENT / "instruments", at=now)
    at = f" --dir {arguments.dir}" if arguments.dir else ""
    print(_("The example is ready. Start the server with: {command}").format(command=f"ljuspunkt serve{at}"))
    return DONE


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _migrate() -> None:
    from django.core.management import call_command

    _say(_("The database …"))
    call_command("migrate", interactive=False, verbosity=0)


def _keep_conference() -> None:
    from ljuspunkt.domain.consensus.conference import tally_conference
    from ljuspunkt.files.conference import read
    from ljuspunkt.files.conference_account import read_account
    from ljuspunkt.rooms.conference.queries import is_kept
    from ljuspunkt.rooms.conference.services import keep_conference

    folder = EXAMPLES / CONFERENCE
    inputs = digest_of(folder)
    if is_kept(slug=CONFERENCE, inputs=inputs, software=__version__):
        return
    _say(_("The conference of 2014: its five votes are tallied …"))
    result = tally_conference(*read(folder / "conference.yaml", folder / "ballots.csv"))
    account, evaluation = read_account(folder / "account.yaml")
    keep_conference(
        result=result,
        slug=CONFERENCE,
        inputs=inputs,
        software=__version__,
        at=datetime.now(UTC),
        account=account,
        evaluation=evaluation,
    )


def _measure(folder: Path) -> int:
    """Make the release and its reports, and return the exit code of the command that failed, if any."""
    inputs = EXAMPLES / MEASUREMENT
    stamp = folder / "releases" / f"{RELEASE}.made-from"
    made_from = f"{__version__} {digest_of(inputs)}\n"
    if stamp.exists() and stamp.read_text() == made_from:
        return DONE
    stamp.unlink(missing_ok=True)
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    for needed in (folder / "releases", folder / "reports"):
        needed.mkdir(parents=True, exist_ok=True)
    work.mkdir(mode=0o700)
    try:
        code = _run_commands(folder, inputs, work)
    finally:
        shutil.rmtree(work)
    if code == DONE:
        stamp.write_text(made_from)
    return code


def _run_commands(folder: Path, inputs: Path, work: Path) -> int:
    instruments, counts = str(inputs / "instruments"), str(work / "counts.csv")
    release = str(folder / "releases" / RELEASE)
    answers = [str(file) for file in sorted((inputs / "answers").glob("*.csv"))]
    steps = [
        ["count", instruments, *answers, "--out", counts],
        ["protect", instruments, counts, "--policy", str(inputs / "policy.yaml"), "--out", release],
        ["audit", release],
    ]
    for language in LANGUAGES:
        report = folder / "reports" / f"{RELEASE}-{language}"
        shutil.rmtree(report, ignore_errors=True)
        steps.append(["report", release, "--out", str(report), "--language", language])
    for words in steps:
        code = _command(words)
        if code != DONE:
            return code
    for language in LANGUAGES:
        _zip(folder / "reports" / f"{RELEASE}-{language}")
    return DONE


def _command(words: list[str]) -> int:
    """Run one of the other commands, and say how a user would have written it."""
    from ljuspunkt.cli.main import main

    here = Path.cwd()
    shown = [
        os.path.relpath(word, here) if word.startswith("/") and Path(word).is_relative_to(here) else word
        for word in words
    ]
    _say(f"ljuspunkt {' '.join(shown)}")
    return main(words)


def _zip(report: Path) -> None:
    """Put a report's folder into one file beside it, for whoever wants to check it."""
    with zipfile.ZipFile(report.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in sorted(path for path in report.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{report.name}/{file.relative_to(report)}", LONG_AGO)
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)


def _show(folder: Path) -> None:
    from ljuspunkt.rooms.analysis import queries
    from ljuspunkt.rooms.analysis.services import show_release

    place = folder / "releases" / RELEASE
    manifest_hash = digest_of(place / MANIFEST)
    shown = queries.release()
    if shown is not None and shown.manifest_hash == manifest_hash:
        return
    from ljuspunkt.files import release

    published = release.read(place)
    titles = [instrument.title for instrument in published.instruments.each if instrument.title]
    show_release(
        name=RELEASE,
        folder=str(place.relative_to(folder)),
        title=titles[-1] if titles else {},
        verdict=published.verdict,
        manifest_hash=manifest_hash,
        invented=True,
    )
