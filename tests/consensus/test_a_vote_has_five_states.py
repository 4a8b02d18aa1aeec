"""The states of a vote, the roads between them, and the diagram in the documentation."""

import runpy
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from ljuspunkt.domain.consensus.round import ROADS, State, check_rule_may_change, may_cast, take
from ljuspunkt.domain.errors import RuleBroken

STATES = Path(__file__).resolve().parents[2] / "docs" / "states"
DIAGRAM = STATES / "vote.md"


@pytest.mark.parametrize(("state", "to"), list(product(ROADS, ROADS)))
def test_only_the_roads_can_be_taken(state: State, to: State) -> None:
    if to in ROADS[state]:
        assert take(state, to) == to
    else:
        with pytest.raises(RuleBroken):
            take(state, to)


def test_a_closed_vote_stays_closed() -> None:
    with pytest.raises(RuleBroken, match="can't be opened again"):
        take("closed", "open")


def test_void_is_the_end_and_the_only_road_from_decided() -> None:
    assert ROADS["void"] == ()
    assert ROADS["decided"] == ("void",)


def test_no_road_leads_back() -> None:
    order = list(ROADS)
    assert all(order.index(state) < order.index(to) for state, roads in ROADS.items() for to in roads)


def test_the_rule_is_fixed_before_the_vote_opens() -> None:
    check_rule_may_change("draft", 0)
    for state, n_ballots in (("open", 0), ("closed", 0), ("draft", 1)):
        with pytest.raises(RuleBroken, match="rule was fixed"):
            check_rule_may_change(state, n_ballots)  # type: ignore[arg-type]


def test_ballots_are_cast_while_the_vote_is_open() -> None:
    at = datetime(2026, 4, 9, 10, 0, tzinfo=UTC)
    assert [state for state in ROADS if may_cast(state, closes_at=None, at=at)] == ["open"]


def test_a_ballot_comes_too_late_at_the_end_of_a_countdown() -> None:
    end = datetime(2026, 4, 9, 10, 0, tzinfo=UTC)
    assert may_cast("open", closes_at=end, at=end - timedelta(microseconds=1))
    assert not any(may_cast("open", closes_at=end, at=late) for late in (end, end + timedelta(seconds=1)))


def test_the_diagram_shows_the_roads_and_no_others() -> None:
    drawn = {
        (line.split("-->")[0].strip(), line.split("-->")[1].split(":")[0].strip())
        for line in DIAGRAM.read_text(encoding="utf-8").splitlines()
        if "-->" in line and "[*]" not in line
    }
    assert drawn == {(state, to) for state, roads in ROADS.items() for to in roads}


def test_the_page_is_the_one_that_is_drawn() -> None:
    assert runpy.run_path(str(STATES / "draw.py"))["drawn"]() == DIAGRAM.read_text(encoding="utf-8")
