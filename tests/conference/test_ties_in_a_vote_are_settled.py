"""Ties at the last places of a vote that is held here: run-offs, the chair's ruling, lots and scores.

a14 b12 c11 d9 e9 f9 g7 for five places is the method's own example; here with 14 voters.
"""

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.rule import Chair, Expand, Lot, Rule, Runoff, Secondary, Strict, Ties
from ljuspunkt.domain.errors import RuleBroken
from tests.conference import panel
from tests.conference.panel import later
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.domain.consensus.rule import Rest
    from ljuspunkt.rooms.conference.models import Vote

pytestmark = pytest.mark.django_db

SEVEN = {"a": 14, "b": 12, "c": 11, "d": 9, "e": 9, "f": 9, "g": 7}


def held(world: World, ties: Ties, *, rest: "Rest" = "onward") -> "Vote":
    """Return a vote that is closed with d e f equal for two places."""
    from ljuspunkt.rooms.conference.services import close_vote, open_vote

    chair = world.person("conference_chair")
    rule = Rule(rest, places=5, ties=ties)
    vote = panel.vote(world, panel.conference(world, voters=14), rule=rule)
    open_vote(by=chair, vote=vote.pk, at=later(0))
    panel.cast(vote, panel.approving(**SEVEN))
    close_vote(by=chair, vote=vote.pk, at=later(5))
    vote.refresh_from_db()
    return vote


def through(vote: "Vote") -> str:
    """Return the candidates that went through, in alphabetical order."""
    found = vote.results.filter(outcome="through").values_list("candidate__reference", flat=True)
    return "".join(sorted(found))


def test_a_run_off_is_held_among_just_the_tied_for_the_open_places(world: World) -> None:
    from ljuspunkt.rooms.conference.held import paper_of
    from ljuspunkt.rooms.conference.services import close_vote, open_runoff

    chair = world.person("conference_chair")
    vote = held(world, Runoff(2, Expand()))
    assert (vote.state, through(vote)) == ("closed", "abc")
    tie = vote.ties.get()
    assert (tie.waits_for, tie.left, tie.still) == ("runoff", 2, ["d", "e", "f"])

    assert open_runoff(by=chair, vote=vote.pk, at=later(6))
    assert not open_runoff(by=chair, vote=vote.pk, at=later(6))
    runoff = vote.runoffs.get()
    assert (runoff.reference, runoff.state, runoff.entitled) == ("1/runoff-1", "open", 14)
    assert runoff.items == ["d", "e", "f"]
    assert [(limit.items, limit.most) for limit in paper_of(runoff).limits] == [(("d", "e", "f"), 2)]
    assert len(runoff.rule_hash) == 64

    panel.cast(runoff, panel.choosing(14, d=8, e=5, f=7))
    close_vote(by=chair, vote=runoff.pk, at=later(9))
    vote.refresh_from_db()
    runoff.refresh_from_db()
    assert (vote.state, runoff.state, through(vote)) == ("decided", "decided", "abcdf")
    assert vote.ties.get().settled_by == "runoff"
    votes = {each.candidate.reference: (each.value, each.outcome) for each in runoff.results.all()}
    assert votes == {"d": (8, "through"), "f": (7, "through"), "e": (5, "onward")}


