"""Paper that comes after the close is entered in a wave of its own, and counted beside the first."""

from pathlib import Path

import pytest

from ljuspunkt.domain.errors import RuleBroken
from tests.people.world import World
from tests.surveys import measuring


def test_late_paper_is_counted_beside_what_was_frozen_first(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.conf import settings

    from ljuspunkt.cli.main import main
    from ljuspunkt.rooms.surveys.models import Collector, DataSet, Wave
    from ljuspunkt.rooms.surveys.queries.collectors import collector_of
    from ljuspunkt.rooms.surveys.services.late_answers import plan_late_answers

    by = world.person("national_coordinator")
    measurement = measuring.opened(world)
    card = measurement.collector(initiative="Linnea")
    with pytest.raises(RuleBroken, match="isn't closed"):
        plan_late_answers(by=by, slug=measurement.wave.slug, at=measuring.AT)
    for _ in range(5):
        measurement.answer(card, q1="1")
    measurement.end()
    with pytest.raises(RuleBroken, match="came too late"):
        measurement.answer(card, q1="1")
    measurement.freeze()

    slug = plan_late_answers(by=by, slug=measurement.wave.slug, at=measuring.AT)
    assert plan_late_answers(by=by, slug=measurement.wave.slug, at=measuring.AT) == slug
    late = Wave.objects.get(slug=slug)
    measuring.keys(world, late)
    Wave.objects.filter(pk=late.pk).update(state="open")
    late.refresh_from_db()
    [paper] = Collector.objects.filter(participation__wave=late)
    assert paper.way == "paper"
    entering = measuring.Measurement(world, late)
    entered = collector_of(paper.pk)
    assert entered is not None and entered.initiative == "Linnea"
    for _ in range(3):
        entering.answer(entered, q1="2")
    entering.end()
    entering.freeze()

    folders = [Path(settings.DATA_SETS) / each.folder for each in DataSet.objects.order_by("pk")]
    answers = [str(folder / "answers.parquet") for folder in folders]
    code = main(["count", str(folders[0] / "instruments"), *answers, "--out", str(tmp_path / "counts.csv")])
    assert (code, capsys.readouterr().out) == (0, f"8 respondents in 1 sets: {tmp_path / 'counts.csv'}\n")
