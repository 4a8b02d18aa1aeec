"""Pools from earlier votes, votes that wait, and the protocols that result."""

from pathlib import Path

import pytest

from ljuspunkt.cli.main import main
from tests.consensus.making import HEADER, VOTES, as_json, ballots_of, conference, refused, written

FIRST = """
candidates: candidates.csv
voters: 23
votes:
  - id: "1"
    ballot: {kind: approve}
    rule: {through: {places: 5}, out: {share_below: "8/23"}, rest: onward, ties: %s}
"""
SECOND = """
  - id: "2"
    pool: {from: "1", outcome: %s}
    ballot: {kind: approve}
    rule: {through: {places: 1}, rest: out}
"""
PROTOCOL = """
protocols:
  chosen: {from: ["1", "2"], outcome: through}
"""


def ids(items: object) -> set[str]:
    return {item.id for item in items}  # type: ignore[attr-defined]


def test_a_pool_without_filter_is_the_whole_list(tmp_path: Path) -> None:
    result = conference(tmp_path, FIRST % "expand", HEADER + ballots_of(VOTES))
    assert ids(result.vote("1").items) == set("abcdefg")


def test_a_pool_may_be_what_went_onward(tmp_path: Path) -> None:
    ballots = HEADER + ballots_of(VOTES) + ballots_of({"d": 3, "e": 4, "f": 5}, vote="2")
    result = conference(tmp_path, FIRST % "strict" + SECOND % "onward" + PROTOCOL, ballots)
    assert ids(result.vote("2").items) == set("def")
    assert result.protocol("chosen").ids == ("a", "b", "c", "f")


def test_a_pool_may_be_what_fell_out(tmp_path: Path) -> None:
    ballots = HEADER + ballots_of(VOTES) + ballots_of({"g": 20}, vote="2")
    result = conference(tmp_path, FIRST % "chair" + SECOND % "out", ballots)
    assert ids(result.vote("2").items) == {"g"}


def test_several_sources_are_united_and_kinds_filter(tmp_path: Path) -> None:
    plan = """
candidates: candidates.csv
voters: 3
votes:
  - {id: p, pool: {kind: process}, ballot: {kind: approve}, rule: {through: {places: 1}, rest: out}}
  - {id: e, pool: {kind: effect}, ballot: {kind: approve}, rule: {through: {places: 1}, rest: out}}
  - id: both
    pool: {from: [p, e], outcome: through}
    ballot: {kind: approve}
    rule: {through: {places: {effect: 1, process: 1}}, rest: out}
protocols:
  all: {from: [p, e], outcome: through}
  core: {from: both, outcome: through}
"""
    candidates = "id,kind\np1,process\np2,process\ne1,effect\ne2,effect\n"
    votes = HEADER + "p,1,p2,yes\ne,1,e1,yes\nboth,1,p2,yes\nboth,1,e1,yes\nboth,2,p2,yes\n"
    result = conference(tmp_path, plan, votes, candidates)
    assert ids(result.vote("both").items) == {"p2", "e1"}
    assert result.protocol("all").ids == ("p2", "e1")
    assert result.protocol("core").ids == ("e1", "p2")


def test_a_vote_that_needs_undecided_items_waits_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = written(tmp_path, FIRST % "chair" + SECOND % "onward" + PROTOCOL, HEADER + ballots_of(VOTES))
    assert main(["tally", *map(str, files)]) == 0
    captured = capsys.readouterr()
    assert "Vote 1: Undecided until the chair has ruled: d, e, f." in captured.err
    assert "Vote 2 can't be tallied yet: vote 1 has undecided items." in captured.err
    assert "Protocol “chosen”: 3 indicators, so far" in captured.out
    found = as_json(capsys, *files)
    assert found["votes"][1] == {
        "id": "2",
        "entitled": 23,
        "ballots": 0,
        "items": [],
        "counts": {"through": 0, "onward": 0, "out": 0, "undecided": 0},
        "ties": [],
    }
    assert found["protocols"] == {"chosen": ["a", "b", "c"]}


