"""`ljuspunkt count`: single answers to counts."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _
from ljuspunkt.domain.errors import BadInput, RuleBroken

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
        help=_("where to write the counts: a .csv or .parquet file"),
    )
    parser.add_argument(
        "--by", nargs="+", action="extend", default=[], metavar="COLUMN",
        help=_("break the sets down by these columns too, beside wave, association and group"),
    )  # fmt: skip
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help=_("what counts (duckdb)"))
    parser.add_argument("--progress", action="store_true", help=_("tell on standard error how far it has come"))
    parser.add_argument("--json", action="store_true", help=_("print what was counted as JSON"))
    parser.epilog = _("Example: ljuspunkt count instrument.yaml answers.csv --out counts.csv --by sex")


def run(arguments: argparse.Namespace) -> int:
    """Count and write the counts; nothing is written where anything is wrong."""
    from ljuspunkt.counting.count import Counting
    from ljuspunkt.counting.engine import DuckDB
    from ljuspunkt.counting.misfit import Misfits, Unreadable
    from ljuspunkt.files import counts as counts_files
    from ljuspunkt.files import instruments as instrument_files
    from ljuspunkt.files.answers import check_lines, first_row, open_answers

    counts_files.check_name(arguments.out)
    if arguments.engine != "duckdb":
        raise RuleBroken("engine_missing", "Spark isn't part of this installation; count with --engine duckdb.")

    def say(sentence: str) -> None:
        print(sentence, file=sys.stderr)

    instruments = instrument_files.read(arguments.instrument, notify=lambda notice: say(notice.said(_)))
    choices: dict[str, dict[str, None]] = {}
    for question in (question for instrument in instruments.each for question in instrument.questions):
        choices.setdefault(question.name, {}).update(dict.fromkeys(question.scale.names))
    respondents = 0
    with tempfile.TemporaryDirectory(prefix="ljuspunkt-") as made:
        folder = Path(made)
        counting = Counting(DuckDB(folder), instruments, by=arguments.by)
        for path in arguments.answers:
            opened = open_answers(path, folder, {name: tuple(found) for name, found in choices.items()})
            try:
                respondents += counting.add(opened, needs=opened.needs)
            except Misfits as misfits:
                line, number = first_row(opened, [found.where for found in misfits.found])
                raise misfits.found[number].refusal(file=str(path), line=line) from misfits
            except Unreadable as trouble:
                check_lines(opened)
                raise BadInput(
                    "not_read", "The file can't be read: {why}", file=str(path), why=str(trouble)
                ) from trouble
        counts = counting.counts
    written = counts_files.write(counts, arguments.out)
    if arguments.json:
        print(
            json.dumps(
                {"respondents": respondents, "sets": len(counts.steps), "written": [str(path) for path in written]}
            )
        )
    else:
        print(
            _("{respondents} respondents in {sets} sets: {file}").format(
                respondents=respondents, sets=len(counts.steps), file=arguments.out
            )
        )
    return DONE
