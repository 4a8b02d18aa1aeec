"""`ljuspunkt tally`: all votes of a conference in order, and the protocols that result."""

import argparse
import json
import os
import sys
from pathlib import Path

from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _, language_of


def add(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("conference", metavar="CONFERENCE.yaml", type=Path, help=_("the plan of the conference"))
    parser.add_argument("ballots", metavar="BALLOTS.csv", type=Path, help=_("its ballots"))
    parser.add_argument("--json", action="store_true", help=_("write the result as JSON"))
    parser.epilog = _("Example: ljuspunkt tally conference.yaml ballots.csv")


def run(arguments: argparse.Namespace) -> int:
    """Tally, and write the result to standard output; what can't be tallied yet is said on standard error."""
    from ljuspunkt.chain.conference import tally
    from ljuspunkt.cli.tally_secondary import secondary
    from ljuspunkt.cli.tally_table import table, waiting

    tallied = tally(arguments.conference, arguments.ballots)
    result = tallied.result
    if arguments.json:
        print(json.dumps(tallied.document(), ensure_ascii=False, indent=1))
    else:
        language = language_of(os.environ)
        print("\n".join((table(result, language, _), *secondary(result, language, _))))
    for sentence in waiting(result, _):
        print(f"ljuspunkt tally: {sentence}", file=sys.stderr)
    return DONE
