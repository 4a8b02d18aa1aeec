"""Bad answers are refused with one sentence that names file, line and column, and nothing is written."""

from pathlib import Path

import pytest

from tests.counting.making import HEADING, ROWS, instrument, refused, write

BAD_ROWS = {
    "an unknown step": ("2021,Norra,participant,man,7,1,yes", "line 4, column q1: “7” isn't a choice"),
    "a step with a space": ("2021,Norra,participant,man, 1,1,yes", "line 4, column q1: “ 1” isn't a choice"),
    "half a step": ("2021,Norra,participant,man,1.5,1,yes", "line 4, column q1: “1.5” isn't a choice"),
    "a label instead of a name": ("2021,Norra,participant,man,1,1,Ja", "line 4, column q3: “Ja” isn't a choice"),
    "a line that is too short": ("2021,Norra,participant,man,1,1", "line 4: The line has 6 cells; the heading has 7."),
    "a line that is too long": ("2021,Norra,participant,man,1,1,yes,", "line 4: The line has 8 cells"),
    "an open quote": ('2021,Norra,participant,man,1,1,"yes', "line 4: The line can't be read as text in columns"),
    "no wave": (",Norra,participant,man,1,1,yes", "line 4, column wave: The cell is empty"),
    "no association": ("2021,,participant,man,1,1,yes", "line 4, column association: The cell is empty"),
    "no group": ("2021,Norra,,man,1,1,yes", "line 4, column group: The cell is empty"),
    "a wave without an instrument": (
        "1999,Norra,participant,man,1,1,yes",
        "line 4, column wave: There is no instrument for the group “participant” in wave “1999”.",
    ),
    "a group without an instrument": (
        "2021,Norra,board,man,1,1,yes",
        "line 4, column group: There is no instrument for the group “board” in wave “2021”.",
    ),
}


