"""The log's page: nationally all lines, a coordinator those of the own association; filtered, and as a file."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from ljuspunkt.domain.errors import marked
from ljuspunkt.rooms.audit.models import Entry
from ljuspunkt.rooms.audit.services import record
from tests.conference.access import prepared_conference
from tests.indicators.making import filled
from tests.meetings.arranging import event
from tests.people.making import a_merged_association
from tests.people.world import World
from tests.surveys.measuring import planned

AT = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)


@pytest.fixture
def written(world: World) -> World:
    for n, (who, association) in enumerate([("Kim Ek", "alfa"), ("Bo Al", "beta"), ("Ida Ask", "")]):
        record(
            by=n,
            who=who,
            action=marked("Took up the invitation."),
            about=f"people/{n}",
            association=association,
            at=AT + timedelta(days=n),
        )
    return world


def names(page: bytes) -> set[str]:
    return {name for name in ("Kim Ek", "Bo Al", "Ida Ask") if name in page.decode()}


def test_the_national_coordinator_reads_all(written: World) -> None:
    page = written.client("national_coordinator").get("/sv/log/")
    assert names(page.content) == {"Kim Ek", "Bo Al", "Ida Ask"}
    assert "Tog emot inbjudan." in page.content.decode()


def test_a_coordinator_reads_the_own_lines(written: World) -> None:
    assert names(written.client("association_coordinator").get("/sv/log/").content) == {"Kim Ek"}
    assert names(written.client("association_coordinator", "beta").get("/sv/log/file.csv").getvalue()) == {"Bo Al"}


def test_asking_for_anothers_lines_gives_none_of_them(written: World) -> None:
    browser = written.client("association_coordinator")
    assert "Bo Al" not in browser.get("/sv/log/", {"association": "beta"}).content.decode()
    assert "Bo Al" not in browser.get("/sv/log/file.csv", {"association": "beta"}).getvalue().decode()


def test_the_history_of_a_merged_association_is_read_by_the_one_that_carries_it_on(world: World) -> None:
    gamma = a_merged_association(world)
    record(by=1, who="Kim Ek", action="Took up the invitation.", about="people/1", association=gamma, at=AT)
    assert "Kim Ek" in world.client("association_coordinator").get("/sv/log/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"association": "beta"}, {"Bo Al"}),
        ({"text": "ida"}, {"Ida Ask"}),
        ({"text": "people/0"}, {"Kim Ek"}),
        ({"since": "2026-03-02", "until": "2026-03-02"}, {"Kim Ek"}),  # half past eleven at night in Stockholm
        ({"since": "2026-03-03", "until": "2026-03-03"}, {"Bo Al"}),
        ({"since": "2026-03-05"}, set()),
    ],
)
def test_lines_are_chosen(written: World, wanted: dict[str, str], found: set[str]) -> None:
    browser = written.client("national_coordinator")
    assert names(browser.get("/en/log/", wanted).content) == found
    assert names(browser.get("/en/log/file.csv", wanted).getvalue()) == found


def test_a_filter_that_makes_no_sense_is_told(written: World) -> None:
    page = written.client("national_coordinator").get("/en/log/", {"since": "yesterday"})
    assert page.status_code == 200
    assert "Enter a valid date" in page.content.decode()


def test_a_spreadsheet_calculates_nothing_of_the_file(world: World) -> None:
    record(by=1, who="=HYPERLINK(1)", action="@SUM(1)", about="-1", at=AT)
    line = world.client("national_coordinator").get("/en/log/file.csv").getvalue().decode().splitlines()[1]
    assert line.split(",")[1:5] == ["'=HYPERLINK(1)", "'@SUM(1)", "", "'-1"]


def test_many_lines_are_on_several_pages(world: World) -> None:
    Entry.objects.bulk_create(
        Entry(at=AT + timedelta(minutes=n), who=f"Person {n:03}", action="Took up the invitation.", about="people")
        for n in range(201)
    )
    browser = world.client("national_coordinator")
    first = browser.get("/en/log/").content.decode()
    assert "Page 1 of 3" in first
    assert "Person 200" in first
    assert "Person 000" in browser.get("/en/log/", {"page": "99"}).content.decode()
    assert browser.get("/en/log/", {"page": "x"}).status_code == 200
    assert browser.get("/en/log/", {"page": "9" * 5000}).status_code == 200


def test_a_line_whose_words_are_lacking_is_still_shown(world: World) -> None:
    record(by=1, who="Kim Ek", action="Gave {person} the role {role}.", about="people/1", at=AT)
    assert "Gave {person} the role {role}." in world.client("national_coordinator").get("/en/log/").content.decode()


def things(world: World) -> dict[str, str]:
    """Return what lines are about: how the log finds it again, and what the page shows of it."""
    conference = prepared_conference(world)
    conference.title = {"sv": "Mötet i Björkhaga"}
    conference.save()
    meeting = event(world.person("association_coordinator"))
    wave = planned(world)
    return {
        f"conferences/{conference.slug}/votes/1": "Mötet i Björkhaga",
        f"inventory/{filled(world)}/1": "Inventering",
        f"events/{meeting.pk}": meeting.title,
        f"wave/{wave.slug}": wave.title["sv"],
    }


def test_what_a_line_is_about_is_called_by_its_title_and_found_from_there(world: World) -> None:
    told = things(world)
    for about in told:
        record(by=1, who="Kim Ek", action=marked("Took up the invitation."), about=about, association="alfa", at=AT)
    browser = world.client("association_coordinator")
    page = browser.get("/sv/log/").content.decode()
    links = dict(re.findall(r'<span class="note"><a href="([^"]+)">([^<]+)</a>', page))
    assert set(links.values()) == set(told.values())
    assert not any(f">{about}<" in page for about in told)
    assert {browser.get(address).status_code for address in links} == {200}
    file = browser.get("/sv/log/file.csv").getvalue().decode()
    assert all(title in file and about in file for about, title in told.items())


def test_a_key_in_the_sentence_is_shown_as_the_title(world: World) -> None:
    conference = prepared_conference(world)
    conference.title = {"sv": "Mötet i Björkhaga", "en": "The meeting at Björkhaga"}
    conference.save()
    record(
        by=1,
        who="Kim Ek",
        action=marked("Published the result of {conference}."),
        about=f"conferences/{conference.slug}",
        words={"conference": conference.slug},
        at=AT,
    )
    page = world.client("national_coordinator").get("/en/log/").content.decode()
    assert "Published the result of The meeting at Björkhaga." in page


def test_what_is_gone_keeps_what_finds_it(world: World) -> None:
    record(by=1, who="Kim Ek", action="Took up the invitation.", about="wave/never-made", at=AT)
    assert "wave/never-made" in world.client("national_coordinator").get("/en/log/").content.decode()
