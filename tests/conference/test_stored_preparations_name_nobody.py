"""Whoever takes the whole installation finds no marking in clear, and nothing that ties an expert to one.

The pages are used as on the day before: codes mailed and sent, markings saved and given through a running server. Then
database files, log and mail folder are searched, on both databases.
"""

import json
import sqlite3
import urllib.request
from collections.abc import Iterator

import pytest

from tests.conference.device import Device, Organiser, masked
from tests.conference.preparing import AT, MOMENT, conference_with_panel, coordinator
from tests.conference.serving import Server, serving
from tests.people.world import make_world
from tests.real_database import RealDatabase

NOTE = "Viktigast-av-allt-enligt-mig"
ITEMS = 11


def send(server: Server, what: str, said: object) -> dict[str, object]:
    """Send what a device sends."""
    request = urllib.request.Request(
        f"{server.address}/sv/room/K7Q3XR/prepare/{what}/",
        json.dumps(said).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.load(answer)  # type: ignore[no-any-return]


def everything_stored(installation: RealDatabase) -> bytes:
    """Return every byte of the installation's folder and of its database as it can be read."""
    files = [path for path in installation.folder.rglob("*") if path.is_file()]
    found = b"\n".join(str(path.relative_to(installation.folder)).encode() + path.read_bytes() for path in files)
    if installation.address:
        import psycopg

        with psycopg.connect(installation.address) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (table,) in tables:
                rows = connection.execute(f'SELECT xmin::text, ctid::text, * FROM "{table}"').fetchall()
                found += f"{table} {rows}".encode()
    return found


@pytest.mark.slow
def test_the_whole_installation_holds_no_marking_and_no_tie(real_database: RealDatabase) -> None:
    from ljuspunkt.rooms.conference.services import preparation as services
    from ljuspunkt.rooms.mail.models import Letter
    from ljuspunkt.rooms.mail.services import forget

    world = make_world()
    conference = conference_with_panel(world, 6)
    by = coordinator(world)
    services.open_preparation(by=by, conference=conference.pk, to_open=True, at=AT)
    services.mail_codes(
        by=by, conference=conference.pk, address=lambda code, language: f"https://example.se/{language}/#{code}", at=AT
    )
    salt = type(conference).objects.get(pk=conference.pk).preparation.salt
    mailed = {letter.to: letter.body.partition("/#")[2].split()[0] for letter in Letter.objects.all()}
    forget(key_prefix=f"preparation/{conference.pk}/")  # as it is when the letters have been sent
    devices = {address: Device(code, salt) for address, code in mailed.items()}
    organiser = Organiser()
    services.gather_totals(
        by=by,
        conference=conference.pk,
        public_key=organiser.public_key,
        sealed_key=organiser.sealed_key,
        ends_at=MOMENT.replace(year=2126),
        at=AT,
    )
    with serving(real_database) as server:
        for place, device in enumerate(devices.values()):
            vector = [number for item in range(ITEMS) for number in ((1, 0, 0) if item == place else (0, 0, 1))]
            sealed = device.seal({"marks": {"a": {"mark": "yes", "note": f"{NOTE} {place}"}}})
            version = send(server, "save", {**device.who, "sealed": sealed, "version": ""})["version"]
            send(server, "save", {**device.who, "sealed": sealed, "version": version})
            hidden, seed = masked(vector, organiser.public_key)
            send(server, "give", {**device.who, "masked": hidden, "seed": seed})
    stored = everything_stored(real_database)
    # What is searched for would be found if it were there.
    assert devices["expert0@example.se"].identifier.encode() in stored
    assert b"expert0@example.se" in stored
    assert NOTE.encode() not in stored
    for address, device in devices.items():
        assert device.code[:16].encode() not in stored
        assert device.key not in stored
        assert json.dumps(vector)[1:-1].encode() not in stored
        # Nothing near an identifier, in a row or on a page of the file, is of the expert.
        near = [stored[max(0, at - 200) : at + 200] for at in _places(stored, device.identifier.encode())]
        assert not any(address.partition("@")[0].encode() in part for part in near)
    assert _columns(real_database) == {"identifier", "conference_id", "sealed", "version", "gave"}


def _places(stored: bytes, wanted: bytes) -> Iterator[int]:
    at = stored.find(wanted)
    while at >= 0:
        yield at
        at = stored.find(wanted, at + 1)


def _columns(installation: RealDatabase) -> set[str]:
    """Return what the table of markings holds, as the database itself says."""
    if installation.address:
        import psycopg

        with psycopg.connect(installation.address) as connection:
            asked = "SELECT column_name FROM information_schema.columns WHERE table_name = 'conference_marking'"
            return {name for (name,) in connection.execute(asked).fetchall()}
    (file,) = installation.folder.glob("*.sqlite3")
    with sqlite3.connect(file) as connection:
        return {row[1] for row in connection.execute("PRAGMA table_info(conference_marking)")}
