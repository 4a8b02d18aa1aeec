"""An analyst takes the example measurement from answers to figures; a plain loop over the answers counts it again."""

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.files import instruments as instrument_files

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "measurement"
ANSWERS = [EXAMPLE / "answers" / f"answers-{wave}.csv" for wave in ("2020", "2021", "2022")]
Place = tuple[str, str, str]


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("counts") / "counts.csv")
    assert main(["count", str(EXAMPLE / "instruments"), *map(str, ANSWERS), "--out", path]) == 0
    return path


@pytest.fixture
def rows(counts: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert main(["figures", str(EXAMPLE / "instruments"), counts, "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture(scope="module")
def people() -> dict[Place, list[dict[str, str]]]:
    found: dict[Place, list[dict[str, str]]] = defaultdict(list)
    for path in ANSWERS:
        with path.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened):
                found[row["wave"], row["association"], row["group"]].append(row)
    return found


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return instrument_files.read(EXAMPLE / "instruments")


def test_every_set_and_question_has_the_numbers_of_a_plain_loop(
    rows: list[dict[str, Any]], people: dict[Place, list[dict[str, str]]], instruments: Instruments
) -> None:
    expected = {}
    for (wave, association, group), answers in people.items():
        for question in instruments.of(group=group, wave=wave).questions:
            steps = Counter(row[question.name] for row in answers)
            answered = sum(steps[choice.name] for choice in question.scale.answers)
            positive = sum(steps[name] for name in question.positive)
            expected[wave, association, group, question.name] = (len(answers), answered, positive)
    found = {
        (row["wave"], row["association"], row["group"], row["question"]): (row["n"], row["answered"], row["positive"])
        for row in rows
        if row["question"]
    }
    assert found == expected


def test_an_indicator_adds_up_its_questions_and_has_the_mean_of_its_respondents(
    rows: list[dict[str, Any]], people: dict[Place, list[dict[str, str]]]
) -> None:
    """Indicator 5 of the ongoing participants: three questions with four steps, the third backwards."""
    checked = 0
    for row in rows:
        if row["indicator"] == "5" and row["group"] == "participant_ongoing" and row["share"] is not None:
            answers, positive, scores = 0, 0, []
            for person in people[row["wave"], row["association"], row["group"]]:
                ticked = [int(person[name]) for name in ("q5a", "q5b") if person[name] in ("1", "2", "3", "4")]
                ticked += [5 - int(person["q5c"])] if person["q5c"] in ("1", "2", "3", "4") else []
                answers += len(ticked)
                positive += sum(value >= 3 for value in ticked)
                scores += [sum(ticked) / len(ticked)] if len(ticked) >= 2 else []
            assert (row["answered"], row["positive"]) == (answers, positive)
            assert row["mean"] == pytest.approx(sum(scores) / len(scores))
            checked += 1
    assert checked == 42 + 39 + 36


def test_the_country_is_the_sum_of_its_associations(
    rows: list[dict[str, Any]], counts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", str(EXAMPLE / "instruments"), counts, "--by", "group", "--json"]) == 0
    national = json.loads(capsys.readouterr().out)
    sums: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        if row["association"]:
            for name in ("n", "answered", "positive"):
                sums[row["wave"], row["group"], row["question"], row["indicator"], name] += row[name]
    for row in national:
        if row["share"] is not None:
            for name in ("n", "answered", "positive"):
                assert row[name] == sums[row["wave"], row["group"], row["question"], row["indicator"], name]


def test_reliability_is_national_whatever_the_division(rows: list[dict[str, Any]]) -> None:
    found = {(row["wave"], row["group"], row["indicator"]) for row in rows if "reliability" in row}
    years = ("2020", "2021", "2022")
    expected = {(wave, group, "5") for wave in years for group in ("participant_ongoing", "participant_exit")}
    assert found == expected | {(wave, "staff", "8") for wave in years}
