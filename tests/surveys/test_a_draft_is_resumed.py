"""A draft is kept under a code that only the respondent has, and goes with the answer or after 30 days."""

from datetime import timedelta
from math import log2

import pytest

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.ui.signs import ALPHABET
from tests.people.world import World
from tests.surveys import measuring
from tests.surveys.measuring import TODAY, Measurement


@pytest.fixture
def measurement(world: World) -> Measurement:
    return measuring.opened(world)


def test_the_code_opens_the_draft_on_another_device(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.services import drafts
    from ljuspunkt.rooms.surveys.services.drafts import Ticket

    wave = measurement.wave.pk
    ticket = drafts.begin(wave)
    drafts.keep(ticket, {"q1": "2", "t": "Hej"}, wave_pk=wave, on=TODAY)
    drafts.keep(ticket, {"q1": "3", "t": "Hej då"}, wave_pk=wave, on=TODAY)
    found, document = drafts.resume(wave, ticket.shown.lower())
    assert document == {"q1": "3", "t": "Hej då"}
    # The device then keeps what follows from the code, and not the code.
    kept = Ticket.of(found.kept())
    assert kept is not None and kept.code == ""
    assert drafts.opened(kept) == document
    assert Ticket.of("nonsense") is None


def test_a_code_has_sixty_bits_and_nothing_stored_tells_it(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import Draft
    from ljuspunkt.rooms.surveys.services import drafts

    ticket = drafts.begin(measurement.wave.pk)
    assert len(ticket.code) * log2(len(ALPHABET)) >= 60
    drafts.keep(ticket, {"t": "Mycket hemligt"}, wave_pk=measurement.wave.pk, on=TODAY)
    row = Draft.objects.get()
    assert b"hemligt" not in bytes(row.locked)
    assert [field.name for field in Draft._meta.get_fields()] == ["id", "wave", "locked", "kept_on"]


@pytest.mark.parametrize(
    ("typed", "code"), [("ABCD", "not_a_code"), ("ABCDEFGHJKNPQR", "no_draft"), ("O" * 14, "not_a_code")]
)
def test_another_code_opens_nothing(measurement: Measurement, typed: str, code: str) -> None:
    from ljuspunkt.rooms.surveys.services import drafts

    with pytest.raises(RuleBroken) as refusal:
        drafts.resume(measurement.wave.pk, typed)
    assert refusal.value.code == code


def test_sending_destroys_the_draft(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import Draft
    from ljuspunkt.rooms.surveys.services import drafts

    ticket = drafts.begin(measurement.wave.pk)
    drafts.keep(ticket, {"q1": "2"}, wave_pk=measurement.wave.pk, on=TODAY)
    measurement.answer(measurement.collector(), draft=ticket, q1="2")
    assert not Draft.objects.exists()
    with pytest.raises(RuleBroken, match="Nothing is kept under this code"):
        drafts.resume(measurement.wave.pk, ticket.code)


def test_a_draft_goes_after_thirty_days(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.models import Draft
    from ljuspunkt.rooms.surveys.services import drafts
    from ljuspunkt.rooms.surveys.services.retention import tidy

    drafts.keep(drafts.begin(measurement.wave.pk), {"q1": "2"}, wave_pk=measurement.wave.pk, on=TODAY)
    tidy(at=measuring.AT + timedelta(days=30))
    assert Draft.objects.count() == 1
    tidy(at=measuring.AT + timedelta(days=31))
    assert Draft.objects.count() == 0


def test_no_draft_is_kept_once_the_wave_has_ended(measurement: Measurement) -> None:
    from ljuspunkt.rooms.surveys.services import drafts

    ticket = drafts.begin(measurement.wave.pk)
    measurement.end()
    with pytest.raises(RuleBroken, match="isn't open"):
        drafts.keep(ticket, {"q1": "2"}, wave_pk=measurement.wave.pk, on=TODAY)
