"""Retention removes what a killed freezing left, never a data set that an older copy of the database can't know."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from ljuspunkt.rooms.surveys.services.retention import tidy
from tests.people.world import World
from tests.surveys import measuring
from tests.surveys.measuring import Measurement

LATER = timedelta(days=3)


@pytest.fixture
def unnamed(world: World) -> tuple[Measurement, Path]:
    """Return a frozen wave whose data set the database doesn't know, and the data set's folder."""
    from ljuspunkt.rooms.surveys.models import DataSet

    measurement = measuring.opened(world)
    for number in range(11):
        measurement.answer(measurement.collector(), q1=str(number % 4 + 1))
    measurement.end()
    measurement.freeze()
    folder = Path(settings.DATA_SETS) / DataSet.objects.get().folder
    DataSet.objects.all().delete()
    return measurement, folder


@pytest.mark.parametrize("state", ["open", "closed"])
def test_a_wave_that_an_older_copy_shows_unfrozen_keeps_its_data_set(
    unnamed: tuple[Measurement, Path], state: str
) -> None:
    from ljuspunkt.rooms.surveys.models import Wave, WaveKey

    Wave.objects.update(state=state)
    WaveKey.objects.update(state="in_use", file_name="destroyed")
    tidy(at=timezone.now() + LATER)
    assert unnamed[1].is_dir()


def test_a_wave_that_an_older_copy_does_not_know_keeps_its_data_set(unnamed: tuple[Measurement, Path]) -> None:
    from ljuspunkt.rooms.surveys.models import Wave

    Wave.objects.update(slug="another")
    tidy(at=timezone.now() + LATER)
    assert unnamed[1].is_dir()


def test_what_a_freezing_left_that_was_done_otherwise_goes(unnamed: tuple[Measurement, Path]) -> None:
    half_written = unnamed[1].with_name(f".{unnamed[1].name}-x")
    half_written.mkdir()
    tidy(at=timezone.now() + LATER)
    assert not unnamed[1].exists()
    assert not half_written.exists()


def test_what_a_freezing_left_that_can_be_repeated_goes(unnamed: tuple[Measurement, Path]) -> None:
    from ljuspunkt.rooms.surveys.models import Wave, WaveKey

    (Path(settings.WAVE_KEYS) / "there").write_text("")
    Wave.objects.update(state="closed")
    WaveKey.objects.update(state="in_use", file_name="there")
    tidy(at=timezone.now() + LATER)
    assert not unnamed[1].exists()
