"""What is shown before a vote opens, and how a settled tie is told, in English and Swedish."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from ljuspunkt.cli.language import _
from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.rule import Chair, Consensus, Expand, Lot, Rule, Runoff, Secondary, Strict, Ties
from ljuspunkt.domain.consensus.ties import Ruling
from ljuspunkt.domain.consensus.words import describe_form, describe_rule, describe_tie, describe_ties, share_words
from tests.consensus.making import VOTES, one_yes_each, tallied


@pytest.fixture
def swedish(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "sv")
    return _


VOTE_1 = Rule("onward", places=14, out_bar=Fraction(1, 2))


def test_the_rule_of_vote_1_in_2014() -> None:
    assert describe_rule(VOTE_1, Approve()) == (
        "Items with yes from fewer than half of the ballots cast are out.",
        "The 14 with the most votes go through.",
        "The rest go on to the next vote.",
        "If there is a tie for the last places, all the tied go through.",
    )


def test_the_same_in_swedish(swedish: Callable[[str], str]) -> None:
    assert describe_rule(VOTE_1, Approve(), swedish) == (
        "De som får ja från färre än hälften av de avgivna röstsedlarna utsorteras.",
        "De 14 med flest röster går direkt vidare.",
        "Övriga går till nästa omröstning.",
        "Vid lika röstetal om de sista platserna går alla med det röstetalet vidare.",
    )


def test_places_per_kind_use_the_kinds_own_words(swedish: Callable[[str], str]) -> None:
    rule = Rule("out", places={"process": 10, "effect": 5})
    words = {"process": "process", "effect": "effekt"}
    assert describe_rule(rule, Approve(), swedish, words.__getitem__)[0] == (
        "Av varje slag går de med flest röster direkt vidare, så många som slaget har platser: process 10, effekt 5."
    )


def test_bars_of_the_entitled_are_said_to_be() -> None:
    rule = Rule("out", through_bar=Fraction(2, 3), out_bar=Fraction(3, 20), of="entitled")
    assert describe_rule(rule, Approve()) == (
        "Items with yes from fewer than 15% of the entitled voters are out.",
        "Items with yes from at least 2/3 of the entitled voters are always through.",
        "The rest are out.",
    )


def test_a_rating_consensus_is_said_whole() -> None:
    rule = Rule("onward", consensus=Consensus(by_group=True))
    assert describe_rule(rule, Rate(1, 9)) == (
        "An item is through when at least 70% rate it in the top third of the scale and fewer than 15% in the bottom "
        "third.",
        "It is out when it is the other way round.",
        "This must hold in every declared group with at least five entitled voters.",
        "Those without an opinion on an item aren't counted for it.",
        "The rest go on to the next vote.",
    )


@pytest.mark.parametrize(
    ("form", "vote", "place"),
    [
        (Approve(), "Every voter says yes or no to each item.", "The one with the most votes goes through."),
        (Choose(3), "Every voter chooses at most 3 items.", "The one with the most votes goes through."),
        (
            Points(10, 4),
            "Every voter shares out 10 points, at most 4 for one item.",
            "The one with the most points goes through.",
        ),
        (
            Rate(1, 5),
            "Every voter rates each item from 1 to 5, or has no opinion.",
            "The one with the highest median and then mean goes through.",
        ),
        (Rank(), "Every voter ranks the items, the best first.", "The one with the highest Borda score goes through."),
    ],
)
def test_each_ballot_says_how_one_votes_and_what_wins(form: Form, vote: str, place: str) -> None:
    assert describe_form(form) == vote
    assert describe_rule(Rule("out", places=1), form)[0] == place


@pytest.mark.parametrize(
    ("ties", "words"),
    [
        (Expand(), "all the tied go through"),
        (Strict(), "none of the tied go through"),
        (Chair(), "the chair rules and gives a reason"),
        (Secondary({}), "scores registered beforehand decide"),
        (Lot("beacon"), "lots are drawn from the seed “beacon”"),
        (Lot(None), "lots are drawn."),
        (Runoff(1, Strict()), "voted on again, once. After that: If there is a tie"),
        (Runoff(2, Chair()), "voted on again, at most 2 times. After that: If there is a tie"),
    ],
)
def test_each_way_of_settling_ties_is_a_sentence(ties: Ties, words: str) -> None:
    assert words in describe_ties(ties)


@pytest.mark.parametrize(("share", "words"), [("1/2", "half"), ("4/5", "80%"), ("1/3", "1/3"), ("1", "100%")])
def test_bars_are_said_exactly(share: str, words: str) -> None:
    assert share_words(Fraction(share)) == words


def told(ties: Ties, **record: object) -> tuple[str, ...]:
    (tie,) = tallied(VOTES, Rule("out", places=5, ties=ties), **record).ties  # type: ignore[arg-type]
    return describe_tie(tie)


HEAD = "Tied at the cut: d, e, f. Open places: 2."


def test_a_tie_is_told_step_by_step() -> None:
    level = one_yes_each({"d": 6, "e": 6, "f": 6})
    parted = one_yes_each({"d": 9, "e": 6, "f": 6})
    assert told(Expand()) == (HEAD, "All the tied go through: d, e, f.")
    assert told(Strict()) == (HEAD, "None of the tied go through.")
    assert told(Chair()) == (HEAD, "Undecided until the chair has ruled: d, e, f.")
    assert told(Chair(), rulings=[Ruling("1", ("d", "f"), "Both are needed.")]) == (
        HEAD,
        "The chair ruled for d, f: Both are needed.",
    )
    assert told(Runoff(1, Lot(None)), runoffs={1: level}) == (
        HEAD,
        "Run-off 1 (d 6, e 6, f 6) didn't part them.",
        "Undecided, since the lot has no seed: d, e, f.",
    )
    assert told(Runoff(1, Lot("beacon")), runoffs={1: parted}) == (
        HEAD,
        "Run-off 1 (d 9, e 6, f 6) decided for d.",
        "The lot fell on e.",
    )
    assert told(Runoff(2, Expand())) == (HEAD, "Undecided until there has been a run-off: d, e, f.")
    scores = {"d": Fraction(2), "e": Fraction(1), "f": Fraction(1)}
    assert told(Secondary(scores)) == (
        HEAD,
        "The scores registered beforehand decided for d.",
        "All the tied go through: e, f.",
    )
