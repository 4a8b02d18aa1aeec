"""The pilot's question: which questions are to be mended? `ljuspunkt figures --quality`, and what a release tells."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.counts import Counts, Product
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.survey.quality import Quality, item_quality, quality
from ljuspunkt.domain.survey.scale import Choice, Scale
from tests.bfi import ITEMS, write_answers, write_instrument
from tests.figures.making import NOT_APPLICABLE, counts, instrument, question, scale

FIVE = scale(5)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "en")


def flags(steps: Mapping[str, int], *, of: Scale = FIVE, reverse: bool = False) -> tuple[str, ...]:
    asked = question(of=of, positive=("5",), reverse=reverse)
    return item_quality(asked, steps, wave="2022", group="staff").flags


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ({"3": 90, "": 10}, ()),
        ({"3": 89, "": 11}, ("non_response",)),
        ({"1": 15, "3": 85}, ()),
        ({"1": 16, "3": 84}, ("floor",)),
        ({"5": 15, "3": 85}, ()),
        ({"5": 16, "3": 84}, ("ceiling",)),
        ({"1": 40, "5": 40, "": 20}, ("non_response", "floor", "ceiling")),
        ({}, ()),
        ({"": 7}, ("non_response",)),
    ],
)
def test_over_ten_percent_skipped_and_over_fifteen_at_an_end_stand_out(
    steps: Mapping[str, int], expected: tuple[str, ...]
) -> None:
    assert flags(steps) == expected


def test_those_who_dont_know_neither_skipped_it_nor_count_among_the_answers() -> None:
    asked = question(of=scale(5, extra=(Choice("9", {}, missing="dont_know"), NOT_APPLICABLE)), positive=("5",))
    found = item_quality(asked, {"1": 15, "3": 84, "9": 60, "8": 30, "": 11}, wave="w", group="g")
    assert (found.n, found.answered, found.no_answer, found.dont_know, found.not_applicable) == (200, 99, 11, 60, 30)
    assert found.flags == ("floor",), "15 of 99 are more than 15 %, 11 of 200 aren't more than 10 %"


def test_two_steps_have_neither_floor_nor_ceiling() -> None:
    assert flags({"1": 50, "2": 50}, of=scale(2)) == ()
    assert flags({"1": 50, "2": 50, "3": 0}, of=scale(3)) == ("floor",)


def test_ends_go_by_value_and_by_place_where_there_are_no_values() -> None:
    backwards = Scale("s", tuple(Choice(name, {}, value) for name, value in (("a", 3), ("b", 2), ("c", 1))))
    found = item_quality(question(of=backwards, positive=("a",)), {"a": 1, "b": 1, "c": 8}, wave="w", group="g")
    assert found.floor is not None and (found.floor.choice.name, found.floor.n) == ("c", 8)
    assert found.flags == ("floor",)
    wordy = Scale("s", tuple(Choice(name, {}) for name in "abc"))
    found = item_quality(question(of=wordy, positive=("a",)), {"a": 8, "c": 1}, wave="w", group="g")
    assert found.floor is not None and (found.floor.choice.name, found.floor.n) == ("a", 8)


def test_a_reversed_question_is_taken_as_it_was_ticked() -> None:
    assert flags({"1": 40, "3": 60}, reverse=True) == ("floor",)


def scale_quality(scores: Mapping[tuple[int, int, int], int], *, steps: Mapping[str, int] | None = None) -> Quality:
    questions = [question(name, of=FIVE, positive=("4", "5"), indicators=("1",)) for name in ("q1", "q2", "q3")]
    cell = ("2022", "A", "staff")
    answered = sum(n * items for (items, _, _), n in scores.items())
    everybody = sum(scores.values())
    each = {"3": answered // 3, "": everybody - answered // 3}
    found = counts({cell: {one.name: steps or each for one in questions}}, {cell: {"1": scores}})
    return quality(Instruments((instrument(*questions),)), found)


def test_scores_of_other_answers_than_the_counts_are_refused() -> None:
    everybody = {(3, 0, 9): 60, (3, 0, 3): 9, (3, 0, 15): 16, (0, 0, 0): 15}
    with pytest.raises(BadInput, match="don't follow from the same answers"):
        scale_quality(everybody, steps={"3": 1, "": 99})
    found = scale_quality({(3, 0, 9): 100}).scales[0]
    assert (found.n, found.scored, found.floor, found.ceiling, found.flags) == (100, 100, 0, 0, ())
    assert found.reliability == "not_counted"


TEN_THREES = (10, 30, 30, 90, 90, 90)


@pytest.mark.parametrize(
    "product",
    [
        Product("q1", "q1", 11, 30, 30, 90, 90, 90),
        Product("q1", "q1", 9, 27, 27, 81, 81, 81),
        Product("q1", "q1", 10, 31, 31, 90, 90, 90),
        Product("q1", "q1", 10, 30, 30, 90, 91, 91),
        Product("q1", "q2", 10, 30, 30, 91, 90, 90),
        Product("q1", "q2", 10, 30, 30, 90, 89, 90),
        Product("q1", "q2", 10, 30, 30, 90, 90, -5),
        Product("q1", "q9", *TEN_THREES),
    ],
)
def test_products_that_the_counted_answers_cant_give_are_refused(product: Product) -> None:
    questions = [question(name, of=FIVE, indicators=("1",)) for name in ("q1", "q2", "q3")]
    plain = counts({("2022", "A", "staff"): {one.name: {"3": 10} for one in questions}})
    instruments = Instruments((instrument(*questions),))
    right = Counts(plain.columns, plain.steps, {}, {("2022", "staff"): (Product("q1", "q2", *TEN_THREES),)})
    assert quality(instruments, right).scales[0].reliability == "not_counted"
    wrong = Counts(plain.columns, plain.steps, {}, {("2022", "staff"): (product,)})
    with pytest.raises(BadInput, match="don't follow from the same answers"):
        quality(instruments, wrong)


def test_counts_without_respondents_are_refused() -> None:
    with pytest.raises(BadInput, match="no respondents"):
        quality(Instruments((instrument(question()),)), counts({}))


@pytest.fixture(scope="module")
def bfi(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("bfi")
    answers, form = write_answers(folder / "answers.csv", associations=7), write_instrument(folder / "bfi.yaml")
    assert main(["count", str(form), str(answers), "--by", "sex", "--out", str(folder / "counts.csv")]) == 0
    return str(form), str(folder / "counts.csv")


def as_json(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert main(["figures", *words, "--quality", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_real_survey_has_the_gaps_and_reliabilities_that_r_finds(
    bfi: tuple[str, str], reference: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    r = json.loads((reference / "vectors" / "stats_R.json").read_text())
    found = as_json(capsys, *bfi)
    assert {one["question"]: one["no_answer"] for one in found["questions"]} == {
        item: r["bfi_info"]["na_per_item"][item] for item in ITEMS
    }
    assert {one["n"] for one in found["questions"]} == {2800}
    for ours, theirs in zip(found["scales"], r["bfi_reliability"], strict=True):
        assert ours["reliability"] == pytest.approx(theirs["raw_alpha_pairwise"], abs=1e-12)
        assert ours["omega"] == pytest.approx(theirs["omega_total_cfa_ml"], abs=3e-3)
        assert ours["reliability_low"] < ours["reliability"] < ours["reliability_high"]
        assert {one["question"]: one["item_rest"] for one in ours["items"]} == pytest.approx(theirs["r_drop"])
        assert {one["question"]: one["reliability_without"] for one in ours["items"]} == pytest.approx(
            theirs["alpha_drop"]
        )


def test_the_rows_of_figures_have_omega_beside_alpha(bfi: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["figures", *bfi, "--by", "--json"]) == 0
    rows = [row for row in json.loads(capsys.readouterr().out) if "reliability" in row]
    scales = as_json(capsys, *bfi)["scales"]
    assert [(row["indicator"], row["reliability"], row["omega"]) for row in rows] == [
        (scale["indicator"], scale["reliability"], scale["omega"]) for scale in scales
    ]
    assert main(["figures", *bfi, "--by"]) == 0
    assert "alpha  omega     n" in capsys.readouterr().out


def test_the_table_names_what_stands_out(bfi: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["figures", *bfi, "--quality"]) == 0
    shown = capsys.readouterr().out
    assert "wave 2010, group respondents" in shown
    line = next(line for line in shown.splitlines() if line.startswith("A4 "))
    assert "1 % (19 of 2800)" in line
    assert line.endswith("ceiling")
    assert "0.69 to 0.72" in shown


def test_the_table_speaks_swedish(
    bfi: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "sv")
    capsys.readouterr()
    assert main(["figures", *bfi, "--quality"]) == 0
    shown = capsys.readouterr().out
    assert "Bortfall över 10 %, golv eller tak över 15 % sticker ut." in shown
    assert "0,69 till 0,72" in shown


@pytest.mark.parametrize("beside", [["--by", "association"], ["--by"], ["--compare"]])
def test_quality_is_national_and_stands_alone(
    bfi: tuple[str, str], beside: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["figures", *bfi, "--quality", *beside]) == 2
    shown = capsys.readouterr()
    assert "--quality stands alone" in shown.err
    assert shown.err.count("\n") == 1
    assert not shown.out


INSTRUMENT = """
settings: {form_id: trial, version: "1", respondent_group: staff, waves: ["2022"], default_language: English (en)}
choices:
  five:
    - {name: "1", value: 1}
    - {name: "2", value: 2}
    - {name: "3", value: 3}
    - {name: "4", value: 4}
    - {name: "5", value: 5}
