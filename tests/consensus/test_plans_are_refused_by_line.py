"""CONFERENCE.yaml, candidates.csv and scores.csv: what isn't understood is refused with file and line."""

from pathlib import Path

import pytest

from tests.consensus.making import HEADER, as_json, refused, written

PLAN = """candidates: candidates.csv
voters: 23
votes:
  - id: "1"
    pool: {kind: process}
    ballot: {kind: approve}
    rule:
      through: {places: 3}
      out: {share_below: "1/2"}
      rest: onward
      ties: expand
      of: cast
  - id: "2"
    pool: {from: "1", outcome: onward}
    ballot: {kind: rate, low: 1, high: 9}
    rule: {consensus: {in: "70/100", against: "15/100"}, rest: out}
protocols:
  core: {from: "1", outcome: through}
"""
CANDIDATES = "id,kind\na,process\nb,process\nx,effect\n"


def refusal_of(plan: str, folder: Path, capsys: pytest.CaptureFixture[str], candidates: str = CANDIDATES) -> str:
    return refused(capsys, *written(folder, plan, HEADER, candidates))


def test_the_plan_itself_is_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    as_json(capsys, *written(tmp_path, PLAN, HEADER, CANDIDATES))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("candidates: candidates.csv\n", "", 1, "has no “candidates”"),
        ("voters: 23", "voters: many", 2, "“voters” must be a whole number from 1"),
        ("voters: 23", "voters: 0", 2, "“voters” must be a whole number from 1"),
        ("voters: 23", "voters: 22.5", 2, "“voters” must be a whole number from 1"),
        ("voters: 23", "voters: 99999999999999999999", 2, "“voters” must be a whole number from 1"),
        ("voters: 23", 'voters: "23"', 2, "“voters” must be a whole number from 1"),
        ("voters: 23\n", "", 3, "“voters” or “entitled” is needed"),
        ("voters: 23", "voters: 23\nvoters: 24", 3, "“voters” stands twice"),
        ("voters: 23", "voters: 23\nvoter: 24", 3, "“voter” isn't known"),
        ("voters: 23", "voters: 23\ngroups: {users: 20, officials: 4}", 3, "24 entitled voters together"),
        ('  - id: "1"\n', "  - title: x\n", 4, "“votes[1]” has no “id”"),
        ('  - id: "1"\n', "  - id: true\n", 4, "must be a text"),
        ('  - id: "1"\n', "  - id: [1]\n", 4, "must be a text"),
        ('  - id: "2"\n', '  - id: "1"\n', 13, "stands twice"),
        ('  - id: "2"\n', '  - id: "1/runoff-1"\n', 13, "the name of a run-off"),
        ("    pool: {kind: process}", "    pool: {kind: proces}", 5, "“proces” isn't one"),
        ("    pool: {kind: process}", "    pool: {sort: process}", 5, "“votes[1].pool.sort” isn't known"),
        ("    pool: {kind: process}", "    pool: process", 5, "must be a mapping"),
        ("    pool: {kind: process}", "    pool: {outcome: through}", 5, "needs “from”"),
        ("    pool: {kind: process}", '    pool: {from: "2", outcome: through}', 5, "must name an earlier vote"),
        ("    pool: {kind: process}", '    pool: {from: "1", outcome: through}', 5, "must name an earlier vote"),
        ("    pool: {kind: process}", "    pool: {from: [], outcome: through}", 5, "at least one earlier vote"),
        ('{from: "1", outcome: onward}', '{from: "9", outcome: onward}', 14, "“9” isn't one"),
        ('{from: "1", outcome: onward}', '{from: "1"}', 14, "needs “outcome”"),
        ('{from: "1", outcome: onward}', '{from: "1", outcome: undecided}', 14, "must be one of through, onward, out"),
        ("{kind: approve}", "{kind: applaud}", 6, "must be one of approve, choose, points, rate, rank"),
        ("{kind: approve}", "{}", 6, "needs “kind”"),
        ("{kind: approve}", "approve", 6, "must be a mapping"),
        ("{kind: approve}", "{kind: approve, max: 3}", 6, "“votes[1].ballot.max” isn't known"),
        ("{kind: approve}", "{kind: choose}", 6, "has no “max”"),
        ("{kind: approve}", "{kind: choose, max: 0}", 6, "whole number from 1"),
        ("{kind: rate, low: 1, high: 9}", "{kind: rate, low: 9, high: 1}", 15, "must be above “low”"),
        ("{kind: rate, low: 1, high: 9}", "{kind: rate, low: 1}", 15, "has no “high”"),
        ("{kind: rate, low: 1, high: 9}", "{kind: rate, low: 1, high: 2}", 16, "at least three steps"),
        ("{kind: rate, low: 1, high: 9}", "{kind: rank}", 16, "for rate ballots only"),
        ('"70/100"', '"170/100"', 16, "share from 0 to 1"),
        ('against: "15/100"', "against: x", 16, "share from 0 to 1"),
        ('against: "15/100"', "by_group: true", 16, "no declared group has at least 5"),
        ('against: "15/100"', "by_group: 1", 16, "must be true or false"),
        ('{in: "70/100", against: "15/100"}, rest: out', "{}, rest: out, ties: lot", 16, "can't stand beside"),
        ("{places: 3}", "{places: -1}", 8, "whole number from 0"),
        ("{places: 3}", "{places: three}", 8, "whole number from 0"),
        ("{places: 3}", "{places: {effects: 3}}", 8, "a kind that no candidate has"),
        ("{places: 3}", "{places: {}}", 8, "is empty"),
        ("{places: 3}", "{}", 8, "needs “places” or “share_at_least”"),
        ("{places: 3}", '{share_at_least: "5/4"}', 8, "share from 0 to 1"),
        ("{places: 3}", '{share_at_least: "4/0"}', 8, "share from 0 to 1"),
        ("{places: 3}", "{share_at_least: -0.1}", 8, "share from 0 to 1"),
        ("{places: 3}", "{share_at_least: 80}", 8, "share from 0 to 1"),
        ("{places: 3}", "{share_at_least: 80 %}", 8, "share from 0 to 1"),
        ("{places: 3}", "{share_at_least: .nan}", 8, "share from 0 to 1"),
        ("{places: 3}", "{share_at_least: 1e999999999}", 8, "share from 0 to 1"),
        ('{share_below: "1/2"}', '{share_under: "1/2"}', 9, "isn't known"),
        ('{share_below: "1/2"}', "{}", 9, "has no “share_below”"),
        ("{kind: approve}", "{kind: points, budget: 9, max_per_item: 3}", 9, "approve and choose ballots only"),
        ("      rest: onward\n", "", 8, "has no “rest”"),
        ("rest: onward", "rest: later", 10, "must be one of onward, out"),
        ("ties: expand", "ties: toss", 11, "must be one of expand, strict, chair"),
        ("ties: expand", "ties: lot", 11, "with its settings"),
        ("ties: expand", "ties: {lot: {}}", 11, "has no “seed”"),
        ("ties: expand", "ties: {runoff: {max: 0, then: expand}}", 11, "whole number from 1"),
        ("ties: expand", "ties: {runoff: {max: 1, then: {runoff: {max: 1}}}}", 11, "isn't known"),
        ("ties: expand", "ties: {runoff: {max: 1, then: strict, seed: 3}}", 11, "belongs to “then: lot”"),
        ("ties: expand", "ties: {secondary: {}}", 11, "has no “scores”"),
        ("ties: expand", "ties: {}", 11, "one way of settling ties"),
        ("of: cast", "of: all", 12, "must be one of cast, entitled"),
        ('core: {from: "1"', 'core: {from: "7"', 18, "“7” isn't one"),
        ("core: {from: ", "core: {form: ", 18, "isn't known"),
    ],
)
def test_a_wrong_line_of_the_plan_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, line: int, words: str
) -> None:
    assert PLAN.count(old) >= 1
    sentence = refusal_of(PLAN.replace(old, new, 1), tmp_path, capsys)
    assert f"conference.yaml, line {line}:" in sentence
    assert words in sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty"),
        ("# nothing but a comment\n", "The file is empty"),
        ("votes: [\n", "isn't YAML"),
        ("votes: a: b\n", "line 1: The file isn't YAML"),
        ("{}\n---\n{}\n", "isn't YAML"),
        ("- a list\n", "must be a mapping"),
        ("just words\n", "must be a mapping"),
        ("[" * 3000, "deeper than any document needs"),
        ("candidates: candidates.csv\nvoters: 2\nvotes: []\n", "at least one vote"),
        ("candidates: candidates.csv\nvoters: 2\nvotes: {}\n", "must be a list"),
        ("candidates: candidates.csv\nvoters: 2\nvotes:\n", "has no “votes”"),
        ("votes: &a [*a]\ncandidates: candidates.csv\n", "must be a mapping"),
        ("? [odd, key]\n: 1\n", "must be a word"),
        ("!!python/object/apply:os.system ['true']\n", "must be a mapping"),
        ("a: \u0007\n", "isn't YAML"),
    ],
)
def test_a_file_that_isnt_a_plan_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, words: str
) -> None:
    sentence = refusal_of(content, tmp_path, capsys)
    assert "conference.yaml" in sentence
    assert words in sentence


