"""Approve, choose, points, rate and rank: what each ballot gives an item."""

from fractions import Fraction

import pytest

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rank, Rate, Row
from ljuspunkt.domain.consensus.rule import Rule
from ljuspunkt.domain.consensus.tally import Tally
from ljuspunkt.domain.errors import BadInput
from tests.consensus.making import tallied_rows

POOL = ("a", "b", "c", "d")
ONE_PLACE = Rule("out", places=1)


def cast(form: Form, *ballots: dict[str, object], rule: Rule = ONE_PLACE) -> Tally:
    rows = [
        Row(f"b{n}", item, str(value), line=10 * n + line)
        for n, ballot in enumerate(ballots, start=1)
        for line, (item, value) in enumerate(ballot.items())
    ]
    return tallied_rows(rows, rule, pool=POOL, form=form, entitled=9)


def scores(result: Tally) -> dict[str, object]:
    return {item.id: item.votes for item in result.items}


def ranks(result: Tally) -> dict[str, int | None]:
    return {item.id: item.rank for item in result.items}


def test_approve_counts_ballots_with_yes_and_a_missing_item_is_a_no() -> None:
    result = cast(Approve(), {"a": "yes", "b": "no"}, {"a": "yes", "c": "yes"})
    assert scores(result) == {"a": 2, "b": 0, "c": 1, "d": 0}
    assert {item.id: item.share for item in result.items}["c"] == Fraction(1, 2)


def test_choose_counts_ballots() -> None:
    result = cast(Choose(2), {"a": "yes", "b": "yes"}, {"a": "yes"})
    assert scores(result) == {"a": 2, "b": 1, "c": 0, "d": 0}
    assert {item.id: item.share for item in result.items}["b"] == Fraction(1, 2)


def test_points_are_summed() -> None:
    result = cast(Points(10, 6), {"a": 6, "b": 4}, {"b": 5, "c": 1})
    assert scores(result) == {"a": 6, "b": 9, "c": 1, "d": 0}
    assert all(item.share is None for item in result.items)


def test_ratings_give_the_median_and_then_the_mean_of_those_with_an_opinion() -> None:
    result = cast(
        Rate(1, 9),
        {"a": 7, "b": 7, "c": "no_opinion"},
        {"a": 8, "b": 8, "c": 9},
        {"a": 9, "b": 8, "c": "no_opinion"},
    )
    assert scores(result) == {"a": 8, "b": 8, "c": 9, "d": None}
    assert ranks(result) == {"c": 1, "a": 2, "b": 3, "d": 4}
    opinions = {item.id: item.rating.n for item in result.items if item.rating}
    assert opinions == {"a": 3, "b": 3, "c": 1, "d": 0}


def test_the_median_of_an_even_number_lies_between() -> None:
    assert scores(cast(Rate(1, 9), {"a": 6}, {"a": 7}))["a"] == Fraction(13, 2)


def test_ranks_give_borda_points_and_unranked_items_none() -> None:
    result = cast(Rank(), {"a": 1, "b": 2, "c": 3, "d": 4}, {"b": 1})
    assert scores(result) == {"a": 3, "b": 5, "c": 1, "d": 0}


@pytest.mark.parametrize("form", [Choose(2), Points(5, 3), Rate(1, 9), Rank()])
def test_a_blank_ballot_of_any_kind_counts_as_cast(form: Form) -> None:
    result = tallied_rows([Row("1", "", "blank")], ONE_PLACE, pool=POOL, form=form)
    assert (result.n_ballots, result.n_blank) == (1, 1)


@pytest.mark.parametrize(
    ("form", "ballot", "sentence"),
    [
        (Approve(), {"a": "ja"}, "“yes” or “no” is needed"),
        (Approve(), {"a": "Yes"}, "“yes” or “no” is needed"),
        (Approve(), {"a": ""}, "“yes” or “no” is needed"),
        (Choose(2), {"a": "no"}, "“yes” is needed"),
        (Choose(2), {"a": "yes", "b": "yes", "c": "yes"}, "more than the 2 items"),
        (Points(10, 6), {"a": 7}, "0 to 6"),
        (Points(10, 6), {"a": -1}, "0 to 6"),
        (Points(10, 6), {"a": 6, "b": 5}, "more than the 10 points"),
        (Points(10, 6), {"a": "2.5"}, "a whole number"),
        (Points(10, 6), {"a": "many"}, "a whole number"),
        (Points(10, 6), {"a": "99999999999999999999"}, "a whole number"),
        (Points(10, 6), {"a": "٣"}, "a whole number"),
        (Rate(1, 9), {"a": 0}, "from 1 to 9"),
        (Rate(1, 9), {"a": 10}, "from 1 to 9"),
        (Rate(1, 9), {"a": ""}, "a whole number"),
        (Rank(), {"a": 0}, "from 1 to 4"),
        (Rank(), {"a": 5}, "from 1 to 4"),
        (Rank(), {"a": 1, "b": 1}, "stands twice"),
        (Rank(), {"a": "no_opinion"}, "a whole number"),
        (Approve(), {"a": "no_opinion"}, "“yes” or “no” is needed"),
        (Approve(), {"a": "blank"}, "an empty item"),
    ],
)
def test_what_a_ballot_cant_say_is_refused_by_line(form: Form, ballot: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as refusal:
        cast(form, ballot)
    assert refusal.value.line == 10 + len(ballot) - 1
