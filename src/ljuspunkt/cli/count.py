"""`ljuspunkt count`: single answers to counts."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _
from ljuspunkt.domain.errors import BadInput, RuleBroken
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
        "answers",
        nargs="+",
        metavar="ANSWERS",
        help=_("files of answers: .csv, .parquet or .sav; with Spark, Parquet is what the server sees"),
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
        "--engine",
        choices=ENGINES,
        help=_("what does the counting: duckdb here, or a Spark server; duckdb unless given"),
    )
    parser.add_argument(
        "--spark",
        metavar="ADDRESS",
        help=_("the Spark server that counts (sc://host:port); the variable SPARK_REMOTE unless given"),
    )
    parser.add_argument("--progress", action="store_true", help=_("tell on standard error how far the work has come"))
    parser.add_argument("--json", action="store_true", help=_("print what was counted as JSON"))
    parser.epilog = _("Example: ljuspunkt count instrument.yaml answers.csv --out counts.csv --by sex")


def run(arguments: argparse.Namespace) -> int:
    """Count and write the counts; nothing is written where anything is wrong."""
    from ljuspunkt.chain.count import count

    spark = _server(arguments.engine, arguments.spark, os.environ.get("SPARK_REMOTE"))
    notices: list[Notice] = []
    instruments = instrument_files.read(arguments.instrument, notify=notices.append)
    _check_places(arguments.out, arguments.answers)

    def tell(file: str, number: int, of: int) -> None:
        told = _("Counting {file} ({number} of {files})")
        print(told.format(file=file, number=number, files=of), file=sys.stderr)

    watched = {"told": tell} if arguments.progress or sys.stderr.isatty() else {}
    counted = count(instruments, arguments.answers, by=arguments.by, spark=spark, notify=notices.append, **watched)
    written = counts_files.write(counted.counts, arguments.out)
    for notice in notices:
        print(notice.said(_), file=sys.stderr)
    sets = len(counted.counts.steps)
    if arguments.json:
        summary = {"respondents": counted.respondents, "sets": sets, "written": [str(path) for path in written]}
        print(json.dumps(summary, ensure_ascii=False))
    else:
        told = _("{respondents} respondents in {sets} sets: {file}")
        print(told.format(respondents=counted.respondents, sets=sets, file=arguments.out))
    return DONE


def _server(engine: str | None, address: str | None, remote: str | None) -> str | None:
    """Return the address of the Spark server that is to count, None where DuckDB is to."""
    if engine == "duckdb" and address:
        raise RuleBroken("two_engines", "DuckDB counts here and needs no Spark server; leave out --spark or --engine.")
    if engine != "spark" and not address:
        return None
    if not (address or remote):
        raise RuleBroken(
            "spark_nowhere", "Name the Spark server: --spark sc://host:port, or the variable SPARK_REMOTE."
        )
    return address or remote


def _check_places(out: Path, answers: Sequence[str]) -> None:
    """Refuse, before any work, what would end in a loss or in nothing."""
    counts_files.check_name(out)
    if not out.parent.is_dir():
        raise BadInput("no_folder", "The folder for the counts doesn't exist; make it first.", file=str(out))
    places = {path.resolve() for path in (out, *counts_files.companions(out))}
    for given in answers:
        if Path(given).resolve() in places:
            raise BadInput("out_is_input", "The counts would be written over the answers.", file=given)
