"""A sent questionnaire is read the same whether it comes from a page, from paper or from a shared tablet."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.reply import LONGEST, Reply, check
from ljuspunkt.domain.survey.scale import Choice, Scale

YES_NO = Scale("yesno", (Choice("yes", {"sv": "Ja"}), Choice("no", {"sv": "Nej"})))
HELP = Scale(
    "help",
    (
        Choice("doctor", {"sv": "Läkare"}),
        Choice("job, office", {"sv": "Arbetsförmedlingen"}),
        Choice("9", {"sv": "Vet inte"}, missing="dont_know"),
    ),
)
FORM = Questionnaire(
    "f",
    "1",
    (
        Item("hello", "note", {"sv": "Hej"}),
        Item("work", "select_one", {"sv": "Arbetar du?"}, scale="yesno", required=True),
        Section(
            "working",
            {"sv": "Om arbetet"},
            (
                Item("hours", "integer", {"sv": "Timmar?"}, constraint=". >= 0 and . <= 168",
                     constraint_message={"sv": "En vecka har 168 timmar.", "en": "A week has 168 hours."}),
                Item("long", "text", {"sv": "Varför så mycket?"}, relevant="${hours} > 60", required=True),
            ),
            relevant="${work} = 'yes'",
        ),
        Item("who", "select_multiple", {"sv": "Vem hjälpte?"}, scale="help"),
        Item("pay", "decimal", {"sv": "Lön?"}),
        Item("since", "date", {"sv": "Sedan?"}, constraint=". <= today()"),
    ),
    {"yesno": YES_NO, "help": HELP},
)  # fmt: skip


def reply(given: Mapping[str, Sequence[str]], language: str = "sv", **options: object) -> Reply:
    return check(FORM, given, language=language, **options)  # type: ignore[arg-type]


def test_answers_are_kept_in_the_order_of_the_questionnaire() -> None:
    read = reply({"pay": ["2,50"], "work": ["yes"], "hours": [" 40 "], "who": ["job, office", "doctor"], "x": ["y"]})
    assert list(read.values.items()) == [
        ("work", "yes"),
        ("hours", "40"),
        ("who", ("doctor", "job, office")),
        ("pay", "2.5"),
    ]
    assert read.problems == {}
    assert read.shown == ("hello", "work", "hours", "who", "pay", "since")


def test_what_isnt_asked_is_dropped_however_it_was_sent() -> None:
    read = reply({"work": ["no"], "hours": ["70"], "long": ["Mycket"]})
    assert read.values == {"work": "no"}
    assert "long" not in read.shown
    assert read.problems == {}
    assert reply({"work": ["yes"], "hours": ["70"], "long": ["Mycket"]}).values["long"] == "Mycket"


PROBLEMS = {
    "an unknown choice": ({"work": ["maybe"]}, "work", "unknown_choice"),
    "two answers to one question": ({"work": ["yes", "no"]}, "work", "several"),
    "an answer that is needed": ({}, "work", "required"),
    "a needed answer that is asked of some": ({"work": ["yes"], "hours": ["61"]}, "long", "required"),
    "not a whole number": ({"work": ["yes"], "hours": ["4.5"]}, "hours", "not_whole"),
    "beyond the limit": ({"work": ["yes"], "hours": ["-1"]}, "hours", "constraint"),
    "not a number": ({"work": ["no"], "pay": ["much"]}, "pay", "not_number"),
    "infinite": ({"work": ["no"], "pay": ["inf"]}, "pay", "not_number"),
    "not a day": ({"work": ["no"], "since": ["2022-02-30"]}, "since", "not_day"),
    "a day to come": ({"work": ["no"], "since": ["2030-01-01"]}, "since", "constraint"),
    "a choice that isn't there": ({"work": ["no"], "who": ["doctor", "nurse"]}, "who", "unknown_choice"),
    "not knowing and knowing": ({"work": ["no"], "who": ["doctor", "9"]}, "who", "missing_beside_others"),
    "too long": ({"work": ["yes"], "hours": ["61"], "long": ["x" * (LONGEST + 1)]}, "long", "too_long"),
}


@pytest.mark.parametrize(("given", "name", "code"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_must_be_mended_is_told_by_question(given: dict[str, list[str]], name: str, code: str) -> None:
    read = reply(given, on=date(2026, 11, 22))
    assert {item: problem.code for item, problem in read.problems.items()} == {name: code}
    assert name not in read.values
    assert read.problems[name].said()


def test_a_constraint_says_its_own_words_in_the_respondents_language() -> None:
    given = {"work": ["yes"], "hours": ["400"]}
    assert reply(given).problems["hours"].said() == "En vecka har 168 timmar."
    assert reply(given, "en").problems["hours"].said() == "A week has 168 hours."


@pytest.mark.parametrize("written", ["35", "٣٥", "۳۵", "३५", " 3 5 ", "+35"])
def test_numbers_are_read_in_the_digits_of_any_script(written: str) -> None:
    assert reply({"work": ["yes"], "hours": [written]}).values["hours"] == "35"


@pytest.mark.parametrize(
    ("written", "kept"), [("2,50", "2.5"), ("٢٫٥", "2.5"), ("-0", "0"), (".5", "0.5"), ("1 000,00", "1000")]
)
def test_decimal_numbers_are_kept_plainly(written: str, kept: str) -> None:
    assert reply({"work": ["no"], "pay": [written]}).values["pay"] == kept


def test_one_page_at_a_time_only_its_own_problems_are_told() -> None:
    assert reply({"pay": ["much"]}, only=("pay",)).problems.keys() == {"pay"}
    assert reply({"pay": ["much"]}, only=("hours",)).problems == {}


def test_a_text_is_kept_without_what_no_reader_sees() -> None:
    read = reply({"work": ["yes"], "hours": ["61"], "long": ["  En\r\ntext\x00 med\x1b \ud800tecken \n"]})
    assert read.values["long"] == "En\ntext med tecken"


def test_spaces_are_no_answer() -> None:
    assert reply({"work": ["  "]}).problems["work"].code == "required"


def test_conditions_that_go_in_a_circle_come_to_an_end() -> None:
    circle = Questionnaire(
        "f",
        "1",
        (
            Item("a", "text", {"sv": "A"}, relevant="${b} = ''"),
            Item("b", "text", {"sv": "B"}, relevant="${a} = ''"),
        ),
    )
    read = check(circle, {"a": ["x"], "b": ["y"]}, language="sv")
    assert len(read.values) <= 1
