"""Sheets of paper are typed in as they stand, by one person or two apart, and become answers like all others."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.questionnaire import Item
from tests.people.world import World
from tests.surveys import measuring
from tests.surveys.measuring import Measurement
from tests.surveys.test_a_wave_is_frozen import data_set, rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard
    from ljuspunkt.rooms.surveys.services.paper import State
    from ljuspunkt.rooms.surveys.services.receive import Received
    from ljuspunkt.rooms.surveys.together import Together

SENT = {"a-q1": "=4", "a-q2": "blank", "a-m": ["=work"], "a-weeks": "12", "a-t": "Tack", "helped": "read"}
"""A sheet as its form sends it: q2 isn't ticked at all."""


@pytest.fixture
def measurement(world: World) -> Measurement:
    return measuring.opened(world)


@pytest.fixture
def paper(measurement: Measurement) -> "CollectorCard":
    return measurement.collector("alfa", way="paper")


def _page(card: "CollectorCard", end: str = "") -> str:
    return f"/sv/waves/{card.wave_slug}/paper/{card.code}/sheet/{end}"


def _enter(
    world: World, card: "CollectorCard", sheet: int, role: str = "data_collector", key: str = "", **values: str
) -> "State":
    from ljuspunkt.rooms.surveys.queries.questionnaires import of_version
    from ljuspunkt.rooms.surveys.services.paper import enter_sheet, read_content

    given = {"q1": ["4"], "q2": ["1"], **{name: [value] for name, value in values.items()}}
    content = read_content(of_version(card.version_pk or 0), given, language="sv", easy=False, helped="")
    return enter_sheet(by=world.person(role), collector=card.pk, sheet=sheet, content=content, key=key)


def _choose_double(world: World, card: "CollectorCard") -> None:
    page = f"/sv/waves/{card.wave_slug}/paper/"
    done = world.client("association_coordinator").post(page, {"code": card.code, "double": "yes"})
    assert done.status_code == 302


def _board(measurement: Measurement) -> int:
    from ljuspunkt.rooms.surveys.queries.received import received

    return sum(received(measurement.wave.pk).values())


def test_a_sheet_is_entered_and_stands_in_the_data_set(
    world: World, measurement: Measurement, paper: "CollectorCard"
) -> None:
    browser = world.client("data_collector")
    shown = browser.get(_page(paper)).content.decode()
    assert 'value="1" size="6"' in shown and "Blir du lyssnad på?" in shown
    for number in range(1, 6):
        done = browser.post(_page(paper), {**SENT, "sheet": number, "language": "sv", "key": f"{number:020}"})
        assert done.status_code == 302, done.content.decode()
    assert 'value="6" size="6"' in browser.get(_page(paper)).content.decode()
    assert _board(measurement) == 5
    measurement.end()
    measurement.freeze()
    found = rows(data_set("measurement-2026"))
    assert [(row["q1"], row["q2"], row["m_work"], row["m_studies"]) for row in found] == [("4", "", "yes", "no")] * 5


def test_what_is_blank_or_ticked_twice_is_said_and_not_passed_over(world: World, paper: "CollectorCard") -> None:
    browser = world.client("data_collector")
    head = {"sheet": 1, "language": "sv", "key": "a" * 20}
    nothing = browser.post(_page(paper), {**head, "a-q1": "=4", "a-m": ["blank", "=work"], "a-t": "Tack"})
    text = nothing.content.decode()
    assert nothing.status_code == 422
    assert "Välj vad som är kryssat, eller att det är tomt." in text
    assert "Frågan kan inte både vara tom och ha kryss." in text
    assert 'value="=4" checked' in text and ">Tack</textarea>" in text
    wrong = browser.post(_page(paper), {**head, **SENT, "a-weeks": "tolv"})
    assert wrong.status_code == 422 and "heltal" in wrong.content.decode()
    done = browser.post(_page(paper), {**head, **SENT, "a-q1": "two"})
    assert done.status_code == 302


def test_a_sheet_answered_by_somebody_else_isnt_entered(
    world: World, measurement: Measurement, paper: "CollectorCard"
) -> None:
    sent = {**SENT, "helped": "for_me", "sheet": 1, "language": "sv", "key": "a" * 20}
    refused = world.client("data_collector").post(_page(paper), sent)
    assert refused.status_code == 422 and "i den svarandes ställe" in refused.content.decode()
    assert _board(measurement) == 0


def test_a_number_is_entered_once(world: World, measurement: Measurement, paper: "CollectorCard") -> None:
    assert _enter(world, paper, 1, key="k" * 20) == "received"
    with pytest.raises(RuleBroken, match="Sheet 1 has been entered already"):
        _enter(world, paper, 1, key="k" * 20)
    assert _board(measurement) == 1


