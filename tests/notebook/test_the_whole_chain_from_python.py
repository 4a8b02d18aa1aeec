"""From a notebook: answers in memory become counts, figures and an audited release, as they do on the command line."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import ljuspunkt
from ljuspunkt.cli.main import main
from tests.counting.making import HEADING, ROWS, instrument, write
from tests.disclosure.making import bench
from tests.disclosure.test_the_protect_and_audit_commands import survey

COLUMNS = HEADING.split(",")
CELLS = [row.split(",") for row in ROWS]


def as_pandas() -> object:
    """A frame as notebooks have them: an index of its own, categories, missing values."""
    frame = pd.DataFrame(CELLS, columns=COLUMNS).replace("", None).astype({"group": "category", "sex": "category"})
    return frame.set_index(pd.Index([f"row {number}" for number in range(len(frame))], name="who"))


def as_numbers() -> object:
    """Questions as floating numbers with gaps, as pandas reads them from a spreadsheet."""
    frame = pd.DataFrame(CELLS, columns=COLUMNS).replace("", None)
    return frame.astype({"wave": int, "q1": float, "q2": float})


FRAMES: dict[str, Callable[[], object]] = {
    "pandas": as_pandas,
    "pandas with numbers": as_numbers,
    "Polars": lambda: pl.DataFrame(CELLS, schema=COLUMNS, orient="row"),
    "Arrow": lambda: pa.table(list(map(list, zip(*CELLS, strict=True))), names=COLUMNS),
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_a_table_in_memory_counts_as_its_file_does(frame: Callable[[], object], tmp_path: Path) -> None:
    form = instrument(tmp_path)
    file = write(tmp_path / "answers.csv", HEADING, *ROWS)
    assert ljuspunkt.count(form, frame(), by=["sex"]) == ljuspunkt.count(form, file, by=["sex"])


def test_several_tables_and_files_are_counted_together(tmp_path: Path) -> None:
    form = instrument(tmp_path)
    file = write(tmp_path / "answers.csv", HEADING, *ROWS[:2])
    rest = pl.DataFrame(CELLS[2:], schema=COLUMNS, orient="row")
    together = ljuspunkt.count(form, [file, rest])
    assert together == ljuspunkt.count(form, write(tmp_path / "all.csv", HEADING, *ROWS))
    assert together.respondents == 5
    assert repr(together) == "Counted(5 respondents in 3 sets)"


def test_counts_written_from_a_notebook_are_those_of_the_command(tmp_path: Path) -> None:
    form, file = instrument(tmp_path), write(tmp_path / "answers.csv", HEADING, *ROWS)
    ljuspunkt.count(form, file).write(tmp_path / "here.csv")
    assert main(["count", str(form), str(file), "--out", str(tmp_path / "there.csv")]) == 0
    for kind in ("", ".scores", ".products"):
        assert (tmp_path / f"here{kind}.csv").read_bytes() == (tmp_path / f"there{kind}.csv").read_bytes()


def test_a_refusal_names_the_table_and_the_row(tmp_path: Path) -> None:
    form = instrument(tmp_path)
    right = pl.DataFrame(CELLS, schema=COLUMNS, orient="row")
    wrong = right.with_columns(q1=pl.lit("7"))
    with pytest.raises(ljuspunkt.BadInput) as refusal:
        ljuspunkt.count(form, [right, wrong])
    assert str(refusal.value).startswith("table 2, line 1, column q1: “7” isn't a choice")
    with pytest.raises(ljuspunkt.BadInput, match="march, column group: The column is missing"):
        ljuspunkt.count(form, ljuspunkt.Frame("march", right.drop("group")))


@pytest.mark.parametrize("given", [[], [{"q1": 3}], 7, [pd.DataFrame({"wave": [1, "a", {}]})]])
def test_what_is_no_table_is_refused(given: object, tmp_path: Path) -> None:
    with pytest.raises(ljuspunkt.RuleBroken):
        ljuspunkt.count(instrument(tmp_path), given)


def test_a_release_made_from_python_is_the_commands_release_byte_for_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = bench(tmp_path, survey())
    assert made.protect() == 0
    inputs = [tmp_path / name for name in ("instrument.yaml", "counts.csv", "policy.yaml")]
    protection = ljuspunkt.protect(*inputs)
    assert protection.verdict == "SAFE"
    assert repr(protection).startswith("Protection(SAFE: ")
    again = protection.write(tmp_path / "again")
    command = tmp_path / "release"
    there = {path.relative_to(command): path.read_bytes() for path in command.rglob("*.*")}
    here = {path.relative_to(again.folder): path.read_bytes() for path in again.folder.rglob("*.*")}
    assert here == there
    assert len(ljuspunkt.verify(again.folder)) == 0


def test_a_release_from_values_says_what_one_from_files_says(tmp_path: Path) -> None:
    bench(tmp_path, survey())
    counts = ljuspunkt.read_counts(tmp_path / "counts.csv")
    instruments = ljuspunkt.read_instruments(tmp_path / "instrument.yaml")
    policy, associations = ljuspunkt.read_policy(tmp_path / "policy.yaml")
    release = ljuspunkt.protect(instruments, counts, policy, associations=associations).write(tmp_path / "release")
    from_files = ljuspunkt.protect(*(tmp_path / name for name in ("instrument.yaml", "counts.csv", "policy.yaml")))
    for name in release.names:
        assert release.table(name).records() == from_files.table(name).records()
    assert ljuspunkt.audit(release).verdict == "SAFE"
    assert len(ljuspunkt.verify(release.folder)) == 0
    assert ljuspunkt.report(release.folder, tmp_path / "report", formats=["xlsx"]) == tmp_path / "report"
    with pytest.raises(ljuspunkt.RuleBroken, match="no table “nothing”"):
        release.table("nothing")


def test_an_attack_from_python_names_what_follows(tmp_path: Path) -> None:
    """A release that prints a number its others don't bear is found out, and no report is made of it."""
    made = bench(tmp_path, survey())
    inputs = [tmp_path / name for name in ("instrument.yaml", "counts.csv", "policy.yaml")]
    release = ljuspunkt.protect(*inputs).write(tmp_path / "release")
    assert ljuspunkt.protect(*inputs, earlier=[release]).verdict == "SAFE"
    rows = made.table("group")
    row = next(row for row in rows if row["group"] == "board" and row["question"])
    row["positive"] = str(int(row["positive"]) - 1)
    made.write_table("group", rows)
    audited = ljuspunkt.audit(tmp_path / "release")
    assert audited.verdict == "UNSAFE"
    assert len(audited.findings)
    assert "findings)" in repr(audited)
    assert len(ljuspunkt.verify(tmp_path / "release"))
    with pytest.raises(ljuspunkt.NotSafe, match="don't bear it out"):
        ljuspunkt.report(tmp_path / "release", tmp_path / "report", formats=["xlsx"])
    assert not (tmp_path / "report").exists()


def test_a_report_in_a_language_that_there_is_none_of_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ljuspunkt.RuleBroken, match=r"There is no language “de”; choose among sv, en"):
        ljuspunkt.report(tmp_path, tmp_path / "report", language="de")  # type: ignore[arg-type]
