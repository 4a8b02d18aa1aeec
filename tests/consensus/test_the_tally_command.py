"""`ljuspunkt tally`: what it writes for people and for machines, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ljuspunkt.cli.main import main
from tests.consensus.making import HEADER, VOTES, as_json, ballots_of, written

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "conference-2014"
PLAN = """
title: {sv: Provet, en: The trial}
note: {sv: Påhittat., en: Invented.}
candidates: candidates.csv
voters: 23
votes:
  - id: "1"
    title: {sv: Första, en: First}
    ballot: {kind: approve}
    rule: {through: {places: 5}, out: {share_below: "8/23"}, rest: onward, ties: TIES}
"""


def tally(*words: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    return subprocess.run(
        [sys.executable, "-c", "import sys; from ljuspunkt.cli.main import main; sys.exit(main())", "tally", *words],
        capture_output=True,
        text=True,
        env={**os.environ, "LJUSPUNKT_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )


def test_the_json_has_exactly_the_promised_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, *written(tmp_path, PLAN.replace("TIES", "expand"), HEADER + ballots_of(VOTES)))
    assert set(found) == {"votes", "protocols", "secondary"}
    (vote,) = found["votes"]
    assert set(vote) == {"id", "entitled", "ballots", "items", "counts", "ties"}
    assert vote["counts"] == {"through": 6, "onward": 0, "out": 1, "undecided": 0}
    assert vote["ties"] == [{"kind": None, "items": ["d", "e", "f"], "places": 2, "settled_by": "expand"}]
    by_id = {item["id"]: item for item in vote["items"]}
    assert by_id["a"] == {
        "id": "a",
        "kind": "process",
        "yes": 14,
        "of": 23,
        "share": 14 / 23,
        "rank": 1,
        "outcome": "through",
        "tied": False,
    }
    assert (by_id["e"]["rank"], by_id["e"]["tied"], by_id["g"]["outcome"]) == (4, True, "out")
    assert found["protocols"] == {}


SCORED = """
candidates: candidates.csv
voters: 3
votes:
  - {id: points, ballot: {kind: points, budget: 5, max_per_item: 4}, rule: {through: {places: 1}, rest: out}}
  - {id: rate, ballot: {kind: rate, low: 1, high: 9}, rule: {consensus: {}, rest: onward}}
  - {id: rank, ballot: {kind: rank}, rule: {through: {places: 1}, rest: out}}
"""


def test_points_ratings_and_ranks_have_a_score_and_no_share(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ballots = "points,1,a,4\npoints,2,b,5\n".replace("b,5", "b,3") + "rate,1,a,7\nrate,2,a,8\nrank,1,b,1\nrank,1,a,2\n"
    files = written(tmp_path, SCORED, HEADER + ballots, "id,kind\na,k\nb,k\n")
    scores: list[dict[str, Any]] = [
        {item["id"]: item["score"] for item in vote["items"]} for vote in as_json(capsys, *files)["votes"]
    ]
    assert scores == [{"a": 4, "b": 3}, {"a": 7.5, "b": None}, {"a": 0, "b": 1}]
    items = [item for vote in as_json(capsys, *files)["votes"] for item in vote["items"]]
    assert all("yes" not in item and item["share"] is None for item in items)


def test_ratings_are_shown_with_opinions_thirds_and_disagreement(tmp_path: Path) -> None:
    ballots = "rate,1,a,1\nrate,2,a,9\nrate,3,a,9\nrate,3,b,no_opinion\n"
    done = tally(*map(str, written(tmp_path, SCORED, HEADER + ballots, "id,kind\na,k\nb,k\n")))
    assert (
        "rank  id  kind  median  mean  opinions  top third  bottom third  disagreement  outcome  title" in done.stdout
    )
    assert "   1  a   k          9  6.33         3          2             1  no            onward   a" in done.stdout
    assert "   2  b   k          –     –         0          0             0  –             onward   b" in done.stdout
    assert "Vote points has no ballots, so everything in it is undecided." in done.stderr


def test_a_vote_without_ballots_is_undecided_in_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (vote,) = as_json(capsys, *written(tmp_path, PLAN.replace("TIES", "strict"), HEADER))["votes"]
    assert vote["counts"] == {"through": 0, "onward": 0, "out": 0, "undecided": 7}
    assert {(item["yes"], item["of"], item["share"], item["rank"]) for item in vote["items"]} == {(0, 0, None, None)}


def test_the_table_can_be_read(tmp_path: Path) -> None:
    files = written(tmp_path, PLAN.replace("TIES", "{lot: {seed: beacon}}"), HEADER + ballots_of(VOTES))
    done = tally(*map(str, files))
    assert (done.returncode, done.stderr) == (0, "")
    assert "The trial" in done.stdout
    assert "Invented." in done.stdout
    assert "Items with yes from fewer than 8/23 of the ballots cast are out." in done.stdout
    assert "The 5 with the most votes go through." in done.stdout
    assert "Tied at the cut: d, e, f. Open places: 2." in done.stdout
    assert "The lot fell on e, d." in done.stdout
    assert "   4  d   process    9  23  39.1%  through (tie)  d-en" in done.stdout


def test_the_table_speaks_swedish(tmp_path: Path) -> None:
    files = written(tmp_path, PLAN.replace("TIES", "chair"), HEADER + ballots_of(VOTES))
    done = tally(*map(str, files), language="sv")
    assert done.returncode == 0
    assert "Provet" in done.stdout
    assert "Omröstning 1: Första" in done.stdout
    assert "direkt vidare" in done.stdout
    assert "60,9 %" in done.stdout
    assert "Lika vid gränsen: d, e, f." in done.stdout
    assert "Omröstning 1: Oavgjort tills ordföranden har beslutat: d, e, f." in done.stderr


def test_refusals_speak_swedish(tmp_path: Path) -> None:
    files = written(tmp_path, PLAN.replace("TIES", "expand"), HEADER + "1,p,q,yes\n")
    done = tally(*map(str, files), language="sv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "ballots.csv, rad 2: Det finns ingen kandidat ”q”." in done.stderr


def test_the_example_runs_as_its_readme_says() -> None:
    done = tally(str(EXAMPLE / "conference.yaml"), str(EXAMPLE / "ballots.csv"))
    assert done.returncode == 0
    assert "97 items: 14 through, 37 onward, 46 out." in done.stdout
    assert "Protocol “core”: 15 indicators" in done.stdout
    assert "The ballots are invented" in done.stdout


def test_the_json_is_utf8_and_one_document() -> None:
    done = tally(str(EXAMPLE / "conference.yaml"), str(EXAMPLE / "ballots.csv"), "--json", language="sv")
    assert [vote["counts"]["through"] for vote in json.loads(done.stdout)["votes"]] == [14, 17, 5, 5, 15]


@pytest.mark.parametrize("words", [[], ["only-one.yaml"], ["a", "b", "c"], ["a", "b", "--xml"]])
def test_wrong_use_ends_with_2_and_one_sentence(words: list[str]) -> None:
    done = tally(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["tally", "--help"])
    assert end.value.code == 0
    assert "ljuspunkt tally conference.yaml ballots.csv" in capsys.readouterr().out


def test_the_tally_imports_no_django() -> None:
    program = (
        "import sys; from ljuspunkt.cli.main import main; "
        f"main(['tally', {str(EXAMPLE / 'conference.yaml')!r}, {str(EXAMPLE / 'ballots.csv')!r}, '--json']); "
        "sys.exit(any(name.split('.')[0] in ('django', 'duckdb', 'pandas') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60).returncode == 0
