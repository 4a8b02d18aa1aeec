"""`ljuspunkt demo`: makes an example installation, through the same functions as the other commands.

What was made from the same examples by the same version is left as it is, so that a second run changes nothing.
"""

import argparse
import os
import sys
from hashlib import sha256
from pathlib import Path

from ljuspunkt import __version__
from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _
from ljuspunkt.domain.errors import RuleBroken

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
CONFERENCE = "conference-2014"


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

    django.setup()
    _migrate()
    _conference()
    print(_("The example is ready. Start the server with: ljuspunkt serve"))
    return DONE


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _hash(folder: Path) -> str:
    """Return the hash of all files in a folder, with their names."""
    found = sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        found.update(f"{file.relative_to(folder)}\n{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def _migrate() -> None:
    from django.core.management import call_command

    _say(_("The database …"))
    call_command("migrate", interactive=False, verbosity=0)


def _conference() -> None:
    from ljuspunkt.domain.consensus.conference import tally_conference
    from ljuspunkt.files.conference import read
    from ljuspunkt.rooms.conference.services import keep_conference

    folder = EXAMPLES / CONFERENCE
    _say(_("The conference of 2014: its five votes are tallied …"))
    result = tally_conference(*read(folder / "conference.yaml", folder / "ballots.csv"))
    keep_conference(result=result, slug=CONFERENCE, inputs=_hash(folder), software=__version__)
