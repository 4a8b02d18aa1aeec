"""An analyst has the list of everybody there is: intervals of just those people, not of people like them.

Expected numbers: R 4.2.2 and survey 4.1.1 (`stats_R.json`: `hypergeometric_ci95` and `mean_fpc` are in
`test_the_share_and_its_interval` and `test_the_mean_and_its_interval`); the ratio's variance as R survey's svyratio has
it with fpc, that is lessened by 1 − n/N, from the worked example of docs/method/figures.md.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.cli.main import main
from ljuspunkt.domain.estimation.proportion import finite_population
from ljuspunkt.domain.estimation.ratio import ratio_and_interval
from ljuspunkt.domain.survey.figures import figures
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.survey.response import populations
from ljuspunkt.domain.survey.scoring import question_figure
from ljuspunkt.domain.vocabulary import Interval
from tests.figures.making import DONT_KNOW, counts, instrument, question, scale

TEN_PEOPLE = {(3, 3): 4, (3, 2): 3, (3, 0): 1, (2, 1): 2}

INSTRUMENT = """\
settings: {form_id: tiny, version: "1"}
choices:
  four:
    - {name: "1", value: 1, label: {en: Never}}
    - {name: "2", value: 2, label: {en: Seldom}}
    - {name: "3", value: 3, label: {en: Often}}
    - {name: "4", value: 4, label: {en: Always}}
    - {name: "9", missing: dont_know, label: {en: Don't know}}
survey:
  - {name: q1, type: select_one four, indicator: [1], positive: ["3", "4"], label: {en: Question one}}
"""
COUNTS = """\
wave,association,group,question,step,n
2022,A,board,q1,2,3
2022,A,board,q1,4,9
2022,B,board,q1,1,2
2022,B,board,q1,3,4
2022,B,board,q1,9,4
"""


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    (tmp_path / "instrument.yaml").write_text(INSTRUMENT, encoding="utf-8")
    (tmp_path / "counts.csv").write_text(COUNTS, encoding="utf-8")
    return tmp_path


def run(bench: Path, lists: str, *more: str) -> int:
    (bench / "lists.csv").write_text(lists, encoding="utf-8")
    words = ["figures", str(bench / "instrument.yaml"), str(bench / "counts.csv")]
    return main([*words, "--population", str(bench / "lists.csv"), *more])


def rows(bench: Path, capsys: pytest.CaptureFixture[str], lists: str, *more: str) -> list[dict[str, Any]]:
    assert run(bench, lists, "--json", *more) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def ends(row: Mapping[str, float]) -> tuple[float, float]:
    return row["low"], row["high"]


LISTS = "wave,association,group,population\n2022,A,board,15\n2022,B,board,\n"


def test_the_interval_is_that_of_the_list(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(bench, capsys, LISTS)
    first = [row for row in found if row["association"] == "A"]
    assert [row["population"] for row in first] == [15, 15]
    for row in first:
        assert ends(row) == pytest.approx((0.6231, 0.8448), abs=5e-5)
    plain = [row for row in found if row["association"] == "B"]
    assert [row["population"] for row in plain] == [None, None]
    assert ends(plain[0]) == pytest.approx((0.3000, 0.9032), abs=5e-5)  # R prop.test, 4 of 6


def test_without_a_list_nothing_is_said_of_one(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", str(bench / "instrument.yaml"), str(bench / "counts.csv"), "--json"]) == 0
    assert all("population" not in row for row in json.loads(capsys.readouterr().out))


def test_whoever_dont_know_is_taken_off_the_list(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Ten of ten answered, four of them "don't know": of the other six everybody's answer is known.
    found = rows(bench, capsys, LISTS.replace("B,board,", "B,board,10"))
    assert {ends(row) for row in found if row["association"] == "B"} == {(4 / 6, 4 / 6)}


def test_the_list_is_told_in_the_heading(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bench, LISTS) == 0
    said = capsys.readouterr().out
    assert "association A, group board (list of 15)" in said
    assert "list of" not in said.partition("association B")[2]


def test_a_file_of_numbers_asked_is_a_list_too(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(bench, capsys, LISTS.replace("population", "asked"))
    assert found[0]["population"] == 15


def test_lists_are_added_up_only_where_all_are_known(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = LISTS.replace("B,board,", "B,board,20")
    assert rows(bench, capsys, whole, "--by", "group")[0]["population"] == 35
    assert rows(bench, capsys, LISTS, "--by", "group")[0]["population"] is None


@pytest.mark.parametrize(
    ("lists", "more", "said"),
    [
        (LISTS.replace("15", "11"), (), "12 answered but only 11 are on the list"),
        (LISTS.replace("15", "many"), (), "line 2, column population"),
        (LISTS.replace("population", "people"), (), "population"),
        (LISTS, ("--by", "sex"), "sex"),
        (LISTS, ("--compare",), "--compare"),
    ],
)
def test_what_cant_be_is_refused_in_one_sentence(
    bench: Path, capsys: pytest.CaptureFixture[str], lists: str, more: tuple[str, ...], said: str
) -> None:
    assert run(bench, lists, *more) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and said in captured.err and len(captured.err.splitlines()) == 1


def test_lists_of_groups_with_other_questions_arent_added_up() -> None:
    board = instrument(question("q"), group="board", waves=["2022"])
    staff = instrument(question("r"), group="staff", waves=["2022"])
    found = counts({("2022", "A", "board"): {"q": {"3": 8, "1": 4}}, ("2022", "A", "staff"): {"r": {"3": 8}}})
    lists = populations(found, {("2022", "A", "board"): 15, ("2022", "A", "staff"): 9}, by=("association",))
    assert lists == {("2022", "A"): 24}
    with pytest.raises(Exception, match="keep “group”"):
        figures(Instruments((board, staff)), found, by=("association",), lists=lists)


def test_a_ratio_has_the_variance_of_what_wasnt_seen() -> None:
    # The standard error of the ten people is .1062 (docs/method/figures.md); of a list of 16, √(1 − 10/16) of that.
    plain, listed = ratio_and_interval(TEN_PEOPLE), ratio_and_interval(TEN_PEOPLE, population=16)
    assert plain.standard_error == pytest.approx(0.1062, abs=5e-5)
    assert listed.standard_error == pytest.approx(0.1062 * 0.375**0.5, abs=5e-5)
    assert (listed.interval.low, listed.interval.high) == pytest.approx((0.5672, 0.8614), abs=1e-3)
    everybody = ratio_and_interval(TEN_PEOPLE, population=10).interval
    assert everybody.low == everybody.high == pytest.approx(20 / 28)


def test_people_all_alike_have_the_interval_of_single_answers() -> None:
    assert ratio_and_interval({(2, 2): 12}, population=15).interval == finite_population(12, 12, 15)
    assert ratio_and_interval({(2, 0): 12}, population=15).interval == finite_population(0, 12, 15)
    assert ratio_and_interval({(2, 1): 12}, population=15).interval == finite_population(6, 12, 15)
    assert ratio_and_interval({(2, 1): 12}, population=12).interval == Interval(0.5, 0.5)
    with pytest.raises(ValueError, match="12 can't have answered of a list of 11"):
        ratio_and_interval({(2, 1): 12}, population=11)


def test_the_mean_is_narrowed_likewise(reference: Path) -> None:
    case = json.loads((reference / "vectors" / "stats_R.json").read_text())["mean_fpc"]
    five = question("q", of=scale(5), positive=("4", "5"))
    steps = {"5": 4, "4": 5, "3": 2, "2": 1}
    found = question_figure(five, steps, population=case["N"]).mean_interval
    assert found is not None
    assert (found.low, found.high) == pytest.approx((case["lo"], case["hi"]), abs=1e-12)


steps_and_list = st.fixed_dictionaries(
    {"1": st.integers(0, 20), "3": st.integers(0, 20), "9": st.integers(0, 9), "": st.integers(0, 9)}
).flatmap(lambda steps: st.tuples(st.just(steps), st.integers(0, 60)))


@given(steps_and_list)
def test_a_list_never_widens_and_a_longer_one_never_narrows(found: tuple[dict[str, int], int]) -> None:
    steps, more = found
    asked = question("q", of=scale(extra=[DONT_KNOW]))
    n = sum(steps.values())
    plain = question_figure(asked, steps).interval
    short = question_figure(asked, steps, population=n + more).interval
    long = question_figure(asked, steps, population=n + more + 5).interval
    if plain is None or short is None or long is None:
        assert plain is short is long is None
        return
    assert 0 <= short.low <= steps["3"] / (steps["1"] + steps["3"]) <= short.high <= 1
    # At nobody and everybody the bound is a whole number of people, so its share goes up and down with the list.
    if 0 < steps["3"] < steps["1"] + steps["3"]:
        assert short.width <= long.width + 1e-12 <= plain.width + 2e-12


def test_numbers_that_belong_to_nobody_are_named(bench: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bench, LISTS + "2019,Aa,board,500\n") == 0
    said = capsys.readouterr().err
    assert "“2019” as wave, where nobody answered" in said
    assert "“Aa” as association, where nobody answered" in said
    assert run(bench, LISTS) == 0
    assert "nobody answered" not in capsys.readouterr().err
