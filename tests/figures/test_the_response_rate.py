"""An analyst reads how many of those asked answered.

Expected numbers: AAPOR's Standard Definitions with the figures of `method.md` §2.
"""

from pathlib import Path

import pytest

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.estimation.response_rate import Dispositions, rr1, rr2, rr3, rr4, rr5, rr6
from ljuspunkt.domain.survey.response import response_rates
from ljuspunkt.files.asked import read
from tests.figures.making import counts

WORKED = Dispositions(
    complete=320, partial=25, refused=60, not_reached=70, other=5, unknown_eligibility=15, unknown_other=5
)


def test_the_six_rates_are_what_the_method_says() -> None:
    rates = (
        rr1(WORKED),
        rr2(WORKED),
        rr3(WORKED, eligible_share=0.8),
        rr4(WORKED, eligible_share=0.8),
        rr5(WORKED),
        rr6(WORKED),
    )
    assert rates == pytest.approx((0.6400, 0.6900, 0.6452, 0.6956, 0.6667, 0.7188), abs=5e-5)


def test_there_is_no_rate_where_nobody_was_asked() -> None:
    assert rr2(Dispositions(complete=0)) is None


def test_impossible_numbers_are_mistakes() -> None:
    with pytest.raises(ValueError):
        Dispositions(complete=-1)
    with pytest.raises(ValueError):
        rr3(WORKED, eligible_share=1.2)


HERE = ("2022", "Norrvik", "staff")
THERE = ("2022", "Björkhaga", "staff")
ANSWERS = counts({HERE: {"q": {"1": 30, "": 2}}, THERE: {"q": {"1": 8}}})


def test_each_set_has_its_rate() -> None:
    found = response_rates(ANSWERS, {HERE: 40, THERE: 10})
    assert (found[HERE].answered, found[HERE].asked, found[HERE].rate) == (32, 40, 0.8)


def test_the_rate_of_a_union_is_that_of_its_sums() -> None:
    found = response_rates(ANSWERS, {HERE: 40, THERE: 10}, by=["group"])
    assert found["2022", "staff"].rate == 40 / 50


@pytest.mark.parametrize("asked", [{HERE: 40, THERE: None}, {HERE: 40}])
def test_there_is_no_rate_where_a_number_asked_is_unknown(asked: dict[tuple[str, ...], int | None]) -> None:
    found = response_rates(ANSWERS, asked, by=[])
    assert (found["2022",].answered, found["2022",].rate) == (40, None)
    assert response_rates(ANSWERS, asked)[THERE].rate is None


def test_those_asked_where_nobody_answered_count_too() -> None:
    nobody = ("2022", "Mellansjö", "staff")
    found = response_rates(ANSWERS, {HERE: 40, THERE: 10, nobody: 14}, by=[])
    assert found["2022",].rate == 40 / 64


def test_more_answers_than_asked_are_refused() -> None:
    with pytest.raises(BadInput, match="32 answered but only 31 were asked"):
        response_rates(ANSWERS, {HERE: 31, THERE: 10})


def test_nobody_is_asked_by_breakdown() -> None:
    with pytest.raises(RuleBroken, match="no response rate by “sex”"):
        response_rates(ANSWERS, {HERE: 40, THERE: 10}, by=["sex"])


def test_numbers_asked_are_read_from_a_file_with_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "asked.csv"
    path.write_text("\ufeffwave;association;group;asked\n2022;Norrvik;staff;40\n2022;Björkhaga;staff;\n")
    assert read(path) == {HERE: 40, THERE: None}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wave,association,asked\n", "The column “group” is missing."),
        ("wave,association,group,asked\n2022,A,staff,many\n", "line 2, column asked: A whole number of at least 0"),
        ("wave,association,group,asked\n2022,A,staff,1\n2022,A,staff,2\n", "line 3: The same row stands twice"),
        ("", "The file is empty"),
    ],
)
def test_a_file_of_numbers_asked_is_refused_where_it_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "asked.csv"
    path.write_text(text)
    with pytest.raises(BadInput) as refusal:
        read(path)
    assert said in str(refusal.value)
