"""How long counting takes, side by side with other ways of counting the same wide file. Run by `make bench-count`.

Where SPARK_REMOTE names a Spark server that sees this machine's files, it counts too (`make bench-count-spark`); of its
processor time and memory this tells only what the client takes.

Two jobs: *steps*, the comparable one (respondents per set, question and step), and *everything*, what
`ljuspunkt count` does besides (the check of every answer, scores of six indicators of five items, cross-products).
Every contender runs in a process of its own, in turn, several rounds; the first run of a process warms up and isn't
counted. Its peak memory is that of its process. All must give the same integers.
"""

import argparse
import atexit
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

SETS = ("wave", "association", "group")
QUESTIONS = tuple(f"q{number}" for number in range(1, 31))
STEPS = range(1, 7)
N_WAVES, N_ASSOCIATIONS, N_GROUPS = 4, 50, 5
SMALL, LARGE = 333_334, 10_000_000
ROUNDS = 5


def make(path: Path, rows: int) -> None:
    """Write a wide file: whole numbers of one byte, one answer in twenty missing, 1,000 sets of respondents."""
    import pyarrow as pa
    from pyarrow import parquet

    rng = np.random.default_rng(2014)
    text = pa.dictionary(pa.int32(), pa.string())
    names = (
        [str(2019 + wave) for wave in range(N_WAVES)],
        [f"Association {number:02d}" for number in range(N_ASSOCIATIONS)],
        ["participants ongoing", "participants exit", "staff", "managers", "board"],
    )
    schema = pa.schema([(name, text) for name in SETS] + [(name, pa.int8()) for name in QUESTIONS])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for start in range(0, rows, 1_000_000):
            n = min(1_000_000, rows - start)
            columns = [
                pa.DictionaryArray.from_arrays(pa.array(rng.integers(0, len(each), n, dtype=np.int32)), pa.array(each))
                for each in names
            ]
            for _ in QUESTIONS:
                columns.append(pa.array(rng.integers(1, 7, n, dtype=np.int8), mask=rng.random(n) < 0.05))
            writer.write_table(pa.Table.from_arrays(columns, schema=schema), row_group_size=122_880)


