"""A rule that is being planned is tried on the vote before it, or on ballots that are said to be invented."""

from fractions import Fraction

import pytest

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Electorate, Form, Points, Rank, Rate, read_ballots
from ljuspunkt.domain.consensus.invented import invented_rows
from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.rule import Consensus, Expand, Rule, Runoff
from tests.conference import panel
from tests.conference.panel import later
from tests.people.world import World

SEVEN = {"a": 12, "b": 11, "c": 10, "d": 9, "e": 9, "f": 9, "g": 7}


@pytest.mark.django_db
def test_it_says_what_the_rule_would_have_given_in_the_vote_before(world: World) -> None:
    from ljuspunkt.rooms.conference.preview import preview
    from ljuspunkt.rooms.conference.services import Draft, close_vote, open_vote

    chair = world.person("conference_chair")
    conference = panel.conference(world)
    vote = panel.vote(world, conference, rule=Rule("onward", places=1))
    open_vote(by=chair, vote=vote.pk, at=later(0))
    panel.cast(vote, panel.approving(**SEVEN))
    close_vote(by=chair, vote=vote.pk, at=later(5))

    rule = Rule("out", places=5, out_bar=Fraction(2, 3), ties=Expand())
    found = preview(conference, Draft(Pool(sources=("1",), outcome="onward"), Approve(), rule))
    assert (found.vote, found.voters, found.ballots, found.items) == ("1", 12, 12, 7)
    assert found.counts == {"through": 6, "onward": 0, "out": 1, "undecided": 0}
    (tie,) = found.ties
    assert (set(tie.items), tie.places, tie.settled) == ({"d", "e", "f"}, 2, True)

    waiting = preview(conference, Draft(Pool(), Approve(), Rule("out", places=5, ties=Runoff(1, Expand()))))
    assert (waiting.counts["undecided"], waiting.ties[0].settled) == (3, False)

    other = preview(conference, Draft(Pool(), Rank(), Rule("out", places=5)))
    assert other.vote == ""


@pytest.mark.django_db
def test_where_no_vote_has_been_held_it_says_that_the_ballots_are_invented(world: World) -> None:
    from ljuspunkt.rooms.conference.preview import preview
    from ljuspunkt.rooms.conference.services import Draft

    conference = panel.conference(world, voters=23)
    found = preview(conference, Draft(Pool(kinds=("process",)), Approve(), Rule("onward", places=3)))
    assert (found.vote, found.voters, found.ballots, found.items) == ("", 23, 23, 7)
    assert found == preview(conference, Draft(Pool(kinds=("process",)), Approve(), Rule("onward", places=3)))


FORMS: list[Form] = [Approve(), Choose(3), Points(10, 4), Points(1, 1), Rate(1, 9), Rate(0, 1), Rank()]


@pytest.mark.parametrize("form", FORMS, ids=repr)
def test_invented_ballots_are_whole_ballots_of_their_kind(form: Form) -> None:
    items = [str(number) for number in range(1, 21)]
    groups = {"users": 5, "officials": 6}
    rows = invented_rows(form, items, voters=12, groups=groups)
    electorate = Electorate(12, groups)
    ballots = read_ballots(rows, form, vote="1", pool=items, listed=items, electorate=electorate)
    assert len(ballots) == 12
    assert [sum(ballot.group == group for ballot in ballots) for group in ("users", "officials", "")] == [5, 6, 1]


@pytest.mark.django_db
def test_agreement_by_group_is_tried_with_the_declared_groups(world: World) -> None:
    from ljuspunkt.rooms.conference.preview import preview
    from ljuspunkt.rooms.conference.services import Draft

    conference = panel.conference(world, voters=12)
    conference.groups = [["brukare", 6], ["tjänstemän", 6]]
    conference.save()
    rule = Rule("onward", consensus=Consensus(Fraction(7, 10), Fraction(3, 20), by_group=True))
    found = preview(conference, Draft(Pool(), Rate(1, 9), rule))
    assert found.ballots == 12
    assert sum(found.counts.values()) == 11
