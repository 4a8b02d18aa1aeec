"""An analyst compares unprotected figures: `ljuspunkt figures … --compare`, as text and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from ljuspunkt.cli.main import main

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "measurement"
INSTRUMENT = """\
settings: {form_id: tiny, version: "1"}
choices:
  yes_no:
    - {name: "no", label: {en: No, sv: Nej}}
    - {name: "yes", label: {en: Yes, sv: Ja}}
survey:
  - {name: q1, type: select_one yes_no, indicator: [1], positive: ["yes"], label: {en: One, sv: Ett}}
"""
SHARES = {
    "2020": {"A": (30, 60), "B": (32, 60), "C": (29, 60), "Old": (31, 60)},
    "2021": {"A": (38, 60), "B": (31, 60), "C": (30, 60), "New": (30, 60)},
    "2022": {"A": (57, 60), "B": (33, 60), "C": (31, 60), "New": (29, 60)},
}
ASSOCIATIONS = "association,from_wave,until_wave,merged_into\nOld,2020,2020,New\n"


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    lines = ["wave,association,group,question,step,n"]
    for wave, found in SHARES.items():
        for name, (positive, n) in found.items():
            lines += [f"{wave},{name},board,q1,yes,{positive}", f"{wave},{name},board,q1,no,{n - positive}"]
    (tmp_path / "instrument.yaml").write_text(INSTRUMENT, encoding="utf-8")
    (tmp_path / "counts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "associations.csv").write_text(ASSOCIATIONS, encoding="utf-8")
    return tmp_path


def run(bench: Path, *words: str) -> int:
    return main(["figures", str(bench / "instrument.yaml"), str(bench / "counts.csv"), *words])


def compared(bench: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, list[dict[str, Any]]]:
    assert run(bench, "--compare", "--json", *words) == 0
    found: dict[str, list[dict[str, Any]]] = json.loads(capsys.readouterr().out)
    return found


def test_json_holds_five_lists_with_the_columns_of_a_release(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = compared(bench, capsys)
    assert list(found) == ["others", "national", "means", "trend", "changes"]
    here = {row["association"]: row for row in found["others"] if (row["wave"], row["question"]) == ("2022", "q1")}
    assert (here["A"]["others_positive"], here["A"]["others_answered"]) == (93, 180)
    assert here["A"]["differs"] is None
    [line] = [row for row in found["trend"] if (row["association"], row["question"]) == ("A", "q1")]
    assert (line["waves"], line["direction"]) == ("2020; 2021; 2022", "up")


def test_mergers_are_followed_where_they_are_named(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def since(found: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        [row] = [
            row
            for row in found["changes"]
            if (row["association"], row["earlier"], row["question"]) == ("New", "2020", "q1")
        ]
        return row

    assert since(compared(bench, capsys))["gap"] == "absent"
    followed = since(compared(bench, capsys, "--associations", str(bench / "associations.csv")))
    assert (followed["positive_before"], followed["answered_before"], followed["gap"]) == (31, 60, None)


def test_the_text_names_who_differs_and_what_changed(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bench, "--compare", "--associations", str(bench / "associations.csv")) == 0
    said = capsys.readouterr().out
    assert "wave 2022, group board" in said
    assert "↑ A" in said
    assert "all waves, group board" in said
    assert "2020, 2021, 2022" in said


def test_associations_alone_are_compared_without_groups(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = compared(bench, capsys, "--by", "association")
    assert {row["group"] for row in found["others"]} == {None}
    assert run(bench, "--compare", "--by", "association") == 0
    assert "wave 2022\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--compare", "--by", "group"], "association"),
        (["--compare", "--by", "association", "sex"], "association"),
        (["--associations", "associations.csv"], "--compare"),
        (["--compare", "--associations", "missing.csv"], "no such file"),
        (["--compare", "--asked", "associations.csv"], "--compare"),
    ],
)
def test_what_doesnt_go_together_is_refused(
    bench: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    placed = [str(bench / word) if word.endswith(".csv") else word for word in words]
    assert run(bench, *placed) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and said in captured.err and len(captured.err.splitlines()) == 1


def test_one_wave_and_one_association_are_compared_without_a_stumble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "instrument.yaml").write_text(INSTRUMENT, encoding="utf-8")
    (tmp_path / "counts.csv").write_text(
        "wave,association,group,question,step,n\n2022,A,board,q1,yes,1\n", encoding="utf-8"
    )
    found = compared(tmp_path, capsys)
    assert found == {"others": [], "national": [], "means": [], "trend": [], "changes": []}
    assert run(tmp_path, "--compare") == 0
    assert "Traceback" not in capsys.readouterr().out


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("example") / "counts.csv")
    answers = sorted(map(str, (EXAMPLE / "answers").glob("*.csv")))
    assert main(["count", str(EXAMPLE / "instruments"), *answers, "--out", path]) == 0
    return path


def test_the_example_has_the_trends_it_was_drawn_with(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    # examples/measurement/README.md: 4 and 9 upwards, 6 downwards; staff's q4 was reworded in 2021.
    capsys.readouterr()
    words = ["figures", str(EXAMPLE / "instruments"), example, "--compare", "--json"]
    assert main([*words, "--associations", str(EXAMPLE / "associations.csv")]) == 0
    found = json.loads(capsys.readouterr().out)
    country = [row for row in found["trend"] if row["association"] is None and row["indicator"]]
    arrows = {(row["indicator"], row["direction"]) for row in country if row["direction"]}
    assert {("4", "up"), ("9", "up"), ("6", "down")} <= arrows
    [broken] = [row for row in country if (row["group"], row["indicator"]) == ("staff", "4")]
    assert (broken["gap"], broken["left_out"]) == ("few", "2020: wording")