@cache
def instruments(items_per_indicator: int) -> Any:
    """Return an instrument of 30 six-step questions."""
    from ljuspunkt.files.instruments import from_document

    choices = [{"name": str(step), "value": step, "label": {"en": str(step)}} for step in STEPS]
    survey = [
        {
            "name": name,
            "type": "select_one six",
            "label": {"en": name},
            "indicator": [str(place // items_per_indicator + 1)],
            "positive": ["5", "6"],
            "reverse": "yes" if place % 5 == 0 else "no",
        }
        for place, name in enumerate(QUESTIONS)
    ]
    form = {"settings": {"form_id": "bench", "version": "1"}, "choices": {"six": choices}, "survey": survey}
    return from_document({"instruments": [form]})


@cache
def engine() -> Any:
    """Return the product's engine: opened once for a process, as is the connection of the SQL by hand."""
    from ljuspunkt.counting.engine import DuckDB

    folder = tempfile.mkdtemp(prefix="ljuspunkt-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return DuckDB(Path(folder))


@cache
def spark() -> Any:
    """Return the product's engine on a server, connected once for a process."""
    from ljuspunkt.counting.spark import Spark

    connected = Spark(os.environ["SPARK_REMOTE"])
    atexit.register(connected.close)
    return connected


def product_steps(path: Path, on: Callable[[], Any] = engine) -> int:
    """The product's own expression for the steps, on its own engine: arrays of integers come out."""
    from ljuspunkt.counting.plan import Plan
    from ljuspunkt.counting.sizes import sizes_of
    from ljuspunkt.counting.tallies import tallies_of

    plan = Plan({("2019", "staff"): instruments(5).each[0]})
    table = on().open(path)
    tallies = tallies_of(on(), table, SETS, plan, sizes_of(on(), table, SETS))
    return sum(int(tallies.answers[name].sum()) for name in QUESTIONS)


def product_everything(path: Path, on: Callable[[], Any] = engine) -> int:
    """All that `ljuspunkt count` does but for the file it writes: the domain's `Counts` come out."""
    from ljuspunkt.counting.count import Counting

    counting = Counting(on(), instruments(5))
    counting.add(path, needs=lambda question: None)
    cells = counting.counts.steps.values()
    return sum(n for cell in cells for steps in cell.values() for step, n in steps.items() if step)


def duckdb_packed(path: Path) -> int:
    """SQL by hand, the fastest of twenty forms tried: the six steps of a question as fields of one sum.

    A first statement finds how wide a field must be; blocks of a million rows keep it narrow in large files.
    """
    import duckdb

    sets = ", ".join(f'"{name}"' for name in SETS)
    source = f"FROM '{path}' GROUP BY {sets}"
    if duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()[0][0] > 1 << 20:
        source = f"FROM read_parquet('{path}', file_row_number = true) GROUP BY {sets}, file_row_number >> 20"
    found = duckdb.sql(f"SELECT max(n) FROM (SELECT count(*) AS n {source})").fetchall()
    width = int(found[0][0]).bit_length()
    if 5 * width > 62:
        sys.exit("The sets of this file are too large for the SQL by hand.")
    sums = ", ".join(f'sum({1 << 5 * width}::BIGINT >> ({width} * ("{name}"::BIGINT - 1)))' for name in QUESTIONS)
    if 6 * width <= 62:
        sums = ", ".join(f'sum({1 << 6 * width}::BIGINT >> ({width} * "{name}"::BIGINT))' for name in QUESTIONS)
    total = 0
    for column in duckdb.sql(f"SELECT {sets}, count(*), {sums} {source}").to_arrow_table().columns[4:]:
        low, high = np.frombuffer(column.combine_chunks().buffers()[1], np.uint64).reshape(-1, 2).T
        for step in range(6):
            place = step * width
            field = low >> np.uint64(place)
            if place + width > 64:
                field = field | high << np.uint64(64 - place)
            total += int((field & np.uint64((1 << width) - 1)).sum())
    return total


def duckdb_count_if(path: Path) -> int:
    """SQL as one would write it: one pass, one conditional count per question and step."""
    import duckdb

    tallies = ", ".join(f'count_if("{name}" = {step})::BIGINT' for name in QUESTIONS for step in STEPS)
    sets = ", ".join(f'"{name}"' for name in SETS)
    rows = duckdb.sql(f"SELECT {sets}, count(*), {tallies} FROM '{path}' GROUP BY {sets}").to_arrow_table()
    return sum(int(np.nansum(column.to_numpy())) for column in rows.columns[4:])


def polars_lazy(path: Path) -> int:
    """Polars, lazily: one conditional sum per question and step. The fastest of four forms tried."""
    import polars as pl

    tallies = [(pl.col(name) == step).sum().alias(f"{name} {step}") for name in QUESTIONS for step in STEPS]
    rows = pl.scan_parquet(path).group_by(SETS).agg(pl.len(), *tallies).collect(engine="streaming")
    return int(sum(rows[f"{name} {step}"].sum() for name in QUESTIONS for step in STEPS))


def pandas_groupby(path: Path) -> int:
    """pandas: the sets numbered once, then one group-by per question."""
    import pandas as pd

    frame = pd.read_parquet(path)
    sets = frame.groupby(list(SETS), observed=True).ngroup().to_numpy()
    return int(
        sum(
            pd.DataFrame({"set": sets, "step": frame[name]}).groupby(["set", "step"]).size().sum() for name in QUESTIONS
        )
    )


def numpy_bincount(path: Path) -> int:
    """NumPy: set and step made one small number, counted by `bincount`; knows the steps to be 1 to 6."""
    from pyarrow import parquet

    total = 0
    for batch in parquet.ParquetFile(path, read_dictionary=list(SETS)).iter_batches(1_000_000):
        sets = np.zeros(batch.num_rows, np.int32)
        for name in SETS:
            column = batch.column(name)
            sets = sets * len(column.dictionary) + column.indices.to_numpy()
        sets *= 7
        for name in QUESTIONS:
            steps = np.nan_to_num(batch.column(name).to_numpy(zero_copy_only=False)).astype(np.int32)
            tally = np.bincount(sets + steps, minlength=7 * N_WAVES * N_ASSOCIATIONS * N_GROUPS)
            total += int(tally.reshape(-1, 7)[:, 1:].sum())
    return total


CONTENDERS: dict[str, Callable[[Path], int]] = {
    "ljuspunkt, steps": product_steps,
    "ljuspunkt, everything": product_everything,
    "DuckDB, SQL by hand": duckdb_packed,
    "DuckDB, count_if": duckdb_count_if,
    "Polars": polars_lazy,
    "pandas": pandas_groupby,
    "NumPy bincount": numpy_bincount,
}
ON_SPARK: dict[str, Callable[[Path], int]] = {
    "ljuspunkt on Spark, steps": partial(product_steps, on=spark),
    "ljuspunkt on Spark, everything": partial(product_everything, on=spark),
}
if "SPARK_REMOTE" in os.environ:
    CONTENDERS |= ON_SPARK


def run_one(name: str, path: Path, warm: Path) -> None:
    """Run one contender in this process and print what it took as JSON."""
    count = CONTENDERS[name]
    count(warm)
    before, cpu = time.perf_counter(), time.process_time()
    total = count(path)
    took, worked = time.perf_counter() - before, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "processor": worked, "peak_mb": peak, "total": total}))


