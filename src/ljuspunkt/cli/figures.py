"""`ljuspunkt figures`: all figures of a measurement with their intervals, unprotected, for the analyst's eyes."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _, language_of

if TYPE_CHECKING:
    from ljuspunkt.chain.figures import FigureTable
    from ljuspunkt.domain.vocabulary import Notice


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
    from ljuspunkt.chain.figures import figures
    from ljuspunkt.cli.figures_table import remarks, table
    from ljuspunkt.domain.survey.counts import SET_COLUMNS

    said: list[str] = []

    def notify(notice: "Notice") -> None:
        said.append(notice.said(_))

    by = SET_COLUMNS[1:] if arguments.by is None else tuple(arguments.by)
    _check(arguments, by)
    if arguments.quality:
        return _quality(arguments, said, notify)
    measured = figures(
        arguments.instrument,
        arguments.counts,
        by=by,
        asked=arguments.asked,
        population=arguments.population,
        notify=notify,
    )
    if arguments.compare:
        _compare(measured, arguments)
    elif arguments.json:
        print(_json_text(measured))
    else:
        print(table(measured.found, measured.instruments, measured.response, by, language_of(os.environ), _))
    for sentence in (*said, *remarks(measured.found, _)):
        print(f"ljuspunkt figures: {sentence}", file=sys.stderr)
    return DONE


def _quality(arguments: argparse.Namespace, said: Sequence[str], notify: "Callable[[Notice], None]") -> int:
    """Write the quality of questions and scales to standard output."""
    from ljuspunkt.chain.figures import quality
    from ljuspunkt.chain.given import read_instruments
    from ljuspunkt.cli.quality_table import quality_json, quality_table

    instruments = read_instruments(arguments.instrument, notify=notify)
    found = quality(instruments, arguments.counts)
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


def _compare(measured: "FigureTable", arguments: argparse.Namespace) -> None:
    """Write the comparisons of unprotected figures to standard output."""
    from ljuspunkt.chain.figures import compared_figures, comparisons_by_name
    from ljuspunkt.cli.comparisons_table import text

    comparisons = compared_figures(measured, associations=arguments.associations)
    if not arguments.json:
        print(text(comparisons, measured.instruments, language_of(os.environ), _))
        return
    lists = [
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in table.records())
        + "\n]"
        for name, table in comparisons_by_name(comparisons).items()
    ]
    print("{\n" + ",\n".join(lists) + "\n}")


def _json_text(measured: "FigureTable") -> str:
    """Return the rows as a JSON list, one row per line; every kind of row has the figures' columns."""
    from ljuspunkt.files.release import NUMBERS

    empty = dict.fromkeys(name for name in measured.columns if name not in NUMBERS) | dict.fromkeys(NUMBERS)
    empty.pop("population", None)
    rows = measured.records()
    rows += [empty | row for row in (*measured.reliabilities.records(), *measured.responses.records())]
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows) + "\n]"
