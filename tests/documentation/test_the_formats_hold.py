"""The files shown in docs/formats.md are whole, and the example worked in docs/method/counting.md is right."""

import csv
import re
from math import sqrt
from pathlib import Path

from ljuspunkt.cli.main import main
from ljuspunkt.domain.estimation.reliability import covariance

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_answers_shown_give_the_counts_shown(tmp_path: Path) -> None:
    shown = dict(BLOCK.findall(PAGE.read_text(encoding="utf-8")))
    for name in ("instrument.yaml", "answers.csv"):
        (tmp_path / name).write_text(shown.pop(name), encoding="utf-8")
    out = tmp_path / "counts.csv"
    assert main(["count", str(tmp_path / "instrument.yaml"), str(tmp_path / "answers.csv"), "--out", str(out)]) == 0
    assert set(shown) == {"counts.csv", "counts.scores.csv", "counts.products.csv"}
    for name, text in shown.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text


INSTRUMENT = """\
settings: {form_id: worked, version: "1"}
choices:
  four: [{name: "1", value: 1}, {name: "2", value: 2}, {name: "3", value: 3}, {name: "4", value: 4}]
survey:
  - {name: a, type: select_one four, indicator: [1], positive: ["3", "4"], label: a}
  - {name: b, type: select_one four, indicator: [1], positive: ["1", "2"], reverse: yes, label: b}
"""


def test_the_worked_example_of_counting_is_right(tmp_path: Path) -> None:
    page = (PAGE.parent / "method" / "counting.md").read_text(encoding="utf-8")
    people = re.findall(r"^\| \w+ \| (\d) \| (\d?) ?\| (\d?) ?\| (\d) \| (\d) \| (\d) \|$", page, re.MULTILINE)
    assert len(people) == 4
    (tmp_path / "instrument.yaml").write_text(INSTRUMENT, encoding="utf-8")
    rows = [f"2022,Norra,staff,{a},{b}" for a, b, *_ in people]
    (tmp_path / "answers.csv").write_text("\n".join(["wave,association,group,a,b", *rows]), encoding="utf-8")
    out = tmp_path / "counts.csv"
    assert main(["count", str(tmp_path / "instrument.yaml"), str(tmp_path / "answers.csv"), "--out", str(out)]) == 0
    with (tmp_path / "counts.scores.csv").open(encoding="utf-8", newline="") as scores:
        found = [tuple(row[name] for name in list(row)[4:]) for row in csv.DictReader(scores)]
    assert sorted(found) == sorted((*person[3:], "1") for person in people)
    with (tmp_path / "counts.products.csv").open(encoding="utf-8", newline="") as products:
        [pair] = [row for row in csv.DictReader(products) if (row["item_a"], row["item_b"]) == ("a", "b")]
    assert [pair[name] for name in list(pair)[4:]] == ["3", "8", "9", "25", "26", "29"]
    together, of_a, of_b = covariance(3, 8, 9, 25), covariance(3, 8, 8, 26), covariance(3, 9, 9, 29)
    assert together == 0.5
    assert of_a is not None
    assert of_b is not None
    assert f"**{together / sqrt(of_a * of_b):.3f}**".replace("0.", ".") in page
