"""Counts are written and read back the same, and what isn't counts is refused by line."""

from pathlib import Path

import pytest

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.counts import Counts, Product, Score
from ljuspunkt.files import counts as counts_files
from tests.counting.making import write

HEADING = "wave,association,group,question,step,n"
COUNTS = Counts(
    columns=("wave", "association", "group", "sex"),
    steps={
        ("2021", "Norra, och södra", "staff", "woman"): {"q1": {"": 1, "yes": 4, "no": 2}},
        ("2021", "Åland", "staff", ""): {"q1": {"yes": 1}},
    },
    scores={("2021", "Åland", "staff", ""): {"7": {Score(2, 1, -3): 1}}},
    products={("2021", "staff"): (Product("q1", "q1", 7, 4, 4, 4, 4, 4), Product("q1", "q2", 6, 3, 2, 2, 3, 2))},
)


@pytest.mark.parametrize("name", ["counts.csv", "counts.parquet"])
def test_counts_are_read_back_as_they_were(name: str, tmp_path: Path) -> None:
    written = counts_files.write(COUNTS, tmp_path / name)
    assert [path.name for path in written] == [
        name,
        name.replace(".", ".scores."),
        name.replace(".", ".products."),
    ]
    assert counts_files.read(tmp_path / name) == COUNTS
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written)


def test_the_same_counts_are_the_same_bytes_in_whatever_order_they_came(tmp_path: Path) -> None:
    turned = Counts(COUNTS.columns, dict(reversed(list(COUNTS.steps.items()))), COUNTS.scores, COUNTS.products)
    for ending in ("csv", "parquet"):
        one, other = tmp_path / f"one.{ending}", tmp_path / f"other.{ending}"
        counts_files.write(COUNTS, one)
        counts_files.write(turned, other)
        assert one.read_bytes() == other.read_bytes()


def test_counts_without_companions_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "counts.csv", HEADING, "2021,Norra,staff,q1,yes,4", "2021,Norra,staff,q1,,0")
    counts = counts_files.read(path)
    assert counts.steps == {("2021", "Norra", "staff"): {"q1": {"yes": 4, "": 0}}}
    assert not counts.scores
    assert not counts.products


def test_a_spreadsheet_may_have_saved_them_with_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_bytes(b"\xef\xbb\xbf" + f"{HEADING}\r\n2021,Norra,staff,q1,yes,4\r\n".replace(",", ";").encode())
    assert counts_files.read(path).steps == {("2021", "Norra", "staff"): {"q1": {"yes": 4}}}


BAD = {
    "fewer than none": ([HEADING, "2021,Norra,staff,q1,yes,-4"], "line 2, column n: A whole number of at least 0"),
    "a half": ([HEADING, "2021,Norra,staff,q1,yes,4.5"], "line 2, column n: A whole number of at least 0"),
    "no number": ([HEADING, "2021,Norra,staff,q1,yes,"], "line 2, column n: A whole number of at least 0"),
    "no wave": ([HEADING, ",Norra,staff,q1,yes,4"], "line 2, column wave: An entry is needed"),
    "a row twice": ([HEADING, *["2021,Norra,staff,q1,yes,4"] * 2], "line 3: The same row stands twice"),
    "a ragged line": ([HEADING, "2021,Norra,staff,q1,yes"], "line 2: The line has 5 cells; the heading has 6."),
    "no step column": (["wave,association,group,question,n"], "The column “step” is missing."),
    "columns in another order": (["association,wave,group,question,step,n"], "The columns must be wave, association"),
    "an empty file": ([], "The file is empty"),
}


@pytest.mark.parametrize(("lines", "expected"), BAD.values(), ids=BAD)
def test_what_is_no_counts_is_refused(lines: list[str], expected: str, tmp_path: Path) -> None:
    path = write(tmp_path / "counts.csv", *lines)
    with pytest.raises(BadInput) as refusal:
        counts_files.read(path)
    assert expected in str(refusal.value)
    assert str(refusal.value).startswith(str(path))


def test_companions_must_fit(tmp_path: Path) -> None:
    path = counts_files.write(COUNTS, tmp_path / "counts.csv")[0]
    write(tmp_path / "counts.scores.csv", "wave,association,group,indicator,answered_items,positive_items,value_sum,n")
    with pytest.raises(BadInput, match="The columns must be wave, association, group, sex, indicator"):
        counts_files.read(path)


def test_a_parquet_file_must_be_one(tmp_path: Path) -> None:
    path = write(tmp_path / "counts.parquet", HEADING)
    with pytest.raises(BadInput, match="isn't a Parquet file, whatever its name says"):
        counts_files.read(path)
