"""`ljuspunkt demo`: makes an example installation, through the same functions as the other commands.

What was made from the same examples by the same version is left as it is, so that a second run changes nothing.
"""

import argparse
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from ljuspunkt import __version__
from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _
from ljuspunkt.cli.show import bundle, let_pages_show, reporting, run_commands, set_up
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.files.folder import digest_of

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
CONFERENCE = "conference-2014"
MEASUREMENT = "measurement"
RELEASE = "example"


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
    folder = set_up(arguments.dir, upgraded=True)
    _keep_conference()
    code = _measure(folder)
    if code != DONE:
        return code
    let_pages_show(folder, RELEASE, invented=True)
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
    (folder / "releases").mkdir(parents=True, exist_ok=True)
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
    code = run_commands([*steps, *reporting(folder, RELEASE)])
    if code == DONE:
        bundle(folder, RELEASE)
    return code
