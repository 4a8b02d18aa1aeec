"""The record of processing and the information to respondents say what docs/data-protection.md says, of each wave."""

import re
from html import unescape
from pathlib import Path
from string import Formatter

import pytest
import yaml
from django.test import Client

from tests.people.world import World
from tests.surveys import measuring
from tests.surveys.answering import Phone, stage

ROOT = Path(__file__).resolve().parents[2]
DOCS = (ROOT / "docs" / "data-protection.md").read_text(encoding="utf-8")
ROOMS = ROOT / "src" / "ljuspunkt" / "rooms" / "surveys"
TABLES = yaml.safe_load((ROOMS / "processing.yaml").read_text(encoding="utf-8"))["tables"]


@pytest.mark.parametrize("table", TABLES)
def test_the_documentation_says_the_same_word_for_word(table: str) -> None:
    row = TABLES[table]
    assert f"| `{table}` | {row['holds']['en']} | {row['about']['en']} | {row['kept']['en']} |" in DOCS


def test_every_table_of_a_measurement_that_is_about_respondents_is_in_the_record() -> None:
    about = dict(re.findall(r"^\| `(surveys_\w+)` \| .* \| (.*) \| .* \|$", DOCS, re.MULTILINE))
    respondents = {table for table, whom in about.items() if re.search("respondent|asked", whom)}
    assert respondents <= {*TABLES, "surveys_paperreading"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_record_tells_of_this_wave(world: World, language: str) -> None:
    wave = measuring.planned(world, associations=("alfa",))
    client: Client = world.client("association_coordinator")
    record = client.get(f"/{language}/waves/{wave.slug}/record.html")
    assert record.headers["Content-Disposition"] == f'attachment; filename="{wave.slug}-record.html"'
    for row in TABLES.values():
        assert row["kept"][language][1:] in unescape(record.content.decode())  # each begins with a capital there


def test_the_information_is_of_this_wave_and_in_plain_words(world: World) -> None:
    wave = measuring.planned(world, associations=("alfa",))
    client: Client = world.client("association_coordinator")
    address = f"/sv/waves/{wave.slug}/information/"
    shown = unescape(client.get(address).content.decode())
    assert "Personuppgiftsansvarig: Samordningsförbundet Alfa" in shown and "Beta" not in shown
    assert "minst 10 i din grupp har svarat" in shown and "högst 30 dagar" in shown
    assert "artikel 6.1 e" in shown and "imy.se" in shown and "dataskyddsombud" in shown
    assert not re.search("`|surveys_|token|nyckl", shown.partition("<main")[2].partition("</main>")[0])
    # No letters are sent in this wave, so nothing is said of addresses.
    assert "Din e-postadress" not in shown
    measuring.Measurement(world, wave).collector(way="mail")
    assert "Din e-postadress: tills mätningen stänger" in unescape(client.get(address).content.decode())
    file = client.get(f"/sv/waves/{wave.slug}/information.html?language=en")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{wave.slug}-information-en.html"'
    assert '<html lang="en" dir="ltr">' in file.content.decode() and "Your rights" in file.content.decode()


def shape(value: object) -> object:
    """Return a text's named places, a list's length, by name."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return {name for _, name, _, _ in Formatter().parse(str(value)) if name}


def test_every_language_tells_the_same() -> None:
    words = yaml.safe_load((ROOMS / "information_words.yaml").read_text(encoding="utf-8"))
    assert set(words) == {"sv", "en", "ar", "so"}
    assert all(shape(each) == shape(words["sv"]) for each in words.values())


@pytest.mark.django_db
@pytest.mark.parametrize("reading", ["sv", "sv-easy", "ar"])
def test_whoever_answers_finds_it_from_the_first_page(reading: str) -> None:
    staged = stage()
    phone = Phone()
    heading = {"sv": "Så används dina svar", "ar": "كيف تُستخدم إجاباتك"}[reading[:2]]
    phone.get(f"/answer/link234567/{reading}/")
    assert "/about/" in phone.page
    phone.get("about/")
    assert phone.heading == heading and "Din e-postadress" not in phone.page
    phone.get(f"{staged.letter()}{reading}/about/")
    assert phone.heading == heading
    if reading == "sv":
        assert "Har du fått en egen länk med e-post" in phone.page
