"""The rule of a vote: out bar, places, straight-through bar, rest (method.md §3, sentence by sentence)."""

from fractions import Fraction

from ljuspunkt.domain.consensus.ballot import Row
from ljuspunkt.domain.consensus.rule import Lot, Rule, Strict
from tests.consensus.making import tallied, tallied_rows, with_outcome

HALF = Fraction(1, 2)


def test_items_strictly_under_the_out_bar_are_out() -> None:
    result = tallied({"a": 12, "b": 11}, Rule("onward", out_bar=HALF), n_ballots=23)
    assert with_outcome(result, "out") == {"b"}
    assert with_outcome(result, "onward") == {"a"}


def test_an_item_exactly_at_the_out_bar_is_not_out() -> None:
    result = tallied({"a": 10, "b": 9}, Rule("onward", out_bar=HALF), n_ballots=20)
    assert with_outcome(result, "out") == {"b"}


def test_items_under_the_out_bar_are_out_even_where_places_are_left() -> None:
    result = tallied({"a": 20, "b": 3, "c": 2}, Rule("onward", places=3, out_bar=HALF))
    assert with_outcome(result, "through") == {"a"}
    assert with_outcome(result, "out") == {"b", "c"}


def test_shares_are_compared_exactly_and_never_as_rounded_percentages() -> None:
    thirds = Rule("onward", through_bar=Fraction(2, 3))
    assert with_outcome(tallied({"a": 2, "b": 1}, thirds, n_ballots=3), "through") == {"a"}
    two_thirds_in_digits = Rule("onward", through_bar=Fraction("0.6666666666666667"))
    assert with_outcome(tallied({"a": 2, "b": 1}, two_thirds_in_digits, n_ballots=3), "through") == set()


def test_shares_are_fractions_of_the_ballots_cast() -> None:
    result = tallied({"a": 10, "b": 9}, Rule("onward", out_bar=HALF, of="cast"), n_ballots=20, entitled=23)
    assert {item.id: (item.share, item.of) for item in result.items} == {"a": (HALF, 20), "b": (Fraction(9, 20), 20)}
    assert with_outcome(result, "out") == {"b"}


def test_of_entitled_takes_the_entitled_voters() -> None:
    result = tallied({"a": 10, "b": 12}, Rule("onward", out_bar=HALF, of="entitled"), n_ballots=20, entitled=23)
    assert {item.id: item.of for item in result.items} == {"a": 23, "b": 23}
    assert with_outcome(result, "out") == {"a"}


def test_the_first_n_of_the_others_have_a_place() -> None:
    result = tallied({"a": 14, "b": 12, "c": 11, "d": 9}, Rule("onward", places=2))
    assert with_outcome(result, "through") == {"a", "b"}
    assert with_outcome(result, "onward") == {"c", "d"}


def test_equal_votes_away_from_the_cut_are_no_tie() -> None:
    result = tallied({"a": 9, "b": 9, "c": 7, "d": 5, "e": 5}, Rule("onward", places=3))
    assert with_outcome(result, "through") == {"a", "b", "c"}
    assert result.ties == ()


def test_equal_votes_that_fill_the_places_exactly_are_no_tie() -> None:
    result = tallied({"a": 9, "b": 7, "c": 7, "d": 5}, Rule("onward", places=3))
    assert with_outcome(result, "through") == {"a", "b", "c"}
    assert result.ties == ()


def test_fewer_items_than_places_all_go_through_and_unused_places_stay_unused() -> None:
    result = tallied({"a": 5, "b": 0}, Rule("out", places=4))
    assert with_outcome(result, "through") == {"a", "b"}


def test_places_per_kind_are_ranked_and_cut_within_the_kind() -> None:
    kinds = {"a": "process", "b": "process", "c": "process", "x": "effect", "y": "effect"}
    yes = {"a": 20, "b": 18, "c": 17, "x": 5, "y": 3}
    result = tallied(yes, Rule("out", places={"process": 2, "effect": 1}), kinds=kinds)
    assert with_outcome(result, "through") == {"a", "b", "x"}
    assert {item.id: item.rank for item in result.items} == {"a": 1, "b": 2, "c": 3, "x": 1, "y": 2}


