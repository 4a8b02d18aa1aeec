"""The real survey bfi, counted from three formats and held against what R says of it (stats_R.json, psych::bfi)."""

import json
from pathlib import Path
from typing import Any

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.domain.survey.counts import Counts
from ljuspunkt.files import counts as counts_files
from tests import bfi

FORMATS = ("csv", "parquet", "sav")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bfi")
    instrument = bfi.write_instrument(made / "bfi.yaml")
    for ending in FORMATS:
        answers = bfi.write_answers(made / f"bfi.{ending}", associations=7)
        out = made / f"counts-{ending}.csv"
        assert main(["count", str(instrument), str(answers), "--out", str(out), "--by", "sex"]) == 0
    return made


@pytest.fixture(scope="module")
def counts(folder: Path) -> Counts:
    return counts_files.read(folder / "counts-csv.csv").collapsed(["wave", "group"])


@pytest.fixture(scope="module")
def from_r(reference: Path) -> dict[str, Any]:
    vectors = json.loads((reference / "vectors" / "stats_R.json").read_text(encoding="utf-8"))
    return dict(vectors)


@pytest.mark.parametrize("kind", ["", ".scores", ".products"])
def test_three_formats_give_the_same_bytes(kind: str, folder: Path) -> None:
    written = {ending: (folder / f"counts-{ending}{kind}.csv").read_bytes() for ending in FORMATS}
    assert written["csv"] == written["parquet"] == written["sav"]


def test_all_2800_respondents_are_there_and_those_who_skipped_an_item(counts: Counts, from_r: dict[str, Any]) -> None:
    (steps,) = counts.steps.values()
    skipped = from_r["bfi_info"]["na_per_item"]
    for item in bfi.ITEMS:
        assert sum(steps[item].values()) == 2800
        assert steps[item].get("", 0) == skipped[item]


def test_item_means_follow_from_the_steps(counts: Counts, from_r: dict[str, Any]) -> None:
    (steps,) = counts.steps.values()
    for item in bfi.ITEMS:
        answered = {int(step): n for step, n in steps[item].items() if step}
        mean = sum(step * n for step, n in answered.items()) / sum(answered.values())
        assert mean == pytest.approx(from_r["bfi_info"]["item_means"][item], rel=1e-13)


def test_pairwise_alpha_follows_from_the_products(counts: Counts, from_r: dict[str, Any]) -> None:
    """psych::alpha takes its covariances over those who answered both items, as the products do."""
    (products,) = counts.products.values()
    covariance = {
        (one.item_a, one.item_b): (one.sum_ab - one.sum_a * one.sum_b / one.n) / (one.n - 1) for one in products
    }
    for scale in from_r["bfi_reliability"]:
        items = [item.lstrip("-") for item in scale["items"]]
        variances = sum(covariance[item, item] for item in items)
        between = sum(covariance[a, b] for a in items for b in items if a < b)
        k = len(items)
        alpha = k / (k - 1) * (1 - variances / (variances + 2 * between))
        assert alpha == pytest.approx(scale["raw_alpha_pairwise"], rel=1e-12)


def test_everyone_is_in_the_scores_once_and_the_complete_are_as_many_as_r_finds(
    counts: Counts, from_r: dict[str, Any]
) -> None:
    (scores,) = counts.scores.values()
    for scale in from_r["bfi_reliability"]:
        found = scores[scale["items"][-1][-2]]
        assert sum(found.values()) == 2800
        assert sum(n for score, n in found.items() if score.answered_items == 5) == scale["n_complete"]


def test_the_scale_means_of_r_follow_from_the_scores(counts: Counts, from_r: dict[str, Any]) -> None:
    """psych::alpha gives the mean of the respondents' own means, over all who answered anything."""
    (scores,) = counts.scores.values()
    for scale in from_r["bfi_reliability"]:
        found = {score: n for score, n in scores[scale["items"][-1][-2]].items() if score.answered_items}
        total = sum(n * score.value_sum / score.answered_items for score, n in found.items())
        assert total / sum(found.values()) == pytest.approx(scale["mean"], rel=1e-13)


def test_spss_codes_may_be_labelled_and_declared_missing(tmp_path: Path) -> None:
    """Numbers with labels stand for the labels in the sets; a declared missing code is no answer, unless a choice."""
    import pandas as pd
    import pyreadstat

    from tests.counting.making import instrument, table

    answers = tmp_path / "answers.sav"
    columns = {"wave": [2021.0] * 4, "association": [1.0, 1.0, 2.0, 2.0], "group": [3.0] * 4}
    questions = {"q1": [1.0, 9.0, None, 4.0], "q2": [2.0, 8.0, 8.0, 1.0], "q3": [1.0, 2.0, None, 1.0]}
    labels = {"association": {1: "Norra", 2: "Södra"}, "group": {3: "participant"}, "q3": {1: "yes", 2: "no"}}
    pyreadstat.write_sav(
        pd.DataFrame(columns | questions),
        answers,
        variable_value_labels=labels,
        missing_ranges={"q1": [9], "q2": [{"lo": 7, "hi": 9}]},
    )
    assert main(["count", str(instrument(tmp_path)), str(answers), "--out", str(tmp_path / "counts.csv")]) == 0
    rows = [tuple(row.values())[1:] for row in table(tmp_path / "counts.csv")]
    assert rows == [
        ("Norra", "participant", "q1", "1", "1"),
        ("Norra", "participant", "q1", "9", "1"),
        ("Norra", "participant", "q2", "", "1"),
        ("Norra", "participant", "q2", "2", "1"),
        ("Norra", "participant", "q3", "no", "1"),
        ("Norra", "participant", "q3", "yes", "1"),
        ("Södra", "participant", "q1", "", "1"),
        ("Södra", "participant", "q1", "4", "1"),
        ("Södra", "participant", "q2", "", "1"),
        ("Södra", "participant", "q2", "1", "1"),
        ("Södra", "participant", "q3", "", "1"),
        ("Södra", "participant", "q3", "yes", "1"),
    ]
