"""Counts (antal) in files: `NAME.csv` or `NAME.parquet` with its companions `NAME.scores` and `NAME.products`.

Rows are sorted by their own content, so the same counts are the same bytes. Steps that nobody chose are left out
when counts are written; rows of 0 are taken when they are read. Without the companions the counts still give every
figure of single questions and of indicators with one item.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from ljuspunkt.domain.errors import BadInput, marked
from ljuspunkt.domain.survey.counts import SET_COLUMNS, Cell, Counts, Product, Score
from ljuspunkt.files.csv_text import heading_of, kind_of, rows_of

STEP_COLUMNS = ("question", "step", "n")
SCORE_COLUMNS = ("indicator", "answered_items", "positive_items", "value_sum", "n")
PRODUCT_COLUMNS = ("wave", "group", "item_a", "item_b", "n", "sum_a", "sum_b", "sum_ab", "sum_aa", "sum_bb")
NEVER_EMPTY = (*SET_COLUMNS, "question", "indicator", "item_a", "item_b")
RESERVED = frozenset((*SET_COLUMNS, *STEP_COLUMNS, *SCORE_COLUMNS))
"""Names that no breakdown can have."""
SIGNED = ("value_sum", *PRODUCT_COLUMNS[5:])
ENDINGS = (".csv", ".parquet")

Line = tuple[str | int, ...]


def companions(path: Path) -> tuple[Path, Path]:
    """Return where the scores and the products lie beside the counts."""
    return path.with_suffix(f".scores{path.suffix}"), path.with_suffix(f".products{path.suffix}")


def check_name(path: Path) -> None:
    """Refuse a name that doesn't say which format the counts have, or that is a folder's.

    Raises:
        BadInput: the name ends in neither .csv nor .parquet, or a folder has it.
    """
    if path.suffix.lower() not in ENDINGS:
        raise BadInput("unknown_ending", "Counts are a .csv or a .parquet file; the name must end so.", file=str(path))
    if path.is_dir():
        raise BadInput("folder", "This is a folder; a file is needed.", file=str(path))


def write(counts: Counts, path: Path) -> tuple[Path, ...]:
    """Write the counts and their companions; all three or none.

    Returns:
        The paths written, the counts first.

    Raises:
        BadInput: the name ends in neither .csv nor .parquet.
        OSError: a file can't be written.
    """
    check_name(path)
    places = (path, *companions(path))
    tables = (
        ((*counts.columns, *STEP_COLUMNS), _step_lines(counts)),
        ((*counts.columns, *SCORE_COLUMNS), _score_lines(counts)),
        (PRODUCT_COLUMNS, _product_lines(counts)),
    )
    with ExitStack() as unfinished:
        for place, (columns, lines) in zip(places, tables, strict=True):
            beside = _beside(place)
            unfinished.callback(beside.unlink, missing_ok=True)
            _write_table(beside, columns, sorted(lines), parquet=path.suffix.lower() == ".parquet")
        for place in places:
            _beside(place).replace(place)
    return places


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.unfinished")


def _write_table(path: Path, columns: Sequence[str], lines: Sequence[Line], *, parquet: bool) -> None:
    if not parquet:
        with path.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(lines)
        return
    import pyarrow as pa
    from pyarrow import parquet as files

    whole = _whole(columns)
    fields = [pa.field(name, pa.int64() if name in whole else pa.string()) for name in columns]
    parts = zip(*lines, strict=True) if lines else ([] for _ in columns)
    arrays = [pa.array(part, type=field.type) for part, field in zip(parts, fields, strict=True)]
    files.write_table(pa.table(arrays, schema=pa.schema(fields)), path, compression="zstd")


def _whole(columns: Sequence[str]) -> frozenset[str]:
    """Return which of a table's columns hold whole numbers."""
    if tuple(columns) == PRODUCT_COLUMNS:
        return frozenset(PRODUCT_COLUMNS[4:])
    return frozenset(columns[-1:] if columns[-3:] == STEP_COLUMNS else columns[-4:])


def _step_lines(counts: Counts) -> Iterator[Line]:
    for cell, questions in counts.steps.items():
        for question, steps in questions.items():
            for step, n in steps.items():
                if n:
                    yield (*cell, question, step, n)


def _score_lines(counts: Counts) -> Iterator[Line]:
    for cell, indicators in counts.scores.items():
        for indicator, scores in indicators.items():
            for score, n in scores.items():
                if n:
                    yield (*cell, indicator, score.answered_items, score.positive_items, score.value_sum, n)


def _product_lines(counts: Counts) -> Iterator[Line]:
    for (wave, group), products in counts.products.items():
        for one in products:
            sums = (one.n, one.sum_a, one.sum_b, one.sum_ab, one.sum_aa, one.sum_bb)
            yield (wave, group, one.item_a, one.item_b, *sums)


