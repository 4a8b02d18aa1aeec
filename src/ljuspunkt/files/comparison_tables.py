"""Comparisons as tables: `others`, `national`, `means`, `trend`, `changes`, as CSV in a release and as rows for JSON.

A release holds those that its policy names, in the folder `comparisons`. They follow from its other tables, so they are
recomputed whenever somebody checks it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from pathlib import Path

from ljuspunkt.domain.disclosure.finding import Finding
from ljuspunkt.domain.errors import BadInput, marked
from ljuspunkt.domain.estimation.clusters import Estimate
from ljuspunkt.domain.report.recheck import CLOSE, Difference
from ljuspunkt.domain.survey.comparisons import Change, Comparisons, Funnel, Level, MeanLevel, Point, Trend, comparisons
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.domain.survey.series import Shown, Topic
from ljuspunkt.domain.vocabulary import Interval
from ljuspunkt.files.csv_text import table_text, written
from ljuspunkt.files.delimited import read_delimited

FOLDER = "comparisons"
NAMED: Mapping[str, tuple[str, ...]] = {"others": ("others", "national", "means"), "trend": ("trend", "changes")}
"""The tables that each name in a policy's `comparisons` stands for."""

Value = str | int | float | None
Row = dict[str, Value]

WHOLE = frozenset(
    {
        "sets",
        "not_shown",
        "n",
        "answered",
        "positive",
        "others_answered",
        "others_positive",
        "answered_before",
        "positive_before",
    }
)
"""Columns that hold whole numbers."""

TEXT = frozenset(
    {
        "wave",
        "earlier",
        "association",
        "group",
        "question",
        "indicator",
        "waves",
        "left_out",
        "differs",
        "direction",
        "gap",
    }
)
"""Columns that hold text."""


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """One table of comparisons; every row has the same columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def tables(found: Comparisons, names: Sequence[str] = tuple(NAMED)) -> tuple[ComparisonTable, ...]:
    """Return comparisons as tables.

    Args:
        found: the comparisons.
        names: as a policy names them.
    """
    every = {
        "others": [_point_row(funnel, point) for funnel in found.funnels for point in funnel.points],
        "national": [_level_row(level) for level in found.levels],
        "means": [_mean_row(level) for level in found.means],
        "trend": [_trend_row(trend) for trend in (*found.national_trends, *found.trends)],
        "changes": [_change_row(change) for change in (*found.national_changes, *found.changes)],
    }
    wanted = [table for name, named in NAMED.items() if name in names for table in named]
    return tuple(ComparisonTable(name, COLUMNS[name], tuple(every[name])) for name in wanted)


def of_release(publication: Publication) -> tuple[ComparisonTable, ...]:
    """Return the tables that a release's policy names, from its other tables."""
    if not publication.policy.comparisons:
        return ()
    return tables(comparisons(publication), publication.policy.comparisons)


def csv_bytes(table: ComparisonTable) -> bytes:
    """Return a table as CSV; numbers are unrounded, empty where there is none."""
    return table_text(table.columns, ([row[column] for column in table.columns] for row in table.rows)).encode()


def files(publication: Publication) -> dict[str, bytes]:
    """Return the files of a release's comparisons by their path in the folder."""
    return {f"{FOLDER}/{table.name}.csv": csv_bytes(table) for table in of_release(publication)}


def read(path: Path) -> ComparisonTable:
    """Read one table of comparisons.

    Raises:
        BadInput: there is no such file, or it isn't a table of comparisons.
    """
    name = path.stem
    found = read_delimited(path)
    if name not in COLUMNS or found.header != COLUMNS[name]:
        raise BadInput(
            "odd_heading",
            "The header must be {needed}.",
            file=str(path),
            line=1,
            needed=", ".join(COLUMNS.get(name, ())),
        )
    rows = [
        {column: _value(column, cell, path, line) for column, cell in zip(found.header, cells, strict=True)}
        for line, cells in found.rows
    ]
    return ComparisonTable(name, found.header, tuple(rows))


