"""The command `ljuspunkt`: finds the subcommand, runs it, and turns refusals into one sentence and an exit code.

Each subcommand is a module of this package with `add(parser)` and `run(arguments) -> int`. It is imported only
when it is asked for, so that `tally` doesn't wait for a database engine.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from ljuspunkt import __version__
from ljuspunkt.cli.exit_codes import BAD_INPUT
from ljuspunkt.cli.language import N_, _, let_the_parser_speak
from ljuspunkt.domain.errors import RuleBroken

COMMANDS = {
    "tally": N_("Tally a consensus conference from its ballots."),
    "instrument": N_("Check a questionnaire's file, or write it in another format."),
    "count": N_("Turn single answers into counts."),
    "figures": N_("Show figures with intervals from counts, unprotected, for the analyst's eyes."),
    "protect": N_("Turn counts into a release that reveals nobody."),
    "audit": N_("See a release as an attacker would."),
    "report": N_("Make the report of a release or of a conference."),
    "verify": N_("Check that a report or a release follows from its data."),
    "show": N_("Let an installation's pages show a release."),
    "demo": N_("Make an example installation."),
    "coordinator": N_("Make the first national coordinator, who invites everybody else."),
    "upgrade": N_("Bring an installation’s database to this version."),
    "status": N_("Say how an installation is, and what stands still."),
    "serve": N_("Start the server."),
    "worker": N_("Send the installation's mail."),
}


TROUBLES: dict[type[OSError], str] = {
    FileNotFoundError: N_("There is no such file."),
    IsADirectoryError: N_("This is a folder; a file is needed."),
    NotADirectoryError: N_("This is a file; a folder is needed."),
    PermissionError: N_("You aren't allowed to read or write this."),
}
"""What users read where the operating system says no."""

FILES = (".yaml", ".yml", ".xlsx", ".csv", ".parquet", ".sav", ".zsav", ".lss")


class _Parser(argparse.ArgumentParser):
    """Says wrong use in one sentence, with the way to help."""

    def error(self, message: str) -> NoReturn:
        hint = _("See “{command} --help”.").format(command=self.prog)
        self.exit(BAD_INPUT, f"{self.prog}: {message}. {hint}\n")


def _main_parser() -> _Parser:
    parser = _Parser(
        prog="ljuspunkt",
        description=_("How do we know that things are getting better? From ballots and answers to an audited report."),
        epilog=_("Example: ljuspunkt tally conference.yaml ballots.csv"),
    )
    parser.add_argument(
        "--version", action="version", version=f"ljuspunkt {__version__}", help=_("show the version and exit")
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"), title=_("commands"))
    for name, summary in COMMANDS.items():
        commands.add_parser(name, help=_(summary), add_help=False)
    return parser


def _speak_utf8() -> None:
    """Write UTF-8 into files and pipes whatever the locale says; a terminal gets its own, with ? for what it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def _files_before_columns(words: Sequence[str]) -> list[str]:
    """Take the files out of the columns after “--by”, so that `--by sex INSTRUMENT COUNTS` is understood.

    What ends like a file is one, and so is a folder before it.
    """
    ordered = list(words)
    for start, word in enumerate(words):
        if word != "--by":
            continue
        end = next((at for at in range(start + 1, len(words)) if words[at].startswith("-")), len(words))
        first = next((at for at in range(start + 1, end) if Path(words[at]).suffix.lower() in FILES), end)
        if start + 1 < first < end and Path(words[first - 1]).is_dir():
            first -= 1
        ordered[start:end] = [*words[first:end], *words[start:first]]
    return ordered


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    let_the_parser_speak()
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] not in COMMANDS:
        _main_parser().parse_args(words)
    name, rest = words[0], words[1:]
    command = import_module(f"ljuspunkt.cli.{name}")
    parser = _Parser(
        prog=f"ljuspunkt {name}",
        description=_(COMMANDS[name]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add(parser)
    try:
        code: int = command.run(parser.parse_args(_files_before_columns(rest)))
        sys.stdout.flush()
        return code
    except RuleBroken as refusal:
        print(f"ljuspunkt {name}: {refusal.said(_)}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as trouble:
        said = TROUBLES.get(type(trouble))
        print(f"ljuspunkt {name}: {trouble.filename}: {_(said) if said else trouble.strerror}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return 130
