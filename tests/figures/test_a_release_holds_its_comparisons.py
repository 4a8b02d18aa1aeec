"""A coordinator publishes comparisons, and whoever checks the release finds each that doesn't follow from it."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.files import comparison_tables
from ljuspunkt.files.folder import digest
from ljuspunkt.files.release import read
from tests.disclosure.making import POLICY, Bench, Person, bench, spread

WAVES = ("2020", "2021", "2022")
COMPARED = POLICY.replace('waves: ["2022"]', 'waves: ["2020", "2021", "2022"]\ncomparisons: [others, trend]')
FILES = ("changes", "means", "national", "others", "trend")


def three_waves(*, swapped: bool = False) -> list[Person]:
    """Make three waves of three large associations and two small ones, whose answers may change places."""
    people: list[Person] = []
    for turn, wave in enumerate(WAVES):
        people += spread("Norra", 34, wave=wave, turn=turn)
        people += spread("Södra", 33, wave=wave, turn=turn + 3)
        people += spread("Västra", 29, wave=wave, turn=turn + 5)
        small = ("Östra", "Mitten") if swapped else ("Mitten", "Östra")
        people += spread(small[0], 4, wave=wave, turn=turn + 7)
        people += spread(small[1], 4, wave=wave, turn=turn + 9)
    return people


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    made = bench(tmp_path_factory.mktemp("compared"), three_waves(), rules=COMPARED)
    assert made.protect() == 0
    return made


@pytest.fixture
def mine(released: Bench, tmp_path: Path) -> Bench:
    """Return a copy of the release that a test may tamper with."""
    import shutil

    shutil.copytree(released.folder, tmp_path / "copy")
    return Bench(tmp_path / "copy")


def path(made: Bench, name: str) -> Path:
    return made.folder / "release" / "comparisons" / f"{name}.csv"


def rows(made: Bench, name: str) -> list[dict[str, str]]:
    with path(made, name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def write_rows(made: Bench, name: str, found: Sequence[dict[str, str]]) -> None:
    """Write rows back and hash them anew, as somebody would who knows the format."""
    with path(made, name).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    rehash(made)


def rehash(made: Bench) -> None:
    manifest = made.folder / "release" / "manifest.json"
    document = json.loads(manifest.read_bytes())
    for each in sorted((made.folder / "release" / "comparisons").glob("*")):
        document["files"][f"comparisons/{each.name}"] = digest(each.read_bytes())
    manifest.write_text(json.dumps(document), encoding="utf-8")


def test_a_release_holds_the_comparisons_that_its_policy_names(released: Bench) -> None:
    assert sorted(each.stem for each in path(released, "others").parent.glob("*")) == sorted(FILES)
    hashes = released.manifest()["files"]
    assert isinstance(hashes, dict)
    for name in FILES:
        assert hashes[f"comparisons/{name}.csv"] == digest(path(released, name).read_bytes())
    others = [row for row in rows(released, "others") if (row["wave"], row["question"]) == ("2022", "q1")]
    assert {row["association"] for row in others} == {"Norra", "Södra", "Västra"}
    assert all(row["sets"] == "3" for row in others)
    shown = {row["association"]: row for row in released.table("association-group") if row["question"] == "q1"
             and row["wave"] == "2022"}  # fmt: skip
    for row in others:
        assert (row["answered"], row["positive"]) == (
            shown[row["association"]]["answered"],
            shown[row["association"]]["positive"],
        )
    trends = {row["association"] for row in rows(released, "trend")}
    assert {"", "Norra", "Södra", "Västra"} <= trends


def test_the_tables_are_read_back_as_they_were_made(released: Bench) -> None:
    folder = released.folder / "release"
    for table in comparison_tables.of_release(read(folder)):
        assert comparison_tables.read(folder / "comparisons" / f"{table.name}.csv") == table


@pytest.mark.parametrize(
    ("named", "files"),
    [
        ("", set()),
        ("comparisons: [others]\n", {"others", "national", "means"}),
        ("comparisons: trend\n", {"trend", "changes"}),
    ],
)
def test_only_what_is_named_is_written(tmp_path: Path, named: str, files: set[str]) -> None:
    made = bench(tmp_path, three_waves(), rules=COMPARED.replace("comparisons: [others, trend]\n", named))
    assert made.protect() == 0
    folder = tmp_path / "release" / "comparisons"
    assert {each.stem for each in folder.glob("*")} == files
    assert folder.exists() == bool(files)


def test_an_unknown_comparison_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bench(tmp_path, three_waves(), rules=COMPARED.replace("others, trend", "others, league_table"))
    assert made.protect() == 2
    said = capsys.readouterr().err
    assert "league_table" in said and "others" in said and len(said.splitlines()) == 1
    assert not (tmp_path / "release").exists()


def test_hidden_answers_leave_no_trace(released: Bench, tmp_path: Path) -> None:
    other = bench(tmp_path, three_waves(swapped=True), rules=COMPARED)
    assert other.protect() == 0
    tables = [(each.folder / "release" / "tables" / "association-group.csv").read_bytes() for each in (released, other)]
    assert tables[0] == tables[1]
    for name in FILES:
        assert path(released, name).read_bytes() == path(other, name).read_bytes()


def test_a_good_release_agrees_and_is_safe(released: Bench) -> None:
    assert main(["verify", str(released.folder / "release")]) == 0
    assert released.audit() == 0


def test_the_release_is_made_again_from_its_answers(released: Bench, tmp_path: Path) -> None:
    again = tmp_path / "again"
    words = ["protect", *released.inputs, "--policy", str(released.folder / "policy.yaml"), "--out", str(again)]
    assert main(words) == 0
    for name in FILES:
        assert (again / "comparisons" / f"{name}.csv").read_bytes() == path(released, name).read_bytes()


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("others", "others_positive", "71"),
        ("others", "shrunken", "0.5"),
        ("others", "differs", "above"),
        ("national", "mean_of_shares", "0.3131"),
        ("trend", "slope", "0.1"),
        ("changes", "difference", "0.25"),
    ],
)
def test_a_changed_comparison_is_named_and_unsafe(
    mine: Bench, capsys: pytest.CaptureFixture[str], name: str, column: str, value: str
) -> None:
    found = rows(mine, name)
    line = next(row for row in found if row["question"] == "q1" and (name == "national" or row.get("sets") != "0"))
    line[column] = value
    write_rows(mine, name, found)
    assert main(["verify", str(mine.folder / "release")]) == 5
    said = capsys.readouterr().out
    assert f"comparisons/{name}.csv" in said and value in said and "q1" in said
    assert mine.audit("release", "--json") == 3
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"] == "UNSAFE"
    [finding] = document["findings"]
    assert "q1" in finding["set"] and value in finding["by"][0] and "hidden" in finding["what"]


def test_a_hidden_association_among_the_comparisons_is_unsafe(mine: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(mine, "others")
    write_rows(mine, "others", [*found, {**found[0], "association": "Östra", "answered": "4", "positive": "3"}])
    assert mine.audit() == 3
    assert "Östra" in capsys.readouterr().out
    assert main(["verify", str(mine.folder / "release")]) == 5


def test_comparisons_that_nobody_named_are_unsafe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bench(tmp_path, three_waves(), rules=COMPARED.replace("comparisons: [others, trend]\n", ""))
    assert made.protect() == 0
    path(made, "others").parent.mkdir()
    path(made, "others").write_text("association,positive\nÖstra,3\n", encoding="utf-8")
    rehash(made)
    assert made.audit() == 3
    assert "others.csv" in capsys.readouterr().out


def test_a_missing_comparison_differs_and_reveals_nothing(mine: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    path(mine, "trend").unlink()
    assert main(["verify", str(mine.folder / "release")]) == 5
    assert "comparisons/trend.csv" in capsys.readouterr().out
    assert mine.audit() == 0


@pytest.mark.parametrize(
    ("old", "new"), [("wave,group", "wave,grupp"), ("\n2020", "\n2020,,"), ("0.", "noll."), ("wave", "\xff")]
)
def test_a_file_that_isnt_comparisons_is_refused(
    mine: Bench, capsys: pytest.CaptureFixture[str], old: str, new: str
) -> None:
    text = path(mine, "national").read_text(encoding="utf-8")
    path(mine, "national").write_bytes(text.replace(old, new).encode("latin-1"))
    rehash(mine)
    assert main(["verify", str(mine.folder / "release")]) == 5
    capsys.readouterr()
    assert mine.audit() == 2
    assert "national.csv" in capsys.readouterr().err


def test_the_last_decimals_of_another_machine_are_no_difference(mine: Bench) -> None:
    found = rows(mine, "others")
    for row in found:
        row["z"] = repr(float(row["z"]) * (1 + 1e-13))
    write_rows(mine, "others", found)
    assert main(["verify", str(mine.folder / "release")]) == 0
    assert mine.audit() == 0
