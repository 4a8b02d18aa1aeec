"""Making a report (rapport) of a release or of a conference, with the data that every figure in it comes from."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from ljuspunkt.chain.verify import sentence_of
from ljuspunkt.chain.verify_release import release_differences
from ljuspunkt.domain.disclosure.finding import Verdict
from ljuspunkt.domain.errors import BadInput, RuleBroken, marked
from ljuspunkt.domain.report.words import Language
from ljuspunkt.files.catalogue import looked_up_in

FORMATS = ("html", "pdf", "xlsx")
LANGUAGES: tuple[Language, ...] = ("sv", "en")


class NotSafe(RuleBroken):
    """No report is made of a release that isn't safe, or that its own files don't bear out."""

    def __init__(self, verdict: Verdict, sentence: str, **values: object) -> None:
        super().__init__("not_safe", sentence, **values)
        self.verdict = verdict


REVEALS = marked("The audit found that this release reveals people: no report is made of it.")
UNDECIDED = marked("The audit couldn't decide whether this release is safe: no report is made of it.")
DISPROVED = marked("The release says SAFE, but its own files don't bear it out: no report is made of it. {difference}")


def make_report(
    source: Path,
    out: Path,
    *,
    language: Language,
    ballots: Path | None = None,
    formats: Sequence[str] = FORMATS,
    on: date | None = None,
    verified: bool = False,
    translate: Callable[[str], str] = str,
) -> None:
    """Make a report as a folder; where anything is wrong, nothing is written.

    Args:
        source: the folder of a release, or the plan of a conference.
        out: the folder to make.
        language: of the report.
        ballots: of the conference.
        formats: which of `FORMATS`.
        on: the date that the report carries, if any.
        verified: whether the caller itself tells where the release differs from what its files bear out.
        translate: looks up the sentence that says where it does.

    Raises:
        NotSafe: the release isn't.
        RuleBroken: a format or the language isn't one, ballots are missing, or they are given for a release.
        BadInput: something isn't there or can't be read, or the place is taken.
    """
    from ljuspunkt.files.report_folder import check_free, write_report

    wanted = _checked(formats)
    if language not in LANGUAGES:
        raise RuleBroken(
            "unknown_language",
            "There is no language “{language}”; choose among {languages}.",
            language=language,
            languages=", ".join(LANGUAGES),
        )
    if not source.exists():
        raise BadInput("no_source", "There is no such release folder or conference file.", file=str(source))
    check_free(out)
    if source.is_dir():
        if ballots is not None:
            raise RuleBroken("ballots_of_release", "A release has no ballots; leave out --ballots.")
        from ljuspunkt.files.release import read
        from ljuspunkt.rooms.reports.making import release_report
        from ljuspunkt.rooms.reports.release_files import release_files

        publication = read(source)
        if publication.verdict != "SAFE":
            raise NotSafe(publication.verdict, REVEALS if publication.verdict == "UNSAFE" else UNDECIDED)
        found = release_differences(source, of_its_own=False, translate=translate)
        unproven = None if verified else next(found, None)
        if unproven is not None:
            raise NotSafe("UNSAFE", DISPROVED, difference=sentence_of(unproven, translate))
        files = release_report(publication, release_files(source), language, formats=wanted, on=on)
    else:
        if ballots is None:
            raise RuleBroken("no_ballots", "The report of a conference needs its ballots: --ballots BALLOTS.csv.")
        from ljuspunkt.rooms.reports.conference_making import conference_report

        files = conference_report(source, ballots, language, formats=wanted, translate=looked_up_in(language), on=on)
    write_report(out, files)


def _checked(formats: Sequence[str]) -> tuple[str, ...]:
    unknown = [one for one in formats if one not in FORMATS]
    if unknown or not formats:
        raise RuleBroken(
            "unknown_format",
            "There is no format “{format}”; choose among {formats}.",
            format=unknown[0] if unknown else "",
            formats=", ".join(FORMATS),
        )
    return tuple(each for each in FORMATS if each in formats)


def report(
    source: Path | str,
    out: Path | str,
    *,
    language: Language = "sv",
    ballots: Path | str | None = None,
    formats: Sequence[str] = FORMATS,
    on: date | None = None,
) -> Path:
    """Make the report of a release, or of a conference with its ballots, and return its folder.

    Args:
        source: the folder of a release, or the plan of a conference.
        out: the folder to make.
        language: of the report, sv or en.
        ballots: of the conference.
        formats: which of html, pdf and xlsx.
        on: the date that the report carries, if any.

    Raises:
        NotSafe: the release isn't.
        RuleBroken: a format or the language isn't one, ballots are missing, or they are given for a release.
        BadInput: something isn't there or can't be read, or the place is taken.
    """
    make_report(
        Path(source),
        Path(out),
        language=language,
        ballots=None if ballots is None else Path(ballots),
        formats=formats,
        on=on,
    )
    return Path(out)
