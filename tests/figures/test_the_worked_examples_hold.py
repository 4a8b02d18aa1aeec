"""A statistician checks the worked examples of docs/method/figures.md: the software gives the printed numbers."""

import json
from collections import Counter
from pathlib import Path

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.domain.estimation.difference import newcombe
from ljuspunkt.domain.estimation.mean import mean_and_interval
from ljuspunkt.domain.estimation.proportion import clopper_pearson, finite_population, wilson
from ljuspunkt.domain.estimation.ratio import ratio_and_interval
from ljuspunkt.domain.estimation.reliability import OneFactor, cronbach_alpha, one_factor
from ljuspunkt.domain.survey.reliability import Reliability, reliability
from ljuspunkt.domain.vocabulary import Interval
from tests.figures.test_reliability import products

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "method" / "figures.md").read_text(encoding="utf-8")
TEN_PEOPLE = {(3, 3): 4, (3, 2): 3, (3, 0): 1, (2, 1): 2}


def interval_of_the_mean() -> Interval:
    found = mean_and_interval(Counter((5, 4, 4, 3, 5, 2, 4, 5, 4, 3, 4, 5)), low=1, high=5).interval
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("interval", "printed"),
    [
        (wilson(7, 12), ".3195 to .8067"),
        (wilson(10, 10), ".7225 to 1"),
        (clopper_pearson(7, 12), ".2767 to .8483"),
        (finite_population(9, 12, 15), ".6231 to .8448"),
        (finite_population(12, 12, 15), ".8667 to 1"),
        (interval_of_the_mean(), "3.394 to 4.606"),
        (ratio_and_interval(TEN_PEOPLE).interval, ".4740 to .9545"),
        (wilson(20, 28), ".5294 to .8475"),
        (newcombe(56, 70, 48, 80), ".0524 to .3339"),
    ],
)
def test_the_page_prints_what_the_software_computes(interval: Interval, printed: str) -> None:
    assert printed in " ".join(PAGE.split())
    low, high = (float(end) for end in printed.split(" to "))
    digits = 1 + len(printed.split(" to ")[0].partition(".")[2])
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5 * 10.0**-digits)


def test_the_table_of_ten_people_adds_up() -> None:
    people = sum(TEN_PEOPLE.values())
    answers = sum(answered * n for (answered, _), n in TEN_PEOPLE.items())
    positive = sum(positive * n for (_, positive), n in TEN_PEOPLE.items())
    assert f"| **{people}** | **{answers}** | **{positive}** | | **7.9592** |" in PAGE
    assert ratio_and_interval(TEN_PEOPLE).share == positive / answers


def test_the_three_questions_have_the_printed_reliability() -> None:
    factor = one_factor([[1, 0.56, 0.48], [0.56, 1, 0.42], [0.48, 0.42, 1]])
    assert isinstance(factor, OneFactor)
    assert factor.loadings == pytest.approx((0.8, 0.7, 0.6), abs=1e-6)
    assert factor.own == pytest.approx((0.36, 0.51, 0.64), abs=1e-6)
    alpha = cronbach_alpha([[1, 0.56, 0.48], [0.56, 1, 0.42], [0.48, 0.42, 1]])
    assert alpha is not None
    assert f"= **.{round(1000 * factor.omega)}**" in PAGE
    assert f"= **.{round(1000 * alpha)}**" in PAGE


def test_the_table_of_bfi_is_what_r_and_the_software_give(bfi: list[dict[str, str]], reference: Path) -> None:
    r = json.loads((reference / "vectors" / "stats_R.json").read_text())["bfi_reliability"]
    rows = {}
    for line in PAGE[PAGE.index("| `bfi`, 2,800 people |") :].splitlines()[2:5]:
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows[name] = cells
    expected = {
        "alpha, pairs (psych)": [scale["raw_alpha_pairwise"] for scale in r],
        "omega, complete answers (lavaan)": [scale["omega_total_cfa_ml"] for scale in r],
        "omega, pairs, as printed here": [_omega(bfi, trait) for trait in "ACENO"],
    }
    assert rows == {name: [f"{value:.4f}".removeprefix("0") for value in found] for name, found in expected.items()}


def _omega(people: list[dict[str, str]], trait: str) -> float:
    items = [f"{trait}{number}" for number in range(1, 6)]
    found = reliability(items, products(people, items))
    assert isinstance(found, Reliability) and found.omega is not None
    return found.omega


def test_the_question_of_the_board_stands_out_as_printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    measurement = Path(__file__).resolve().parents[2] / "examples" / "measurement"
    out = tmp_path / "counts.csv"
    answers = str(measurement / "answers" / "answers-2020.csv")
    assert main(["count", str(measurement / "instruments"), answers, "--out", str(out)]) == 0
    capsys.readouterr()
    assert main(["figures", str(measurement / "instruments"), str(out), "--quality", "--json"]) == 0
    found = next(
        one
        for one in json.loads(capsys.readouterr().out)["questions"]
        if (one["group"], one["question"]) == ("board", "q15")
    )
    assert (found["n"], found["no_answer"], found["answered"], found["ceiling"]["n"]) == (421, 55, 321, 106)
    assert found["flags"] == ["non_response", "ceiling"]
    text = " ".join(PAGE.split())
    assert "55 of 421 board members of 2020 skipped q15 (13 %: stands out)" in text
    assert "of the 321 who ticked a step 106 ticked the highest (33 %: ceiling)" in text
