"""Coordinator and analyst choose passphrases, print the code and freeze on the pages; a coordinator reads texts."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from tests.people.world import World
from tests.surveys import measuring
from tests.surveys.measuring import ANALYST_WORDS, COORDINATOR_WORDS


def page(client: Client, path: str, **fields: str) -> str:
    """Return a page that is fetched, or what comes of a form; redirects are followed."""
    answer = client.post(path, fields, follow=True) if fields else client.get(path)
    return str(answer.content.decode())


@pytest.fixture
def network(world: World) -> tuple[Client, Client]:
    return world.client("national_coordinator"), world.client("analyst")


def test_from_two_passphrases_to_frozen_answers(world: World, network: tuple[Client, Client]) -> None:
    from ljuspunkt.rooms.surveys.models import Wave

    coordinator, analyst = network
    wave = measuring.planned(world)
    at = f"/en/waves/{wave.slug}"
    assert "Two people hold the key" in page(coordinator, f"{at}/keys/")
    for client, words in ((coordinator, COORDINATOR_WORDS), (analyst, ANALYST_WORDS)):
        short = client.post(f"{at}/keys/passphrase/", {"passphrase": "short", "again": "short"})
        assert (short.status_code, b"at least 16 signs" in short.content) == (422, True)
        unlike = client.post(f"{at}/keys/passphrase/", {"passphrase": words, "again": words + "!"})
        assert (unlike.status_code, b"the same passphrase" in unlike.content) == (422, True)
        assert "Your passphrase is chosen" in page(client, f"{at}/keys/passphrase/", passphrase=words, again=words)
    assert "Both have chosen" in page(coordinator, f"{at}/keys/")
    made = analyst.post(f"{at}/keys/make/")
    assert made.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    code = re.search(r"receiptcode num\">([A-Z2-9 ]+)<", made.content.decode())
    assert code is not None
    assert page(coordinator, f"{at}/keys/").count("opens the key") == 2
    assert "This is the passphrase that you chose" in page(coordinator, f"{at}/keys/try/", secret=COORDINATOR_WORDS)
    assert "the passphrase that you chose for" in page(coordinator, f"{at}/keys/try/", secret=ANALYST_WORDS)

    Wave.objects.update(state="open")
    wave.refresh_from_db()
    measurement = measuring.Measurement(world, wave)
    card = measurement.collector()
    for number in range(12):
        measurement.answer(card, q1="3", t=f"Tack {number}")
    assert "The wave is still open" in page(analyst, f"{at}/close/")
    measurement.end()
    assert "At least 12 answers wait to be opened" in page(analyst, f"{at}/close/")
    assert "neither your passphrase" in page(analyst, f"{at}/close/", secret="wrong but long enough")
    assert "The wave is frozen." in page(coordinator, f"{at}/close/", secret=code.group(1))
    assert "The wave is frozen with at least 12 answers" in page(coordinator, f"{at}/close/")
    assert "The key is destroyed" in page(coordinator, f"{at}/keys/")

    assert "The analyst fetches it" in page(coordinator, f"{at}/data/")
    fetched = analyst.post(f"{at}/data/{wave.slug}.zip")
    names = ZipFile(BytesIO(fetched.content)).namelist()
    assert f"{wave.slug}/answers.parquet" in names and f"{wave.slug}/manifest.json" in names
    local = page(world.client("association_coordinator"), f"{at}/open-answers/alfa/")
    assert "12 open answers" in local and "Tack 7" in local and "Names may occur" in local


def test_a_holder_who_comes_later_is_let_in_by_another(world: World, network: tuple[Client, Client]) -> None:
    from ljuspunkt.rooms.people.models import Account, Assignment
    from ljuspunkt.rooms.people.permissions import person_of
    from ljuspunkt.rooms.surveys.services import keys

    coordinator, _analyst = network
    measurement = measuring.opened(world)
    at = f"/en/waves/{measurement.wave.slug}"
    account = Account.objects.create_user(email="ny@example.se", password="en lång mening", name="Ny Analytiker")
    Assignment.objects.create(account=account, role="analyst", given_at=measuring.AT)
    later = person_of(account)
    words = "helt andra ord i en rad"
    keys.choose_passphrase(by=later, slug=measurement.wave.slug, passphrase=words, at=measuring.AT)
    assert "let in yet" in page(coordinator, f"{at}/keys/")
    assert "from now on" in page(coordinator, f"{at}/keys/let-in/", secret=COORDINATOR_WORDS)
    assert keys.open_key(by=later, wave=measurement.wave, secret=words).private_key
    # The first analyst goes, and the new recovery code takes the old one's place.
    first = measurement.wave.key_holders.get(account=world.account("analyst"))
    assert "The part is ended" in page(coordinator, f"{at}/keys/holders/{first.pk}/end/", sure="yes")
    renewed = page(coordinator, f"{at}/keys/code/", secret=COORDINATOR_WORDS)
    code = re.search(r"receiptcode num\">([A-Z2-9 ]+)<", renewed)
    assert code is not None
    opened = keys.open_key(by=later, wave=measurement.wave, secret=code.group(1))
    assert opened.by_code
    for gone in (measurement.code, ANALYST_WORDS):
        with pytest.raises(Exception, match="neither your passphrase"):
            keys.open_key(by=world.person("analyst"), wave=measurement.wave, secret=gone)


def test_an_open_answer_with_a_name_is_removed(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import OpenAnswer

    measurement = measuring.opened(world)
    card = measurement.collector()
    for number in range(10):
        measurement.answer(card, q1="3", t="Jag heter Nils" if number == 4 else "")
    measurement.end()
    measurement.freeze()
    answer = OpenAnswer.objects.get()
    at = f"/en/waves/{measurement.wave.slug}/open-answers/alfa/"
    asked = page(world.client("association_coordinator"), f"{at}{answer.pk}/remove/")
    assert "Shall this open answer be removed?" in asked and "Jag heter Nils" in asked
    assert OpenAnswer.objects.exists()
    assert "The answer is removed" in page(
        world.client("association_coordinator"), f"{at}{answer.pk}/remove/", sure="y"
    )
    assert not OpenAnswer.objects.exists()