def test_a_plan_that_isnt_utf8_or_isnt_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, ballots = written(tmp_path, PLAN, HEADER, CANDIDATES)
    plan.write_bytes("voters: 23\ntitle: Gränsen\n".encode("latin-1"))
    assert "conference.yaml, line 2: The file isn't UTF-8" in refused(capsys, plan, ballots)
    assert "nowhere.yaml: There is no such file." in refused(capsys, tmp_path / "nowhere.yaml", ballots)


def test_files_in_the_wrong_order_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, ballots = written(tmp_path, PLAN, HEADER + "1,p,a,yes\n" * 1000, CANDIDATES)
    assert "ballots.csv" in refused(capsys, ballots, plan)


@pytest.mark.parametrize(
    ("candidates", "words"),
    [
        ("", "candidates.csv: The file is empty"),
        ("id,kind\n", "candidates.csv: The file has a header but no candidates."),
        ("kind,title_sv\nprocess,A\n", "candidates.csv, line 1: The column “id” is missing"),
        ("id,kind\na,process\na,effect\n", "candidates.csv, line 3, column id: The candidate “a” stands twice."),
        ("id,kind\na,process\n,effect\n", "candidates.csv, line 3, column id: The candidate has no id."),
        ("id,kind\na,\n", "candidates.csv, line 2, column kind: The candidate “a” has no kind."),
        ("id,kind\na,process,more\n", "candidates.csv, line 2: The line has 3 cells; the heading has 2."),
        ("id,kind,title_known\na,process,perhaps\n", "line 2, column title_known: “perhaps” was given"),
    ],
)
def test_wrong_candidates_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], candidates: str, words: str
) -> None:
    assert words in refusal_of(PLAN, tmp_path, capsys, candidates)


