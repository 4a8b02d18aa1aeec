"""What a report says of its questions comes from released distributions alone, and is what the counts say."""

from pathlib import Path

import pytest

from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.question_quality import quality_notes
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.domain.survey.quality import published_quality, quality
from ljuspunkt.files import counts, instruments, release
from tests.report.making import run

INSTRUMENT = """
settings: {form_id: trial, version: "1", respondent_group: GROUP, waves: ["2021", "2022"]}
choices:
  four:
    - {name: "1", value: 1, label: {sv: Aldrig, en: Never}}
    - {name: "2", value: 2, label: {sv: Sällan, en: Seldom}}
    - {name: "3", value: 3, label: {sv: Ofta, en: Often}}
    - {name: "4", value: 4, label: {sv: Alltid, en: Always}}
    - {name: "9", missing: dont_know, label: {sv: Vet inte, en: Don't know}}
survey:
  - {name: q1, type: select_one four, indicator: [1], positive: ["3", "4"], label: {sv: Ett, en: One}}
  - {name: q2, type: select_one four, indicator: [2], positive: ["3", "4"], label: {sv: Två, en: Two}}
  - {name: q3, type: select_one four, indicator: [2], positive: ["3", "4"], label: {sv: Tre, en: Three}}
"""
POLICY = """
n_min: 5
waves: ["2021", "2022"]
tables:
  - {by: [association, group], of: [questions, indicators], statistics: [share]}
  - {by: [group], of: [questions, indicators], statistics: [share, mean, distribution]}
"""


def rows(wave: str, group: str, *, skipped: int) -> list[str]:
    """Return 120 answers of one association: q1 spread over the middle, q2 high, q3 skipped by so many."""
    found = []
    for number in range(120):
        q1 = "23"[number % 2] if number >= 18 else "14"[number % 2]
        q2 = "4" if number < 60 else "3" if number < 110 else "2"
        q3 = "" if number < skipped else "9" if number < skipped + 20 else "1234"[number % 4] if number % 9 else "2"
        found.append(f"{wave},A,{group},{q1},{q2},{q3}")
    return found


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quality")
    (folder / "instruments").mkdir()
    for group in ("staff", "participant"):
        (folder / "instruments" / f"{group}.yaml").write_text(INSTRUMENT.replace("GROUP", group), encoding="utf-8")
    lines = ["wave,association,group,q1,q2,q3"]
    for wave in ("2021", "2022"):
        lines += rows(wave, "staff", skipped=12) + rows(wave, "participant", skipped=30)
    (folder / "answers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    assert run("count", folder / "instruments", folder / "answers.csv", "--out", folder / "counts.csv") == 0
    words = ("protect", folder / "instruments", folder / "counts.csv", "--policy", folder / "policy.yaml")
    assert run(*words, "--out", folder / "release") == 0
    return folder


@pytest.fixture(scope="module")
def publication(inputs: Path) -> Publication:
    return release.read(inputs / "release")


def test_what_is_released_in_full_has_the_quality_that_the_counts_have(inputs: Path, publication: Publication) -> None:
    found = published_quality(publication)
    assert len(found) == 2 * 2 * 3
    whole = quality(instruments.read(inputs / "instruments"), counts.read(inputs / "counts.csv"))
    of_counts = {(one.wave, one.group, one.question.name): one for one in whole.items}
    for one in found:
        other = of_counts[one.wave, one.group, one.question.name]
        assert (one.n, one.answered, one.no_answer, one.dont_know) == (
            other.n,
            other.answered,
            other.no_answer,
            other.dont_know,
        )
        assert one.flags == other.flags
    flags = {(one.group, one.question.name): one.flags for one in found if one.wave == "2022"}
    assert flags["staff", "q1"] == ()
    assert flags["staff", "q2"] == ("ceiling",)
    assert "non_response" not in flags["staff", "q3"], "12 of 120 are exactly a tenth"
    assert "non_response" in flags["participant", "q3"]


def test_a_hidden_step_leaves_a_question_out(publication: Publication) -> None:
    from dataclasses import replace

    def without(publication: Publication, group: str) -> Publication:
        tables = [
            replace(
                table,
                steps=tuple(
                    replace(step, n=None, hidden="x") if group in step.key and step.step == "4" else step
                    for step in table.steps
                ),
            )
            for table in publication.tables
        ]
        return replace(publication, tables=tuple(tables))

    assert {one.group for one in published_quality(without(publication, "staff"))} == {"participant"}
    assert published_quality(replace(publication, tables=publication.tables[:1])) == ()


def test_the_report_says_in_sentences_what_stands_out(publication: Publication) -> None:
    measurement = Measurement(publication)
    first, second = measurement.subjects
    assert quality_notes(measurement, first, "en") == ()
    skipped, *ends = quality_notes(measurement, second, "en")
    assert skipped == "More than one in ten skipped the question: “Three”, participant (25%)."
    assert ends[-1].startswith("Ceiling effect in four of four cases")
    assert (
        quality_notes(measurement, second, "sv")[0]
        == "Mer än var tionde hoppade över frågan: ”Tre”, participant (25\N{NO-BREAK SPACE}%)."
    )


def test_the_sentences_stand_in_the_report_and_can_be_verified(inputs: Path) -> None:
    out = inputs / "report"
    assert run("report", inputs / "release", "--out", out, "--language", "sv", "--format", "html") == 0
    assert "hoppade över frågan: ”Tre”, participant (25" in (out / "index.html").read_text(encoding="utf-8")
    assert run("verify", out) == 0
