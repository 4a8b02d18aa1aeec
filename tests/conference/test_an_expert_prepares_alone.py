"""An expert marks alone: what is sent is sealed, comes back on another device, and leaves no trace of who it was."""

import json

import pytest
from django.test import Client
from pytest_django import Settings

from tests.conference import panel
from tests.conference.device import Device
from tests.conference.preparing import AT, conference_with_panel, coordinator, opened
from tests.people.world import World

pytestmark = pytest.mark.django_db

ROOM = "/en/room/K7Q3XR/prepare/"
NOTES = {"marks": {"a": {"mark": "yes", "note": "Viktigast av allt", "at": 1}}, "order": ["a"], "ordered": 1}


def device(world: World, n: int = 1) -> Device:
    """Open the preparation of the small conference, and return a device that has a code of it."""
    from ljuspunkt.rooms.conference.services import preparation as services

    made = panel.conference(world)
    services.open_preparation(by=coordinator(world), conference=made.pk, to_open=True, at=AT)
    code = services.draw_codes(by=coordinator(world), conference=made.pk, n=n, at=AT)[0]
    return Device(code, type(made).objects.get(pk=made.pk).preparation.salt)


def send(what: str, **said: object) -> tuple[int, dict[str, object]]:
    """Send what a device sends, without cookies."""
    answer = Client().post(f"{ROOM}{what}/", json.dumps(said), content_type="application/json")
    assert not answer.cookies
    return answer.status_code, answer.json()


def test_a_sealed_marking_comes_back_on_another_device(world: World) -> None:
    phone = device(world)
    assert send("read", **phone.who) == (200, {"sealed": "", "version": "", "gave": False})
    status, kept = send("save", **phone.who, sealed=phone.seal(NOTES), version="")
    assert status == 200
    computer = Device(phone.code, phone.salt)
    status, there = send("read", **computer.who)
    assert computer.unseal(str(there["sealed"])) == NOTES
    assert there["version"] == kept["version"]


def test_a_device_that_saved_earlier_is_told_what_another_saved(world: World) -> None:
    phone = device(world)
    _status, first = send("save", **phone.who, sealed=phone.seal(NOTES), version="")
    _status, second = send("save", **phone.who, sealed=phone.seal({"marks": {}}), version=first["version"])
    status, there = send("save", **phone.who, sealed=phone.seal(NOTES), version=first["version"])
    assert status == 409
    assert there == second
    assert send("save", **phone.who, sealed=phone.seal(NOTES), version="")[0] == 409


def test_saving_leaves_no_name_no_time_and_no_line_in_the_log(world: World) -> None:
    from ljuspunkt.rooms.audit.models import Entry
    from ljuspunkt.rooms.conference.models import Marking

    phone = device(world)
    before = Entry.objects.count()
    send("save", **phone.who, sealed=phone.seal(NOTES), version="")
    assert Entry.objects.count() == before
    assert {field.name for field in Marking._meta.get_fields()} == {
        "identifier",
        "conference",
        "sealed",
        "version",
        "gave",
    }
    assert "Viktigast" not in Marking.objects.get().sealed
    assert phone.code[:16] not in str(Marking.objects.values().get())


def test_short_and_long_notes_look_alike(world: World) -> None:
    phone = device(world)
    long = {"marks": {"a": {"mark": "no", "note": "x" * 3000}}}
    assert len(phone.seal(NOTES)) == len(phone.seal(long))


def test_a_code_is_kept_nowhere(world: World) -> None:
    from django.apps import apps

    phone = device(world)
    send("save", **phone.who, sealed=phone.seal(NOTES), version="")
    stored = "\n".join(str(row) for model in apps.get_models() for row in model.objects.values())
    assert phone.identifier in stored
    assert phone.code not in stored
    assert phone.code[:16] not in stored


def test_a_code_that_was_not_made_here_is_refused_and_guessing_is_stopped(world: World) -> None:
    from ljuspunkt.rooms.conference.views import preparation
    from ljuspunkt.web.limiter import MOST, Limiter

    phone = device(world)
    preparation.TICKETS = Limiter()
    wrong = {"identifier": phone.identifier, "ticket": "AAAA"}
    status, said = send("save", **wrong, sealed="x", version="")
    assert status == 422
    assert "no such code" in str(said["said"])
    for _time in range(MOST):
        status, said = send("read", **wrong)
    assert status == 429
    preparation.TICKETS = Limiter()
    assert send("read", **phone.who)[0] == 200


