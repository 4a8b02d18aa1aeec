"""Rules, results and ties in words, and how candidates are ordered when they are drawn."""

from fractions import Fraction

import pytest
from django.utils import translation

from ljuspunkt.domain.consensus.ballot import Approve
from ljuspunkt.domain.consensus.rule import Rule
from ljuspunkt.rooms.conference.live.sentences import finding
from ljuspunkt.rooms.conference.standings import Standing, sky
from ljuspunkt.rooms.conference.words import fates, rule_in_words, settled
from ljuspunkt.ui.templatetags.figures import figure


def standing(reference: str, value: float | None, outcome: str, *, tied: bool = False, of: int = 23) -> Standing:
    return Standing(reference, "process", {}, value, of, 1, outcome, tied, "")


def test_a_result_is_one_clause() -> None:
    with translation.override("en"):
        assert fates(through=14, onward=37, out=46, undecided=0) == (
            "14 go straight to the protocol, 37 go on to the next vote and 46 drop out"
        )
        assert fates(through=1, onward=0, out=0, undecided=0) == "1 goes straight to the protocol"
    with translation.override("sv"):
        assert fates(through=14, onward=37, out=46, undecided=0) == (
            "14 går direkt till protokollet, 37 går till nästa omröstning och 46 sorteras ut"
        )


def test_a_screen_says_that_nobody_voted() -> None:
    with translation.override("sv"):
        told = finding({"undecided": 8}, rest="onward", tied=0, places=0)
        assert told == "Ingen röstade, så ingenting är avgjort."
        assert finding({"through": 1, "undecided": 3}, rest="onward", tied=3, places=2).startswith("1 går raka vägen.")


def test_a_rule_is_told_as_the_method_tells_it_but_for_its_ties() -> None:
    rule = Rule("out", places=14, through_bar=Fraction(4, 5), out_bar=Fraction(1, 2))
    with translation.override("en"):
        assert rule_in_words(rule, Approve()) == (
            "Items with yes from fewer than half of the ballots cast are out.",
            "The 14 with the most votes go through.",
            "Items with yes from at least 80% of the ballots cast are always through.",
            "The rest are out.",
        )


def test_those_who_are_out_may_stay_in_the_comprehensive_protocol() -> None:
    with translation.override("en"):
        told = rule_in_words(Rule("out", places={"process": 10, "effect": 5}), Approve(), kept_in="comprehensive")
    assert told == (
        "Of each kind, those with the most votes go through, as many as it has places: process 10, effect 5.",
        "The rest stay in the comprehensive protocol.",
    )


@pytest.mark.parametrize("way", ["expand", "strict", "chair", "runoff", "secondary", "lot"])
def test_each_way_of_settling_a_tie_has_words(way: str) -> None:
    assert settled(way) != settled("")


def test_the_tied_lie_between_two_lines_of_light() -> None:
    candidates = [
        standing("1", 3, "through", of=3),
        standing("2", 2, "undecided", tied=True, of=3),
        standing("3", 2, "undecided", tied=True, of=3),
        standing("4", 1, "onward", of=3),
        standing("5", 0, "out", of=3),
    ]
    drawn = sky("", 2, candidates, out_bar=True)
    assert [(stretch.fate, stretch.line) for stretch in drawn.stretches] == [
        ("through", ""),
        ("tied", "cut"),
        ("onward", "cut"),
        ("out", "bar"),
    ]
    assert [each.state for each in drawn.stretches[1].standings] == ["half", "half"]


def test_numbers_that_nobody_got_lie_after_the_line() -> None:
    drawn = sky("", 1, [standing("1", 5, "through", of=6), standing("2", 2, "out", of=6)], out_bar=False)
    assert [[column.votes for column in stretch.columns] for stretch in drawn.stretches] == [[6, 5], [4, 3, 2, 1, 0]]


def test_scores_that_are_no_counts_have_no_gaps() -> None:
    drawn = sky("", 1, [standing("1", 55, "through", of=6), standing("2", 2.5, "out", of=6)], out_bar=False)
    assert [[column.votes for column in stretch.columns] for stretch in drawn.stretches] == [[55], [2.5]]


def test_what_nobody_had_an_opinion_of_has_no_number_and_comes_last() -> None:
    rated = [standing("1", None, "onward", of=6), standing("2", 1, "onward", of=6), standing("3", 6.5, "through", of=6)]
    drawn = sky("", None, rated, out_bar=False)
    assert [[column.votes for column in stretch.columns] for stretch in drawn.stretches] == [[6.5], [1, None]]
    with translation.override("sv"):
        assert [figure(votes) for votes in (6.5, 1, None)] == ["6,5", "1", "–"]


def test_equal_votes_are_listed_by_number_as_numbers() -> None:
    drawn = sky("", 3, [standing(each, 7, "through") for each in ("10", "9", "100")], out_bar=False)
    assert [each.reference for each in drawn.stretches[0].standings] == ["9", "10", "100"]