def read(path: Path) -> Counts:
    """Read counts and those of their companions that lie beside them.

    Raises:
        BadInput: a file isn't what its name says, a column is missing or unknown, a number isn't a whole number
            of at least 0, or a row stands twice.
        OSError: a file can't be opened.
    """
    check_name(path)
    columns = _set_columns(path)
    steps: dict[Cell, dict[str, dict[str, int]]] = {}
    for cells in _lines(path, (*columns, *STEP_COLUMNS), keys=len(columns) + 2):
        *cell, question, step, n = cells
        steps.setdefault(tuple(map(str, cell)), {}).setdefault(str(question), {})[str(step)] = int(n)
    scores_path, products_path = companions(path)
    return Counts(columns, steps, _read_scores(scores_path, columns), _read_products(products_path))


def _set_columns(path: Path) -> tuple[str, ...]:
    found = _heading(path)
    for name in (*SET_COLUMNS, *STEP_COLUMNS):
        if name not in found:
            raise BadInput("column_missing", "The column “{name}” is missing.", file=str(path), name=name)
    breakdowns = found[len(SET_COLUMNS) : -len(STEP_COLUMNS)]
    if found != (*SET_COLUMNS, *breakdowns, *STEP_COLUMNS):
        raise BadInput(
            "columns_in_disorder",
            "The columns must be {needed} in this order, not {given}.",
            file=str(path),
            needed=", ".join((*SET_COLUMNS, "…", *STEP_COLUMNS)),
            given=", ".join(found),
        )
    return (*SET_COLUMNS, *breakdowns)


def _read_scores(path: Path, columns: Sequence[str]) -> Mapping[Cell, Mapping[str, Mapping[Score, int]]]:
    scores: dict[Cell, dict[str, dict[Score, int]]] = {}
    if path.exists():
        for cells in _lines(path, (*columns, *SCORE_COLUMNS), keys=len(columns) + 4):
            *cell, indicator, answered, positive, total, n = cells
            score = Score(int(answered), int(positive), int(total))
            scores.setdefault(tuple(map(str, cell)), {}).setdefault(str(indicator), {})[score] = int(n)
    return scores


def _read_products(path: Path) -> Mapping[tuple[str, str], tuple[Product, ...]]:
    products: dict[tuple[str, str], list[Product]] = {}
    if path.exists():
        for cells in _lines(path, PRODUCT_COLUMNS, keys=4):
            wave, group, item_a, item_b, *sums = cells
            product = Product(str(item_a), str(item_b), *map(int, sums))
            products.setdefault((str(wave), str(group)), []).append(product)
    return {key: tuple(found) for key, found in products.items()}


def _heading(path: Path) -> tuple[str, ...]:
    if path.suffix.lower() == ".csv":
        return heading_of(path).columns
    return tuple(_parquet(path).schema.names)


def _parquet(path: Path):  # type: ignore[no-untyped-def]  # pyarrow has no types
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.read_table(path)
    except pa.ArrowException as trouble:
        raise BadInput(
            "not_parquet",
            "The file isn't a Parquet file, whatever its name says{hint}.",
            file=str(path),
            hint=f" ({kind_of(path)})" if kind_of(path) else "",
        ) from trouble


def _lines(path: Path, columns: Sequence[str], *, keys: int) -> Iterator[Line]:
    """Yield the checked rows of a table; the first `keys` cells of a row are its own."""
    file, found = str(path), _heading(path)
    if found != tuple(columns):
        raise BadInput(
            "columns_in_disorder",
            "The columns must be {needed} in this order, not {given}.",
            file=file,
            needed=", ".join(columns),
            given=", ".join(found),
        )
    whole = _whole(columns)
    seen: set[Line] = set()
    for line, cells in _rows(path):
        row = tuple(
            _number(cell, file, line, name) if name in whole else _text(cell, file, line, name)
            for name, cell in zip(columns, cells, strict=True)
        )
        if row[:keys] in seen:
            key = ", ".join(map(str, row[:keys]))
            raise BadInput("row_twice", "The same row stands twice: {row}.", file=file, line=line, row=key)
        seen.add(row[:keys])
        yield row


def _text(cell: str, file: str, line: int, column: str) -> str:
    if not cell and column in NEVER_EMPTY:
        raise BadInput(
            "entry_missing", "An entry is needed here; it is missing or empty.", file=file, line=line, column=column
        )
    return cell


def _rows(path: Path) -> Iterable[tuple[int, Sequence[str]]]:
    if path.suffix.lower() == ".csv":
        return rows_of(path, heading_of(path))
    table = _parquet(path)
    texts = [["" if value is None else str(value) for value in column.to_pylist()] for column in table.columns]
    return ((line, cells) for line, cells in enumerate(zip(*texts, strict=True), start=1))


def _number(cell: str, file: str, line: int, column: str) -> int:
    signed = column in SIGNED
    if not re.fullmatch(r"-?\d{1,18}" if signed else r"\d{1,18}", cell):
        sentence = (
            marked("A whole number is needed, not “{value}”.")
            if signed
            else marked("A whole number of at least 0 is needed, not “{value}”.")
        )
        raise BadInput("not_a_number", sentence, file=file, line=line, column=column, value=cell)
    return int(cell)