def test_ballots_for_a_vote_that_cant_be_tallied_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ballots = HEADER + ballots_of(VOTES)
    line = ballots.count("\n") + 1
    files = written(tmp_path, FIRST % "chair" + SECOND % "onward", ballots + "2,x,d,yes\n")
    sentence = refused(capsys, *files)
    assert f"ballots.csv, line {line}" in sentence
    assert "vote “1” has left undecided" in sentence


def test_a_vote_that_doesnt_need_the_undecided_can_be_tallied(tmp_path: Path) -> None:
    ballots = HEADER + ballots_of(VOTES) + ballots_of({"g": 20}, vote="2")
    result = conference(tmp_path, FIRST % "{runoff: {max: 1, then: lot}}" + SECOND % "out", ballots)
    assert result.vote("1").outcomes.by_item["d"] == "undecided"
    assert ids(result.vote("2").with_outcome("through")) == {"g"}


def test_waiting_goes_on_down_the_chain(tmp_path: Path) -> None:
    third = (SECOND % "through").replace('"2"', '"3"').replace('"1"', '"2"')
    result = conference(tmp_path, FIRST % "expand" + SECOND % "onward" + third, HEADER)
    assert [vote.waits_for for vote in result.votes] == [None, "1", "2"]
    assert result.vote("1").tally is not None


def test_a_ruling_in_the_plan_settles_the_tie_and_the_next_vote_goes_ahead(tmp_path: Path) -> None:
    rulings = 'rulings: [{vote: "1", kind: process, through: [d, f], reason: Said aloud.}]\n'
    ballots = HEADER + ballots_of(VOTES) + ballots_of({"e": 20}, vote="2")
    result = conference(tmp_path, FIRST % "chair" + SECOND % "onward" + rulings, ballots)
    assert ids(result.vote("1").with_outcome("through")) == set("abcdf")
    assert ids(result.vote("2").items) == {"e"}


def test_a_run_off_stands_among_the_ballots_under_its_own_name(tmp_path: Path) -> None:
    ballots = HEADER + ballots_of(VOTES) + "1/runoff-1,x,d,yes\n1/runoff-1,x,e,yes\n1/runoff-1,y,e,yes\n"
    result = conference(tmp_path, FIRST % "{runoff: {max: 2, then: lot}}", ballots)
    tally = result.vote("1").tally
    assert tally is not None
    assert ids(result.vote("1").with_outcome("through")) == set("abcde")
    assert tally.ties[0].settled_by == "runoff"
    assert tally.n_ballots == 23


@pytest.mark.parametrize(
    "then", ["{lot: {seed: beacon}}", "lot, seed: beacon", "strict", "{secondary: {scores: scores.csv}}", "expand"]
)
def test_after_the_run_offs_the_plan_names_another_way(tmp_path: Path, then: str) -> None:
    (tmp_path / "scores.csv").write_text("id,score\nd,3\ne,2\nf,1\n")
    ballots = HEADER + ballots_of(VOTES) + "1/runoff-1,x,d,yes\n1/runoff-1,y,e,yes\n1/runoff-1,z,f,yes\n"
    result = conference(tmp_path, FIRST % f"{{runoff: {{max: 1, then: {then}}}}}", ballots)
    through = {"strict": set("abc"), "expand": set("abcdef")}.get(then, set("abcde"))
    assert ids(result.vote("1").with_outcome("through")) == through


def test_an_empty_pool_is_voted_on_by_nobody(tmp_path: Path) -> None:
    plan = """
candidates: candidates.csv
voters: 3
votes:
  - {id: "1", ballot: {kind: approve}, rule: {through: {places: 9}, rest: onward}}
  - {id: "2", pool: {from: "1", outcome: onward}, ballot: {kind: approve}, rule: {through: {places: 1}, rest: out}}
"""
    result = conference(tmp_path, plan, HEADER + "1,x,a,yes\n2,x,,blank\n")
    assert result.vote("2").items == ()
    tally = result.vote("2").tally
    assert tally is not None
    assert (tally.n_ballots, tally.n_blank) == (1, 1)


def test_a_votes_own_entitled_overrides_the_voters(tmp_path: Path) -> None:
    plan = (FIRST % "expand").replace('id: "1"', 'id: "1"\n    entitled: 24')
    assert conference(tmp_path, plan, HEADER + ballots_of(VOTES, n_ballots=24)).vote("1").vote.entitled == 24
