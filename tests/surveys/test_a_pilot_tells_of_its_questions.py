"""A pilot gives no report but the quality of its questions, and its answers are never counted with others."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from tests.people.world import World
from tests.surveys import measuring
from tests.surveys.measuring import Measurement
from tests.surveys.test_a_wave_is_frozen import data_set, run

N = 120


def _form() -> Questionnaire:
    """Return a questionnaire with a scale of three questions."""
    usual = measuring.questionnaire()
    three = tuple(
        Item(
            f"s{number}",
            "select_one",
            measuring.text(f"Påstående {number}", f"Statement {number}"),
            scale="often",
            indicators=("7",),
            positive=("3", "4"),
        )
        for number in (1, 2, 3)
    )
    return replace(usual, body=(*usual.body, *three))


def _answers(measurement: Measurement, n: int = N) -> None:
    """Let n answer: every fifth skips q1, all skip m and are at the top in q2; s1 to s3 go together for most."""
    card = measurement.collector("alfa")
    for number in range(n):
        step = str(number % 4 + 1)
        measurement.answer(
            card,
            q1="" if number % 5 == 0 else step,
            q2="4",
            s1=step,
            s2=step,
            s3=str((number + (number % 3 == 0)) % 4 + 1),
        )


def _frozen(world: World, *, kind: str, n: int = N) -> Path:
    measurement = measuring.opened(world, replace(_form(), form_id=kind), kind=kind)
    _answers(measurement, n)
    measurement.end()
    measurement.freeze()
    return data_set(f"{kind}-2026")


def test_its_page_and_file_show_the_quality_of_its_questions(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _frozen(world, kind="pilot")
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["wave_kind"] == "pilot"
    browser = world.client("analyst")
    page = browser.get("/sv/waves/pilot-2026/quality/").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "120 svar." in page and "20 % (24 av 120)" in page and "100 % (120 av 120) Alltid" in page
    assert "7 av 7 frågor sticker ut" in page and "participant_ongoing pilot" not in page
    assert page.count("bortfall") == 3 and page.count("tak</strong>") >= 1
    counts = tmp_path / "counts.csv"
    assert run(capsys, "count", folder / "instruments", folder / "answers.parquet", "--out", counts).returncode == 0
    told = json.loads(run(capsys, "figures", folder / "instruments", counts, "--quality", "--json").stdout)
    scale = next(each for each in told["scales"] if each["indicator"] == "7")
    assert f"<td>{scale['reliability']:.2f}</td>".replace(".", ",") in page
    book = load_workbook(BytesIO(browser.get("/sv/waves/pilot-2026/quality/quality.xlsx").content))
    assert book.sheetnames == ["Frågor", "Steg", "Skalor"]
    steps = [row[2:6] for row in book["Steg"].iter_rows(min_row=2, values_only=True) if row[2] == "q1"]
    assert steps == [
        ("q1", "1", "Aldrig", 24),
        ("q1", "2", "Sällan", 24),
        ("q1", "3", "Ofta", 24),
        ("q1", "4", "Alltid", 24),
        ("q1", "9", "Vet inte", 0),
        ("q1", "", "Hoppade över", 24),
    ]


def test_nothing_is_shown_of_nine(world: World) -> None:
    _frozen(world, kind="pilot", n=9)
    page = world.client("national_coordinator").get("/sv/waves/pilot-2026/quality/").content.decode()
    assert "Färre än 10 svarade" in page and "<table" not in page


def test_its_answers_are_never_counted_with_others_or_released(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pilot, real = _frozen(world, kind="pilot", n=20), _frozen(world, kind="measurement", n=20)
    serves_all = tmp_path / "every.yaml"
    written = yaml.safe_load((real / "instruments" / "participant_ongoing.yaml").read_text(encoding="utf-8"))
    del written["settings"]["waves"]
    serves_all.write_text(yaml.safe_dump(written), encoding="utf-8")
    counts = tmp_path / "counts.csv"
    both = run(capsys, "count", serves_all, pilot / "answers.parquet", real / "answers.parquet", "--out", counts)
    assert both.returncode == 2 and "never counted with others" in both.stderr and not counts.exists()
    assert run(capsys, "count", pilot / "instruments", pilot / "answers.parquet", "--out", counts).returncode == 0
    policy = tmp_path / "policy.yaml"
    policy.write_text("n_min: 5\ntables:\n  - {by: [group]}\n", encoding="utf-8")
    release = tmp_path / "release"
    refused = run(capsys, "protect", pilot / "instruments", counts, "--policy", policy, "--out", release)
    assert refused.returncode == 2 and "nothing of them is released" in refused.stderr and not release.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("national_coordinator", 200), ("analyst", 200), ("association_coordinator", 404), ("data_collector", 404)],
)
def test_who_sees_it(world: World, role: str, status: int) -> None:
    measuring.planned(world, kind="pilot")
    measuring.planned(world, replace(measuring.questionnaire(), form_id="other"), kind="measurement")
    browser = world.client(role)
    assert browser.get("/sv/waves/pilot-2026/quality/").status_code == status
    assert browser.get("/sv/waves/measurement-2026/quality/").status_code == 404
    assert browser.get("/sv/waves/pilot-2026/quality/quality.xlsx").status_code == 404