@pytest.mark.parametrize("double", [False, True])
def test_another_sheet_on_a_page_that_was_sent_is_told_and_not_lost(
    world: World, measurement: Measurement, paper: "CollectorCard", *, double: bool
) -> None:
    """A browser that goes back shows the page it has sent, with its key."""
    if double:
        _choose_double(world, paper)
    browser = world.client("data_collector")
    sent = {**SENT, "language": "sv", "key": "k" * 20}
    assert browser.post(_page(paper), {**sent, "sheet": 1}).status_code == 302
    again = browser.post(_page(paper), {**sent, "sheet": 2, "a-t": "Ett annat blad"})
    told = again.content.decode()
    assert again.status_code == 422 and "Sidan har redan skickats" in told and "Ett annat blad" in told
    found = re.search(r'name="key" value="([^"]+)"', told)
    assert found is not None
    assert browser.post(_page(paper), {**sent, "sheet": 2, "key": found[1]}).status_code == 302
    measurement.end()
    assert _board(measurement) == 2


def test_nobody_else_is_told_how_many_sheets_of_a_small_group_have_come(world: World, paper: "CollectorCard") -> None:
    """The board says “below five”; the list of sheets mustn't say more to who doesn't enter them."""
    for number in range(1, 4):
        _enter(world, paper, number)
    page = f"/sv/waves/{paper.wave_slug}/paper/"
    assert "3 blanketter mottagna" in world.client("data_collector").get(page).content.decode()
    shown = world.client("national_coordinator").get(page).content.decode()
    assert paper.code in shown and "mottagna" not in shown


def test_two_people_who_read_the_same_hand_it_in(
    world: World, measurement: Measurement, paper: "CollectorCard"
) -> None:
    _choose_double(world, paper)
    assert _enter(world, paper, 7, t="Tack  så mycket") == "first"
    assert _enter(world, paper, 7, t="Tack  så mycket") == "first"
    assert _board(measurement) == 0
    assert _enter(world, paper, 7, role="association_coordinator", t="Tack så mycket") == "received"
    assert _board(measurement) == 1


def test_what_two_read_differently_is_shown_side_by_side_and_settled(
    world: World, measurement: Measurement, paper: "CollectorCard"
) -> None:
    _choose_double(world, paper)
    assert _enter(world, paper, 3, q1="4") == "first"
    second = world.client("association_coordinator")
    sent = {**SENT, "a-q1": "=3", "a-q2": "=1", "a-m": "blank", "a-weeks": "", "a-t": "", "helped": "", "sheet": 3}
    differs = second.post(_page(paper), {**sent, "language": "sv", "key": "b" * 20})
    assert differs["Location"] == _page(paper, "3/settle/")
    shown = second.get(_page(paper, "3/settle/")).content.decode()
    assert re.findall(r'<strong dir="auto">([^<]*)</strong>', shown) in (["Alltid", "Ofta"], ["Ofta", "Alltid"])
    assert "Data collector Alfa" in shown and "Association coordinator Alfa" in shown
    first = re.findall(r'<strong dir="auto">([^<]*)</strong>', shown).index("Ofta")
    unsettled = second.post(_page(paper, "3/settle/"), {})
    assert unsettled.status_code == 200 and "inte" in unsettled.content.decode() and _board(measurement) == 0
    assert second.post(_page(paper, "3/settle/"), {"right-q1": str(first)}).status_code == 302
    assert _board(measurement) == 1
    measurement.end()
    measurement.freeze()
    assert [row["q1"] for row in rows(data_set("measurement-2026"))] == ["3"]


def test_a_sheet_that_nobody_settled_is_told_of_before_and_after_the_close(
    world: World, measurement: Measurement, paper: "CollectorCard"
) -> None:
    _choose_double(world, paper)
    _enter(world, paper, 3, q1="4")
    _enter(world, paper, 3, q1="3", role="association_coordinator")
    browser = world.client("data_collector")
    told = browser.get("/sv/work/").content.decode()
    assert "Gör klart de blanketter som väntar" in told and f"/sv/waves/{paper.wave_slug}/paper/" in told
    measurement.end()
    assert _board(measurement) == 0
    log = world.client("association_coordinator").get("/sv/log/").content.decode()
    assert "Blanketter som två hade läst olika avgjordes inte" in log
    assert "Gör klart de blanketter som väntar" not in browser.get("/sv/work/").content.decode()


