"""`ljuspunkt upgrade`: brings the database of an installation to the version of the program, whole or not at all."""

import argparse
from pathlib import Path

from ljuspunkt.cli import versions
from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _


def add(parser: argparse.ArgumentParser) -> None:
    """Say which words the command takes."""
    parser.add_argument("--dir", type=Path, help=_("folder of the installation (default: var)"))
    parser.epilog = _("Example: ljuspunkt upgrade --dir var")


def run(arguments: argparse.Namespace) -> int:
    """Bring the database to this version; a second time changes nothing.

    Raises:
        RuleBroken: there is no installation, a server or worker is running, the database is of a version that this one
            doesn't know, or a step failed; then the database is as it was.
    """
    place = versions.find(arguments.dir)
    if versions.version() is versions.Version.NONE:
        versions.refuse_another(place)
    if versions.upgrade(place):
        print(_("The database belongs to this version now. Start the server again."))
    else:
        print(_("The database belongs to this version already; nothing was changed."))
    return DONE