def test_a_run_off_that_parts_only_some_is_held_again_among_the_rest(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote, open_runoff

    chair = world.person("conference_chair")
    vote = held(world, Runoff(2, Strict()))
    open_runoff(by=chair, vote=vote.pk, at=later(6))
    first = vote.runoffs.get()
    panel.cast(first, panel.choosing(14, d=9, e=5, f=5))
    close_vote(by=chair, vote=first.pk, at=later(8))
    tie = vote.ties.get()
    assert (tie.still, tie.left, tie.waits_for) == (["e", "f"], 1, "runoff")

    open_runoff(by=chair, vote=vote.pk, at=later(9))
    second = vote.runoffs.get(runoff_number=2)
    assert second.items == ["e", "f"]
    panel.cast(second, panel.choosing(14, e=7, f=7))
    close_vote(by=chair, vote=second.pk, at=later(11))
    vote.refresh_from_db()
    assert (vote.state, through(vote)) == ("decided", "abcd")
    with pytest.raises(RuleBroken, match="No tie"):
        open_runoff(by=chair, vote=vote.pk, at=later(12))


def test_ties_of_two_kinds_are_voted_on_together(world: World) -> None:
    from ljuspunkt.rooms.conference.held import paper_of
    from ljuspunkt.rooms.conference.services import close_vote, open_runoff, open_vote

    chair = world.person("conference_chair")
    rule = Rule("out", places={"process": 2, "effect": 1}, ties=Runoff(1, Expand()))
    vote = panel.vote(world, panel.conference(world), rule=rule, pool=Pool())
    open_vote(by=chair, vote=vote.pk, at=later(0))
    panel.cast(vote, panel.approving(a=9, b=7, c=7, p=5, q=5))
    close_vote(by=chair, vote=vote.pk, at=later(5))
    open_runoff(by=chair, vote=vote.pk, at=later(6))
    runoff = vote.runoffs.get()
    assert [(limit.items, limit.most) for limit in paper_of(runoff).limits] == [(("b", "c"), 1), (("p", "q"), 1)]
    panel.cast(runoff, panel.choosing(10, b=6, c=4, p=2, q=3))
    close_vote(by=chair, vote=runoff.pk, at=later(9))
    vote.refresh_from_db()
    assert (vote.state, through(vote)) == ("decided", "abq")


def test_the_chair_rules_with_a_reason_on_exactly_the_open_places(world: World) -> None:
    from ljuspunkt.rooms.conference.services import rule_tie

    chair = world.person("conference_chair")
    vote = held(world, Chair())
    for chosen, reason, said in (
        ({"d"}, "Nära deltagarna.", "neither more nor fewer"),
        ({"d", "e", "f"}, "Nära deltagarna.", "neither more nor fewer"),
        ({"d", "g"}, "Nära deltagarna.", "neither more nor fewer"),
        ({"d", "e"}, "  ", "there is none"),
    ):
        with pytest.raises(RuleBroken, match=said):
            rule_tie(by=chair, vote=vote.pk, chosen=chosen, reason=reason, at=later(7))
    assert rule_tie(by=chair, vote=vote.pk, chosen={"d", "f"}, reason="Nära deltagarna.", at=later(7))
    assert not rule_tie(by=chair, vote=vote.pk, chosen={"f", "d"}, reason="Igen.", at=later(8))
    with pytest.raises(RuleBroken, match="Another ruling"):
        rule_tie(by=chair, vote=vote.pk, chosen={"d", "e"}, reason="Annorlunda.", at=later(8))
    vote.refresh_from_db()
    ruling = vote.rulings.get()
    assert (vote.state, through(vote)) == ("decided", "abcdf")
    assert (ruling.chosen, ruling.reason, ruling.ruled_by) == (["d", "f"], "Nära deltagarna.", "Conference chair Alfa")


def test_after_the_run_offs_the_chair_rules_where_the_rule_says_so(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote, open_runoff, rule_tie

    chair = world.person("conference_chair")
    vote = held(world, Runoff(1, Chair()))
    with pytest.raises(RuleBroken, match="No tie"):
        rule_tie(by=chair, vote=vote.pk, chosen={"d", "e"}, reason="För tidigt.", at=later(5))
    open_runoff(by=chair, vote=vote.pk, at=later(6))
    runoff = vote.runoffs.get()
    panel.cast(runoff, panel.choosing(14, d=6, e=6, f=6))
    close_vote(by=chair, vote=runoff.pk, at=later(8))
    assert vote.ties.get().waits_for == "ruling"
    rule_tie(by=chair, vote=vote.pk, chosen={"e", "f"}, reason="Saknas annars.", at=later(9))
    vote.refresh_from_db()
    assert (vote.state, through(vote)) == ("decided", "abcef")


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        (Expand(), "abcdef"),
        (Strict(), "abc"),
        (Lot("2026-04-09"), "abcdf"),  # sha256sum of "2026-04-09|d" is 4a150c…, of f ae6666…, of e ecd33d…
        (Secondary({item: Fraction(n) for n, item in enumerate("gfedcbapqrs")}), "abcde"),
    ],
)
def test_what_needs_nobody_settles_at_once(world: World, ties: Ties, expected: str) -> None:
    vote = held(world, ties)
    assert vote.state == "decided"
    assert through(vote) == expected


def test_a_run_off_that_went_wrong_is_made_void_and_opened_anew(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote, open_runoff, void_vote

    chair = world.person("conference_chair")
    vote = held(world, Runoff(1, Expand()))
    open_runoff(by=chair, vote=vote.pk, at=later(6))
    first = vote.runoffs.get()
    panel.cast(first, panel.approving(d=1))
    void_vote(by=chair, vote=first.pk, reason="Tre telefoner saknade nät.", at=later(7))
    assert open_runoff(by=chair, vote=vote.pk, at=later(8))
    second = vote.runoffs.get(state="open")
    assert (second.reference, second.runoff_number) == ("1/runoff-1b", 1)
    panel.cast(second, panel.choosing(14, d=8, e=5, f=7))
    close_vote(by=chair, vote=second.pk, at=later(9))
    vote.refresh_from_db()
    assert (vote.state, through(vote)) == ("decided", "abcdf")
    with pytest.raises(RuleBroken, match="has settled its vote"):
        void_vote(by=chair, vote=second.pk, reason="Ångrar mig.", at=later(10))
