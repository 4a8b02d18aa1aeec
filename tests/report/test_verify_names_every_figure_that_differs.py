"""`ljuspunkt verify`: a report or a release that was changed afterwards, and what is said about it."""

import json
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from tests.report.making import run

pytestmark = pytest.mark.slow
Told = Callable[[], str]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Return what the command has printed."""
    return lambda: capsys.readouterr().out


def _change(path: Path, pattern: str, change: Callable[[re.Match[str]], str]) -> None:
    text = path.read_text(encoding="utf-8")
    changed, times = re.subn(pattern, change, text, count=1)
    assert times == 1
    path.write_text(changed, encoding="utf-8")


def _cover(report: Path) -> None:
    """Write the hashes of the changed files into both manifests, as somebody who wants to hide a change would."""
    for manifest, folder in ((report / "data" / "manifest.json", report / "data"), (report / "manifest.json", report)):
        document = json.loads(manifest.read_text(encoding="utf-8"))
        for name in document["files"]:
            document["files"][name] = sha256((folder / name).read_bytes()).hexdigest()
        if "inputs" in document:
            for name in document["inputs"]:
                document["inputs"][name] = sha256((report / "data" / name).read_bytes()).hexdigest()
        manifest.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def test_a_report_agrees_with_its_data(made_report: Path, told: Told) -> None:
    assert run("verify", made_report) == 0
    assert "agrees" in told() or "stämmer" in told()


def test_a_release_agrees_with_itself(release: Path) -> None:
    assert run("verify", release) == 0


def test_a_changed_number_in_a_table_is_named_with_row_and_column(report: Path, told: Told) -> None:
    table = report / "data" / "tables" / "group.csv"
    line = next(line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("2022,participant"))
    cells = line.split(",")
    positive = int(cells[6])
    cells[6] = str(positive + 1)
    table.write_text(table.read_text(encoding="utf-8").replace(line, ",".join(cells)), encoding="utf-8")
    assert run("verify", report) == 5
    said = told()
    assert "data/tables/group.csv, 2022, participant, q4" in said
    assert f"“{positive + 1}”" in said and f"“{positive}”" in said
    assert "share" in said and "low" in said and "high" in said


def test_a_changed_number_in_a_table_is_found_though_all_hashes_were_updated(report: Path, told: Told) -> None:
    table = report / "data" / "tables" / "group.csv"
    _change(table, r"(2022,staff,q8a,,\d+,\d+,)(\d+)", lambda found: f"{found[1]}{int(found[2]) - 1}")
    _cover(report)
    assert run("verify", report) == 5
    said = told()
    assert "data/tables/group.csv, 2022, staff, q8a" in said
    assert "index.html" in said
    assert "hash" not in said.replace("witnesses", "")


def test_a_consistent_lie_about_a_count_breaks_the_witnesses(report: Path, told: Told) -> None:
    """Counts, share, interval and all hashes fit each other, but not what the other tables say."""
    from ljuspunkt.domain.estimation.proportion import wilson

    table = report / "data" / "tables" / "association-group.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    number, cells = next(
        (number, line.split(","))
        for number, line in enumerate(lines)
        if line.startswith("2022,Norrvik,participant,q4,")
    )
    answered, positive = int(cells[6]), int(cells[7]) - 1
    interval = wilson(positive, answered)
    cells[7:11] = [str(positive), repr(positive / answered), repr(interval.low), repr(interval.high)]
    lines[number] = ",".join(cells)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _cover(report)
    assert run("verify", report) == 5
    assert "witnesses.npz" in told()


def test_a_changed_figure_on_the_page_is_named_with_its_table_row_and_column(report: Path, told: Told) -> None:
    page = report / "index.html"
    text = page.read_text(encoding="utf-8")
    start = text.index('id="indicator-4-table"')
    row = text.index('<th scope="row">Deltagare</th>', start)
    found = re.search(r"(\d+)\xa0%", text[row:])
    assert found
    at = row + found.start(1)
    page.write_text(text[:at] + "99" + text[at + len(found[1]) :], encoding="utf-8")
    _cover(report)
    assert run("verify", report) == 5
    said = told()
    assert "index.html, Någon håller ihop stödet: grupp och år, Deltagare" in said
    assert "2021" in said
    assert "“99 %”" in said and f"“{found[1]} %”" in said


def test_a_changed_sentence_on_the_page_is_named(report: Path, told: Told) -> None:
    _change(report / "index.html", "kan vara slump", lambda _: "är säker")
    _cover(report)
    assert run("verify", report) == 5
    said = told()
    assert "kan vara slump" in said and "är säker" in said


def test_a_changed_finding_is_named(report: Path, told: Told) -> None:
    _change(report / "data" / "findings.json", r"svar från deltagare", lambda _: "svar från alla")
    _cover(report)
    assert run("verify", report) == 5
    assert "findings[indicator-4/level].sentence.sv" in told()


@pytest.mark.parametrize(
    ("pattern", "new"),
    [(r'cx="([\d.]+)"', 'cx="300.0"'), (r"\d+ av \d+, ", "1 av 2, "), (r'(<text class="value"[^>]*>)\d+', r"\g<1>77")],
)
def test_changed_data_in_a_picture_are_named(report: Path, told: Told, pattern: str, new: str) -> None:
    picture = report / "pictures" / "indicator-4.svg"
    text = picture.read_text(encoding="utf-8")
    picture.write_text(re.sub(pattern, new, text, count=1), encoding="utf-8")
    assert picture.read_text(encoding="utf-8") != text
    _cover(report)
    assert run("verify", report) == 5
    assert "pictures/indicator-4.svg" in told()


def test_changed_data_behind_a_picture_are_named(report: Path, told: Told) -> None:
    _change(report / "data" / "pictures" / "indicator-4.csv", r",(\d+),(\d+),", lambda found: f",{found[1]},1,")
    _cover(report)
    assert run("verify", report) == 5
    assert "data/pictures/indicator-4.csv" in told()


def test_a_changed_spreadsheet_and_pdf_are_found(report: Path, told: Told) -> None:
    import openpyxl

    book = openpyxl.load_workbook(report / "report.xlsx")
    book["group"]["F3"] = 9999
    book.save(report / "report.xlsx")
    content = (report / "report.pdf").read_bytes()
    (report / "report.pdf").write_bytes(content[:-20] + b"%changed\n" + content[-20:])
    _cover(report)
    assert run("verify", report) == 5
    said = told()
    assert "report.xlsx, group, 3" in said and "9999" in said
    assert "report.pdf" in said


def test_a_damaged_manifest_is_named(report: Path, told: Told) -> None:
    manifest = report / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[1:])
    assert run("verify", report) == 5
    assert told().splitlines() == ["manifest.json: The file isn't JSON.", "1 difference."]


def test_a_removed_file_is_named(report: Path, told: Told) -> None:
    (report / "pictures" / "indicator-8.svg").unlink()
    assert run("verify", report) == 5
    assert "pictures/indicator-8.svg" in told()


def test_a_file_removed_from_folder_and_manifest_is_named(report: Path, told: Told) -> None:
    (report / "pictures" / "indicator-8.svg").unlink()
    manifest = report / "manifest.json"
    document = json.loads(manifest.read_text(encoding="utf-8"))
    del document["files"]["pictures/indicator-8.svg"]
    manifest.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert run("verify", report) == 5
    assert "pictures/indicator-8.svg" in told()


def test_an_added_file_is_named(report: Path, told: Told) -> None:
    (report / "data" / "names.csv").write_text("a,b\n", encoding="utf-8")
    assert run("verify", report) == 5
    assert "data/names.csv" in told()


def test_an_added_file_is_found_though_it_stands_in_the_manifest(report: Path, told: Told) -> None:
    (report / "extra.html").write_text("<p>98 %</p>", encoding="utf-8")
    manifest = report / "manifest.json"
    document = json.loads(manifest.read_text(encoding="utf-8"))
    document["files"]["extra.html"] = sha256(b"<p>98 %</p>").hexdigest()
    manifest.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert run("verify", report) == 5
    assert "extra.html" in told()


def test_forged_witnesses_are_found(report: Path, told: Told) -> None:
    path = report / "data" / "witnesses.npz"
    with np.load(path, allow_pickle=False) as found:
        arrays = {name: found[name] for name in found.files}
    arrays["witnesses"] = arrays["witnesses"] + 1
    np.savez_compressed(path, **arrays)
    _cover(report)
    assert run("verify", report) == 5
    assert "data/witnesses.npz" in told()


def test_a_verdict_turned_to_safe_needs_witnesses(release: Path, tmp_path: Path, told: Told) -> None:
    """Whoever removes the witnesses and writes SAFE doesn't get away with it."""
    copy = tmp_path / "release"
    shutil.copytree(release, copy)
    with np.load(copy / "witnesses.npz", allow_pickle=False) as found:
        arrays = {name: found[name] for name in found.files}
    for name in ("targets", "kinds", "thresholds", "first", "second"):
        arrays[name] = arrays[name][:0]
    arrays["functionals_data"] = arrays["functionals_data"][:0]
    arrays["functionals_indices"] = arrays["functionals_indices"][:0]
    arrays["functionals_indptr"] = np.zeros(1, dtype=arrays["functionals_indptr"].dtype)
    arrays["functionals_shape"] = np.array([0, arrays["functionals_shape"][1]])
    np.savez_compressed(copy / "witnesses.npz", **arrays)
    document = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    document["files"]["witnesses.npz"] = sha256((copy / "witnesses.npz").read_bytes()).hexdigest()
    (copy / "manifest.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert run("verify", copy) == 5
    assert "witness" in told()


def test_data_that_can_no_longer_be_read_are_a_difference(report: Path, told: Told) -> None:
    (report / "data" / "tables" / "group.csv").write_text("nothing\n", encoding="utf-8")
    assert run("verify", report) == 5
    assert "group.csv" in told()


def test_differences_come_as_json_too(report: Path, told: Told) -> None:
    (report / "pictures" / "indicator-8.svg").unlink()
    assert run("verify", report, "--json") == 5
    document = json.loads(told())
    assert document["agrees"] is False
    assert {"file", "place", "column", "printed", "recomputed"} == set(document["differences"][0])


def test_with_the_inputs_counts_and_release_are_made_again(made_report: Path, inputs: Path) -> None:
    assert run("verify", made_report, "--inputs", inputs) == 0


def test_an_answer_changed_since_is_found_with_the_inputs(
    release: Path, inputs: Path, tmp_path: Path, told: Told
) -> None:
    changed = tmp_path / "inputs"
    shutil.copytree(inputs, changed)
    answers = changed / "answers" / "answers-2022.csv"
    _change(answers, r"2022,Norrvik,participant,[12],", lambda _: "2022,Norrvik,participant,4,")
    assert run("verify", release, "--inputs", changed) == 5
    said = told()
    assert "tables/group.csv, 2022, participant, q4" in said
    assert "tables/association-group.csv, 2022, Norrvik, participant, q4" in said


@pytest.mark.parametrize("made", ["empty", "other", "nothing"])
def test_what_is_no_report_is_wrong_use(made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "folder"
    if made != "nothing":
        folder.mkdir()
    if made == "other":
        (folder / "manifest.json").write_text('{"kind": "something else"}', encoding="utf-8")
    assert run("verify", folder) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_inputs_that_lack_something_are_wrong_use(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "inputs").mkdir()
    assert run("verify", release, "--inputs", tmp_path / "inputs") == 2
    assert "instruments" in capsys.readouterr().err
