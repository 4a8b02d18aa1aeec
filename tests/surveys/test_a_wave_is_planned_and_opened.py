"""The national coordinator plans a wave, is told what is missing, opens it by a press or by date, and closes it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from ljuspunkt.domain.errors import RuleBroken
from tests.people.world import World
from tests.surveys.measuring import AT, TODAY, keys, planned, questionnaire, version

NATIONAL = "national_coordinator"
SITE = "https://matning.example.se/"


@pytest.fixture
def client(world: World) -> Client:
    return world.client(NATIONAL)


def plan(world: World, **given: object) -> str:
    from ljuspunkt.rooms.surveys.services.waves import create_wave

    asked = {
        "name": "2026",
        "title": {"sv": "Mätningen"},
        "kind": "measurement",
        "opens_on": TODAY,
        "closes_on": date(2026, 10, 31),
        **given,
    }
    return create_wave(by=world.person(NATIONAL), at=AT, **asked)  # type: ignore[arg-type]


def ready(world: World) -> str:
    """Return a planned wave that lacks nothing."""
    wave = planned(world)
    keys(world, wave)
    return wave.slug


def now(slug: str) -> str:
    """Let a wave be about today, for the pages read the clock."""
    from django.utils import timezone

    from ljuspunkt.rooms.surveys.models import Wave

    today = timezone.localdate()
    Wave.objects.filter(slug=slug).update(opens_on=today, closes_on=today + timedelta(days=10))
    return slug


def test_a_wave_is_made_on_the_pages(world: World, client: Client) -> None:
    made = version(questionnaire())
    answer = client.post(
        "/sv/waves/new/",
        {
            "kind": "measurement",
            "name": "2026",
            "title_sv": "Nationella mätningen",
            "opens_on": "2026-10-01",
            "closes_on": "2026-10-31",
        },
    )
    assert answer.headers["Location"] == "/sv/waves/2026/"
    client.post("/sv/waves/2026/questionnaires/", {"group_participant_ongoing": made})
    ticked = client.get("/sv/waves/2026/associations/?tick=all")
    assert ticked.content.decode().count("checked") == 2
    client.post("/sv/waves/2026/associations/", {"associations": ["alfa", "beta"]})
    page = client.get("/sv/waves/2026/").content.decode()
    assert "Samordningsförbundet Alfa" in page
    assert "Nycklarna som svaren låses med är inte gjorda än." in page
    assert "Öppna mätomgången" not in page


def test_the_address_of_a_pilot_says_pilot_once(world: World) -> None:
    assert plan(world, kind="pilot", name="pilot-2026") == "pilot-2026"
    assert plan(world, kind="pilot", name="2027") == "pilot-2027"


def test_days_in_the_wrong_order_are_told_beside_the_field(client: Client) -> None:
    answer = client.post(
        "/sv/waves/new/",
        {"kind": "exit", "name": "2026-1", "title_sv": "Avslut", "opens_on": "2026-06-30", "closes_on": "2026-01-01"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Sista dagen kommer före den första." in page
    assert 'value="2026-1"' in page, "nothing that was typed is lost"


def test_everything_that_is_missing_is_told_at_once(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import Version, Wave, WaveInstrument
    from ljuspunkt.rooms.surveys.services.open_wave import open_wave, readiness

    slug = plan(world, closes_on=TODAY)
    wave = Wave.objects.get(slug=slug)
    assert [each.code for each in readiness(wave, TODAY + timedelta(days=1)).missing] == [
        "no_questionnaire",
        "no_associations",
        "no_keys",
        "last_day_past",
    ]
    with override("sv"):
        (early,) = readiness(wave, TODAY - timedelta(days=1)).unsure
    assert early.values["day"] == "5 oktober 2026"
    made = version(questionnaire())
    draft = Version.objects.get(pk=made)
    draft = Version.objects.create(instrument=draft.instrument, name="2027", document=draft.document)
    WaveInstrument.objects.create(wave=wave, version=draft, respondent_group="participant_ongoing")
    assert [each.code for each in readiness(wave, TODAY).missing] == ["not_frozen", "no_associations", "no_keys"]
    with pytest.raises(RuleBroken, match="isn't frozen yet"):
        open_wave(by=world.person(NATIONAL), at=AT, slug=slug, site=SITE)


def test_a_language_that_lacks_words_is_left_out_and_said_so(world: World, client: Client) -> None:
    from dataclasses import replace

    from ljuspunkt.rooms.surveys.models import WaveInstrument

    wave = planned(world, replace(questionnaire(), languages=("sv", "en", "ar")))
    keys(world, wave)
    now(wave.slug)
    asked = client.get(f"/sv/waves/{wave.slug}/open/").content.decode()
    assert "Deltagare i pågående insats är inte öppet på arabiska: ord saknas där." in asked
    client.post(f"/sv/waves/{wave.slug}/open/")
    assert WaveInstrument.objects.get(wave=wave).languages == ["sv", "en"]


def test_pressed_twice_it_opens_once(world: World, client: Client) -> None:
    from ljuspunkt.rooms.audit.models import Entry
    from ljuspunkt.rooms.surveys.models import Wave

    slug = now(ready(world))
    for _ in range(2):
        client.post(f"/sv/waves/{slug}/open/")
    assert Wave.objects.get(slug=slug).state == "open"
    assert Entry.objects.filter(action="Opened the wave {wave}.").count() == 1


def test_it_opens_and_closes_by_itself_on_its_days(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import Wave
    from ljuspunkt.rooms.surveys.services.by_date import carry_out
    from ljuspunkt.rooms.surveys.services.open_wave import let_open_by_itself

    slug = ready(world)

    def state_at(at: datetime) -> str:
        carry_out(at=at)
        carry_out(at=at)
        return Wave.objects.values_list("state", flat=True).get(slug=slug)

    morning = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)  # eight in Stockholm
    assert state_at(morning) == "planned", "nobody has confirmed it"
    let_open_by_itself(by=world.person(NATIONAL), at=AT, slug=slug, by_itself=True, site=SITE)
    assert state_at(morning - timedelta(days=1)) == "planned", "the day before"
    assert state_at(morning - timedelta(hours=4)) == "planned", "nobody gets letters at night"
    assert state_at(morning) == "open"
    assert state_at(datetime(2026, 10, 31, 22, 59, tzinfo=UTC)) == "open", "one minute to midnight in Stockholm"
    assert state_at(datetime(2026, 10, 31, 23, 0, tzinfo=UTC)) == "closed"


def test_what_is_missing_on_the_day_stops_it_and_is_said(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import Wave
    from ljuspunkt.rooms.surveys.queries.waves_due import to_do
    from ljuspunkt.rooms.surveys.services.by_date import carry_out
    from ljuspunkt.rooms.surveys.services.open_wave import let_open_by_itself

    wave = planned(world)
    let_open_by_itself(by=world.person(NATIONAL), at=AT, slug=wave.slug, by_itself=True, site=SITE)
    carry_out(at=AT)
    assert Wave.objects.get(pk=wave.pk).state == "planned"
    (task,) = to_do(world.person(NATIONAL), AT)
    assert "sak saknas" in task.title and "Nycklarna" in task.why


def test_half_years_follow_each_other_and_posters_stay_up(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import Collector, Wave
    from ljuspunkt.rooms.surveys.queries.collectors import collector
    from ljuspunkt.rooms.surveys.services.collectors import make_collectors
    from ljuspunkt.rooms.surveys.services.end_wave import end_wave
    from ljuspunkt.rooms.surveys.services.open_wave import open_wave
    from ljuspunkt.rooms.surveys.services.waves import start_next

    by = world.person(NATIONAL)
    first = planned(world, questionnaire("participant_exit"), name="2026-2", kind="exit")
    keys(world, first)
    make_collectors(
        by=by,
        at=AT,
        slug=first.slug,
        association="alfa",
        groups=["participant_exit"],
        initiatives=[None],
        ways=["poster", "mail"],
    )
    code = Collector.objects.get(way="poster").code
    open_wave(by=by, at=AT, slug=first.slug, site=SITE)
    slug = start_next(by=by, at=AT, slug=first.slug)
    assert start_next(by=by, at=AT, slug=first.slug) == slug, "pressed twice"
    following = Wave.objects.get(slug=slug)
    assert (following.name, following.opens_on, following.closes_on) == (
        "2027-1",
        date(2027, 1, 1),
        date(2027, 6, 30),
    )
    assert list(Collector.objects.filter(participation__wave=following).values_list("way", flat=True)) == ["poster"]

    def leads_to() -> tuple[str, bool]:
        card = collector(code)
        assert card is not None
        return card.wave_name, card.accepting

    assert leads_to() == ("2026-2", True)
    end_wave(by=by, at=AT, slug=first.slug)
    assert leads_to() == ("2026-2", False), "the next isn't open yet"
    keys(world, following)
    open_wave(by=by, at=AT, slug=slug, site=SITE)
    assert leads_to() == ("2027-1", True)


def test_an_open_wave_keeps_its_questionnaires_and_associations(world: World) -> None:
    from ljuspunkt.rooms.surveys.services.open_wave import open_wave
    from ljuspunkt.rooms.surveys.services.waves import choose_associations, choose_instruments, remove_wave

    by, slug = world.person(NATIONAL), ready(world)
    open_wave(by=by, at=AT, slug=slug, site=SITE)
    for refused in (
        lambda: choose_instruments(by=by, at=AT, slug=slug, versions=[]),
        lambda: choose_associations(by=by, at=AT, slug=slug, associations=["alfa"]),
        lambda: remove_wave(by=by, at=AT, slug=slug),
    ):
        with pytest.raises(RuleBroken):
            refused()


@pytest.mark.parametrize(("name", "slug"), [("2026 own alfa", "2026_own-alfa"), ("2026 late", "2026_late")])
def test_a_wave_isnt_called_like_what_comes_of_another(world: World, name: str, slug: str) -> None:
    """A data set of own questions is called 2026-own-alfa, a wave of late answers 2026-late."""
    assert plan(world, name=name) == slug
