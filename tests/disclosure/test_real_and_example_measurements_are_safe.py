"""The example measurement and the real survey bfi end with SAFE, and the audit of the folder agrees."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.files.release import read_proof
from tests import bfi
from tests.disclosure.making import POLICY

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "measurement"


def protected(folder: Path, instrument: Path, answers: list[Path], policy: Path) -> Path:
    """Count and protect in a folder and return the release's."""
    counts, release = folder / "counts.csv", folder / "release"
    assert main(["count", str(instrument), *map(str, answers), "--out", str(counts)]) == 0
    assert main(["protect", str(instrument), str(counts), "--policy", str(policy), "--out", str(release)]) == 0
    return release


@pytest.mark.slow
def test_the_example_measurement_is_safe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = sorted((EXAMPLE / "answers").glob("answers-*.csv"))
    release = protected(tmp_path, EXAMPLE / "instruments", answers, EXAMPLE / "policy.yaml")
    assert read_proof(release).failures() == []
    assert "SAFE" in capsys.readouterr().out
    assert_cost_is_that_of_small_sets(tmp_path)


def assert_cost_is_that_of_small_sets(folder: Path) -> None:
    """Hold the cost against sizes summed here from the counts' file, and the limits of the policy's text."""
    sizes: Counter[tuple[str, str, str, str]] = Counter()
    with (folder / "counts.csv").open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            sizes[row["wave"], row["association"], row["group"], row["question"]] += int(row["n"])
    of_set = {place[:3]: n for place, n in sizes.items()}
    small = [n for place, n in of_set.items() if n < (10 if place[2] in ("managers", "board") else 5)]
    document = json.loads((folder / "release.private.json").read_bytes())["cost"]
    table = next(one for one in document["tables"] if one["name"] == "association-group")
    assert table["small"] == {"sets": len(small), "respondents": sum(small)} == {"sets": 185, "respondents": 833}
    assert table["respondents"]["of"] == sum(of_set.values()) == 11_915
    assert table["complementary"]["sets"] <= 4
    assert table["respondents"]["reached"] > 0.925 * 11_915


@pytest.mark.slow
def test_the_real_survey_is_safe_in_associations_of_all_sizes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """2,800 people dealt to 60 associations, then the last ones cut down to a few people each."""
    wide = bfi.frame(associations=60)
    small = wide["association"].str.removeprefix("Association ").astype(int) > 52
    wide = wide[~small | (wide.groupby("association").cumcount() < wide["association"].str[-1].astype(int) + 2)]
    wide.to_csv(tmp_path / "answers.csv", index=False)
    instrument = bfi.write_instrument(tmp_path / "bfi.yaml")
    (tmp_path / "policy.yaml").write_text(POLICY.replace("2022", bfi.WAVE), encoding="utf-8")
    release = protected(tmp_path, instrument, [tmp_path / "answers.csv"], tmp_path / "policy.yaml")
    assert read_proof(release).failures() == []
    assert main(["audit", str(release)]) == 0
    table = (release / "tables" / "association-group.csv").read_text(encoding="utf-8")
    assert "hidden to protect small groups" in table