def test_what_waits_cant_be_read_in_the_database_and_nothing_is_left_after_the_close(
    world: World, measurement: Measurement, paper: "CollectorCard"
) -> None:
    from django.conf import settings

    from ljuspunkt.rooms.audit.models import Entry
    from ljuspunkt.rooms.surveys.models import PaperBatch, PaperReading

    _choose_double(world, paper)
    before = Entry.objects.count()
    _enter(world, paper, 1, t="Ett ord som ingen annan skriver")
    _enter(world, paper, 2, t="Kort")
    _enter(world, paper, 2, t="Kort", role="association_coordinator")
    assert Entry.objects.count() == before
    row = PaperReading.objects.get()
    assert b"ingen" not in bytes(row.locked) and len(bytes(row.locked)) % 2048 == 40
    batch = PaperBatch.objects.get()
    assert batch.entered == [2]
    key = Path(settings.WAVE_KEYS) / "paper" / batch.key_name
    assert key.exists() and key.stat().st_mode & 0o077 == 0
    measurement.end()
    assert not PaperReading.objects.exists() and not PaperBatch.objects.exists()
    assert _board(measurement) == 2  # the sheet that one had read is received before the wave closes


def test_somebody_takes_back_a_sheet_or_lets_it_in_alone(
    world: World, measurement: Measurement, paper: "CollectorCard"
) -> None:
    _choose_double(world, paper)
    _enter(world, paper, 1)
    _enter(world, paper, 2)
    browser = world.client("data_collector")
    page = browser.get(f"/sv/waves/{paper.wave_slug}/paper/").content.decode()
    assert "Ta tillbaka det jag skrev in" in page
    browser.post(_page(paper, "1/settle/"), {"do": "take_back"})
    browser.post(_page(paper, "2/settle/"), {"do": "alone"})
    assert _board(measurement) == 1


def test_a_stop_between_receiving_and_forgetting_counts_nothing_twice(
    world: World, measurement: Measurement, paper: "CollectorCard", monkeypatch: pytest.MonkeyPatch
) -> None:
    from ljuspunkt.rooms.surveys.services import paper as use
    from ljuspunkt.rooms.surveys.services.receive import receive

    def stopped(write: "Callable[[Together], Received]") -> None:
        received(write)
        raise KeyboardInterrupt

    received = receive
    monkeypatch.setattr(use, "receive", stopped)
    with pytest.raises(KeyboardInterrupt):
        _enter(world, paper, 1, key="k" * 20)
    monkeypatch.undo()
    assert _enter(world, paper, 1, key="another key of the page") == "received"
    assert _board(measurement) == 1


@pytest.mark.parametrize(
    ("role", "association", "status"),
    [
        ("data_collector", "alfa", 200),
        ("association_coordinator", "alfa", 200),
        ("national_coordinator", None, 404),
        ("analyst", None, 404),
        ("data_collector", "beta", 404),
        ("evaluator", "alfa", 404),
    ],
)
def test_only_the_association_itself_enters_its_sheets(
    world: World, paper: "CollectorCard", role: str, association: str | None, status: int
) -> None:
    from ljuspunkt.rooms.surveys.services.paper import SheetContent, enter_sheet

    client = world.client(role, association)
    assert client.get(_page(paper)).status_code == status
    for page in (f"/sv/waves/{paper.wave_slug}/in/{paper.association}/", f"/sv/waves/collectors/{paper.pk}/"):
        seen = client.get(page)
        assert seen.status_code != 200 or (_page(paper) in seen.content.decode()) == (status == 200)
    if status == 404:
        with pytest.raises(Http404):
            enter_sheet(
                by=world.person(role, association), collector=paper.pk, sheet=1, content=SheetContent({"q1": "4"}, "sv")
            )


def test_nothing_is_entered_before_or_after_the_wave(
    world: World, measurement: Measurement, paper: "CollectorCard"
) -> None:
    measurement.end()
    assert world.client("data_collector").get(_page(paper)).status_code == 422
    with pytest.raises(RuleBroken, match="isn't open here"):
        _enter(world, paper, 1)


@pytest.mark.parametrize("key", ["", "x", "0" * 15])
def test_a_key_that_no_page_draws_neither_breaks_the_sheet_nor_the_close(
    world: World, measurement: Measurement, paper: "CollectorCard", key: str
) -> None:
    _choose_double(world, paper)
    browser = world.client("data_collector")
    done = browser.post(_page(paper), {**SENT, "sheet": 4, "language": "sv", "key": key})
    assert done.status_code == 302
    measurement.end()
    measurement.freeze()
    assert len(rows(data_set("measurement-2026"))) == 1


def test_a_question_may_be_called_as_the_form_calls_something_else(world: World) -> None:
    called = measuring.questionnaire()
    asked = [Item(name, "text", measuring.text(name, name)) for name in ("language", "key", "sheet", "easy")]
    measurement = measuring.opened(world, form=replace(called, body=(*called.body, *asked)))
    paper = measurement.collector("alfa", way="paper")
    said = {f"a-{each.name}": "somaliska" for each in asked}
    done = world.client("data_collector").post(
        _page(paper), {**SENT, **said, "sheet": 1, "language": "en", "key": "a" * 20}
    )
    assert done.status_code == 302 and done["Location"].endswith("?language=en")
    assert _board(measurement) == 1
