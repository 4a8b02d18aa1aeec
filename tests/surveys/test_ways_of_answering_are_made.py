"""Ways of answering: made for groups and initiatives, printed as posters in the wave's languages, paused, removed."""

import pytest
from django.test import Client

from tests.people.world import World
from tests.surveys.measuring import opened, planned, questionnaire


@pytest.fixture
def client(world: World) -> Client:
    planned(world)
    return world.client("data_collector", "alfa")


PART = "/sv/waves/measurement-2026/in/alfa/"


def ways() -> list[tuple[str, str]]:
    from ljuspunkt.rooms.surveys.models import Collector

    return sorted((each.way, each.initiative.name if each.initiative else "") for each in Collector.objects.all())


def test_each_group_and_initiative_gets_its_own_address_once(client: Client) -> None:
    from ljuspunkt.rooms.surveys.models import Collector, WaveInitiative

    client.post(f"{PART}initiatives/", {"initiatives": "Stegen\nVägen vidare"})
    chosen = ["", *(str(each.pk) for each in WaveInitiative.objects.all())]
    for _ in range(2):
        client.post(
            f"{PART}collectors/new/",
            {"groups": ["participant_ongoing"], "initiatives": chosen, "ways": ["link", "kiosk"]},
        )
    assert ways() == [
        ("kiosk", ""),
        ("kiosk", "Stegen"),
        ("kiosk", "Vägen vidare"),
        ("link", ""),
        ("link", "Stegen"),
        ("link", "Vägen vidare"),
    ]
    codes = set(Collector.objects.values_list("code", flat=True))
    assert len(codes) == 6
    assert all(len(code) == 8 and not set(code) & set("0O1IL") for code in codes)


def test_the_national_coordinator_makes_them_everywhere_at_once(world: World, client: Client) -> None:
    from ljuspunkt.rooms.surveys.models import Collector

    browser = world.client("national_coordinator")
    for _ in range(2):
        answer = browser.post(
            "/sv/waves/measurement-2026/collectors/new/",
            {"groups": ["participant_ongoing"], "ways": ["link", "poster"]},
        )
        assert answer.status_code == 302
    made = Collector.objects.values_list("participation__association__slug", "way")
    assert sorted(made) == [("alfa", "link"), ("alfa", "poster"), ("beta", "link"), ("beta", "poster")]


def test_another_association_s_initiative_can_t_be_taken(world: World, client: Client) -> None:
    from ljuspunkt.rooms.surveys.models import Participation, WaveInitiative

    client.post(f"{PART}initiatives/", {"initiatives": "Stegen"})
    beta = Participation.objects.get(association__slug="beta")
    foreign = WaveInitiative.objects.create(participation=beta, name="Betas insats")
    answer = client.post(
        f"{PART}collectors/new/",
        {"groups": ["participant_ongoing"], "initiatives": [str(foreign.pk)], "ways": ["link"]},
    )
    assert answer.status_code == 422
    assert ways() == []


def test_an_initiative_with_addresses_stays_once_the_wave_is_open(world: World) -> None:
    measured = opened(world)
    measured.collector("alfa", initiative="Stegen")
    browser = world.client("association_coordinator", "alfa")
    answer = browser.post(f"{PART}initiatives/", {"initiatives": "Vägen vidare"})
    assert answer.status_code == 422
    assert "Insatsen ”Stegen” kan inte tas bort" in answer.content.decode()


def test_all_posters_come_in_one_tagged_file_in_every_language(world: World) -> None:
    from dataclasses import replace

    import pypdfium2

    from ljuspunkt.rooms.surveys.models import WaveInstrument

    measured = opened(world, replace(questionnaire(), languages=("sv", "en")))
    WaveInstrument.objects.update(languages=["sv", "ar", "so", "en"])
    link, poster = measured.collector("alfa"), measured.collector("alfa", way="poster")
    measured.collector("alfa", way="kiosk")
    measured.collector("alfa", way="mail")
    browser = world.client("association_coordinator", "alfa")
    answer = browser.get(f"{PART}posters.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = [each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(answer.content)]
    assert len(pages) == 2, "personal links have nothing to print, and a shared tablet's address is for the tablet"
    assert b"/StructTreeRoot" in answer.content
    assert f"testserver/answer/{link.code}" in pages[0]
    assert "Vad tycker du?" in pages[0] and "What do you think?" in pages[0] and "Maxaad u malaynaysaa?" in pages[0]
    assert f"testserver/answer/{poster.code}" in pages[1]


def test_paused_it_takes_nothing(world: World) -> None:
    from ljuspunkt.rooms.surveys.queries.collectors import collector

    measured = opened(world)
    card = measured.collector("alfa")
    browser = world.client("data_collector", "alfa")
    browser.post(f"/sv/waves/collectors/{card.pk}/pause/")
    paused = collector(card.code)
    assert paused is not None and not paused.accepting
    browser.post(f"/sv/waves/collectors/{card.pk}/pause/")
    again = collector(card.code)
    assert again is not None and again.accepting


def test_an_open_way_of_answering_isn_t_removed(world: World) -> None:
    measured = opened(world)
    card = measured.collector("alfa")
    world.client("data_collector", "alfa").post(f"/sv/waves/collectors/{card.pk}/remove/")
    assert ways() == [("link", "")]


def test_a_code_that_nobody_made_leads_nowhere(db: None) -> None:
    from ljuspunkt.rooms.surveys.queries.collectors import collector

    assert collector("ABCDEFGH") is None