def differences(folder: Path, publication: Publication, *, missing: str) -> Iterator[Difference]:
    """Yield what a release's comparisons say that doesn't follow from its tables.

    Args:
        folder: of the release.
        publication: as read from it.
        missing: what is said of a file that isn't there, in the reader's language.

    Raises:
        BadInput: a file can't be read as a table of comparisons.
    """
    recomputed = {f"{table.name}.csv": table for table in of_release(publication)}
    for name, table in recomputed.items():
        path = folder / FOLDER / name
        if not path.is_file():
            yield Difference(f"{FOLDER}/{name}", "", "", missing, "")
        elif path.read_bytes() != csv_bytes(table):
            yield from _table_differences(table, read(path))
    for path in sorted((folder / FOLDER).glob("*")):
        if path.name not in recomputed:
            yield Difference(f"{FOLDER}/{path.name}", "", "", path.name, "")


def findings(folder: Path, publication: Publication) -> tuple[Finding, ...]:
    """Return what an attacker may make of comparisons that don't follow from the printed tables.

    A number that can't be worked out from shown sets may have been worked out from hidden ones.

    Raises:
        BadInput: a file can't be read as a table of comparisons.
    """
    found = {}
    for difference in differences(folder, publication, missing=""):
        if difference.printed:
            place = (difference.file, difference.place)
            found[place] = Finding(
                difference.place or difference.file,
                None,
                NOT_DERIVABLE,
                (f"{difference.file}: {difference.column} {difference.printed}".strip(),),
            )
    return tuple(found.values())


NOT_DERIVABLE = marked("the comparison doesn't follow from the shown figures, so it may hold hidden ones")


def _table_differences(need: ComparisonTable, have: ComparisonTable) -> Iterator[Difference]:
    file = f"{FOLDER}/{need.name}.csv"
    for number in range(max(len(need.rows), len(have.rows))):
        left = have.rows[number] if number < len(have.rows) else None
        right = need.rows[number] if number < len(need.rows) else None
        place = _place(need, right if right is not None else left or {})
        if left is None or right is None:
            yield Difference(file, place, "", *(_line(need, row) for row in (left, right)))
            continue
        for column in need.columns:
            if not _same(left[column], right[column]):
                yield Difference(file, place, column, written(left[column]), written(right[column]))


def _line(table: ComparisonTable, row: Row | None) -> str:
    return "" if row is None else ",".join(written(row[column]) for column in table.columns)


def _place(table: ComparisonTable, row: Row) -> str:
    keys = ("wave", "earlier", "association", "group", "question", "indicator")
    return ", ".join(str(row[key]) for key in keys if key in table.columns and row.get(key))


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return one == other


def _value(column: str, cell: str, path: Path, line: int) -> Value:
    if column in TEXT:
        return cell or None
    if not cell:
        return None
    try:
        number: int | float = int(cell) if column in WHOLE else float(cell)
        if not -float("inf") < number < float("inf"):
            raise ValueError(cell)
        return number
    except ValueError:
        raise BadInput(
            "not_a_number", "“{value}” isn't a number.", file=str(path), line=line, column=column, value=cell
        ) from None


_EVERY_TOPIC = ("group", "question", "indicator")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "others": (
        "wave",
        *_EVERY_TOPIC,
        "association",
        "sets",
        "not_shown",
        "n",
        "answered",
        "positive",
        "share",
        "low",
        "high",
        "others_answered",
        "others_positive",
        "others_share",
        "difference",
        "difference_low",
        "difference_high",
        "pooled",
        "dispersion",
        "between",
        "z",
        "z_adjusted",
        "p",
        "p_exact",
        "p_adjusted",
        "low_95",
        "high_95",
        "low_998",
        "high_998",
        "adjusted_low_95",
        "adjusted_high_95",
        "adjusted_low_998",
        "adjusted_high_998",
        "shrunken",
        "shrunken_low",
        "shrunken_high",
        "differs",
    ),
    "national": (
        "wave",
        *_EVERY_TOPIC,
        "sets",
        "not_shown",
        "n",
        "answered",
        "positive",
        "pooled",
        "pooled_error",
        "pooled_low",
        "pooled_high",
        "mean_of_shares",
        "mean_error",
        "mean_low",
        "mean_high",
    ),
    "means": (
        "wave",
        *_EVERY_TOPIC,
        "sets",
        "answered",
        "pooled",
        "pooled_error",
        "pooled_low",
        "pooled_high",
        "mean_of_means",
        "mean_error",
        "mean_low",
        "mean_high",
    ),
    "trend": (
        "association",
        *_EVERY_TOPIC,
        "sets",
        "waves",
        "left_out",
        "chi_square",
        "slope",
        "low",
        "high",
        "p",
        "p_adjusted",
        "direction",
        "gap",
    ),
    "changes": (
        "wave",
        "earlier",
        "association",
        *_EVERY_TOPIC,
        "sets",
        "answered_before",
        "positive_before",
        "answered",
        "positive",
        "difference",
        "low",
        "high",
        "p",
        "p_adjusted",
        "direction",
        "gap",
    ),
}
"""The columns of each table; `docs/formats.md` says what they mean."""


