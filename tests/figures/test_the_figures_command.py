"""An analyst runs `ljuspunkt figures`."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ljuspunkt.cli.main import main

INSTRUMENT = """
settings: {form_id: staff, version: "2022", title: {sv: Prov, en: Trial}}
indicators: [{number: "1", title: {sv: Första, en: First}}]
choices:
  four:
    - {name: "1", value: 1, label: {sv: Aldrig, en: Never}}
    - {name: "2", value: 2, label: {sv: Sällan, en: Seldom}}
    - {name: "3", value: 3, label: {sv: Ofta, en: Often}}
    - {name: "4", value: 4, label: {sv: Alltid, en: Always}}
    - {name: "9", missing: dont_know, label: {sv: Vet inte, en: Don't know}}
survey:
  - {name: q1, type: select_one four, indicator: [1], positive: ["3", "4"], label: {sv: Fråga ett, en: Question one}}
  - {name: q2, type: select_one four, positive: ["4"], label: {sv: Fråga två, en: Question two}}
"""
COUNTS = """wave,association,group,question,step,n
2022,A,staff,q1,1,3
2022,A,staff,q1,2,2
2022,A,staff,q1,3,4
2022,A,staff,q1,4,3
2022,A,staff,q1,9,1
2022,A,staff,q1,,2
2022,A,staff,q2,4,15
2022,B,staff,q1,1,10
2022,B,staff,q2,1,10
"""
KEYS = "wave association group question indicator n answered positive share low high mean mean_low mean_high".split()


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "en")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "instrument.yaml").write_text(INSTRUMENT)
    (tmp_path / "counts.csv").write_text(COUNTS)
    return str(tmp_path / "instrument.yaml"), str(tmp_path / "counts.csv")


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert main(["figures", *words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, list)
    return found


def test_json_has_the_promised_keys_unrounded(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, *files)
    assert all(list(row) == KEYS for row in found)
    first = next(row for row in found if row["association"] == "A" and row["question"] == "q1")
    assert first == {
        "wave": "2022",
        "association": "A",
        "group": "staff",
        "question": "q1",
        "indicator": None,
        "n": 15,
        "answered": 12,
        "positive": 7,
        "share": 7 / 12,
        "low": pytest.approx(0.31951131254955, abs=1e-12),
        "high": pytest.approx(0.806739686341243, abs=1e-12),
        "mean": 31 / 12,
        "mean_low": pytest.approx(first["mean_low"]),
        "mean_high": pytest.approx(2 * 31 / 12 - first["mean_low"]),
    }
    assert [(row["question"], row["indicator"]) for row in found[:3]] == [("q1", None), ("q2", None), (None, "1")]


def test_by_replaces_association_and_group(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    national = rows(capsys, *files, "--by")
    assert [(row["wave"], row["association"], row["group"]) for row in national] == [("2022", None, None)] * 3
    assert national[0]["n"] == 25
    by_association = rows(capsys, *files, "--by", "association")
    assert {(row["association"], row["group"]) for row in by_association} == {("A", None), ("B", None)}
    assert rows(capsys, *files, "--by", "wave") == national
    assert rows(capsys, *files, "--by", "association", "--by", "group") == rows(capsys, *files)


def test_a_number_that_cant_be_computed_is_null(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    everyone_alike = next(row for row in rows(capsys, *files) if row["association"] == "B" and row["question"] == "q1")
    assert (everyone_alike["mean"], everyone_alike["mean_low"], everyone_alike["mean_high"]) == (1, None, None)
    assert (everyone_alike["share"], everyone_alike["low"]) == (0, 0)
    assert math.isclose(everyone_alike["high"], 0.277532799862889)


def test_the_table_shows_n_of_n_and_what_counts_as_positive(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", *files]) == 0
    shown = capsys.readouterr().out
    assert "58 %   7 of 12  32–81 % uncertain" in shown
    assert "q1: Question one. Positive: Often, Always." in shown
    assert "1: First" in shown
    assert "Trial" in shown


def test_the_table_speaks_swedish(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "sv")
    assert main(["figures", *files]) == 0
    shown = capsys.readouterr().out
    assert "58 %   7 av 12  32–81 % osäkert  2,58" in shown
    assert "q1: Fråga ett. Positivt: Ofta, Alltid." in shown


def test_response_rates_stand_beside_the_figures(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text("wave,association,group,asked\n2022,A,staff,20\n2022,B,staff,\n2022,C,staff,4\n")
    found = [row for row in rows(capsys, *files, "--asked", str(asked)) if "response_rate" in row]
    assert [(row["association"], row["n"], row["asked"], row["response_rate"]) for row in found] == [
        ("A", 15, 20, 0.75),
        ("B", 10, None, None),
        ("C", 0, 4, 0),
    ]
    main(["figures", *files, "--asked", str(asked)])
    shown = capsys.readouterr().out
    assert "15 of 20 asked answered, 75 %" in shown
    assert "10 answered; how many were asked isn't known, so there is no response rate" in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("q1,1,3", "q1,7,3"), "counts.csv: The question “q1” has no step “7”"),
        (("q2,4,15", "q3,4,15"), "counts.csv: The counts hold the question “q3”"),
        (("q2,4,15", "q2,4,many"), "counts.csv, line 8, column n: A whole number"),
        (("q2,4,15", "q2,4,15,1"), "counts.csv, line 8: The line has 7 cells; the heading has 6."),
        (("question,step", "question,answer"), "counts.csv: The column “step” is missing."),
    ],
)
def test_wrong_counts_are_refused_in_one_sentence(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], change: tuple[str, str], said: str
) -> None:
    Path(files[1]).write_text(COUNTS.replace(*change))
    assert main(["figures", *files]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.err.count("\n") == 1
    assert not shown.out


def test_an_unknown_column_and_a_missing_file_are_refused(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", *files, "--by", "region"]) == 2
    assert "no column “region”" in capsys.readouterr().err
    assert main(["figures", files[0], files[1] + "x"]) == 2
    assert main(["figures", files[0], "nowhere.csv"]) == 2
    assert "nowhere.csv" in capsys.readouterr().err


def test_numbers_asked_of_other_people_are_refused(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text("wave,association,group,asked\n2022,A,staff,14\n2022,B,staff,10\n")
    assert main(["figures", *files, "--asked", str(asked)]) == 2
    assert "asked.csv: 15 answered but only 14 were asked" in capsys.readouterr().err


def test_help_gives_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["figures", "--help"])
    assert left.value.code == 0
    assert "Example: ljuspunkt figures" in capsys.readouterr().out


def test_counts_without_rows_are_refused(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(files[1]).write_text(COUNTS.partition("\n")[0] + "\n")
    assert main(["figures", *files]) == 2
    assert "counts.csv: The counts hold no respondents." in capsys.readouterr().err


def test_counts_may_be_parquet_and_come_from_a_spreadsheet(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    from ljuspunkt.files import counts

    expected = rows(capsys, *files)
    parquet = Path(files[1]).with_suffix(".parquet")
    counts.write(counts.read(Path(files[1])), parquet)
    assert rows(capsys, files[0], str(parquet)) == expected
    Path(files[1]).write_bytes(("\ufeff" + COUNTS.replace(",", ";").replace("\n", "\r\n")).encode())
    assert rows(capsys, *files) == expected


def test_a_question_without_positive_choices_has_no_share(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(files[0]).write_text(INSTRUMENT.replace('positive: ["4"], ', ""))
    found = next(row for row in rows(capsys, *files) if row["question"] == "q2")
    assert (found["n"], found["answered"], found["positive"], found["share"], found["low"]) == (
        15,
        15,
        None,
        None,
        None,
    )
    assert found["mean"] == 4
    assert main(["figures", *files]) == 0
    assert "15 answered" in capsys.readouterr().out


def test_output_is_utf8_whatever_the_locale_says(files: tuple[str, str]) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "LJUSPUNKT_LANGUAGE": "sv"}
    words = [sys.executable, "-c", "from ljuspunkt.cli.main import main; main()", "figures", *files]
    shown = subprocess.run(words, capture_output=True, check=True, env=environment)
    assert "32–81 % osäkert" in shown.stdout.decode("utf-8")
