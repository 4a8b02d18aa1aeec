"""Before a wave is closed and frozen its coordinator is told what can't be mended afterwards, each step in its turn."""

import pytest
from django.utils import timezone

from tests.people.world import World
from tests.surveys import measuring
from tests.surveys.measuring import Measurement

NATIONAL = "national_coordinator"


@pytest.fixture
def measurement(world: World) -> Measurement:
    made = measuring.opened(world)
    made.wave.opens_on = made.wave.closes_on = timezone.localdate()
    made.wave.save(update_fields=["opens_on", "closes_on"])
    return made


def page(measurement: Measurement, end: str = "", role: str = NATIONAL) -> str:
    return measurement.world.client(role).get(f"/sv/waves/{measurement.wave.slug}/{end}").content.decode()


def answered(measurement: Measurement, n: int) -> None:
    card = measurement.collector("alfa")
    for _ in range(n):
        measurement.answer(card, q1="3")


def test_answers_are_offered_to_be_opened_when_it_is_their_turn(measurement: Measurement) -> None:
    freeze = "Öppna svaren och frys dem"
    assert freeze not in page(measurement) and "stänger mätomgången av sig själv" in page(measurement)
    measurement.end()
    assert freeze in page(measurement) and freeze in page(measurement, role="analyst")
    measurement.freeze()
    assert freeze not in page(measurement) and "Planera en mätomgång för sena svar" in page(measurement)


def test_more_answers_than_people_asked_are_told_before_the_end_and_before_the_freezing(
    measurement: Measurement,
) -> None:
    from ljuspunkt.rooms.surveys.models import Asked

    warning = "Fler har svarat än som tillfrågades: Samordningsförbundet Alfa"
    answered(measurement, 6)
    assert warning not in page(measurement, "end/")
    Asked.objects.filter(participation__association__slug="alfa").update(n=5)
    assert warning in page(measurement, "end/")
    measurement.end()
    assert warning in page(measurement, "close/")


def test_a_warning_tells_nothing_of_a_group_whose_number_isnt_shown(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import Asked

    answered(measurement, 4)
    Asked.objects.filter(participation__association__slug="alfa").update(n=2)
    assert "Fler har svarat" not in page(measurement, "end/")


def test_sheets_that_wait_for_a_second_reader_are_told_of_before_the_end(
    world: World, measurement: Measurement
) -> None:
    from ljuspunkt.rooms.surveys.queries.questionnaires import of_version
    from ljuspunkt.rooms.surveys.services.paper import enter_sheet, read_content

    assert "papper" not in page(measurement, "end/").lower()
    paper = measurement.collector("alfa", way="paper")
    assert "Blanketter på papper som inte är inskrivna" in page(measurement, "end/")
    address = f"/sv/waves/{paper.wave_slug}/paper/"
    world.client("association_coordinator").post(address, {"code": paper.code, "double": "yes"})
    read = read_content(of_version(paper.version_pk or 0), {"q1": ["4"]}, language="sv", easy=False, helped="")
    enter_sheet(by=world.person("data_collector"), collector=paper.pk, sheet=1, content=read, key="k" * 20)
    assert "väntar på att skrivas in en andra gång" in page(measurement, "end/")
    assert "Samordningsförbundet Alfa" in page(measurement, "end/")


def test_a_number_asked_that_only_some_groups_have_isnt_called_told(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import WaveInstrument

    assert "angivet för" not in page(measurement)
    instrument = measurement.wave.instruments.get()
    WaveInstrument.objects.create(wave=measurement.wave, version=instrument.version, respondent_group="staff")
    assert "angivet för 1 av 2 grupper" in page(measurement)


def test_a_coordinator_without_own_questions_isnt_told_that_nobody_answered(measurement: Measurement) -> None:
    answered(measurement, 6)
    measurement.end()
    measurement.freeze()
    shown = page(measurement, "data/", role="association_coordinator")
    assert "Ert förbund har ingen egen datamängd" in shown and "Inget svar" not in shown