@pytest.mark.parametrize(("row", "expected"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_named(row: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = write(tmp_path / "answers.csv", HEADING, *ROWS[:2], row, *ROWS[2:])
    out = tmp_path / "counts.csv"
    sentence = refused(capsys, [instrument(tmp_path), answers, "--out", out])
    assert sentence.startswith(f"{answers}, {expected}")
    assert not list(tmp_path.glob("*counts*"))


BAD_HEADINGS = {
    "a missing question": (HEADING.replace("q2", "x"), "line 1, column q2: The column is missing."),
    "a missing association": (HEADING.replace("association", "x"), "line 1, column association: The column is"),
    "another case": (HEADING.replace("wave", "Wave"), "line 1, column wave: The column is missing; there is one"),
    "a column twice": (HEADING.replace("sex", "q1"), "line 1: There are two columns called “q1”."),
    "a column twice but for case": (HEADING.replace("sex", "Q1"), "line 1: The columns “q1” and “Q1” differ in"),
    "a column without a name": (HEADING.replace("sex", ""), "line 1: Column number 4 has no name."),
    "tabs": (HEADING.replace(",", "\t"), "line 1: The columns must be separated by commas or semicolons"),
}  # fmt: skip


@pytest.mark.parametrize(("heading", "expected"), BAD_HEADINGS.values(), ids=BAD_HEADINGS)
def test_a_bad_heading_is_named(
    heading: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = write(tmp_path / "answers.csv", heading, *ROWS)
    sentence = refused(capsys, [instrument(tmp_path), answers, "--out", tmp_path / "counts.csv"])
    assert sentence.startswith(f"{answers}, {expected}")


BAD_FILES = {
    "an empty file": ("a.csv", b"", "The file is empty"),
    "nothing but a mark of UTF-8": ("a.csv", b"\xef\xbb\xbf", "The file is empty"),
    "a heading only": ("a.csv", f"{HEADING}\n\n".encode(), "The file has a heading but no rows."),
    "a workbook called .csv": ("a.csv", b"PK\x03\x04rest", "it is a zip archive or an Excel or OpenDocument workbook."),
    "a Parquet file called .csv": ("a.csv", b"PAR1rest", "it is a Parquet file."),
    "an SPSS file called .csv": ("a.csv", b"$FL2rest", "it is an SPSS file."),
    "UTF-16": ("a.csv", f"{HEADING}\n".encode("utf-16"), "it is UTF-16 text."),
    "text called .parquet": ("a.parquet", f"{HEADING}\n".encode(), "The file isn't a whole Parquet file"),
    "a workbook called .parquet": ("a.parquet", b"PK\x03\x04rest", "it is a zip archive"),
    "text called .sav": ("a.sav", f"{HEADING}\n".encode(), "The file isn't a whole SPSS file"),
    "a workbook called .sav": ("a.sav", b"PK\x03\x04rest", "it is a zip archive"),
    "an unknown ending": ("a.txt", f"{HEADING}\n".encode(), "Answers are a .csv, .parquet or .sav file"),
}


@pytest.mark.parametrize(("name", "content", "expected"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    name: str, content: bytes, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / name
    answers.write_bytes(content)
    sentence = refused(capsys, [instrument(tmp_path), answers, "--out", tmp_path / "counts.csv"])
    assert sentence.startswith(f"{answers}: ")
    assert expected in sentence


def test_another_encoding_is_refused_by_its_first_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_bytes("\n".join([HEADING, *ROWS[:3], *(ROWS[3:])]).encode("latin-1"))
    sentence = refused(capsys, [instrument(tmp_path), answers, "--out", tmp_path / "counts.csv"])
    assert sentence == f"{answers}, line 5: The file isn't UTF-8 text; save it as UTF-8."


def test_half_a_parquet_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    whole = tmp_path / "whole.parquet"
    parquet.write_table(pa.table({"wave": ["2021"], "association": ["Norra"], "group": ["participant"]}), whole)
    half = tmp_path / "half.parquet"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    sentence = refused(capsys, [instrument(tmp_path), half, "--out", tmp_path / "counts.csv"])
    assert "The file isn't a whole Parquet file" in sentence


def test_a_row_of_a_parquet_file_is_named_by_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    answers = tmp_path / "answers.parquet"
    columns = {"wave": [2021, 2021], "association": ["Norra"] * 2, "group": ["participant"] * 2}
    questions = {"q1": [1.0, 2.5], "q2": [1, 2], "q3": ["yes", None]}
    parquet.write_table(pa.table(columns | questions), answers)
    sentence = refused(capsys, [instrument(tmp_path), answers, "--out", tmp_path / "counts.csv"])
    assert sentence.startswith(f"{answers}, line 2, column q1: “2.5” isn't a choice of this question")


def test_an_answer_to_a_question_of_another_group_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "instruments"
    folder.mkdir()
    text = instrument(folder).read_text(encoding="utf-8")
    staff = text.replace("form_id: participant", "form_id: staff").replace("group: participant", "group: staff")
    instrument(folder, staff.replace("name: q3", "name: q4"), "staff.yaml")
    answers = write(
        tmp_path / "answers.csv",
        f"{HEADING},q4",
        "2021,Norra,participant,man,1,1,yes,",
        "2021,Norra,staff,man,1,1,,no",
        "2021,Norra,staff,man,1,1,yes,no",
    )
    sentence = refused(capsys, [folder, answers, "--out", tmp_path / "counts.csv"])
    assert sentence.startswith(f"{answers}, line 4, column q3: “yes” answers a question that the instrument staff")


def test_the_first_wrong_line_is_named_when_several_are_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ("2021,Norra,participant,man,1,8,yes", "2021,Norra,participant,man,7,1,yes")
    answers = write(tmp_path / "answers.csv", HEADING, *ROWS, *wrong)
    sentence = refused(capsys, [instrument(tmp_path), answers, "--out", tmp_path / "counts.csv"])
    assert f"{answers}, line 7, column q2: “8”" in sentence


def test_the_wrong_file_of_several_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = write(tmp_path / "good.csv", HEADING, *ROWS)
    bad = write(tmp_path / "bad.csv", HEADING, "2021,Norra,participant,man,7,1,yes")
    sentence = refused(capsys, [instrument(tmp_path), good, bad, "--out", tmp_path / "counts.csv"])
    assert sentence.startswith(f"{bad}, line 2, column q1")


WRONG_USES = {
    "counts over the answers": (["answers.csv", "--out", "answers.csv"], "would be written over the answers"),
    "a file twice": (["answers.csv", "answers.csv", "--out", "c.csv"], "The file is given twice"),
    "a folder that isn't there": (["answers.csv", "--out", "no/c.csv"], "The folder for the counts doesn't exist"),
    "counts of no known kind": (["answers.csv", "--out", "c.txt"], "Counts are a .csv or a .parquet file"),
    "a question as breakdown": (["answers.csv", "--out", "c.csv", "--by", "q1"], "answers make no sets"),
    "a breakdown twice": (["answers.csv", "--out", "c.csv", "--by", "sex", "sex"], "“sex” is given twice"),
    "a breakdown that every set has": (
        ["answers.csv", "--out", "c.csv", "--by", "wave"],
        "“wave” can't be a breakdown",
    ),
    "a breakdown that isn't there": (["answers.csv", "--out", "c.csv", "--by", "age"], "column age: The column is"),
    "Spark without an address": (["answers.csv", "--out", "c.csv", "--engine", "spark"], "Name the Spark server"),
    "an address that is none": (
        ["answers.csv", "--out", "c.csv", "--spark", "spark-master"],
        "“spark-master” is no a",
    ),
    "an address with a path": (
        ["answers.csv", "--out", "c.csv", "--spark", "sc://here/there"],
        "“sc://here/there” is",
    ),
    "two engines": (["answers.csv", "--out", "c.csv", "--engine", "duckdb", "--spark", "sc://h"], "DuckDB counts here"),
    "a bucket without Spark": (
        ["s3a://bucket/a.parquet", "--out", "c.csv"],
        "s3a://bucket/a.parquet: Answers in",
    ),
    "no server there": (
        ["answers.csv", "--out", "c.csv", "--spark", "sc://127.0.0.1:1"],
        "No Spark server answers at",
    ),
    "answers that aren't there": (["nothing.csv", "--out", "c.csv"], "nothing.csv: There is no such file."),
    "counts over a folder": (["answers.csv", "--out", "folder.csv"], "folder.csv: This is a folder; a file is needed."),
    "a folder of answers": (["folder.csv", "--out", "c.csv"], "folder.csv: This is a folder; a file is needed."),
}


@pytest.mark.parametrize(("arguments", "expected"), WRONG_USES.values(), ids=WRONG_USES)
def test_wrong_use_is_said_in_one_sentence(
    arguments: list[str],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    content = write(tmp_path / "answers.csv", HEADING, *ROWS).read_bytes()
    assert expected in refused(capsys, [instrument(tmp_path), *arguments])
    assert (tmp_path / "answers.csv").read_bytes() == content


def test_spark_says_nothing_beside_our_sentence_where_logging_was_set_up_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pyspark.sql.connect.logging import logger

    monkeypatch.setattr(logger, "disabled", False)
    answers = write(tmp_path / "answers.csv", HEADING, *ROWS)
    arguments = [instrument(tmp_path), answers, "--out", tmp_path / "c.csv", "--spark", "sc://127.0.0.1:1"]
    assert "No Spark server answers at" in refused(capsys, arguments)
