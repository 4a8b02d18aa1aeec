"""Answers become counts: every step, every score, every product of two items."""

import json
import re
from pathlib import Path

import pytest

from ljuspunkt.cli.main import main
from tests.counting.making import HEADING, ROWS, instrument, table, write


def test_every_step_of_every_question_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = write(tmp_path / "answers.csv", HEADING, *ROWS)
    out = tmp_path / "counts.csv"
    assert main(["count", str(instrument(tmp_path)), str(answers), "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert said.out == f"5 respondents in 3 sets: {out}\n"
    assert said.err == f"{answers}: columns not used: sex.\n"
    assert out.read_text(encoding="utf-8").splitlines() == [
        "wave,association,group,question,step,n",
        "2021,Norra,participant,q1,1,1",
        "2021,Norra,participant,q1,4,1",
        "2021,Norra,participant,q1,9,1",
        "2021,Norra,participant,q2,1,1",
        "2021,Norra,participant,q2,2,1",
        "2021,Norra,participant,q2,4,1",
        "2021,Norra,participant,q3,,1",
        "2021,Norra,participant,q3,no,1",
        "2021,Norra,participant,q3,yes,1",
        "2021,Södra,participant,q1,,1",
        "2021,Södra,participant,q2,,1",
        "2021,Södra,participant,q3,,1",
        "2022,Södra,participant,q1,3,1",
        "2022,Södra,participant,q2,3,1",
        "2022,Södra,participant,q3,yes,1",
    ]


def test_scores_tell_answered_and_positive_items_and_the_sum_of_values_after_reversal(tmp_path: Path) -> None:
    answers = write(tmp_path / "answers.csv", HEADING, *ROWS)
    assert main(["count", str(instrument(tmp_path)), str(answers), "--out", str(tmp_path / "counts.csv")]) == 0
    scores = [tuple(row.values()) for row in table(tmp_path / "counts.scores.csv")]
    assert scores == [
        ("2021", "Norra", "participant", "1", "1", "1", "3", "1"),  # don't know, and 2 reversed to 3
        ("2021", "Norra", "participant", "1", "2", "0", "2", "1"),  # 1, and 4 reversed to 1
        ("2021", "Norra", "participant", "1", "2", "2", "8", "1"),  # 4, and 1 reversed to 4
        ("2021", "Norra", "participant", "2", "0", "0", "0", "1"),
        ("2021", "Norra", "participant", "2", "1", "0", "0", "1"),
        ("2021", "Norra", "participant", "2", "1", "1", "1", "1"),
        ("2021", "Södra", "participant", "1", "0", "0", "0", "1"),
        ("2021", "Södra", "participant", "2", "0", "0", "0", "1"),
        ("2022", "Södra", "participant", "1", "2", "1", "5", "1"),
        ("2022", "Södra", "participant", "2", "1", "1", "1", "1"),
    ]


def test_products_are_over_those_who_answered_both_items_after_reversal(tmp_path: Path) -> None:
    answers = write(tmp_path / "answers.csv", HEADING, *ROWS)
    assert main(["count", str(instrument(tmp_path)), str(answers), "--out", str(tmp_path / "counts.csv")]) == 0
    products = {
        (row["wave"], row["item_a"], row["item_b"]): tuple(int(row[name]) for name in list(row)[4:])
        for row in table(tmp_path / "counts.products.csv")
    }
    # In 2021 two answered both q1 and q2: 1 and 4, 4 and 1; q2 reversed is 1 and 4. A third has q2 only, 3 reversed.
    assert products["2021", "q1", "q1"] == (2, 5, 5, 17, 17, 17)
    assert products["2021", "q1", "q2"] == (2, 5, 5, 17, 17, 17)
    assert products["2021", "q2", "q2"] == (3, 8, 8, 26, 26, 26)
    assert products["2022", "q1", "q2"] == (1, 3, 2, 6, 9, 4)
    assert ("2021", "q1", "q3") not in products


def test_breakdowns_become_columns_and_add_up(tmp_path: Path) -> None:
    answers = write(tmp_path / "answers.csv", HEADING, *ROWS)
    out = tmp_path / "counts.csv"
    assert main(["count", str(instrument(tmp_path)), str(answers), "--out", str(out), "--by", "sex"]) == 0
    rows = table(out)
    assert list(rows[0]) == ["wave", "association", "group", "sex", "question", "step", "n"]
    women = [row for row in rows if row["sex"] == "woman" and row["question"] == "q1"]
    assert [(row["step"], row["n"]) for row in women] == [("1", "1"), ("4", "1")]
    assert sum(int(row["n"]) for row in rows if row["question"] == "q1") == len(ROWS)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_breakdowns_may_stand_before_or_after_the_files(place: int, tmp_path: Path) -> None:
    files = [str(instrument(tmp_path)), str(write(tmp_path / "answers.csv", HEADING, *ROWS))]
    words = [*files[:place], "--by", "sex", *files[place:]]
    assert main(["count", *words, "--out", str(tmp_path / "counts.csv")]) == 0
    assert "sex" in table(tmp_path / "counts.csv")[0]
    words = [str(tmp_path / "counts.csv") if word == files[1] else word for word in words]
    assert main(["figures", *words]) == 0


def test_the_same_answers_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    places = []
    for name, rows in (("there", ROWS), ("back", ROWS[::-1])):
        answers = write(tmp_path / f"{name}.csv", HEADING, *rows)
        places.append(tmp_path / f"counts-{name}.csv")
        assert main(["count", str(instrument(tmp_path)), str(answers), "--out", str(places[-1])]) == 0
    for kind in ("", ".scores", ".products"):
        there, back = (place.with_suffix(f"{kind}.csv").read_bytes() for place in places)
        assert there == back


def test_what_was_counted_can_be_had_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = write(tmp_path / "answers.csv", HEADING, *ROWS)
    out = tmp_path / "counts.csv"
    assert main(["count", str(instrument(tmp_path)), str(answers), "--out", str(out), "--json"]) == 0
    written = [str(tmp_path / name) for name in ("counts.csv", "counts.scores.csv", "counts.products.csv")]
    assert json.loads(capsys.readouterr().out) == {"respondents": 5, "sets": 3, "written": written}


def test_one_instrument_without_waves_serves_every_row_whatever_its_group(tmp_path: Path) -> None:
    text = instrument(tmp_path).read_text(encoding="utf-8")
    free = instrument(tmp_path, text.replace(', waves: ["2021", "2022"]', ""))
    answers = write(tmp_path / "answers.csv", HEADING, "1999,Norra,board,man,1,1,yes")
    assert main(["count", str(free), str(answers), "--out", str(tmp_path / "counts.csv")]) == 0
    assert {row["group"] for row in table(tmp_path / "counts.csv")} == {"board"}


def test_each_group_and_wave_is_counted_by_its_own_instrument(tmp_path: Path) -> None:
    folder = tmp_path / "instruments"
    folder.mkdir()
    first = instrument(folder, name="2021.yaml").read_text(encoding="utf-8")
    instrument(folder, first.replace('waves: ["2021", "2022"]', 'waves: ["2021"]'), "2021.yaml")
    # In 2022 the first question is no longer reversed against the second, and the third is gone.
    second = first.replace('waves: ["2021", "2022"]', 'waves: ["2022"]').replace(", reverse: yes", "")
    instrument(folder, second[: second.index("  - {name: q3")], "2022.yaml")
    answers = write(tmp_path / "answers.csv", HEADING, ROWS[0], "2022,Norra,participant,woman,1,4,")
    assert main(["count", str(folder), str(answers), "--out", str(tmp_path / "counts.csv")]) == 0
    scores = [tuple(row.values()) for row in table(tmp_path / "counts.scores.csv") if row["indicator"] == "1"]
    assert [score[0] + " " + score[6] for score in scores] == ["2021 2", "2022 5"]
    assert {row["question"] for row in table(tmp_path / "counts.csv") if row["wave"] == "2022"} == {"q1", "q2"}


LAYOUTS = {
    "a byte mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "Windows lines": lambda text: text.replace("\n", "\r\n").encode(),
    "old Macintosh lines": lambda text: text.replace("\n", "\r").encode(),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "no end of the last line": lambda text: text.rstrip("\n").encode(),
    "empty lines": lambda text: (text.replace("\n", "\n\n")).encode(),
    "quotes": lambda text: re.sub(r"([^,\n]+)", r'"\1"', text).encode(),
    "an empty line first": lambda text: b"\n" + text.encode(),
    "quotes and semicolons": lambda text: re.sub(r"([^;\n]+)", r'"\1"', text.replace(",", ";")).encode(),
    "numbers with decimals": lambda text: text.replace(",1,", ",1.0,").replace(",4,", ",4.00,").encode(),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_text_may_be_laid_out_in_many_ways(layout, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    plain = write(tmp_path / "plain.csv", HEADING, *ROWS)
    other = tmp_path / "other [1]*.csv"
    other.write_bytes(layout(plain.read_text(encoding="utf-8")))
    for answers in (plain, other):
        out = tmp_path / f"{answers.stem[:5]}-c.csv"
        assert main(["count", str(instrument(tmp_path)), str(answers), "--out", str(out)]) == 0
    assert (tmp_path / "plain-c.csv").read_bytes() == (tmp_path / "other-c.csv").read_bytes()


def test_cells_may_hold_separators_quotes_and_line_breaks(tmp_path: Path) -> None:
    row = '2021,"Norra, ""västra""\nlänet",participant,man,1,1,yes'
    answers = write(tmp_path / "answers.csv", HEADING, row, *ROWS)
    assert main(["count", str(instrument(tmp_path)), str(answers), "--out", str(tmp_path / "counts.csv")]) == 0
    assert 'Norra, "västra"\nlänet' in {row["association"] for row in table(tmp_path / "counts.csv")}
