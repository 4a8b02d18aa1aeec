"""The part “Agreement and stability” of a conference's report: secondary, apart from each other, and verified."""

import json
import re
from pathlib import Path

import pytest

from tests.report.making import run

PLAN = """
candidates: candidates.csv
voters: 12
groups: {users: 5, officials: 6}
pseudonyms: true
votes:
  - {id: "1", ballot: {kind: rate, low: 1, high: 9}, rule: {consensus: {by_group: true}, rest: onward}}
  - {id: "2", ballot: {kind: rate, low: 1, high: 9}, rule: {consensus: {by_group: true}, rest: onward}}
"""
FIRST = {"a": [7, 8, 8, 9, 7, 8, 9, 9, 8], "b": [1, 2, 3, 5, 7, 8, 9, 9, 9], "c": [5, 5, 5, 5, 5, 6, 4, 5, 5]}
"""Items A, B and C of delphi_R.json: IPR .6, 4.8 and 0; only B is disagreement."""
SECOND = {**FIRST, "b": [1, 2, 3, 5, 7, 8, 9, 7, 7]}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("delphi")
    (folder / "candidates.csv").write_text("id,kind,title_en\na,x,A & B\nb,x,#B\nc,x,<b>C</b>\n", encoding="utf-8")
    (folder / "conference.yaml").write_text(PLAN, encoding="utf-8")
    lines = ["vote,ballot,item,value,group,panellist"]
    for vote, ratings in (("1", FIRST), ("2", SECOND)):
        for item, given in ratings.items():
            for number, rating in enumerate(given):
                group = "users" if number < 5 else "officials"
                lines.append(f"{vote},b{number},{item},{rating},{group},P{number}")
    (folder / "ballots.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = folder / "report"
    plan, ballots = folder / "conference.yaml", folder / "ballots.csv"
    assert run("report", plan, "--ballots", ballots, "--out", out, "--language", "en") == 0
    return out


@pytest.fixture(scope="module")
def part(report: Path) -> str:
    page = (report / "index.html").read_text(encoding="utf-8")
    return page[page.index('id="secondary"') : page.index('id="method"')]


def cells(part: str, caption: str) -> dict[str, list[str]]:
    """Return the rows of a table by their heading, each cell with its notes after it."""
    table = part[part.index(f"{caption}</caption>") :].partition("</table>")[0]
    return {
        re.sub(r"<.*?>", "", heading): [
            re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<td.*?</td>", row)
        ]
        for heading, row in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table)
    }


def test_it_says_that_it_decides_nothing_and_keeps_the_two_apart(part: str) -> None:
    assert "These figures describe the votes and decide nothing." in part
    assert part.index("Agreement within each vote") < part.index("Stability between votes")


def test_the_spread_of_ratings_is_rand_uclas_and_says_its_type_of_quantile(part: str, reference: Path) -> None:
    items = json.loads((reference / "vectors" / "delphi_R.json").read_text())["items"]
    assert {key: items[key.upper()]["x"] for key in FIRST} == FIRST
    rows = cells(part, "Ratings in vote 1")
    assert rows["a. A &amp; B"][-4:] == ["8–8.60", "0.60", "7.30", "no"]
    assert rows["b. #B"][-4:] == ["3.80–8.60", "4.80", "4.15", "yes"]
    assert rows["c. &lt;b&gt;C&lt;/b&gt;"][-4:] == ["5–5", "0", "2.35", "no"]
    assert rows["a. A &amp; B"][2].split() == "users: 5 of 5 officials: 4 of 4".split()
    assert "Percentiles are of type 7" in part


def test_net_change_and_panellists_own_changes_stand_item_by_item(part: str) -> None:
    net = cells(part, "Net change from vote 1 to vote 2")
    assert net["b. #B"] == ["56%", "56%", "0"], "two of nine fell from 9 to 7, within the top third"
    own = cells(part, "Answers that panellists changed from vote 1 to vote 2")
    assert own["b. #B"][:5] == ["9", "22%", "0", "2", "0.500"]
    assert own["a. A &amp; B"][:5] == ["9", "0%", "0", "0", "-"]
    assert "Together 27 answers of 9 panellists in both votes; 7% changed" in part


def test_the_part_can_be_verified_and_a_changed_figure_is_named(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    assert run("verify", report) == 0
    copy = tmp_path / "copy"
    shutil.copytree(report, copy)
    text = (copy / "index.html").read_text(encoding="utf-8")
    assert text.count(">4.80<") == 1
    (copy / "index.html").write_text(text.replace(">4.80<", ">3.80<"), encoding="utf-8")
    capsys.readouterr()
    assert run("verify", copy) == 5
    assert "4.80" in capsys.readouterr().out


def test_a_conference_without_ballots_has_no_such_part(tmp_path: Path) -> None:
    (tmp_path / "candidates.csv").write_text("id,kind\na,x\n", encoding="utf-8")
    (tmp_path / "conference.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "ballots.csv").write_text("vote,ballot,item,value,group,panellist\n", encoding="utf-8")
    out = tmp_path / "report"
    plan, ballots = tmp_path / "conference.yaml", tmp_path / "ballots.csv"
    assert run("report", plan, "--ballots", ballots, "--out", out, "--language", "sv", "--format", "html") == 0
    assert 'id="secondary"' not in (out / "index.html").read_text(encoding="utf-8")
