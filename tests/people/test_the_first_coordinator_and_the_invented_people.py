"""How an installation begins: a first coordinator from the command line; in an example, somebody for every role."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from ljuspunkt.cli.demo_people import FILE, invent
from ljuspunkt.rooms.people import queries
from ljuspunkt.rooms.people.models import Account, Assignment, Invitation
from ljuspunkt.rooms.people.permissions import Role
from ljuspunkt.rooms.people.services import first_coordinator
from tests.people.world import AT

COMMAND = Path(sys.executable).parent / "ljuspunkt"
ASSOCIATIONS = Path(__file__).resolve().parents[2] / "examples" / "measurement" / "associations.csv"


def address(key: str, language: str) -> str:
    return f"https://example.se/{language}/account/welcome/{key}/"


def test_the_command_prints_a_link_to_choose_a_password(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LJUSPUNKT_", "DJANGO_"))}

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [COMMAND, "coordinator", *words, "--dir", tmp_path],
            env={**kept, "LJUSPUNKT_LANGUAGE": "en"},
            capture_output=True,
            text=True,
            check=False,
        )

    done = run("kim@example.se", "--name", "Kim Ek", "--address", "https://indikatorer.example/")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("https://indikatorer.example/sv/account/welcome/")
    refused = run("somebody@example.se")
    assert refused.returncode == 2
    assert refused.stderr == "ljuspunkt coordinator: Write the person’s name.\n"


def test_the_link_is_used_and_the_person_coordinates_the_network(db: None) -> None:
    link = first_coordinator(email="Kim@example.se", name="Kim Ek", language="en", at=AT, address=address)
    Invitation.objects.update(until=AT.replace(year=2100))
    chosen = "ett eget långt lösenord"
    Client().post(urlsplit(link).path, {"password1": chosen, "password2": chosen})
    account = Account.objects.get(email="kim@example.se")
    assert account.check_password(chosen)
    assert Assignment.objects.get(account=account).role == Role.NATIONAL_COORDINATOR


def test_a_second_time_gives_a_new_link_and_not_a_second_role(db: None) -> None:
    for _time in range(2):
        first_coordinator(email="kim@example.se", name="Kim Ek", language="sv", at=AT, address=address)
    assert Assignment.objects.count() == 1
    assert Invitation.objects.filter(until__gt=AT).count() == 1


@pytest.fixture
def example(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "en")
    invent(tmp_path, ASSOCIATIONS, AT)
    return capsys.readouterr().out


def test_the_example_has_somebody_for_every_role_who_can_log_in(example: str) -> None:
    assert set(Assignment.objects.values_list("role", flat=True)) == set(Role)
    password = example.split("Password of all: ")[1].split()[0]
    for account in Account.objects.all():
        assert account.email in example
        assert account.check_password(password)
        assert account.invented
    assert Client().post("/en/account/login/", {"login": "lasare@example.se", "password": password}).status_code == 302


def test_the_password_is_kept_for_the_owner_alone(example: str, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_second_example_changes_nobody_and_says_the_same(
    example: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = list(Account.objects.values_list("password", flat=True))
    invent(tmp_path, ASSOCIATIONS, AT)
    assert capsys.readouterr().out == example
    assert list(Account.objects.values_list("password", flat=True)) == before


def test_the_example_follows_its_mergers(example: str) -> None:
    assert queries.history("lindasen") == {"lindasen", "ekvallen", "furusala"}
    assert queries.successor("vassholma") == "bjorkhaga"
