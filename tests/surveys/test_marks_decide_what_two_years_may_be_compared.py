"""A new year from the last: same, changed and new decide which figures of the frozen data sets are set side by side."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from tests.people.world import World
from tests.surveys import measuring
from tests.surveys.measuring import AT, Measurement
from tests.surveys.test_a_wave_is_frozen import data_set, run

GROUP = "participant_ongoing"


def _form() -> Questionnaire:
    """Return the first year's questionnaire: six questions, each of an indicator of its own."""
    asked = tuple(
        Item(
            name,
            "select_one",
            measuring.text(f"Fråga om {name}", f"Question about {name}"),
            scale="often",
            indicators=(str(number),),
            positive=("3", "4"),
        )
        for number, name in enumerate(("kept", "reworded", "rescaled", "turned", "renamed", "dropped"), start=1)
    )
    return replace(measuring.questionnaire(), form_id="yearly", body=asked)


def _next_year(world: World) -> int:
    """Edit the next version as an editor does, freeze it, and return its number."""
    from ljuspunkt.rooms.surveys.models import Version
    from ljuspunkt.rooms.surveys.queries.questionnaires import of_version
    from ljuspunkt.rooms.surveys.services.desk import Where
    from ljuspunkt.rooms.surveys.services.edit_questionnaire import keep_item, remove_part
    from ljuspunkt.rooms.surveys.services.versions import freeze_version, start_version

    by, where = world.person("national_coordinator"), Where("yearly", "2027")
    start_version(by=by, at=AT, slug="yearly", name="2027", waves=("2027",))
    row = Version.objects.get(name="2027")
    now = {item.name: item for item in of_version(row.pk).items}
    assert {item.mark for item in now.values()} == {"same"}
    other_words = measuring.text("En helt annan fråga", "Quite another question")
    for was, item in (
        ("reworded", replace(now["reworded"], label=other_words, mark="changed")),
        ("rescaled", replace(now["rescaled"], scale="help", positive=("work",), mark="changed")),
        ("turned", replace(now["turned"], reverse=True, positive=("1", "2"), mark="changed")),
        ("renamed", replace(now["renamed"], name="called_otherwise")),
    ):
        keep_item(by=by, at=AT, where=where, was=was, item=item)
    remove_part(by=by, at=AT, where=where, name="dropped")
    new = replace(now["kept"], name="added", indicators=("7",), label=other_words, mark="new", same_as=None)
    keep_item(by=by, at=AT, where=where, was=None, item=new)
    freeze_version(by=by, at=AT, slug="yearly", version="2027")
    return int(row.pk)


def _frozen(measurement: Measurement, names: tuple[str, ...], n: int) -> Path:
    """Let both associations answer, close and freeze, and return the data set's folder."""
    for association in ("alfa", "beta"):
        card = measurement.collector(association)
        for number in range(n):
            given: dict[str, Any] = {name: str(number % 4 + 1) for name in names}
            if "added" in names:
                given["rescaled"] = "work" if number % 2 else "studies"
            measurement.answer(card, **given)
    measurement.end()
    measurement.freeze()
    return data_set(measurement.wave.slug)


def test_exactly_what_stayed_the_same_is_compared(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = _form()
    first = _frozen(measuring.opened(world, form), tuple(item.name for item in form.items), 12)
    version = _next_year(world)
    monkeypatch.setattr(measuring, "version", lambda form: version)
    later = measuring.opened(world, form, name="2027")
    second = _frozen(later, ("kept", "reworded", "rescaled", "turned", "called_otherwise", "added"), 12)

    both = tmp_path / "instruments"
    both.mkdir()
    for folder, year in ((first, "2026"), (second, "2027")):
        shutil.copy(folder / "instruments" / f"{GROUP}.yaml", both / f"{year}.yaml")
    counts = tmp_path / "counts.csv"
    counted = run(capsys, "count", both, first / "answers.parquet", second / "answers.parquet", "--out", counts)
    assert counted.returncode == 0, counted.stderr
    told = run(capsys, "figures", both, counts, "--compare", "--by", "association", "group", "--json")
    assert told.returncode == 0, told.stderr
    changes = [row for row in json.loads(told.stdout)["changes"] if row["association"] is not None]
    gaps: dict[str, set[str | None]] = {}
    for row in changes:
        gaps.setdefault(row["question"] or f"indicator {row['indicator']}", set()).add(row["gap"])
        assert (row["difference"] is None) == (row["gap"] is not None)
    assert gaps == {
        "kept": {None},
        "called_otherwise": {None},
        "reworded": {"wording"},
        "rescaled": {"wording"},
        "turned": {"wording"},
        "added": {"not_asked"},
        "indicator 1": {None},
        "indicator 2": {"wording"},
        "indicator 3": {"wording"},
        "indicator 4": {"wording"},
        "indicator 5": {None},
        "indicator 7": {"not_asked"},
    }
    compared = [(row["association"], row["answered_before"], row["answered"]) for row in changes if not row["gap"]]
    assert len(compared) == 8 and all(pair[1:] == (12, 12) for pair in compared)
