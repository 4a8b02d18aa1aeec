"""`ljuspunkt count`: single answers to counts."""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _
from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files import counts as counts_files
from ljuspunkt.files import instruments as instrument_files

ENGINES = ("duckdb", "spark")


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "instrument",
        type=Path,
        metavar="INSTRUMENT",
        help=_("the instrument: a .yaml or .xlsx file, or a folder of them"),
    )
    parser.add_argument(
        "answers", type=Path, nargs="+", metavar="ANSWERS", help=_("files of answers: .csv, .parquet or .sav")
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="COUNTS",
        help=_("where to write the counts, a .csv or .parquet file; scores and products are written beside it"),
    )
    parser.add_argument(
        "--by",
        nargs="+",
        action="extend",
        default=[],
        metavar="COLUMN",
        help=_("columns that break the sets down further than wave, association and group"),
    )
    parser.add_argument(
        "--engine", choices=ENGINES, default="duckdb", help=_("what does the counting; duckdb where nothing is said")
    )
    parser.add_argument("--progress", action="store_true", help=_("tell on standard error how far the work has come"))
    parser.add_argument("--json", action="store_true", help=_("print what was counted as JSON"))
    parser.epilog = _("Example: ljuspunkt count instrument.yaml answers.csv --out counts.csv --by sex")


def run(arguments: argparse.Namespace) -> int:
    """Count and write the counts; nothing is written where anything is wrong."""
    from ljuspunkt.counting.count import Counting
    from ljuspunkt.counting.engine import DuckDB
    from ljuspunkt.counting.misfit import Misfits, Unreadable
    from ljuspunkt.files.answers import first_row, not_whole, open_answers

    if arguments.engine != "duckdb":
        raise RuleBroken("engine_missing", "Spark isn't part of this installation; count with --engine duckdb.")
    notices: list[Notice] = []
    instruments = instrument_files.read(arguments.instrument, notify=notices.append)
    choices = _choices(instruments)
    _check_places(arguments.out, arguments.answers)
    _check_breakdowns(arguments.by, choices)
    progress = arguments.progress or sys.stderr.isatty()
    respondents = 0
    with tempfile.TemporaryDirectory(prefix="ljuspunkt-") as made:
        folder = Path(made)
        counting = Counting(DuckDB(folder), instruments, by=arguments.by)
        for number, path in enumerate(arguments.answers, start=1):
            if progress:
                told = _("Counting {file} ({number} of {files})")
                print(told.format(file=path, number=number, files=len(arguments.answers)), file=sys.stderr)
            opened = open_answers(path, folder, choices=choices, by=arguments.by, notify=notices.append)
            try:
                respondents += counting.add(opened.parquet, needs=opened.needs)
            except Misfits as misfits:
                line, place = first_row(opened, [found.where for found in misfits.found])
                raise misfits.found[place].refusal(file=str(path), line=line) from misfits
            except Unreadable as damaged:
                raise not_whole(path) from damaged
        counts = counting.counts
    written = counts_files.write(counts, arguments.out)
    for notice in notices:
        print(notice.said(_), file=sys.stderr)
    if arguments.json:
        summary = {"respondents": respondents, "sets": len(counts.steps), "written": [str(path) for path in written]}
        print(json.dumps(summary, ensure_ascii=False))
    else:
        told = _("{respondents} respondents in {sets} sets: {file}")
        print(told.format(respondents=respondents, sets=len(counts.steps), file=arguments.out))
    return DONE


def _choices(instruments: Instruments) -> Mapping[str, Sequence[str]]:
    """Return every question with the names of its choices, in whichever instrument."""
    names: dict[str, dict[str, None]] = {}
    for instrument in instruments.each:
        for question in instrument.questions:
            names.setdefault(question.name, {}).update(dict.fromkeys(question.scale.names))
    return {question: tuple(found) for question, found in names.items()}


def _check_places(out: Path, answers: Sequence[Path]) -> None:
    """Refuse, before any work, what would end in a loss or in nothing."""
    counts_files.check_name(out)
    if not out.parent.is_dir():
        raise BadInput("no_folder", "The folder for the counts doesn't exist; make it first.", file=str(out))
    places = {path.resolve() for path in (out, *counts_files.companions(out))}
    seen: set[Path] = set()
    for path in answers:
        if path.resolve() in places:
            raise BadInput("out_is_input", "The counts would be written over the answers.", file=str(path))
        if path.resolve() in seen:
            raise BadInput("answers_twice", "The file is given twice; its answers would count double.", file=str(path))
        seen.add(path.resolve())


def _check_breakdowns(by: Sequence[str], questions: Mapping[str, object]) -> None:
    for place, name in enumerate(by):
        if name in by[:place]:
            raise RuleBroken("by_twice", "The breakdown “{name}” is given twice.", name=name)
        if name in counts_files.RESERVED:
            raise RuleBroken("by_reserved", "“{name}” can't be a breakdown; the counts have that column.", name=name)
        if name in questions:
            raise RuleBroken(
                "by_question", "“{name}” can't be a breakdown; it is a question, and answers make no sets.", name=name
            )
