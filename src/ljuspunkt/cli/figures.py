"""`ljuspunkt figures`: all figures of a measurement with their intervals, unprotected, for the analyst's eyes."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _, language_of

if TYPE_CHECKING:
    from ljuspunkt.domain.survey.counts import Counts
    from ljuspunkt.domain.survey.figures import FigureRow, Figures, ReliabilityRow
    from ljuspunkt.domain.survey.instrument import Instruments
    from ljuspunkt.domain.survey.response import Response

JsonRow = dict[str, str | int | float | None]


def add(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    # The files first: what follows --by is taken for columns.
    parser.usage = (
        "ljuspunkt figures [-h] INSTRUMENT COUNTS [--by [COLUMN ...]] [--asked FILE] [--population FILE] [--json]\n"
    )
    parser.usage += (
        "       ljuspunkt figures [-h] INSTRUMENT COUNTS --compare [--by [COLUMN ...]] [--associations FILE] [--json]\n"
    )
    parser.usage += "       ljuspunkt figures [-h] INSTRUMENT COUNTS --quality [--json]"
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
    parser.add_argument(
        "--population",
        metavar="FILE",
        type=Path,
        help=_("people on the list (wave, association, group, population): intervals are of just those people"),
    )
    parser.add_argument(
        "--compare",
        action="store_true",
        help=_("instead of the figures: each association beside the others, and the years beside each other"),
    )
    parser.add_argument(
        "--associations",
        metavar="FILE",
        type=Path,
        help=_("associations and their mergers, for the years of --compare"),
    )
    parser.add_argument(
        "--quality",
        action="store_true",
        help=_("instead of the figures: non-response, floor, ceiling and reliability, nationally"),
    )
    parser.add_argument("--json", action="store_true", help=_("write the result as JSON"))
    parser.epilog = _("Example: ljuspunkt figures instruments counts.csv --by group")


def run(arguments: argparse.Namespace) -> int:
    """Compute all figures and write them to standard output; remarks go to standard error."""
    from ljuspunkt.cli.figures_table import remarks, table
    from ljuspunkt.domain.errors import BadInput
    from ljuspunkt.domain.survey.counts import SET_COLUMNS
    from ljuspunkt.domain.survey.figures import figures
    from ljuspunkt.domain.survey.response import populations, response_rates
    from ljuspunkt.files import asked, counts, instruments

    said: list[str] = []
    read_instruments = instruments.read(arguments.instrument, notify=lambda notice: said.append(notice.said(_)))
    read_counts = counts.read(arguments.counts)
    by = SET_COLUMNS[1:] if arguments.by is None else tuple(arguments.by)
    _check(arguments, by)
    if arguments.quality:
        return _quality(read_instruments, read_counts, arguments, said)
    lists = None
    if arguments.population:
        try:
            lists = populations(read_counts, asked.read(arguments.population, ("population", "asked")), by=by)
        except BadInput as refusal:
            refusal.file = refusal.file or str(arguments.population)
            raise
    try:
        found = figures(read_instruments, read_counts, by=by, lists=lists)
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
    if arguments.compare:
        _compare(found, read_instruments, arguments)
    elif arguments.json:
        print(_json_text(found, response, by, lists=lists is not None))
    else:
        print(table(found, read_instruments, response, by, language_of(os.environ), _))
    for sentence in (*said, *remarks(found, _)):
        print(f"ljuspunkt figures: {sentence}", file=sys.stderr)
    return DONE


def _quality(instruments: "Instruments", counts: "Counts", arguments: argparse.Namespace, said: Sequence[str]) -> int:
    """Write the quality of questions and scales to standard output."""
    from ljuspunkt.cli.quality_table import quality_json, quality_table
    from ljuspunkt.domain.errors import BadInput
    from ljuspunkt.domain.survey.quality import quality

    try:
        found = quality(instruments, counts)
    except BadInput as refusal:
        refusal.file = refusal.file or str(arguments.counts)
        raise
    if arguments.json:
        print(json.dumps(quality_json(found), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print(quality_table(found, instruments, language_of(os.environ), _))
    for sentence in said:
        print(f"ljuspunkt figures: {sentence}", file=sys.stderr)
    return DONE


def _check(arguments: argparse.Namespace, by: tuple[str, ...]) -> None:
    """Refuse options that don't go together."""
    from ljuspunkt.domain.errors import RuleBroken

    if arguments.associations and not arguments.compare:
        raise RuleBroken("associations_alone", "Mergers are followed between years: --associations needs --compare.")
    beside = (arguments.by is not None, arguments.asked, arguments.population, arguments.compare)
    if arguments.quality and any(beside):
        raise RuleBroken(
            "quality_alone", "The quality of questions is national, so --quality stands alone or with --json."
        )
    if not arguments.compare:
        return
    if "association" not in by or not set(by) <= {"wave", "association", "group"}:
        raise RuleBroken(
            "compare_by",
            "Associations are compared: with --compare the columns must be association, or association and group.",
        )
    if arguments.asked or arguments.population:
        raise RuleBroken("compare_alone", "With --compare there are no response rates and no lists of people.")


def _compare(found: "Figures", instruments: "Instruments", arguments: argparse.Namespace) -> None:
    """Write the comparisons of unprotected figures to standard output."""
    from ljuspunkt.cli.comparisons_table import text
    from ljuspunkt.domain.survey.comparisons import compared
    from ljuspunkt.domain.survey.series import figure_series
    from ljuspunkt.files import comparison_tables, policy

    associations = policy.read_associations(arguments.associations) if arguments.associations else ()
    comparisons = compared(figure_series(found, instruments, associations))
    if not arguments.json:
        print(text(comparisons, instruments, language_of(os.environ), _))
        return
    document = {
        table.name: [{column: row[column] for column in table.columns} for row in table.rows]
        for table in comparison_tables.tables(comparisons)
    }
    lists = [
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
        + "\n]"
        for name, rows in document.items()
    ]
    print("{\n" + ",\n".join(lists) + "\n}")


def _json_text(
    found: "Figures", response: "dict[tuple[str, ...], Response]", by: tuple[str, ...], *, lists: bool
) -> str:
    """Return the rows as a JSON list, one row per line."""
    rows = [_figure_row(row) | _listed(row, lists) for row in found.rows]
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


def _listed(row: "FigureRow", lists: bool) -> JsonRow:
    """Return how many are on a row's list, where lists were given."""
    return {"population": row.population} if lists else {}


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
    return _empty(columns) | where | {"n": row.n, "reliability": row.alpha, "omega": row.omega}
