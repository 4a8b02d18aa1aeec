"""`ljuspunkt report`: the report of a release or of a conference, with its data and manifest."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from ljuspunkt.cli.exit_codes import BAD_INPUT, DONE, UNKNOWN, UNSAFE
from ljuspunkt.cli.language import _, language_of, looked_up_in
from ljuspunkt.cli.verify import sentence_of
from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.report.words import Language

FORMATS = ("html", "pdf", "xlsx")


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
    from ljuspunkt.files.report_folder import check_free, write_report

    language: Language = "sv" if (arguments.language or language_of(os.environ)) == "sv" else "en"
    formats = _formats(arguments.format)
    on = _date(arguments.date)
    source: Path = arguments.source
    if not source.exists():
        raise BadInput("no_source", "There is no such release folder or conference file.", file=str(source))
    check_free(arguments.out)
    if source.is_dir():
        if arguments.ballots is not None:
            raise RuleBroken("ballots_of_release", "A release has no ballots; leave out --ballots.")
        from ljuspunkt.cli.verify_release import release_differences
        from ljuspunkt.files.release import read
        from ljuspunkt.rooms.reports.making import release_report
        from ljuspunkt.rooms.reports.release_files import release_files

        publication = read(source)
        if publication.verdict != "SAFE":
            return _refused(publication.verdict)
        unproven = None if verified else next(release_differences(source, of_its_own=False), None)
        if unproven is not None:
            return _disproved(sentence_of(unproven))
        files = release_report(publication, release_files(source), language, formats=formats, on=on)
    else:
        if arguments.ballots is None:
            raise RuleBroken("no_ballots", "The report of a conference needs its ballots: --ballots BALLOTS.csv.")
        from ljuspunkt.rooms.reports.conference_making import conference_report

        files = conference_report(
            source, arguments.ballots, language, formats=formats, translate=looked_up_in(language), on=on
        )
    write_report(arguments.out, files)
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


def _refused(verdict: str) -> int:
    if verdict == "UNSAFE":
        sentence = _("The audit found that this release reveals people: no report is made of it.")
    else:
        sentence = _("The audit couldn't decide whether this release is safe: no report is made of it.")
    print(f"ljuspunkt report: {sentence}", file=sys.stderr)
    return UNSAFE if verdict == "UNSAFE" else UNKNOWN


def _disproved(difference: str) -> int:
    """Say why a release that calls itself safe isn't believed."""
    sentence = _("The release says SAFE, but its own files don't bear it out: no report is made of it.")
    print(f"ljuspunkt report: {sentence} {difference}", file=sys.stderr)
    return UNSAFE


def _formats(text: str) -> tuple[str, ...]:
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise RuleBroken(
            "unknown_format",
            "There is no format “{format}”; choose among {formats}.",
            format=unknown[0] if unknown else text,
            formats=", ".join(FORMATS),
        )
    return tuple(each for each in FORMATS if each in wanted)


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleBroken("no_date", "“{date}” is no date; write it as 2022-11-30.", date=text) from None
