"""Rating consensus by group, and RAND/UCLA disagreement, against computed vectors."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from ljuspunkt.domain.consensus.agreement import quantile, rand_ucla, spread
from ljuspunkt.domain.consensus.ballot import Rate, Row
from ljuspunkt.domain.consensus.rule import Consensus, Rule
from ljuspunkt.domain.consensus.tally import Tally
from tests.consensus.making import tallied_rows

NINE = Rate(1, 9)
BY_GROUP = Rule("onward", consensus=Consensus(by_group=True))


def rated(ratings: dict[str, list[int]], *, groups: dict[str, int], rule: Rule = BY_GROUP, scale: Rate = NINE) -> Tally:
    rows = [
        Row(f"{group}{n}", "x", str(rating), group)
        for group, given in ratings.items()
        for n, rating in enumerate(given, start=1)
    ]
    return tallied_rows(rows, rule, pool=["x"], form=scale, entitled=50, groups=groups)


def test_the_reference_ratings_come_out(reference: Path) -> None:
    cases = json.loads((reference / "vectors" / "quota_consensus.json").read_text())["consensus_70_15"]
    outcomes = {"in": "through", "out": "out", "no consensus": "onward"}
    for name, case in cases.items():
        verdict, top, bottom = case["result"]
        result = rated(case["ratings"], groups={"A": 10, "B": 7}).items[0]
        assert result.outcome == outcomes[verdict], name
        assert result.rating is not None
        assert {third.group: third.top / third.n for third in result.rating.thirds} == pytest.approx(top), name
        assert {third.group: third.bottom / third.n for third in result.rating.thirds} == pytest.approx(bottom), name


def test_a_group_with_fewer_than_five_entitled_voters_doesnt_count() -> None:
    ratings = {"A": [8] * 10, "B": [1] * 4}
    assert rated(ratings, groups={"A": 10, "B": 4}).items[0].outcome == "through"
    assert rated(ratings, groups={"A": 10, "B": 5}).items[0].outcome == "onward"


def test_a_group_without_opinions_agrees_to_nothing() -> None:
    assert rated({"A": [8] * 10}, groups={"A": 10, "B": 5}).items[0].outcome == "onward"


def test_without_groups_the_whole_panel_must_agree() -> None:
    rule = Rule("out", consensus=Consensus())
    ratings = {"A": [7, 8, 9, 7, 8, 9, 9, 6, 5, 4]}
    assert rated(ratings, groups={"A": 10}, rule=rule).items[0].outcome == "through"
    assert rated({"A": [7, 8, 9, 7, 8, 9, 6, 6, 5, 4]}, groups={"A": 10}, rule=rule).items[0].outcome == "out"


def test_seventy_percent_is_enough_and_fifteen_percent_against_is_too_many() -> None:
    exactly = {"A": [9] * 14 + [5] * 6}
    assert rated(exactly, groups={"A": 20}).items[0].outcome == "through"
    three_of_twenty_against = {"A": [9] * 17 + [1] * 3}
    assert rated(three_of_twenty_against, groups={"A": 20}).items[0].outcome == "onward"
    assert rated({"A": [1] * 17 + [9] * 2 + [5]}, groups={"A": 20}).items[0].outcome == "out"


def test_thirds_are_whole_steps_at_each_end() -> None:
    five_steps = rated({"A": [5] * 7 + [4] * 3}, groups={"A": 10}, scale=Rate(1, 5)).items[0]
    assert five_steps.outcome == "through"
    four_is_not_the_top_third = rated({"A": [5] * 6 + [4] * 4}, groups={"A": 10}, scale=Rate(1, 5)).items[0]
    assert four_is_not_the_top_third.outcome == "onward"


def test_the_interpercentile_range_is_adjusted_for_symmetry() -> None:
    found = spread(Fraction(7), Fraction(8))
    assert found.ipr == 1
    assert found.ipras == Fraction("6.10")
    assert not found.disagreement


def test_quantiles_are_type_7_and_agree_with_r(reference: Path) -> None:
    items = json.loads((reference / "vectors" / "delphi_R.json").read_text())["items"]
    for name, item in items.items():
        expected = item["type7"]
        found = rand_ucla(item["x"])
        assert float(found.p30) == pytest.approx(expected["p30"]), name
        assert float(found.p70) == pytest.approx(expected["p70"]), name
        assert float(found.ipr) == pytest.approx(expected["ipr"]), name
        assert float(found.ipras) == pytest.approx(expected["ipras"]), name
        assert found.disagreement is expected["disagreement"], name
        assert float(quantile(item["x"], Fraction(1, 2))) == item["median"], name


def test_rand_ucla_is_given_on_the_scale_one_to_nine_only() -> None:
    rule = Rule("onward", consensus=Consensus())
    nine = rated({"A": [7, 8]}, groups={"A": 10}, rule=rule).items[0].rating
    five = rated({"A": [4, 5]}, groups={"A": 10}, rule=rule, scale=Rate(1, 5)).items[0].rating
    assert nine is not None
    assert nine.rand_ucla is not None
    assert five is not None
    assert five.rand_ucla is None


def test_a_quantile_needs_values_and_a_share() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        quantile([], Fraction(1, 2))
    with pytest.raises(ValueError, match="share from 0 to 1"):
        quantile([1], Fraction(3, 2))
