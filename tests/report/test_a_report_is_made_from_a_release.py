"""`ljuspunkt report RELEASE`: what lies in the folder, what the page holds, and what is refused."""

import json
import re
import shutil
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.report.making import run


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_page_pdf_spreadsheet_pictures_and_all_data(made_report: Path, release: Path) -> None:
    files = _files(made_report)
    assert {"index.html", "report.pdf", "report.xlsx", "manifest.json", "data/findings.json"} <= set(files)
    assert {"pictures/indicator-4.svg", "pictures/indicator-4.png", "data/pictures/indicator-4.csv"} <= set(files)
    for name, content in _files(release).items():
        assert files[f"data/{name}"] == content


def test_the_manifest_hashes_every_file_and_every_input_and_tells_no_time(made_report: Path, release: Path) -> None:
    manifest = json.loads((made_report / "manifest.json").read_text(encoding="utf-8"))
    files = _files(made_report)
    assert manifest["files"] == {
        name: sha256(content).hexdigest() for name, content in files.items() if name != "manifest.json"
    }
    assert manifest["inputs"] == {name: sha256(content).hexdigest() for name, content in _files(release).items()}
    assert manifest["date"] is None
    assert {"software", "instrument", "policy", "verdict"} <= set(manifest)


def test_the_same_release_gives_the_same_bytes(made_report: Path, release: Path, tmp_path: Path) -> None:
    assert run("report", release, "--out", tmp_path / "again", "--language", "sv") == 0
    assert _files(tmp_path / "again") == _files(made_report)


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "srcset", "action", "data")]


def test_the_page_asks_nobody_for_anything(made_report: Path) -> None:
    page = (made_report / "index.html").read_text(encoding="utf-8")
    reader = _Addresses()
    reader.feed(page)
    for address in reader.found:
        assert address.startswith("#") or (made_report / address).is_file(), address
    assert all(address.startswith("data:") for address in re.findall(r"url\(\s*[\"']?([^\"')]*)", page))
    assert "@import" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page


def test_finding_picture_table_and_method_come_in_that_order(made_report: Path) -> None:
    page = (made_report / "index.html").read_text(encoding="utf-8")
    section = page[page.index('id="indicator-4"') : page.index('id="indicator-8"')]
    finding, picture, table = section.index("<h2"), section.index("<svg"), section.index('id="indicator-4-table"')
    assert finding < picture < table
    assert page.index('id="indicator-8"') < page.index('id="method"')


def test_every_percent_has_its_counts_beside_it(made_report: Path) -> None:
    page = (made_report / "index.html").read_text(encoding="utf-8")
    cells = re.findall(r"<td data-state=\"(?:shown|uncertain)\">(.*?)</td>", page)
    assert cells
    for cell in cells:
        if "%" in cell:
            assert re.search(r"<small>[\d\s\xa0]+ av [\d\s\xa0]+</small>", cell), cell


def test_a_hidden_cell_keeps_its_place_with_its_sign(made_report: Path) -> None:
    page = (made_report / "index.html").read_text(encoding="utf-8")
    row = re.search(r'<th scope="row">Lillby</th>(.*?)</tr>', page)
    assert row and ">..<" in row.group(1)
    assert ".. dold för att skydda små grupper." in page
    assert "färre än" not in page.split("<style>")[0] + page.split("</style>")[1].split('id="method"')[0]


def test_a_changed_question_is_a_break_and_is_not_compared(made_report: Path) -> None:
    page = (made_report / "index.html").read_text(encoding="utf-8")
    section = page[page.index('id="indicator-4"') : page.index('id="indicator-8"')]
    staff = re.search(r'<th scope="row">Insatspersonal</th>(.*?)</tr>', section)
    assert staff and 'data-state="other_question"' in staff.group(1) and "jämförs inte" in staff.group(1)
    assert "Där frågan eller skalan har ändrats jämförs åren inte." in section


def test_names_are_text_whatever_they_look_like(made_report: Path) -> None:
    page = (made_report / "index.html").read_text(encoding="utf-8")
    assert "A &amp; &lt;b&gt;bold&lt;/b&gt;" in page
    assert "<b>bold</b>" not in page


