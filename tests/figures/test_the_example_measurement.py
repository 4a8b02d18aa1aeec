"""The example measurement is what its README says, and the generator makes it again to the byte."""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

from ljuspunkt.domain.survey.comparability import compare_indicator, compare_question
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.survey.translations import easy_languages, open_languages
from ljuspunkt.files import instruments as instrument_files
from ljuspunkt.files import questionnaires as questionnaire_files

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "measurement"
WAVES = ("2020", "2021", "2022")
MADE = [*(f"answers/answers-{wave}.csv" for wave in WAVES), "asked.csv", "associations.csv"]
GROUPS = {"participant_ongoing", "participant_exit", "staff", "managers", "board"}


def table(name: str) -> list[dict[str, str]]:
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return instrument_files.read(EXAMPLE / "instruments")


@pytest.fixture(scope="module")
def answers() -> dict[str, list[dict[str, str]]]:
    return {wave: table(f"answers/answers-{wave}.csv") for wave in WAVES}


def test_the_generator_makes_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, EXAMPLE / "generate.py", tmp_path], check=True)
    for name in MADE:
        assert (tmp_path / name).read_bytes() == (EXAMPLE / name).read_bytes()


def test_a_file_of_answers_is_small_enough_for_the_repository() -> None:
    assert all((EXAMPLE / name).stat().st_size < 1_500_000 for name in MADE)


def test_associations_and_answers_are_as_many_as_in_life(answers: dict[str, list[dict[str, str]]]) -> None:
    assert [len(answers[wave]) for wave in WAVES] == [4186, 3759, 3970]
    assert [len({row["association"] for row in answers[wave]}) for wave in WAVES] == [42, 39, 36]
    assert all({row["group"] for row in answers[wave]} == GROUPS for wave in WAVES)


def test_some_groups_have_fewer_than_five(answers: dict[str, list[dict[str, str]]]) -> None:
    for wave in WAVES:
        sizes = Counter((row["association"], row["group"]) for row in answers[wave])
        assert 0.1 < sum(n < 5 for n in sizes.values()) / len(sizes) < 0.35
        assert max(sizes.values()) > 150


def test_who_takes_part_follows_from_the_list_of_associations(answers: dict[str, list[dict[str, str]]]) -> None:
    listed = table("associations.csv")
    for wave in WAVES:
        present = {
            row["association"]
            for row in listed
            if row["from_wave"] <= wave and (not row["until_wave"] or wave <= row["until_wave"])
        }
        assert present == {row["association"] for row in answers[wave]}
    merged = {row["association"]: row["merged_into"] for row in listed if row["merged_into"]}
    assert merged == {"Ekvallen": "Lindåsen", "Furusala": "Lindåsen", "Vassholma": "Björkhaga"}


def test_rows_are_sorted_by_content(answers: dict[str, list[dict[str, str]]]) -> None:
    for rows in answers.values():
        listed = [tuple(row.values()) for row in rows]
        assert listed == sorted(listed)


def test_the_fifteen_core_indicators_have_the_titles_of_the_catalogue(
    instruments: Instruments, reference: Path
) -> None:
    catalogue = yaml.safe_load((reference / "catalogue-2014.yaml").read_text())["indicators"][:15]
    expected = {str(one["number"]): (one["title"], str(one["original"])) for one in catalogue}
    assert {number: (title.title, title.candidate) for number, title in instruments.titles.items()} == expected
    measured = {number for instrument in instruments.each for number in instrument.measured}
    assert measured == set(expected)


def test_everything_says_that_it_is_invented(instruments: Instruments) -> None:
    for instrument in instruments.each:
        assert "påhittade" in instrument.title["sv"]
        assert "invented" in instrument.title["en"]
    assert "invented" in (EXAMPLE / "README.md").read_text()


def test_every_text_is_in_swedish_and_english(instruments: Instruments) -> None:
    for instrument in instruments.each:
        texts = [instrument.title, instrument.group_label, *(question.label for question in instrument.questions)]
        texts += [choice.label for question in instrument.questions for choice in question.scale.choices]
        assert all({"sv", "en"} <= set(text) for text in texts)


def test_the_ongoing_participants_are_asked_in_four_languages_and_in_easy_read() -> None:
    questionnaire = questionnaire_files.read(EXAMPLE / "instruments" / "participant-ongoing-2020.yaml")
    assert open_languages(questionnaire) == ("sv", "en", "ar", "so")
    assert easy_languages(questionnaire) == ("sv", "en")
    for text in (choice.label for scale in questionnaire.scales.values() for choice in scale.choices):
        assert set(text) == {"sv", "en", "ar", "so"}


def test_scales_and_questions_vary(instruments: Instruments) -> None:
    questions = [question for instrument in instruments.each for question in instrument.questions]
    assert {len(question.scale.answers) for question in questions} == {2, 4, 5}
    assert any(question.reverse for question in questions)
    assert any(len(instrument.items_of("5")) == 3 for instrument in instruments.each)
    missing = {choice.missing for question in questions for choice in question.scale.choices}
    assert missing == {None, "dont_know", "not_applicable"}


def test_one_question_changed_and_nothing_else(instruments: Instruments) -> None:
    breaks = set()
    for group in GROUPS:
        for earlier, later in (("2020", "2021"), ("2021", "2022")):
            before, now = instruments.of(group=group, wave=earlier), instruments.of(group=group, wave=later)
            for question in now.questions:
                compared = compare_question(
                    instruments, group=group, question=question.name, earlier=earlier, later=later
                )
                if not compared.holds:
                    breaks.add((group, later, question.name, compared.reason))
            assert {question.name for question in before.questions} <= {question.name for question in now.questions}
    assert breaks == {("staff", "2021", "q4", "wording"), ("participant_exit", "2022", "q16", "not_asked")}
    broken = compare_indicator(instruments, group="staff", number="4", earlier="2020", later="2022")
    assert (broken.reason, broken.question) == ("wording", "q4")
    assert compare_indicator(instruments, group="board", number="14", earlier="2020", later="2022").holds


def test_shares_lie_where_they_lie_in_life(instruments: Instruments, answers: dict[str, list[dict[str, str]]]) -> None:
    for wave in WAVES:
        for group in GROUPS:
            rows = [row for row in answers[wave] if row["group"] == group]
            for question in instruments.of(group=group, wave=wave).questions:
                steps = Counter(row[question.name] for row in rows)
                answered = sum(steps[choice.name] for choice in question.scale.answers)
                assert 0.6 < sum(steps[name] for name in question.positive) / answered < 0.95
                assert 0 < steps[""] < 0.2 * len(rows)
                assert steps["9"] > 0


def test_the_numbers_asked_fit_the_answers(answers: dict[str, list[dict[str, str]]]) -> None:
    asked = {(row["wave"], row["association"], row["group"]): row["asked"] for row in table("asked.csv")}
    for wave in WAVES:
        sizes = Counter((wave, row["association"], row["group"]) for row in answers[wave])
        assert all(not asked[place] or int(asked[place]) >= n for place, n in sizes.items())
    unknown = sum(not number for number in asked.values())
    assert 0.05 < unknown / len(asked) < 0.3