survey:
  - {name: q1, type: select_one five, indicator: [1], positive: ["4", "5"], label: {en: One}}
  - {name: q2, type: select_one five, indicator: [1], positive: ["4", "5"], label: {en: Two}}
  - {name: q3, type: select_one five, indicator: [1], positive: ["4", "5"], label: {en: Three}}
"""


def trial(folder: Path, rows: list[tuple[str, str, str]], form: str = INSTRUMENT) -> tuple[str, str]:
    """Write an instrument and count answers to it; return both paths."""
    (folder / "form.yaml").write_text(form, encoding="utf-8")
    lines = ["wave,association,group,q1,q2,q3", *(f"2022,A,staff,{','.join(row)}" for row in rows)]
    (folder / "answers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = [str(folder / "form.yaml"), str(folder / "answers.csv"), "--out", str(folder / "counts.csv")]
    assert main(["count", *words]) == 0
    return str(folder / "form.yaml"), str(folder / "counts.csv")


def spread(n: int) -> list[tuple[str, str, str]]:
    return [(str(1 + row % 5), str(1 + (row + row // 7) % 5), str(1 + (row + row // 3) % 5)) for row in range(n)]


@pytest.mark.parametrize(
    ("rows", "said", "reason"),
    [
        (spread(99), "fewer than 100 answered some two of its questions", "few_respondents"),
        ([("3", "3", "3")] * 150, "all respondents' sums are alike", "no_variance"),
        ([(a, a, a) for a, _, _ in spread(150)], "some questions repeat each other", "contradictory"),
        ([(a, b, "3") for a, b, _ in spread(150)], "everybody answered one question alike", "no_variance"),
        ([(a, str(6 - int(a)), c) for a, _, c in spread(150)], "alpha is below 0", None),
    ],
)
def test_what_cant_be_computed_is_said_in_a_sentence(
    tmp_path: Path, rows: list[tuple[str, str, str]], said: str, reason: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    files = trial(tmp_path, rows)
    capsys.readouterr()
    assert main(["figures", *files, "--quality"]) == 0
    shown = capsys.readouterr()
    assert said in shown.out
    assert "Traceback" not in shown.err
    assert reason is None or as_json(capsys, *files)["scales"][0]["none_since"] == reason


def test_two_questions_are_too_few_and_one_is_no_scale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two = INSTRUMENT.replace('indicator: [1], positive: ["4", "5"], label: {en: Three}', "label: {en: Three}")
    files = trial(tmp_path, spread(150), two)
    capsys.readouterr()
    assert main(["figures", *files, "--quality"]) == 0
    assert "fewer than 3 questions measure it" in capsys.readouterr().out
    one = two.replace('indicator: [1], positive: ["4", "5"], label: {en: Two}', "label: {en: Two}")
    files = trial(tmp_path, spread(150), one)
    capsys.readouterr()
    assert main(["figures", *files, "--quality"]) == 0
    assert "No indicator has several questions here" in capsys.readouterr().out


def test_a_question_to_be_reversed_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(a, a if row % 3 else b, str(6 - int(a)) if row % 4 else c) for row, (a, b, c) in enumerate(spread(300))]
    files = trial(tmp_path, rows)
    found = as_json(capsys, *files)
    assert {one["question"]: "against_the_rest" in one["flags"] for one in found["questions"]} == {
        "q1": False,
        "q2": False,
        "q3": True,
    }
    reversed_ = INSTRUMENT.replace("name: q3, type", "name: q3, reverse: yes, type")
    mended = as_json(capsys, *trial(tmp_path, rows, reversed_))["scales"][0]
    assert mended["reliability"] > found["scales"][0]["reliability"]
    assert mended["none_since"] is None


def test_without_scores_and_products_the_questions_still_have_theirs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = trial(tmp_path, spread(150))
    for companion in tmp_path.glob("counts.*.csv"):
        companion.unlink()
    found = as_json(capsys, *files)
    assert [one["no_answer"] for one in found["questions"]] == [0, 0, 0]
    (one,) = found["scales"]
    assert (one["scored"], one["floor"], one["none_since"]) == (None, None, "not_counted")
    assert main(["figures", *files, "--quality"]) == 0
    assert "no products lie beside the counts" in capsys.readouterr().out


def test_a_scale_counts_those_with_a_score_and_those_at_its_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("1", "1", "1")] * 20 + [("5", "5", "")] * 10 + [("5", "", "")] * 30 + [("2", "4", "3")] * 40
    (one,) = as_json(capsys, *trial(tmp_path, rows))["scales"]
    assert (one["n"], one["scored"], one["floor"], one["ceiling"]) == (100, 70, 20, 10)
    assert one["flags"] == ["non_response", "floor"]
