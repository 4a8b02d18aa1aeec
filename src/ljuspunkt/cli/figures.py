"""`ljuspunkt figures`: all figures of a measurement with their intervals, unprotected, for the analyst's eyes."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _, language_of

if TYPE_CHECKING:
    from ljuspunkt.domain.survey.figures import FigureRow, Figures, ReliabilityRow
    from ljuspunkt.domain.survey.response import Response

JsonRow = dict[str, str | int | float | None]


def add(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    # The files first: what follows --by is taken for columns.
    parser.usage = "ljuspunkt figures [-h] INSTRUMENT COUNTS [--by [COLUMN ...]] [--asked FILE] [--json]"
    parser.add_argument(
        "instrument", metavar="INSTRUMENT", type=Path, help=_("an instrument (.yaml, .xlsx) or a folder of them")
    )
    parser.add_argument("counts", metavar="COUNTS", type=Path, help=_("the counts, as “ljuspunkt count” writes them"))
    parser.add_argument(
        "--by",
        metavar="COLUMN",
        nargs="*",
        action="extend",
        help=_("columns that divide the respondents instead of association and group; none: the wave alone"),
    )
    parser.add_argument(
        "--asked",
        metavar="FILE",
        type=Path,
        help=_("numbers asked (wave, association, group, asked), for response rates"),
    )
    parser.add_argument("--json", action="store_true", help=_("write the result as JSON"))
    parser.epilog = _("Example: ljuspunkt figures instruments counts.csv --by group")


def run(arguments: argparse.Namespace) -> int:
    """Compute all figures and write them to standard output; remarks go to standard error."""
    from ljuspunkt.cli.figures_table import remarks, table
    from ljuspunkt.domain.errors import BadInput
    from ljuspunkt.domain.survey.counts import SET_COLUMNS
    from ljuspunkt.domain.survey.figures import figures
    from ljuspunkt.domain.survey.response import response_rates
    from ljuspunkt.files import asked, counts, instruments

    said: list[str] = []
    read_instruments = instruments.read(arguments.instrument, notify=lambda notice: said.append(notice.said(_)))
    read_counts = counts.read(arguments.counts)
    by = SET_COLUMNS[1:] if arguments.by is None else tuple(arguments.by)
    try:
        found = figures(read_instruments, read_counts, by=by)
    except BadInput as refusal:
        refusal.file = refusal.file or str(arguments.counts)
        raise
    response: dict[tuple[str, ...], Response] = {}
    if arguments.asked:
        try:
            response = response_rates(read_counts, asked.read(arguments.asked), by=by)
        except BadInput as refusal:
            refusal.file = refusal.file or str(arguments.asked)
            raise
    if arguments.json:
        print(_json_text(found, response, by))
    else:
        print(table(found, read_instruments, response, by, language_of(os.environ), _))
    for sentence in (*said, *remarks(found, _)):
        print(f"ljuspunkt figures: {sentence}", file=sys.stderr)
    return DONE


def _json_text(found: "Figures", response: "dict[tuple[str, ...], Response]", by: tuple[str, ...]) -> str:
    """Return the rows as a JSON list, one row per line."""
    rows = [_figure_row(row) for row in found.rows]
    columns = list(found.rows[0].key) if found.rows else ["wave", "association", "group"]
    rows += [_reliability_row(row, columns) for row in found.reliabilities]
    divided = tuple(dict.fromkeys(("wave", *by)))
    for key, one in response.items():
        empty = _empty(columns) | dict(zip(divided, key, strict=True))
        rows.append(empty | {"n": one.answered, "asked": one.asked, "response_rate": one.rate})
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows) + "\n]"


NUMBERS = ("n", "answered", "positive", "share", "low", "high", "mean", "mean_low", "mean_high")


def _empty(columns: list[str]) -> JsonRow:
    return dict.fromkeys((*columns, "question", "indicator", *NUMBERS))


def _figure_row(row: "FigureRow") -> JsonRow:
    figure = row.figure
    return {
        **row.key,
        "question": row.question,
        "indicator": row.indicator,
        "n": figure.n,
        "answered": figure.answered,
        "positive": figure.positive,
        "share": figure.share,
        "low": figure.interval.low if figure.interval else None,
        "high": figure.interval.high if figure.interval else None,
        "mean": figure.mean,
        "mean_low": figure.mean_interval.low if figure.mean_interval else None,
        "mean_high": figure.mean_interval.high if figure.mean_interval else None,
    }


def _reliability_row(row: "ReliabilityRow", columns: list[str]) -> JsonRow:
    where: JsonRow = {"wave": row.wave, "group": row.group, "indicator": row.indicator}
    return _empty(columns) | where | {"n": row.n, "reliability": row.alpha}