def test_missing_candidates_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = PLAN.replace("candidates.csv", "kandidater.csv")
    assert "kandidater.csv: There is no such file." in refusal_of(plan, tmp_path, capsys)


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ("id,score\na,high\n", "scores.csv, line 2, column score: “high” was given; a number is needed."),
        ("id,score\nq,1\n", "scores.csv, line 2: There is no candidate “q”."),
        ("id,score\na,1\na,2\n", "scores.csv, line 3: The candidate “a” stands twice."),
        ("id,points\na,1\n", "scores.csv, line 1: The column “score” is missing"),
    ],
)
def test_wrong_scores_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], scores: str, words: str) -> None:
    (tmp_path / "scores.csv").write_text(scores)
    plan = PLAN.replace("ties: expand", "ties: {secondary: {scores: scores.csv}}")
    assert words in refusal_of(plan, tmp_path, capsys)


def test_scores_settle_a_tie(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scores.csv").write_text("item;score\na;2,5\nb;2,75\n")
    plan = PLAN.replace("ties: expand", "ties: {secondary: {scores: scores.csv}}").replace("places: 3", "places: 1")
    found = as_json(capsys, *written(tmp_path, plan, HEADER + "1,p,a,yes\n1,p,b,yes\n", CANDIDATES))
    assert found["votes"][0]["ties"] == [{"kind": None, "items": ["a", "b"], "places": 1, "settled_by": "secondary"}]
    assert {item["id"]: item["outcome"] for item in found["votes"][0]["items"]} == {"a": "onward", "b": "through"}


@pytest.mark.parametrize(
    ("ruling", "words"),
    [
        ('{vote: "9", through: [a], reason: r}', "“9” isn't one"),
        ('{vote: "2", through: [a], reason: r}', "doesn't let the chair settle ties"),
        ('{vote: "1", through: [a]}', "has no “reason”"),
        ('{vote: "1", through: [a], reason: ""}', "must be a text"),
        ('{vote: "1", through: a, reason: r}', "must be a list"),
        ('{vote: "1", through: [q], reason: r}', "must name a candidate"),
        ('{vote: "1", through: [a], reason: r}', "no tie for the chair to settle"),
    ],
)
def test_wrong_rulings_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], ruling: str, words: str) -> None:
    plan = PLAN.replace("ties: expand", "ties: chair") + f"rulings: [{ruling}]\n"
    assert words in refusal_of(plan, tmp_path, capsys)


@pytest.mark.parametrize("share", ['"1/2"', "0.5", '"0.50"', '"50/100"', ".5", '"1 / 2"'])
def test_a_share_may_be_a_fraction_or_a_decimal(tmp_path: Path, capsys: pytest.CaptureFixture[str], share: str) -> None:
    plan = PLAN.replace('"1/2"', share)
    found = as_json(capsys, *written(tmp_path, plan, HEADER + "1,p,a,yes\n1,q,,blank\n", CANDIDATES))
    assert {item["id"]: item["outcome"] for item in found["votes"][0]["items"]} == {"a": "through", "b": "out"}


def test_one_tenth_is_exactly_one_tenth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = PLAN.replace('"1/2"', "0.1")
    ballots = HEADER + "1,p,a,yes\n" + "".join(f"1,q{n},,blank\n" for n in range(9))
    found = as_json(capsys, *written(tmp_path, plan, ballots, CANDIDATES))
    assert {item["id"]: item["outcome"] for item in found["votes"][0]["items"]}["a"] == "through"


def test_ids_are_text_as_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = PLAN.replace('id: "1"', "id: 01").replace('from: "1"', "from: 01")
    found = as_json(capsys, *written(tmp_path, plan, HEADER + "01,p,a,yes\n", CANDIDATES))
    assert [vote["id"] for vote in found["votes"]] == ["01", "2"]
