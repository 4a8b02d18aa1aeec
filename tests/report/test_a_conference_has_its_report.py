"""`ljuspunkt report CONFERENCE.yaml --ballots BALLOTS.csv`: every vote with its rule and cut, and the protocols."""

import json
import re
from pathlib import Path

import pikepdf
import pytest

from tests.report.making import run

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "conference-2014"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("conference") / "report"
    plan, ballots = EXAMPLE / "conference.yaml", EXAMPLE / "ballots.csv"
    assert run("report", plan, "--ballots", ballots, "--out", out, "--language", "sv") == 0
    return out


@pytest.fixture(scope="module")
def page(report: Path) -> str:
    return (report / "index.html").read_text(encoding="utf-8")


def test_headings_hold_the_published_figures_of_2014(page: str) -> None:
    for heading in (
        "Av 137 kandidater kom 41 i omfattande protokollet och 15 i kärnprotokollet",
        "Omröstning 1: 14 av 97 direkt vidare, 37 till nästa omröstning och 46 ut",
        "Omröstning 2: 17 av 37 direkt vidare och 20 ut",
        "Omröstning 3: 5 av 40 direkt vidare, 19 till nästa omröstning och 16 ut",
        "Omröstning 4: 5 av 19 direkt vidare och 14 ut",
        "Omröstning 5: 15 av 41 direkt vidare och 26 ut",
    ):
        assert heading in page


def test_each_vote_tells_its_rule_before_its_result(page: str) -> None:
    vote = page[page.index('id="vote-1"') : page.index('id="vote-2"')]
    rule, result = vote.index('<ul class="rules"'), vote.index("<svg")
    assert rule < result
    assert re.search(r"<li>[^<]*14[^<]*</li>", vote[rule:result])
    assert "23 av 23 röstade." in vote


def test_the_cut_is_a_line_between_those_who_are_in_and_the_rest(page: str) -> None:
    vote = page[page.index('id="vote-1"') : page.index('id="vote-2"')]
    through, cut, onward = (
        vote.index("14 direkt vidare</h3>"),
        vote.index("Gränsen: 14 platser"),
        vote.index("37 till nästa omröstning</h3>"),
    )
    assert through < cut < onward


def test_the_core_protocol_lists_its_votes(page: str) -> None:
    core = page[page.index("Kärnprotokollet: 15 indikatorer</h2>") :]
    rows = re.findall(r'<th scope="row">(.*?)</th><td[^>]*>(\d+)</td><td[^>]*>(\w+)</td><td[^>]*>(\d+) av 23', core)
    assert {int(id): int(votes) for _, id, _, votes in rows} == {
        1: 23,
        7: 13,
        18: 20,
        25: 17,
        30: 15,
        31: 15,
        34: 21,
        54: 13,
        57: 22,
        86: 21,
        103: 23,
        110: 19,
        113: 14,
        125: 15,
        137: 20,
    }


def test_invented_ballots_are_marked(page: str) -> None:
    assert "Röstsedlarna är påhittade" in page


def test_everything_is_in_the_data_and_can_be_verified(report: Path) -> None:
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["inputs"]) == {"ballots.csv", "candidates.csv", "conference.yaml"}
    assert set(manifest["rules"]) == {"1", "2", "3", "4", "5"}
    assert run("verify", report) == 0


def test_the_pdf_is_tagged_too(report: Path) -> None:
    pdf = pikepdf.open(report / "report.pdf")
    assert pdf.open_metadata()["pdfuaid:part"] == "1"
    assert pdf.Root.MarkInfo.Marked


def test_a_changed_vote_on_the_page_is_named(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(report, copy)
    text = (copy / "index.html").read_text(encoding="utf-8")
    (copy / "index.html").write_text(text.replace(">20 av 23<", ">19 av 23<", 1), encoding="utf-8")
    assert run("verify", copy) == 5
    said = capsys.readouterr().out
    assert "“19 av 23”" in said and "“20 av 23”" in said and "14 direkt vidare" in said


def _plan(folder: Path, ties: str) -> tuple[Path, Path]:
    (folder / "candidates.csv").write_text(
        "id,kind,title_sv\na,process,A & <b>\nb,process,=B\nc,process,#C\n", encoding="utf-8"
    )
    plan = folder / "conference.yaml"
    plan.write_text(
        "candidates: candidates.csv\nvoters: 3\nvotes:\n"
        '  - id: "1"\n    pool: {kind: process}\n    ballot: {kind: approve}\n'
        f"    rule: {{through: {{places: 2}}, rest: out, ties: {ties}}}\n",
        encoding="utf-8",
    )
    ballots = folder / "ballots.csv"
    ballots.write_text("vote,ballot,item,value\n1,x,a,yes\n1,y,a,yes\n1,x,b,yes\n1,y,c,yes\n", encoding="utf-8")
    return plan, ballots


def test_a_tie_at_the_cut_is_told(tmp_path: Path) -> None:
    plan, ballots = _plan(tmp_path, "expand")
    out = tmp_path / "out"
    assert run("report", plan, "--ballots", ballots, "--out", out, "--language", "sv") == 0
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "3 av 3 direkt vidare" in page
    assert "lika vid gränsen" in page
    assert "A &amp; &lt;b&gt;" in page


def test_an_unsettled_tie_is_shown_as_undecided(tmp_path: Path) -> None:
    plan, ballots = _plan(tmp_path, "chair")
    out = tmp_path / "out"
    assert run("report", plan, "--ballots", ballots, "--out", out, "--language", "sv") == 0
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "2 oavgjorda" in page
    assert 'data-state="half"' in page


def test_a_conference_without_ballots_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", EXAMPLE / "conference.yaml", "--out", tmp_path / "out") == 2
    assert not (tmp_path / "out").exists()
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