def measured(name: str, path: Path, warm: Path) -> dict[str, float]:
    """Run one contender in a process of its own."""
    command = [sys.executable, __file__, "--one", name, "--file", str(path), "--warm", str(warm)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def table(results: dict[str, list[dict[str, float]]], base: str) -> None:
    """Print medians and ratios."""
    print(f"| way | seconds | × {base} | processor seconds | × {base} | peak MB |\n|---|---|---|---|---|---|")
    for name, runs in results.items():
        cells = []
        for measure in ("seconds", "processor"):
            ratios = [one[measure] / other[measure] for one, other in zip(runs, results[base], strict=True)]
            cells += [f"{statistics.median(one[measure] for one in runs):.3f}", f"{statistics.median(ratios):.2f}"]
        peak = max(one["peak_mb"] for one in runs)
        print(f"| {name} | {' | '.join(cells)} | {peak:.0f} |", flush=True)


def main() -> None:
    """Measure and print, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", choices=CONTENDERS)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--warm", type=Path, help="the file to warm up with, so that no imports are measured")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", nargs="+", choices=CONTENDERS, help="leave out the other ways; the first is the base")
    parser.add_argument("--small-only", action="store_true", help="leave out the 3·10⁸ answers")
    arguments = parser.parse_args()
    if arguments.one:
        run_one(arguments.one, arguments.file, arguments.warm)
        return
    chosen = {name: CONTENDERS[name] for name in arguments.only or CONTENDERS}
    base = arguments.only[0] if arguments.only else "DuckDB, SQL by hand"
    tools = ("duckdb", "ibis-framework", "polars", "pandas", "numpy", "pyarrow", "pyspark-client")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{tool} {version(tool)}" for tool in tools))
    with tempfile.TemporaryDirectory(prefix="ljuspunkt-bench-") as folder:
        small, large = Path(folder) / "small.parquet", Path(folder) / "large.parquet"
        make(small, SMALL)
        print(f"\n{SMALL * len(QUESTIONS):,} answers ({SMALL:,} respondents × {len(QUESTIONS)}):\n")
        results: dict[str, list[dict[str, float]]] = {name: [] for name in chosen}
        for _ in range(arguments.rounds):
            for name in chosen:
                results[name].append(measured(name, small, small))
        totals = {one["total"] for runs in results.values() for one in runs}
        if len(totals) != 1:
            sys.exit(f"The ways of counting disagree: {sorted(totals)}")
        table(results, base)
        if arguments.small_only:
            return
        make(large, LARGE)
        print(f"\n{LARGE * len(QUESTIONS):,} answers ({LARGE:,} respondents × {len(QUESTIONS)}):\n")
        names = (
            "ljuspunkt, steps",
            "ljuspunkt, everything",
            "DuckDB, SQL by hand",
            "DuckDB, count_if",
            "NumPy bincount",
            *ON_SPARK,
        )
        names = tuple(name for name in names if name in chosen)
        grown = {name: [measured(name, large, small) for _ in range(2)] for name in names}
        table(grown, base)
        times = LARGE / SMALL
        print(f"\nGrowth from small to large, {times:.0f} times the answers:\n")
        for name in names:
            ratio = statistics.median(one["processor"] for one in grown[name]) / statistics.median(
                one["processor"] for one in results[name]
            )
            print(f"- {name}: {ratio:.1f} times the processor seconds")


if __name__ == "__main__":
    main()
