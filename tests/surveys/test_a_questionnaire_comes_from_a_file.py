"""A questionnaire from a file is shown with what isn't understood before anything is kept, and goes out again."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from ljuspunkt.files.questionnaires import read
from ljuspunkt.rooms.surveys.queries.questionnaires import of_version
from tests.people.world import World
from tests.surveys.worded import BASE, SLUG, drafted, renewed, version

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "measurement" / "instruments"
ONGOING = EXAMPLE / "participant-ongoing-2020.yaml"
ODD = b"""
settings: {form_id: odd, version: "2026", respondent_group: staff}
choices: {yn: [{name: "1", label: {sv: Ja}}, {name: "2", label: {sv: Nej}}]}
survey:
  - {name: q1, type: select_one yn, label: {sv: "Har du haft det bra?"}}
  - {name: photo, type: image, label: {sv: Ta en bild}}
  - {name: where, type: geopoint, label: {sv: Var}}
"""
NAMED = {"owner": "*", "group": "participant_ongoing", "slug": "ongoing", "version": "2026"}


@pytest.fixture
def browser(world: World) -> Client:
    return world.client("national_coordinator")


def send(browser: Client, content: bytes, name: str, to: str = "/sv/instruments/import/") -> HttpResponse:
    return browser.post(to, {"file": SimpleUploadedFile(name, content)})


def test_the_example_comes_in_whole_and_goes_out_the_same(browser: Client, tmp_path: Path) -> None:
    answer = send(browser, ONGOING.read_bytes(), "participant-ongoing-2020.yaml")
    assert answer.headers["Location"] == "/sv/instruments/import/look/"
    look = browser.get("/sv/instruments/import/look/")
    assert "Allt i filen förstås" in look.text
    assert browser.post("/sv/instruments/import/look/", NAMED).status_code == 302
    kept = of_version(version("ongoing").pk)
    expected = read(ONGOING)
    assert kept.body == expected.body
    assert kept.scales == expected.scales
    for ending in ("yaml", "xlsx"):
        sent = browser.get(f"/sv/instruments/ongoing/versions/2026/questionnaire.{ending}")
        file = tmp_path / f"back.{ending}"
        file.write_bytes(sent.content)
        assert read(file) == kept


def test_what_is_not_understood_is_listed_by_row_and_nothing_is_kept(browser: Client) -> None:
    from ljuspunkt.rooms.surveys.models import Instrument

    send(browser, ODD, "odd.yaml")
    look = browser.get("/sv/instruments/import/look/")
    assert "2 saker förstås inte" in look.text
    for said in ("photo", "image", "where", "geopoint", "rad 6", "rad 7"):
        assert said in look.text
    assert not Instrument.objects.exists()
    browser.post("/sv/instruments/import/drop/")
    assert browser.get("/sv/instruments/import/look/").status_code == 302
    assert not Instrument.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xff\xfe nothing", "a.yaml"),
        (b"PK\x03\x04 not a zip", "a.xlsx"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a.lss"),
        (b"", "a.yaml"),
        (b"just a text", "a.exe"),
        (b"survey: []", "../../../etc/passwd.yaml"),
        (b"x" * 10_000_001, "a.yaml"),
    ],
    ids=[
        "not utf-8",
        "not a workbook",
        "entities",
        "empty",
        "another ending",
        "a way out",
        "too large",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(browser: Client, content: bytes, name: str) -> None:
    answer = send(browser, content, name)
    assert answer.status_code == 422
    assert "errorlist" in answer.text
    assert "/tmp/" not in answer.text


def test_the_page_takes_what_the_command_takes(
    browser: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ljuspunkt.cli.main import main

    leading_out = ODD.replace(b"name: q1", b"name: ../../my q1")
    path = tmp_path / "odd.yaml"
    path.write_bytes(leading_out)
    assert main(["instrument", "check", str(path)]) == 0
    assert "my_q1 (select_one yn)" in capsys.readouterr().out
    assert send(browser, leading_out, "odd.yaml").status_code == 302
    assert "det heter ”my_q1”" in browser.get("/sv/instruments/import/look/").text
    assert browser.post("/sv/instruments/import/look/", NAMED).status_code == 302
    assert [item.name for item in of_version(version("ongoing").pk).items] == ["my_q1"]


def test_a_file_takes_the_place_of_the_draft_with_marks_that_hold(
    browser: Client, world: World, tmp_path: Path
) -> None:
    renewed(world)
    exported = browser.get(f"{BASE.replace('2026', '2027')}questionnaire.yaml").content
    changed = exported.replace(b"Indikator 1", b"Annan lydelse", 1)
    assert changed != exported
    address = f"/sv/instruments/{SLUG}/import/"
    send(browser, changed, "staff.yaml", address)
    assert "Filen ersätter utkastet 2027" in browser.get(f"{address}look/").text
    browser.post(f"{address}look/", {"version": "2027"})
    made = of_version(version(name="2027").pk)
    assert {item.name: item.mark for item in made.items} == {"q1": "changed", "q2": "same"}


def test_one_person_does_not_see_the_file_of_another(world: World, browser: Client) -> None:
    drafted(world)
    send(browser, ODD, "odd.yaml")
    other = world.client("association_coordinator")
    assert other.get("/sv/instruments/import/look/").status_code == 302
    assert other.post(f"/sv/instruments/{SLUG}/import/look/", {"version": "2026"}).status_code == 404


def test_an_association_imports_for_itself_only(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import Instrument

    alfa = world.client("association_coordinator")
    send(alfa, ODD, "odd.yaml")
    named = {"owner": "alfa", "group": "staff", "slug": "alfas", "version": "2026"}
    assert alfa.post("/sv/instruments/import/look/", {**named, "owner": "*"}).status_code == 422
    assert alfa.post("/sv/instruments/import/look/", {**named, "owner": "beta"}).status_code == 422
    assert alfa.post("/sv/instruments/import/look/", named).status_code == 302
    assert Instrument.objects.get().association.slug == "alfa"