def test_the_audit_and_the_way_to_check_it_stand_in_the_report(made_report: Path) -> None:
    page = (made_report / "index.html").read_text(encoding="utf-8")
    assert "Granskad: säker att publicera" in page
    assert "ljuspunkt verify" in page


def test_invented_answers_are_marked_wherever_they_are_shown(made_report: Path) -> None:
    page = (made_report / "index.html").read_text(encoding="utf-8")
    for section in re.findall(r'<section class="part" id="indicator-\d+">.*?</section>', page, re.DOTALL):
        assert "Påhittad provmätning" in section


def test_english_is_english_throughout(release: Path, tmp_path: Path) -> None:
    assert run("report", release, "--out", tmp_path / "en", "--language", "en", "--format", "html") == 0
    page = (tmp_path / "en" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    body = page.split("</style>")[1]
    for swedish in (" av ", "procent", "förbund", "Tabell", "osäkerhet", "dold för"):
        assert swedish not in body, swedish
    assert not (tmp_path / "en" / "report.pdf").exists()


def test_a_date_is_carried_only_when_it_is_given(release: Path, tmp_path: Path) -> None:
    words = ("report", release, "--out", tmp_path / "dated", "--format", "html", "--date", "2023-03-01")
    assert run(*words) == 0
    assert json.loads((tmp_path / "dated" / "manifest.json").read_text())["date"] == "2023-03-01"


@pytest.mark.parametrize(("verdict", "code"), [("UNSAFE", 3), ("UNKNOWN", 4)])
def test_a_release_that_is_not_safe_gives_no_report(
    release: Path, tmp_path: Path, verdict: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "release"
    shutil.copytree(release, copy)
    audit = json.loads((copy / "audit.json").read_text(encoding="utf-8"))
    (copy / "audit.json").write_text(json.dumps({**audit, "verdict": verdict}), encoding="utf-8")
    assert run("report", copy, "--out", tmp_path / "out") == code
    assert not (tmp_path / "out").exists()
    told = capsys.readouterr().err
    assert len(told.strip().splitlines()) == 1


def test_a_release_that_only_calls_itself_safe_gives_no_report(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = tmp_path / "forged"
    shutil.copytree(release, forged)
    table = next(path for path in sorted((forged / "tables").iterdir()) if not path.name.endswith(".steps.csv"))
    lines = table.read_text(encoding="utf-8").splitlines()
    heading = lines[0].split(",")
    place = next(at for at, line in enumerate(lines) if at and line.split(",")[heading.index("positive")])
    cells = lines[place].split(",")
    cells[heading.index("n")] = str(int(cells[heading.index("n")]) + 1)
    lines[place] = ",".join(cells)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    manifest = json.loads((forged / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][f"tables/{table.name}"] = sha256(table.read_bytes()).hexdigest()
    (forged / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert run("report", forged, "--out", tmp_path / "report", "--language", "en") == 3
    assert "SAFE" in capsys.readouterr().err
    assert not (tmp_path / "report").exists()


def test_a_place_that_holds_something_else_is_left_alone(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "letters"
    out.mkdir()
    (out / "letter.txt").write_text("keep me", encoding="utf-8")
    assert run("report", release, "--out", out) == 2
    assert [path.name for path in out.iterdir()] == ["letter.txt"]
    assert "letters" in capsys.readouterr().err


def test_an_earlier_report_is_replaced_whole(release: Path, report: Path) -> None:
    (report / "pictures" / "old.svg").write_text("<svg/>", encoding="utf-8")
    assert run("report", release, "--out", report, "--language", "en", "--format", "html") == 0
    assert not (report / "pictures" / "old.svg").exists()
    assert not (report / "report.pdf").exists()
    assert [path.name for path in report.parent.iterdir()] == ["report"]


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere",),
        ("RELEASE", "--format", "docx"),
        ("RELEASE", "--date", "yesterday"),
        ("RELEASE", "--ballots", "ballots.csv"),
    ],
)
def test_wrong_use_is_one_sentence_and_writes_nothing(
    words: tuple[str, ...], release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(release) if word == "RELEASE" else word for word in words]
    assert run("report", *given, "--out", tmp_path / "out") == 2
    assert not (tmp_path / "out").exists()
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
