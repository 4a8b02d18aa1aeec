"""Counting on Spark: a real server gives the same whole numbers as DuckDB, and refuses in one sentence."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from ljuspunkt.cli.main import main
from ljuspunkt.counting import spark as engines
from ljuspunkt.counting.count import Counting
from ljuspunkt.counting.engine import DuckDB
from ljuspunkt.counting.spark import Spark, Words
from tests.counting.making import HEADING, ROWS, instrument, refused, write
from tests.counting.test_no_count_runs_over import by_hand, flat, instruments

ROOT = Path(__file__).resolve().parents[2]
MEASUREMENT = ROOT / "examples" / "measurement"


def parquet_of(folder: Path, *rows: str, name: str = "answers.parquet") -> Path:
    """Write rows as Parquet, empty cells as null."""
    cells = zip(*(row.split(",") for row in rows), strict=True)
    columns = {
        title: pa.array([cell or None for cell in column], pa.string())
        for title, column in zip(HEADING.split(","), cells, strict=True)
    }
    parquet.write_table(pa.table(columns), folder / name)
    return folder / name


def three(folder: Path, name: str) -> list[bytes]:
    """Return the counts, scores and products under a name."""
    return [(folder / f"{name}{kind}.csv").read_bytes() for kind in ("", ".scores", ".products")]


def test_the_example_gives_the_same_counts_scores_and_products_on_spark(spark: str, tmp_path: Path) -> None:
    """All three years as one file that the server reads, against DuckDB on the files as they are."""
    files = sorted((MEASUREMENT / "answers").glob("*.csv"))
    text = csv.ConvertOptions(
        strings_can_be_null=True, null_values=[""], column_types=dict.fromkeys(columns_of(files), pa.string())
    )
    years = [csv.read_csv(path, convert_options=text) for path in files]
    parquet.write_table(pa.concat_tables(years, promote_options="default"), tmp_path / "answers.parquet")
    words = ["count", str(MEASUREMENT / "instruments"), "--by", "sex"]
    assert main([*words, *map(str, files), "--out", str(tmp_path / "here.csv")]) == 0
    there = [
        str(tmp_path / "answers.parquet"),
        "--out",
        str(tmp_path / "there.csv"),
        "--engine",
        "spark",
        "--spark",
        spark,
    ]
    assert main([*words, *there]) == 0
    assert three(tmp_path, "there") == three(tmp_path, "here")


def columns_of(files: Sequence[Path]) -> set[str]:
    return {name for path in files for name in path.read_text(encoding="utf-8").partition("\n")[0].split(",")}


def test_text_that_lies_here_is_sent_to_the_server(spark: str, tmp_path: Path) -> None:
    answers = str(write(tmp_path / "answers.csv", HEADING, *ROWS))
    words = ["count", str(instrument(tmp_path)), answers, "--by", "sex"]
    assert main([*words, "--out", str(tmp_path / "here.csv")]) == 0
    assert main([*words, "--out", str(tmp_path / "there.csv"), "--engine", "spark", "--spark", spark]) == 0
    assert three(tmp_path, "there") == three(tmp_path, "here")


def test_the_server_reads_parquet_by_itself(
    spark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file, a folder of files and a pattern; the address comes from the environment."""
    monkeypatch.setenv("SPARK_REMOTE", spark)
    form = str(instrument(tmp_path))
    whole = parquet_of(tmp_path, *ROWS)
    parts = tmp_path / "parts"
    parts.mkdir()
    parquet_of(parts, *ROWS[:2], name="a.parquet")
    parquet_of(parts, *ROWS[2:], name="b.parquet")
    assert main(["count", form, str(whole), "--out", str(tmp_path / "here.csv")]) == 0
    for name, place in (("one", whole), ("folder", parts), ("pattern", parts / "*.parquet")):
        out = tmp_path / f"{name}.csv"
        assert main(["count", form, str(place), "--engine", "spark", "--out", str(out)]) == 0
        assert three(tmp_path, name) == three(tmp_path, "here")
        assert capsys.readouterr().out.startswith("5 respondents in 3 sets")


@pytest.mark.parametrize("size", [1, 1023, 1024, 70_000])
def test_no_count_runs_over_on_spark(spark: str, size: int, tmp_path: Path) -> None:
    """Sets whose members all answer alike, on both sides of the sizes where a question needs one more sum."""
    codes = (1, 2, 3, 4, 5, 6, 9)
    sets = ["one"] * size + ["two"]
    each = {f"q{answer}": [*[answer] * size, 2] for answer in (1, 9, None)}
    columns = {name: pa.array(answers, pa.int8()) for name, answers in each.items()}
    named = {"wave": ["2022"] * len(sets), "association": sets, "group": ["board"] * len(sets)}
    parquet.write_table(pa.table({**named, **columns}), tmp_path / "answers.parquet")
    engine = Spark(spark)
    try:
        counting = Counting(engine, instruments([*each], codes))
        counting.add(tmp_path / "answers.parquet", needs=lambda question: None)
    finally:
        engine.close()
    for name, answers in each.items():
        assert flat(counting.counts, name) == by_hand(sets, answers)