def _topic(group: str, topic: Topic) -> Row:
    return {"group": group or None, "question": topic.question, "indicator": topic.indicator}


def _ends(interval: Interval | None, low: str = "low", high: str = "high") -> Row:
    return {low: None if interval is None else interval.low, high: None if interval is None else interval.high}


def _counts(shown: Shown | None, *, suffix: str = "") -> Row:
    return {
        f"answered{suffix}": None if shown is None else shown.answered,
        f"positive{suffix}": None if shown is None else shown.positive,
    }


def _point_row(funnel: Funnel, point: Point) -> Row:
    return {
        "wave": funnel.wave,
        **_topic(funnel.group, funnel.topic),
        "association": point.association,
        "sets": len(funnel.points),
        "not_shown": funnel.not_shown,
        "n": point.shown.n,
        **_counts(point.shown),
        "share": point.shown.share,
        **_ends(point.shown.interval),
        "others_answered": point.others.answered,
        "others_positive": point.others.positive,
        "others_share": point.others.share,
        "difference": point.difference,
        **_ends(point.interval, "difference_low", "difference_high"),
        "pooled": funnel.pooled.share,
        "dispersion": funnel.dispersion,
        "between": funnel.between,
        "z": point.z,
        "z_adjusted": point.z_adjusted,
        "p": point.p,
        "p_exact": point.p_exact,
        "p_adjusted": point.p_adjusted,
        **_ends(point.limits_95, "low_95", "high_95"),
        **_ends(point.limits_998, "low_998", "high_998"),
        **_ends(point.adjusted_95, "adjusted_low_95", "adjusted_high_95"),
        **_ends(point.adjusted_998, "adjusted_low_998", "adjusted_high_998"),
        "shrunken": point.shrunken,
        **_ends(point.shrunken_interval, "shrunken_low", "shrunken_high"),
        "differs": ("above" if point.difference > 0 else "below") if point.differs else None,
    }


def _level_row(level: Level) -> Row:
    return {
        "wave": level.wave,
        **_topic(level.group, level.topic),
        "sets": level.sets,
        "not_shown": level.not_shown,
        "n": level.counts.n,
        **_counts(level.counts),
        **_both(level.pooled, level.mean, "mean_of_shares"),
    }


def _mean_row(level: MeanLevel) -> Row:
    return {
        "wave": level.wave,
        **_topic(level.group, level.topic),
        "sets": level.sets,
        "answered": level.answered,
        **_both(level.pooled, level.mean, "mean_of_means"),
    }


def _both(pooled: Estimate, mean: Estimate, name: str) -> Row:
    return {
        "pooled": pooled.value,
        "pooled_error": pooled.standard_error,
        **_ends(pooled.interval, "pooled_low", "pooled_high"),
        name: mean.value,
        "mean_error": mean.standard_error,
        **_ends(mean.interval, "mean_low", "mean_high"),
    }


def _trend_row(trend: Trend) -> Row:
    return {
        "association": trend.association or None,
        **_topic(trend.group, trend.topic),
        "sets": trend.sets,
        "waves": "; ".join(trend.waves) or None,
        "left_out": "; ".join(f"{wave}: {gap}" for wave, gap in trend.left_out) or None,
        "chi_square": trend.chi_square,
        "slope": trend.slope,
        **_ends(trend.interval),
        "p": trend.p,
        "p_adjusted": trend.p_adjusted,
        "direction": trend.direction or None,
        "gap": trend.gap or None,
    }


def _change_row(change: Change) -> Row:
    return {
        "wave": change.wave,
        "earlier": change.earlier,
        "association": change.association or None,
        **_topic(change.group, change.topic),
        "sets": change.sets,
        **_counts(change.before, suffix="_before"),
        **_counts(change.after),
        "difference": change.difference,
        **_ends(change.interval),
        "p": change.p,
        "p_adjusted": change.p_adjusted,
        "direction": change.direction or None,
        "gap": change.gap or None,
    }
