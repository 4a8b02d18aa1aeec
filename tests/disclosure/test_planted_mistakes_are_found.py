"""Somebody edits a release, or publishes a bad pattern: the audit says UNSAFE and what follows."""

import json
from pathlib import Path

import pytest

from ljuspunkt.domain.disclosure.policy import TablePlan
from tests.disclosure.making import (
    GROUP,
    WAVE,
    Bench,
    asked,
    bench,
    counted,
    instruments,
    people,
    policy,
    printed,
    question,
    spread,
)


@pytest.fixture
def released(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bench:
    """Return a bench with a SAFE release: two associations are hidden, others have few answers."""
    respondents = [
        *spread("Norra", 26),
        *spread("Södra", 21, turn=3),
        *spread("Västra", 12, turn=5),
        *spread("Östra", 4, turn=7),
        *spread("Öarna", 3, turn=1),
    ]
    made = bench(tmp_path, respondents)
    assert made.protect() == 0, capsys.readouterr()
    hidden = {row["association"] for row in made.table("association-group") if row["hidden"] and not row["n"]}
    assert {"Östra", "Öarna"} <= hidden
    capsys.readouterr()
    return made


def findings(made: Bench, capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    """Audit, expect UNSAFE, and return what was found, each with its set."""
    assert made.audit("release", "--json", *more) == 3
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"] == "UNSAFE"
    return [f"{finding['set']}: {finding['what']}" for finding in document["findings"]]


def test_a_hidden_row_is_shown_so_that_another_follows(released: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    table = released.table("association-group")
    for row in table:
        if row["association"] == "Östra":
            row["n"] = "4"
    released.write_table("association-group", table)
    found = findings(released, capsys)
    assert any("association Östra" in one and "4 respondents are shown; at least 5" in one for one in found)
    assert any("association Öarna" in one for one in found)


def test_a_hidden_row_is_taken_out(released: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    table = [row for row in released.table("association-group") if row["association"] not in ("Östra", "Öarna")]
    table = [row for row in table if "together" not in row["association"]]
    released.write_table("association-group", table)
    assert any("contradict" in one for one in findings(released, capsys))


@pytest.mark.parametrize("column", ["answered", "positive", "share", "mean", "band"])
def test_a_number_stands_in_a_hidden_row(released: Bench, capsys: pytest.CaptureFixture[str], column: str) -> None:
    table = released.table("association-group")
    row = next(row for row in table if row["association"] == "Östra")
    row[column] = "few" if column == "band" else "1"
    released.write_table("association-group", table)
    assert any("a number stands in a row that is hidden" in one for one in findings(released, capsys))


def test_a_share_stands_beside_its_band(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twelve = people((WAVE, "A", GROUP), {"q1": "3", "q2": "1"}, 12)
    made = bench(tmp_path, [*twelve, *spread("B", 30)])
    assert made.protect() == 0
    capsys.readouterr()
    table = made.table("association-group")
    banded = [row for row in table if row["band"]]
    assert {row["band"] for row in banded} == {"few", "nearly all"}
    banded[0]["share"] = "1.0" if banded[0]["band"] == "nearly all" else "0.0"
    made.write_table("association-group", table)
    assert any("beside the band" in one for one in findings(made, capsys))


def test_the_interval_of_a_band_is_narrowed_to_the_true_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bench(tmp_path, [*people((WAVE, "A", GROUP), {"q1": "3", "q2": "1"}, 12), *spread("B", 30)])
    assert made.protect() == 0
    capsys.readouterr()
    table = made.table("association-group")
    next(row for row in table if row["band"] == "nearly all")["low"] = "0.7575"
    made.write_table("association-group", table)
    assert any("interval" in one for one in findings(made, capsys))


def test_a_distribution_stands_behind_a_hidden_set(released: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    path = released.folder / "release" / "tables" / "group.csv"
    table = released.table("group")
    for row in table:
        if row["question"] == "q1":
            row.update(dict.fromkeys(("positive", "share", "mean", "mean_low", "mean_high"), ""), band="few")
    released.write_table("group", table)
    assert path.exists()
    assert any("a distribution stands" in one for one in findings(released, capsys))


def test_a_number_stands_for_a_question_that_nobody_was_asked(
    released: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    table = released.table("group")
    for row in table:
        row["question"] = row["question"].replace("q2", "q9")
    released.write_table("group", table)
    found = findings(released, capsys)
    assert any(one == f"wave {WAVE}, group {GROUP}: a number stands for a question that wasn't asked" for one in found)


def test_a_row_stands_twice(released: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    table = released.table("group")
    released.write_table("group", [*table, table[0]])
    assert any("the row stands twice" in one for one in findings(released, capsys))


def test_the_manifest_lowers_n_min(released: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = released.manifest()
    rules = manifest["policy"]
    assert isinstance(rules, dict)
    rules["n_min"] = 2
    (released.folder / "release" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert released.audit() == 0
    capsys.readouterr()
    table = released.table("association-group")
    for row in table:
        if row["association"] == "Östra":
            row["n"] = "4"
    released.write_table("association-group", table)
    assert any("4 respondents are shown; at least 5 are needed" in one for one in findings(released, capsys))


def test_a_year_is_published_again_with_one_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = [*spread("A", 21), *spread("B", 25, turn=2)]
    bench(tmp_path, before).protect("first")
    made = bench(tmp_path, [*before, *spread("A", 1, turn=4)])
    assert made.protect("release") == 0
    capsys.readouterr()
    found = findings(made, capsys, "--earlier", str(tmp_path / "first"))
    assert any("published again with 1 respondent more; none or at least 5 are needed" in one for one in found)


def test_nothing_more_is_hidden_where_an_earlier_release_makes_it_useless(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = [*spread("A", 21), *spread("B", 25, turn=2)]
    bench(tmp_path, before).protect("first")
    made = bench(tmp_path, [*before, *spread("A", 2, turn=4)])
    capsys.readouterr()
    assert made.protect("release", "--earlier", str(tmp_path / "first")) == 3
    told = capsys.readouterr().out
    assert "0 of " in told
    assert told.count("association A, group") == told.count("published again with 2 respondents more") - 1 == 1


def test_a_year_is_published_again_with_nobody_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bench(tmp_path, [*spread("A", 21), *spread("B", 25, turn=2)])
    assert made.protect("first") == 0
    assert made.protect("release", "--earlier", str(tmp_path / "first")) == 0
    assert made.audit("release", "--earlier", str(tmp_path / "first")) == 0


def test_an_earlier_release_shows_what_this_one_hides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    respondents = [*spread("A", 21), *spread("B", 25, turn=2), *spread("C", 7, turn=1), *spread("D", 8, turn=3)]
    made = bench(tmp_path, respondents)
    assert made.protect("first") == 0
    strict = "n_min: 8\n" + (tmp_path / "policy.yaml").read_text(encoding="utf-8")
    (tmp_path / "strict.yaml").write_text(strict, encoding="utf-8")
    assert made.protect("release", policy="strict.yaml") == 0
    capsys.readouterr()
    found = findings(made, capsys, "--earlier", str(tmp_path / "first"))
    assert any("7" in one and "association C" in one for one in found)


def test_an_extreme_of_a_small_group_stands_as_a_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bench(tmp_path, [*people((WAVE, "A", GROUP), {"q1": "3", "q2": "1"}, 12), *spread("B", 30)])
    assert made.protect() == 0
    capsys.readouterr()
    table = made.table("association-group")
    row = next(row for row in table if row["band"] == "nearly all")
    row.update(positive="12", share="1.0", low="0.7575", high="1.0", band="")
    made.write_table("association-group", table)
    assert any("extreme result of fewer than 20" in one for one in findings(made, capsys))


def test_a_mean_stands_beside_the_share_of_fewer_than_ten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bench(tmp_path, [*spread("A", 9), *spread("B", 30)])
    assert made.protect() == 0
    capsys.readouterr()
    table = made.table("association-group")
    row = next(row for row in table if row["association"] == "A" and row["share"])
    row["mean"] = "2.0"
    made.write_table("association-group", table)
    assert any("the share and the mean of fewer than 10" in one for one in findings(made, capsys))


def test_nobody_nationally_answered_so_nobody_hidden_did() -> None:
    respondents = [*asked("A", (0, 9)), *asked("B", (0, 4)), *asked("C", (0, 4))]
    _, audit = printed(instruments(), respondents, {"B", "C"})
    assert audit.verdict == "SAFE", "fewer than twenty: the band leaves one"
    large = [*asked("A", (0, 30)), *asked("B", (0, 4)), *asked("C", (0, 4))]
    _, audit = printed(instruments(), large, {"B", "C"})
    assert audit.verdict == "SAFE", "twenty or more who all answered alike exempt their parts"
    assert audit.unanimous == ((f"wave {WAVE}, group {GROUP}", "q1"),)
    mixed = [*asked("A", (9, 21)), *asked("B", (0, 4)), *asked("C", (0, 4))]
    _, audit = printed(instruments(), mixed, {"B", "C"})
    assert audit.verdict == "UNSAFE"
    assert {finding.question for finding in audit.findings} == {"q1"}


def test_tables_by_sex_complete_each_other() -> None:
    columns = ("wave", "association", "group", "sex")
    respondents = [
        *asked("A", (6, 15), cell=(WAVE, "A", GROUP, "women")),
        *asked("A", (5, 16), cell=(WAVE, "A", GROUP, "men")),
        *asked("B", (5, 9), cell=(WAVE, "B", GROUP, "women")),
        *asked("B", (2, 2), cell=(WAVE, "B", GROUP, "men")),
    ]
    found = instruments(question())
    counts = counted(found, respondents, columns)
    tables = ("association-group-sex",)
    plans = (TablePlan(("association", "group")), TablePlan(("association", "group", "sex")))
    _, audit = printed(found, counts, (), policy(*plans), tables=tables)
    assert audit.verdict == "UNSAFE"
    _, audit = printed(found, counts, {"B"}, policy(*plans), tables=tables)
    assert audit.verdict == "SAFE"