KINDS = [pa.int8(), pa.int64(), pa.uint16(), pa.float64(), pa.decimal128(6, 2), pa.string()]


def test_answers_of_every_kind_are_the_same_on_spark(spark: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    codes = (1, 2, 3, 12)
    answers = [None if code == 3 else int(code) for code in rng.choice(codes, 400)]
    named = {"wave": [2022] * 400, "association": ["å, “ä” `ö`", "b"] * 200, "group": ["board"] * 400}
    written = pa.array(answers, pa.int8())
    columns = {f"q{number}": written.cast(kind) for number, kind in enumerate(KINDS)}
    parquet.write_table(pa.table({**named, **columns}), tmp_path / "answers.parquet")
    engine = Spark(spark)
    found = []
    try:
        for each in (engine, DuckDB(tmp_path)):
            counting = Counting(each, instruments([*columns], codes))
            counting.add(tmp_path / "answers.parquet", needs=lambda question: None)
            found.append(counting.counts)
    finally:
        engine.close()
    assert found[0] == found[1]
    assert flat(found[0], "q4") == by_hand(named["association"], answers)


def test_a_packed_word_holds_every_count_apart() -> None:
    """Words laid out by hand: 3 choices of 21 bits fill one word, the fourth begins the next."""
    words = Words(4, 21)
    assert [words.bit(choice) for choice in range(4)] == [(0, 0), (0, 21), (0, 42), (1, 0)]
    full = 2**21 - 1
    sums = np.array([[full | full << 21 | full << 42, full], [5 | 7 << 42, 0]], np.int64)
    assert words.counts(sums).tolist() == [[full] * 4, [5, 0, 7, 0]]


WRONG = {
    "an answer that is no choice": ((*ROWS, "2022,Norra,participant,man,7,1,yes"), "line 6, column q1: “7” isn't a"),
    "a blank wave": ((ROWS[0], ",Norra,participant,man,1,1,yes"), "line 2, column wave: The cell is empty"),
    "a group without an instrument": ((ROWS[0], "2023,Norra,participant,man,1,1,"), "line 2, column wave: There is no"),
}


@pytest.mark.parametrize(("rows", "expected"), WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_named_by_file_and_row(
    rows: tuple[str, ...], expected: str, spark: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = parquet_of(tmp_path, *rows)
    out = tmp_path / "c.csv"
    said = refused(capsys, [instrument(tmp_path), answers, "--out", out, "--spark", spark])
    assert said.startswith(f"{answers}, {expected}")
    assert not out.exists()


def test_what_the_server_does_not_see_or_can_not_read_is_said(
    spark: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, out = instrument(tmp_path), tmp_path / "c.csv"
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(b"PAR1 not at all PAR1")
    columns = {
        "wave": pa.array([], pa.string()),
        "association": pa.array([], pa.string()),
        "group": pa.array([], pa.string()),
    }
    parquet.write_table(pa.table({**columns, "q1": [], "q2": [], "q3": []}), tmp_path / "empty.parquet")
    parquet.write_table(pa.table(columns), tmp_path / "narrow.parquet")
    for given, expected in (
        (tmp_path / "nowhere.parquet", f"{tmp_path}/nowhere.parquet: The Spark server finds nothing here"),
        (damaged, f"{damaged}: The file isn't a whole Parquet file"),
        (tmp_path / "empty.parquet", f"{tmp_path}/empty.parquet: The file has a heading but no rows."),
        ("s3a://bucket/answers.parquet", "The Spark server refused: "),
    ):
        assert refused(capsys, [form, given, "--out", out, "--spark", spark]).startswith(expected)
    with_age = [form, parquet_of(tmp_path, *ROWS), "--out", out, "--spark", spark, "--by", "age"]
    assert "column age: The column is missing." in refused(capsys, with_age)
    assert not out.exists()


def test_a_server_that_dies_in_the_middle_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import spark as spark_server

    missing = spark_server.trouble()
    if missing is not None:
        pytest.fail(missing)
    address = spark_server.start(tmp_path / "server", guarded=os.getpid())
    whole = Spark.result
    monkeypatch.setattr(engines, "TRIES", 1)

    def killed(self: Spark, expression: object) -> pa.Table:
        spark_server.stop(tmp_path / "server")
        return whole(self, expression)  # type: ignore[arg-type]

    monkeypatch.setattr(Spark, "result", killed)
    out = tmp_path / "c.csv"
    try:
        said = refused(capsys, [instrument(tmp_path), parquet_of(tmp_path, *ROWS), "--out", out, "--spark", address])
    finally:
        spark_server.stop(tmp_path / "server")
    assert said == f"The Spark server at {address} went away; nothing was written."
    assert not out.exists()


def test_without_the_client_package_the_way_to_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    out = tmp_path / "c.csv"
    words = [instrument(tmp_path), parquet_of(tmp_path, *ROWS), "--out", out, "--spark", "sc://127.0.0.1:15002"]
    assert refused(capsys, words) == "Counting on Spark needs its client: pip install “ljuspunkt[spark]”."
