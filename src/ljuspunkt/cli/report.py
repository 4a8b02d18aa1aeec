"""`ljuspunkt report`: the report of a release or of a conference, with its data and manifest."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from ljuspunkt.cli.exit_codes import BAD_INPUT, DONE, UNKNOWN, UNSAFE
from ljuspunkt.cli.language import _, language_of
from ljuspunkt.domain.errors import RuleBroken


def add(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "source", metavar="RELEASE|CONFERENCE.yaml", type=Path, help=_("the folder of a release, or a conference")
    )
    parser.add_argument("--ballots", metavar="BALLOTS.csv", type=Path, help=_("the ballots of the conference"))
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help=_("the folder to make"))
    parser.add_argument(
        "--language", choices=("sv", "en"), help=_("the language of the report; your own language unless given")
    )
    parser.add_argument(
        "--format",
        default="html,pdf,xlsx",
        help=_("which of html, pdf and xlsx, separated by commas; all unless given"),
    )
    parser.add_argument(
        "--date", metavar="YYYY-MM-DD", help=_("the date that the report carries; it carries none unless given")
    )
    parser.epilog = _("Example: ljuspunkt report release --out report --language sv")


def run(arguments: argparse.Namespace, *, verified: bool = False) -> int:
    """Make the report; what isn't safe is refused and nothing is written.

    Args:
        arguments: as the command takes them.
        verified: whether the caller itself tells where the release differs from what its files bear out.
    """
    from ljuspunkt.chain.report import NotSafe, make_report

    try:
        make_report(
            arguments.source,
            arguments.out,
            language="sv" if (arguments.language or language_of(os.environ)) == "sv" else "en",
            ballots=arguments.ballots,
            formats=[part.strip() for part in arguments.format.split(",") if part.strip()] or [arguments.format],
            on=_date(arguments.date),
            verified=verified,
            translate=_,
        )
    except NotSafe as refusal:
        print(f"ljuspunkt report: {refusal.said(_)}", file=sys.stderr)
        return UNSAFE if refusal.verdict == "UNSAFE" else UNKNOWN
    print(_("The report is in {folder}.").format(folder=arguments.out))
    return DONE


def again(words: list[str]) -> int:
    """Make a report once more for `verify`, of a release that needn't be borne out by its files; return the exit code.

    What the release itself holds against it is named beside; here each figure of the page is compared all the same.
    """
    parser = argparse.ArgumentParser()
    add(parser)
    try:
        return run(parser.parse_args(words), verified=True)
    except RuleBroken as refusal:
        print(refusal.said(_), file=sys.stderr)
        return BAD_INPUT


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleBroken("no_date", "“{date}” is no date; write it as 2022-11-30.", date=text) from None
