"""A constraint without words of its own is told by its limits, before an answer and after one that isn't possible."""

from dataclasses import replace

import pytest

from ljuspunkt.domain.survey.limits import limits_of
from ljuspunkt.domain.survey.questionnaire import Item
from ljuspunkt.domain.survey.reply import check
from tests.surveys.answering import SMALL


def asked(constraint: str, kind: str = "integer") -> Item:
    return Item("q3", kind, {"sv": "Hur många?"}, constraint=constraint)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("constraint", "kind", "code", "values"),
    [
        (". >= 0 and . <= 100", "integer", "between", {"least": "0", "most": "100"}),
        ("(. > 0) and (.<10)", "integer", "between", {"least": "1", "most": "9"}),
        (". > 0.5", "integer", "at_least", {"least": "1"}),
        ("7 >= .", "integer", "at_most", {"most": "7"}),
        (". >= -5", "integer", "at_least", {"least": "-5"}),
        (". <= 37.5", "decimal", "at_most", {"most": "37.5"}),
    ],
)
def test_limits_follow_from_comparisons(constraint: str, kind: str, code: str, values: dict[str, str]) -> None:
    found = limits_of(asked(constraint, kind))
    assert found is not None and (found.code, found.values) == (code, values)


@pytest.mark.parametrize(
    ("constraint", "kind"),
    [
        (". < ${q1}", "integer"),
        (". = 1 or . > 5", "integer"),
        (". > 0", "decimal"),
        ("regex(., '[0-9]+')", "text"),
        (". >= 5 and . <= 1", "integer"),
        ("((. > 1) or (. < 0)) and . < 9", "integer"),
        ("", "integer"),
    ],
)
def test_nothing_is_told_that_doesnt_follow(constraint: str, kind: str) -> None:
    assert limits_of(asked(constraint, kind)) is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "Skriv ett tal mellan 1 och 9."),
        ("en", "Write a number between 1 and 9."),
        ("ar", "اكتب رقمًا بين 1 و9."),
        ("so", "Qor tiro u dhaxaysa 1 iyo 9."),
    ],
)
def test_the_limits_are_said_before_and_after(language: str, said: str) -> None:
    from ljuspunkt.rooms.surveys.answering.pages import Reading, item_page

    item = asked(". > 0 and . < 10")
    form = replace(SMALL, body=(item,))
    assert item_page(form, item, Reading(language)).note == said
    problem = check(form, {"q3": ["12"]}, language=language).problems["q3"]
    refused = item_page(form, item, Reading(language), given=("12",), problem=problem)
    assert (refused.problem, refused.note) == (said, "")


def test_the_questionnaire_s_own_words_come_first() -> None:
    item = replace(asked(". < 10"), constraint_message={"sv": "Högst nio."})
    form = replace(SMALL, body=(item,))
    problem = check(form, {"q3": ["12"]}, language="sv").problems["q3"]
    assert problem.said() == "Högst nio."