def test_kinds_not_named_under_places_have_none() -> None:
    kinds = {"a": "process", "x": "effect", "y": "effect"}
    result = tallied({"a": 3, "x": 20, "y": 19}, Rule("onward", places={"process": 1}), kinds=kinds)
    assert with_outcome(result, "through") == {"a"}
    assert with_outcome(result, "onward") == {"x", "y"}


def test_kinds_without_places_can_still_pass_the_straight_through_bar() -> None:
    kinds = {"a": "process", "x": "effect", "y": "effect"}
    rule = Rule("onward", places={"process": 1}, through_bar=Fraction(4, 5))
    result = tallied({"a": 3, "x": 20, "y": 2}, rule, n_ballots=20, kinds=kinds)
    assert with_outcome(result, "through") == {"a", "x"}


def test_twenty_items_over_the_bar_and_fourteen_places_give_twenty_through() -> None:
    yes = {f"i{n}": 20 for n in range(20)} | {"under": 15}
    result = tallied(yes, Rule("onward", places=14, through_bar=Fraction(4, 5)))
    assert len(with_outcome(result, "through")) == 20
    assert with_outcome(result, "onward") == {"under"}
    assert result.ties == ()


def test_items_over_the_bar_count_among_the_places() -> None:
    yes = {"a": 22, "b": 21, "c": 15, "d": 14, "e": 13}
    result = tallied(yes, Rule("out", places=3, through_bar=Fraction(4, 5)))
    assert with_outcome(result, "through") == {"a", "b", "c"}


def test_items_over_the_bar_are_never_part_of_a_tie() -> None:
    yes = {"a": 20, "b": 20, "c": 20, "d": 5}
    result = tallied(yes, Rule("out", places=2, through_bar=Fraction(4, 5), ties=Strict()))
    assert with_outcome(result, "through") == {"a", "b", "c"}
    assert not any(item.tied for item in result.items)


def test_a_tie_below_the_bar_is_about_the_places_that_the_bar_left() -> None:
    yes = {"a": 22, "b": 12, "c": 12, "d": 5}
    result = tallied(yes, Rule("out", places=2, through_bar=Fraction(4, 5), ties=Lot("s")))
    assert [(tie.items, tie.places) for tie in result.ties] == [(("b", "c"), 1)]
    assert result.counts == {"through": 2, "onward": 0, "out": 2, "undecided": 0}


def test_the_out_bar_is_read_before_the_straight_through_bar() -> None:
    result = tallied({"a": 12, "b": 20}, Rule("onward", through_bar=HALF, out_bar=Fraction(3, 5)), n_ballots=23)
    assert with_outcome(result, "out") == {"a"}
    assert with_outcome(result, "through") == {"b"}


def test_the_rest_go_onward_or_out_as_the_rule_says() -> None:
    yes = {"a": 9, "b": 5}
    assert with_outcome(tallied(yes, Rule("onward", places=1)), "onward") == {"b"}
    assert with_outcome(tallied(yes, Rule("out", places=1)), "out") == {"b"}


def test_a_blank_ballot_counts_as_cast() -> None:
    rows = [Row("1", "a", "yes"), Row("2", "", "blank")]
    result = tallied_rows(rows, Rule("onward", out_bar=HALF), pool=["a"])
    assert (result.n_ballots, result.n_blank) == (2, 1)
    assert result.items[0].share == HALF


def test_no_ballot_at_all_leaves_everything_undecided() -> None:
    result = tallied_rows([], Rule("onward", places=1, out_bar=HALF), pool=["a", "b"])
    assert result.counts == {"through": 0, "onward": 0, "out": 0, "undecided": 2}
    assert [item.rank for item in result.items] == [None, None]


def test_only_blank_ballots_are_still_a_vote() -> None:
    result = tallied_rows([Row("1", "", "blank")], Rule("onward", out_bar=HALF), pool=["a", "b"])
    assert with_outcome(result, "out") == {"a", "b"}


def test_ranks_are_competition_ranks() -> None:
    result = tallied({"a": 9, "b": 7, "c": 7, "d": 5}, Rule("out", places=1))
    assert {item.id: item.rank for item in result.items} == {"a": 1, "b": 2, "c": 2, "d": 4}