def test_a_guesser_locks_out_nobody_who_has_a_code(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from ljuspunkt.rooms.conference.views import preparation
    from ljuspunkt.web.limiter import MOST, Limiter

    phone = device(world)
    monkeypatch.setattr(preparation, "TICKETS", Limiter())
    for _time in range(MOST + 1):
        status, _said = send("read", identifier="guessed", ticket="AAAAAAAA")
    assert status == 429
    assert send("save", **phone.who, sealed=phone.seal(NOTES), version="")[0] == 200  # from the same address
    assert send("read", **phone.who)[0] == 200


def test_behind_a_proxy_each_address_is_counted_apart(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    from ljuspunkt.rooms.conference.views import preparation
    from ljuspunkt.web.limiter import MOST, Limiter

    phone = device(world)
    settings.BEHIND_HTTPS = True
    monkeypatch.setattr(preparation, "TICKETS", Limiter())

    def read(address: str, **said: str) -> int:
        sent = Client(headers={"X-Forwarded-For": address})
        return sent.post(f"{ROOM}read/", json.dumps(said), content_type="application/json").status_code

    for _time in range(MOST + 1):
        status = read("192.0.2.1", identifier="guessed", ticket="AAAA")
    assert status == 429
    assert read("192.0.2.1, 192.0.2.2", **phone.who) == 200


def test_a_code_holds_for_its_own_conference(world: World) -> None:
    from ljuspunkt.rooms.conference.services import preparation as services

    phone = device(world)
    other = panel.conference(world, slug="beta-2026", association="beta")
    services.open_preparation(
        by=world.person("association_coordinator", "beta"), conference=other.pk, to_open=True, at=AT
    )
    answer = Client().post(
        "/en/room/N4QX7T/prepare/save/",
        json.dumps({**phone.who, "sealed": "x", "version": ""}),
        content_type="application/json",
    )
    assert answer.status_code == 422


def test_nothing_is_saved_while_it_is_closed_but_notes_can_be_read(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Conference
    from ljuspunkt.rooms.conference.services import preparation as services

    phone = device(world)
    send("save", **phone.who, sealed=phone.seal(NOTES), version="")
    key = Conference.objects.get(slug="alfa-2026").pk
    services.open_preparation(by=coordinator(world), conference=key, to_open=False, at=AT)
    _status, there = send("read", **phone.who)
    assert phone.unseal(str(there["sealed"])) == NOTES
    status, said = send("save", **phone.who, sealed=phone.seal(NOTES), version=there["version"])
    assert (status, said["said"]) == (422, "The preparation isn't open.")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"identifier": 1, "ticket": null}',
        b'{"identifier": "x", "ticket": "y", "masked": [true]}',
        b'{"identifier": "x", "ticket": "y\\u0000"}',
        b"[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(world: World, body: bytes) -> None:
    device(world)
    for what in ("read", "save", "give"):
        answer = Client().post(f"{ROOM}{what}/", body, content_type="application/json")
        assert 400 <= answer.status_code < 500
        assert answer.json()["said"]


def test_a_marking_has_a_largest_size(world: World) -> None:
    phone = device(world)
    assert send("save", **phone.who, sealed="x" * 400_001, version="")[0] == 422


def test_another_site_cannot_send_anything(world: World) -> None:
    phone = device(world)
    answer = Client().post(
        f"{ROOM}read/",
        json.dumps(phone.who),
        content_type="application/json",
        headers={"origin": "https://example.org"},
    )
    assert answer.status_code == 403


def test_the_candidates_can_be_marked_by_pen(world: World) -> None:
    panel.conference(world)
    answer = Client().get(f"{ROOM}sheet/")
    assert answer.content.startswith(b"%PDF-")
    page = Client().get(ROOM).content.decode()
    assert "print the sheet" in page
    assert "Bemötande" in page


def test_printed_slips_carry_the_codes_and_are_not_kept(world: World) -> None:
    conference_with_panel(world)
    browser = world.client("association_coordinator")
    answer = browser.post("/en/conferences/alfa-2026/preparation/print/", {"n": "3"})
    assert answer.content.startswith(b"%PDF-")
    assert "no-store" in answer.headers["Cache-Control"]
    assert browser.post("/en/conferences/alfa-2026/preparation/print/", {"n": "0"}).status_code == 422


def test_codes_are_mailed_once_and_again_to_who_lost_one(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Conference
    from ljuspunkt.rooms.mail.models import Letter

    conference = conference_with_panel(world, 3)
    browser = world.client("association_coordinator")
    browser.post("/en/conferences/alfa-2026/preparation/mail/")
    letters = list(Letter.objects.order_by("to"))
    assert [letter.to for letter in letters] == [f"expert{at}@example.se" for at in range(3)]
    assert all("/sv/room/K7Q3XR/prepare/#" in letter.body and "/en/room/" in letter.body for letter in letters)
    browser.post("/en/conferences/alfa-2026/preparation/mail/")
    assert Letter.objects.count() == 3
    first = conference.experts.first()
    assert first is not None
    browser.post("/en/conferences/alfa-2026/preparation/lost/", {"expert": first.pk})
    browser.post("/en/conferences/alfa-2026/preparation/mail/")
    assert Letter.objects.filter(to="expert0@example.se").count() == 2
    assert Conference.objects.get(pk=conference.pk).markings.count() == 0


def test_markings_are_erased_when_the_conference_is_over(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Conference, Marking
    from ljuspunkt.rooms.conference.services.close_conference import close_conference

    phone = device(world)
    conference = Conference.objects.get(slug="alfa-2026")
    send("save", **phone.who, sealed=phone.seal(NOTES), version="")
    browser = world.client("association_coordinator")
    page = "/en/conferences/alfa-2026/preparation/"
    assert "One sealed marking is saved" in browser.get(page).content.decode()
    assert "still lie on the server" not in browser.get("/en/work/").content.decode()
    close_conference(by=world.person("conference_chair"), conference=conference.pk, at=AT)
    assert "still lie on the server" in browser.get("/en/work/").content.decode()
    assert send("save", **phone.who, sealed=phone.seal(NOTES), version="")[0] == 422
    browser.post(f"{page}erase/")
    assert Marking.objects.count() == 0


def test_identifiers_are_worked_out_alike_here_and_on_a_device(world: World) -> None:
    made = panel.conference(world)
    ((identifier, ticket),) = opened(world, made)
    assert len(identifier) == 43
    assert len(ticket) == 8
    from ljuspunkt.rooms.conference.preparation_codes import identifier_of

    assert identifier_of("ABCDEFGHJKNPQRST", "00" * 16) == Device("ABCDEFGHJKNPQRSTAAAA", "00" * 16).identifier
