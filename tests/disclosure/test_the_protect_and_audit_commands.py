"""Protecting counts and auditing the release from the command line, end to end on a tiny survey."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from ljuspunkt.files.release import read_proof
from tests.disclosure.making import POLICY, Bench, Person, bench, spread

HEADING = (
    "wave,association,group,question,indicator,n,answered,positive,share,low,high,mean,mean_low,mean_high,band,hidden"
)


def survey() -> list[Person]:
    return [
        *spread("Norra", 24),
        *spread("Södra", 13, turn=3),
        *spread("Västra", 9, turn=5),
        *spread("Östra", 4, turn=7),
        *spread("Norra", 12, group="board", turn=2),
        *spread("Södra", 11, group="board", turn=4),
        *spread("Västra", 6, group="board", turn=6),
    ]


@pytest.fixture
def released(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bench:
    """Return a bench with a SAFE release on it."""
    made = bench(tmp_path, survey())
    assert made.protect() == 0, capsys.readouterr()
    capsys.readouterr()
    return made


def test_counts_become_a_safe_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bench(tmp_path, survey())
    assert made.protect() == 0
    said = capsys.readouterr().out
    assert said.startswith("SAFE: ")
    assert "sets are hidden" in said
    names = {str(path.relative_to(tmp_path / "release")) for path in (tmp_path / "release").rglob("*.*")}
    assert names == {
        "tables/association-group.csv",
        "tables/group.csv",
        "tables/group.steps.csv",
        "manifest.json",
        "audit.json",
        "witnesses.npz",
    }


def test_tables_have_the_documented_columns(released: Bench) -> None:
    tables = released.folder / "release" / "tables"
    assert (tables / "association-group.csv").read_text(encoding="utf-8").splitlines()[0] == HEADING
    assert (tables / "group.csv").read_text(encoding="utf-8").splitlines()[0] == HEADING.replace("association,", "")
    steps = (tables / "group.steps.csv").read_text(encoding="utf-8").splitlines()
    assert steps[0] == "wave,group,question,step,n,hidden"


def test_a_hidden_set_says_one_reason_and_nothing_else(released: Bench) -> None:
    hidden = [row for row in released.table("association-group") if row["association"] == "Östra"]
    assert hidden
    for row in hidden:
        assert row["hidden"] in ("hidden to protect small groups", "-")
        assert not any(row[name] for name in ("n", "answered", "positive", "share", "low", "high", "mean", "band"))


def test_the_manifest_has_the_hash_of_every_file(released: Bench) -> None:
    folder = released.folder / "release"
    files = released.manifest()["files"]
    assert isinstance(files, dict)
    assert set(files) == {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.*")
        if path.is_file() and path.name != "manifest.json"
    }
    for name, digest in files.items():
        assert sha256((folder / name).read_bytes()).hexdigest() == digest


def test_the_counts_hash_is_for_the_analyst_only(released: Bench) -> None:
    digest = sha256((released.folder / "counts.csv").read_bytes()).hexdigest()
    folder = released.folder / "release"
    assert not any(digest.encode() in path.read_bytes() for path in folder.rglob("*.*"))
    private = json.loads((released.folder / "release.private.json").read_bytes())
    assert digest in [source["digest"] for source in private["sources"]]
    assert {"primary", "complementary", "empty", "respondents"} <= set(private)


def test_the_same_counts_give_the_same_bytes(released: Bench) -> None:
    assert released.protect("again") == 0
    for path in (released.folder / "release").rglob("*.*"):
        other = released.folder / "again" / path.relative_to(released.folder / "release")
        assert other.read_bytes() == path.read_bytes(), path.name


def test_the_audit_repeats_the_verdict(released: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert released.audit() == 0
    assert capsys.readouterr().out.splitlines()[0] == "SAFE"
    assert released.audit("release", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"verdict": "SAFE", "findings": []}


def test_witnesses_load_without_pickle_and_show_every_target(released: Bench) -> None:
    with np.load(released.folder / "release" / "witnesses.npz", allow_pickle=False) as found:
        assert {"matrix_data", "lower", "upper", "variables", "targets", "witnesses"} <= set(found)
    proof = read_proof(released.folder / "release")
    assert proof.targets
    assert proof.failures() == []


def test_a_witness_that_was_tampered_with_is_caught(released: Bench) -> None:
    proof = read_proof(released.folder / "release")
    proof.witnesses[0, 0] += 1
    assert proof.failures()


def test_a_finding_in_json_has_four_keys(released: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    table = released.table("association-group")
    for row in table:
        if row["association"] == "Norra" and row["group"] == "participant":
            row["n"] = "23"
    released.write_table("association-group", table)
    assert released.audit("release", "--json") == 3
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"] == "UNSAFE"
    assert document["findings"]
    for finding in document["findings"]:
        assert list(finding) == ["set", "question", "what", "by"]
        assert finding["what"] and finding["by"]


def test_findings_are_said_in_swedish(
    released: Bench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (released.folder / "strict.yaml").write_text("n_min: 14\n" + POLICY, encoding="utf-8")
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "sv")
    assert released.audit("release", "--policy", str(released.folder / "strict.yaml")) == 3
    assert "12 svarande visas" in capsys.readouterr().out
    assert released.audit("release", "--json", "--policy", str(released.folder / "strict.yaml")) == 3
    assert "respondents are shown; at least 14 are needed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ("n_min: 4\n" + POLICY, "The policy sets n_min to 4; it can't be below 5."),
        ("n_min_distribution: 9\n" + POLICY, "can't be below 10"),
        ("n_min_breakdown: 5\n" + POLICY, "can't be below 10"),
        ("n_min_group: {managers: 5}\n" + POLICY, "n_min_group: managers to 5; it can't be below 10"),
        ('waves: ["2022"]\n', "tables"),
        ('waves: ["2019"]\ntables: [{by: [group]}]\n', "2019"),
        ("tables: [{by: [group, sex]}]\n", "sex"),
        ("tables: [{by: [group], statistics: [mean]}]\n", "share"),
        ("tables: [{by: [group]}, {by: [group]}]\n", "twice"),
    ],
)
def test_a_bad_policy_is_refused_in_one_sentence_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rules: str, sentence: str
) -> None:
    made = bench(tmp_path, spread("Norra", 12), rules=rules)
    assert made.protect() == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert sentence in said.err
    assert not (tmp_path / "release").exists()
    assert not (tmp_path / "release.private.json").exists()


def test_a_limit_for_a_group_that_nobody_belongs_to_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [*spread("Norra", 24), *spread("Norra", 12, group="board")]
    assert bench(tmp_path, people, rules="n_min_group: {bord: 12, managers: 10}\n" + POLICY).protect() == 0
    said = capsys.readouterr().err
    assert "n_min_group for “bord”: there is no such group; the counts have board, " in said
    assert "managers" not in said


def test_counts_that_hold_nobody_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bench(tmp_path, spread("Norra", 12))
    (tmp_path / "counts.csv").write_text("wave,association,group,question,step,n\n", encoding="utf-8")
    for companion in tmp_path.glob("counts.*.csv"):
        companion.unlink()
    assert made.protect() == 2
    said = capsys.readouterr().err
    assert "counts.csv: The counts hold no respondents." in said


def test_a_folder_with_other_things_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bench(tmp_path, survey())
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "letter.txt").write_text("mine", encoding="utf-8")
    assert made.protect() == 2
    assert (tmp_path / "release" / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_what_is_no_release_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = Bench(tmp_path)
    (tmp_path / "release").mkdir()
    assert made.audit() == 2
    assert "manifest.json" in capsys.readouterr().err
    (tmp_path / "release" / "manifest.json").write_text('{"format": "other"}', encoding="utf-8")
    assert made.audit() == 2
    assert "isn't a release" in capsys.readouterr().err


def test_a_broken_table_is_refused_with_its_line(released: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    table = released.table("group")
    table[1]["n"] = "many"
    released.write_table("group", table)
    assert released.audit() == 2
    assert "group.csv, line 3, column n: “many” isn't a number." in capsys.readouterr().err


def test_a_table_that_the_manifest_does_not_list_is_refused(
    released: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    (released.folder / "release" / "tables" / "association.csv").write_text("wave,association\n", encoding="utf-8")
    assert released.audit() == 2
    assert "association.csv: The manifest doesn't list this table." in capsys.readouterr().err
