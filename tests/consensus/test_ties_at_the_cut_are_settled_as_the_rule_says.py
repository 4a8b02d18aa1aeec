"""Six ways to settle a tie at the cut, on the votes a14 b12 c11 d9 e9 f9 g7 for five places."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from ljuspunkt.domain.consensus.ballot import Row
from ljuspunkt.domain.consensus.rule import Chair, Expand, Lot, Rule, Runoff, Secondary, Strict, Ties
from ljuspunkt.domain.consensus.ties import Ruling
from ljuspunkt.domain.errors import BadInput, RuleBroken
from tests.consensus.making import VOTES, one_yes_each, tallied, with_outcome


def five_places(ties: Ties) -> Rule:
    return Rule("onward", places=5, ties=ties)


def test_expand_lets_all_the_tied_through() -> None:
    result = tallied(VOTES, five_places(Expand()))
    assert with_outcome(result, "through") == set("abcdef")
    assert [(tie.kind, tie.items, tie.places, tie.settled_by) for tie in result.ties] == [
        (None, ("d", "e", "f"), 2, "expand")
    ]
    assert {item.id for item in result.items if item.tied} == set("def")


def test_strict_lets_none_of_the_tied_through_and_they_share_the_fate_of_the_rest() -> None:
    result = tallied(VOTES, five_places(Strict()))
    assert with_outcome(result, "through") == set("abc")
    assert with_outcome(result, "onward") == set("defg")
    assert result.ties[0].settled_by == "strict"


def test_a_missing_run_off_leaves_the_tied_undecided() -> None:
    result = tallied(VOTES, five_places(Runoff(2, Lot("s"))))
    assert with_outcome(result, "through") == set("abc")
    assert with_outcome(result, "undecided") == set("def")
    assert (result.ties[0].items, result.ties[0].places) == (("d", "e", "f"), 2)
    assert result.ties[0].settled_by is None
    assert result.ties[0].waits_for == "runoff"


def test_in_a_run_off_most_votes_win() -> None:
    runoff = one_yes_each({"d": 12, "e": 4, "f": 7})
    result = tallied(VOTES, five_places(Runoff(1, Lot("s"))), runoffs={1: runoff})
    assert with_outcome(result, "through") == set("abcdf")
    assert result.ties[0].settled_by == "runoff"


def test_a_run_off_that_parts_some_is_followed_by_one_on_just_those_still_tied() -> None:
    first = one_yes_each({"d": 12, "e": 5, "f": 5})
    second = [Row("x", "f", "yes"), Row("y", "e", "yes"), Row("z", "f", "yes")]
    result = tallied(VOTES, five_places(Runoff(2, Lot("s"))), runoffs={1: first, 2: second})
    assert with_outcome(result, "through") == set("abcdf")
    assert with_outcome(result, "onward") == set("eg")
    with pytest.raises(BadInput, match="“d” isn't in the pool of vote “1/runoff-2”"):
        tallied(VOTES, five_places(Runoff(2, Lot("s"))), runoffs={1: first, 2: [Row("x", "d", "yes", line=9)]})


def test_still_tied_after_the_last_run_off_the_next_way_settles_it() -> None:
    level = one_yes_each({"d": 6, "e": 6, "f": 6})
    result = tallied(VOTES, five_places(Runoff(2, Lot("seed"))), runoffs={1: level, 2: level})
    assert result.ties[0].settled_by == "lot"
    assert result.counts["through"] == 5
    strict = tallied(VOTES, five_places(Runoff(1, Strict())), runoffs={1: level})
    assert with_outcome(strict, "through") == set("abc")
    assert strict.ties[0].settled_by == "strict"


def test_a_run_off_ballot_may_say_yes_to_at_most_the_open_places() -> None:
    greedy = [Row("x", item, "yes", line=line) for line, item in enumerate("def", start=40)]
    with pytest.raises(BadInput) as refusal:
        tallied(VOTES, five_places(Runoff(1, Expand())), runoffs={1: greedy})
    assert refusal.value.line == 42


def test_a_no_in_a_run_off_doesnt_use_a_place() -> None:
    ballot = [Row("x", "d", "yes"), Row("x", "e", "yes"), Row("x", "f", "no")]
    result = tallied(VOTES, five_places(Runoff(1, Expand())), runoffs={1: ballot})
    assert with_outcome(result, "through") == set("abcde")


@pytest.mark.parametrize("number", [2, 3])
def test_a_run_off_that_the_rule_doesnt_know_is_refused(number: int) -> None:
    rows = [Row("x", "d", "yes", line=50)]
    with pytest.raises(BadInput) as refusal:
        tallied(VOTES, five_places(Runoff(2, Expand())), runoffs={number: rows})
    assert refusal.value.line == 50


def test_a_run_off_without_a_tie_or_without_such_a_rule_is_refused() -> None:
    with pytest.raises(BadInput, match="no run-off"):
        tallied({"a": 3, "b": 2}, Rule("out", places=1, ties=Runoff(1, Expand())), runoffs={1: [Row("x", "a", "yes")]})
    with pytest.raises(BadInput, match="no run-off"):
        tallied(VOTES, five_places(Expand()), runoffs={1: [Row("x", "d", "yes")]})


def test_two_kinds_tied_at_once_share_a_run_off_with_places_of_their_own() -> None:
    kinds = {"a": "process", "b": "process", "x": "effect", "y": "effect"}
    rule = Rule("out", places={"process": 1, "effect": 1}, ties=Runoff(1, Expand()))
    runoff = [Row("1", "a", "yes"), Row("1", "y", "yes"), Row("2", "a", "yes"), Row("2", "y", "yes")]
    result = tallied({"a": 5, "b": 5, "x": 5, "y": 5}, rule, kinds=kinds, runoffs={1: runoff})
    assert with_outcome(result, "through") == {"a", "y"}
    assert [tie.kind for tie in result.ties] == ["process", "effect"]


def test_secondary_scores_decide_higher_first() -> None:
    scores = {"d": Fraction(3), "e": Fraction(1), "f": Fraction(2)}
    result = tallied(VOTES, five_places(Secondary(scores)))
    assert with_outcome(result, "through") == set("abcdf")
    assert result.ties[0].settled_by == "secondary"


def test_equal_secondary_scores_expand() -> None:
    scores = {"d": Fraction(3), "e": Fraction(1), "f": Fraction(1)}
    result = tallied(VOTES, five_places(Secondary(scores)))
    assert with_outcome(result, "through") == set("abcdef")
    assert result.ties[0].settled_by == "expand"


def test_a_tied_item_without_a_score_is_refused() -> None:
    with pytest.raises(BadInput, match="“e” has no score"):
        tallied(VOTES, five_places(Secondary({"d": Fraction(1), "f": Fraction(2)}, "scores.csv")))


def test_the_chair_rules_with_a_reason() -> None:
    ruling = Ruling("1", ("d", "f"), "They say what the others don't.")
    result = tallied(VOTES, five_places(Chair()), rulings=[ruling])
    assert with_outcome(result, "through") == set("abcdf")
    assert result.ties[0].settled_by == "chair"
    assert result.ties[0].steps[0].reason == "They say what the others don't."


def test_a_missing_ruling_leaves_the_tied_undecided() -> None:
    result = tallied(VOTES, five_places(Chair()))
    assert with_outcome(result, "undecided") == set("def")
    assert (result.ties[0].settled_by, result.ties[0].waits_for) == (None, "ruling")


@pytest.mark.parametrize("named", [("d",), ("d", "e", "f"), ("d", "g"), ("d", "d"), ("a", "d")])
def test_a_ruling_must_name_exactly_the_open_places_among_the_tied(named: tuple[str, ...]) -> None:
    with pytest.raises(RuleBroken, match="exactly 2 of the tied items d, e, f"):
        tallied(VOTES, five_places(Chair()), rulings=[Ruling("1", named, "why")])


def test_a_ruling_where_nothing_is_tied_is_refused() -> None:
    with pytest.raises(RuleBroken, match="no tie"):
        tallied({"a": 3, "b": 2}, Rule("out", places=1, ties=Chair()), rulings=[Ruling("1", ("a",), "why")])


def test_two_rulings_on_one_tie_are_refused() -> None:
    twice = [Ruling("1", ("d", "e"), "why"), Ruling("1", ("d", "f"), "why")]
    with pytest.raises(RuleBroken, match="no tie"):
        tallied(VOTES, five_places(Chair()), rulings=twice)


def test_each_kind_has_its_own_ruling() -> None:
    kinds = {"a": "process", "b": "process", "x": "effect", "y": "effect"}
    rule = Rule("out", places={"process": 1, "effect": 1}, ties=Chair())
    rulings = [Ruling("1", ("y",), "why", "effect"), Ruling("1", ("b",), "why", "process")]
    result = tallied({"a": 5, "b": 5, "x": 5, "y": 5}, rule, kinds=kinds, rulings=rulings)
    assert with_outcome(result, "through") == {"b", "y"}


def test_the_lot_draws_in_ascending_order_of_sha256_of_seed_and_id() -> None:
    # coreutils' sha256sum: "beacon|d" 2a0e7b7b…, "beacon|e" 1ab9be27…, "beacon|f" 43a235a3…
    result = tallied(VOTES, five_places(Lot("beacon")))
    assert with_outcome(result, "through") == set("abcde")
    assert result.ties[0].steps[0].through == ("e", "d")
    assert result.ties[0].settled_by == "lot"


def test_a_lot_without_a_seed_draws_nothing() -> None:
    level = one_yes_each({"d": 6, "e": 6, "f": 6})
    result = tallied(VOTES, five_places(Runoff(1, Lot(None))), runoffs={1: level})
    assert with_outcome(result, "undecided") == set("def")
    assert result.ties[0].waits_for == "seed"


def test_the_reference_cases_come_out(reference: Path) -> None:
    vectors = json.loads((reference / "vectors" / "quota_consensus.json").read_text())
    assert vectors["votes"] == VOTES
    cases = vectors["cases"]
    # The vectors give the orders that run-off and scores led to, not their numbers: d, then f, then e.
    scores = {item: Fraction(-place) for place, item in enumerate(["d", "f", "e"])}
    ways: dict[str, Ties] = {
        "expand": Expand(),
        "strict": Strict(),
        "runoff": Runoff(1, Expand()),
        "secondary": Secondary(scores),
        "lot": Lot(cases["lot"]["seed"]),
    }
    for name, way in ways.items():
        case = cases[name]
        result = tallied(VOTES, Rule("onward", places=vectors["N"], ties=way))
        assert with_outcome(result, "through") == set(case["selected"]), name
        assert list(result.ties[0].items) == case["tied"], name
        assert result.ties[0].places == case["seats"], name
        assert {item.yes for item in result.items if item.tied} == {case["cut"]}, name
