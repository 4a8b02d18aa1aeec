"""The record of processing and the information to respondents say what docs/data-protection.md says, of each wave."""

import re
from html import unescape
from pathlib import Path

import pytest
import yaml
from django.test import Client

from tests.people.world import World
from tests.surveys import measuring

ROOT = Path(__file__).resolve().parents[2]
DOCS = (ROOT / "docs" / "data-protection.md").read_text(encoding="utf-8")
TABLES = yaml.safe_load(
    (ROOT / "src" / "ljuspunkt" / "rooms" / "surveys" / "processing.yaml").read_text(encoding="utf-8")
)["tables"]


@pytest.mark.parametrize("table", TABLES)
def test_the_documentation_says_the_same_word_for_word(table: str) -> None:
    row = TABLES[table]
    assert f"| `{table}` | {row['holds']['en']} | {row['about']['en']} | {row['kept']['en']} |" in DOCS


def test_every_table_of_a_measurement_that_is_about_respondents_is_in_the_record() -> None:
    about = dict(re.findall(r"^\| `(surveys_\w+)` \| .* \| (.*) \| .* \|$", DOCS, re.MULTILINE))
    respondents = {table for table, whom in about.items() if re.search("respondent|asked", whom)}
    assert respondents <= {*TABLES, "surveys_paperreading"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_information_and_record_tell_of_this_wave(world: World, language: str) -> None:
    wave = measuring.planned(world, associations=("alfa",))
    client: Client = world.client("association_coordinator")
    information = unescape(client.get(f"/{language}/waves/{wave.slug}/information/").content.decode())
    assert TABLES["surveys_sealedanswer"]["about"][language] in information
    assert "Samordningsförbundet Alfa" in information and "Beta" not in information
    # No letters are sent in this wave, so nothing is said of addresses.
    assert TABLES["mail_letter"]["about"][language] not in information
    measuring.Measurement(world, wave).collector(way="mail")
    information = unescape(client.get(f"/{language}/waves/{wave.slug}/information/").content.decode())
    assert TABLES["mail_letter"]["kept"][language] in information
    record = client.get(f"/{language}/waves/{wave.slug}/record.html")
    assert record.headers["Content-Disposition"] == f'attachment; filename="{wave.slug}-record.html"'
    for row in TABLES.values():
        assert row["kept"][language][1:] in unescape(record.content.decode())  # each begins with a capital there
