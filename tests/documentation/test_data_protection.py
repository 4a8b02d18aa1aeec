"""Every table of the database and every folder of an installation has its row in docs/data-protection.md."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "data-protection.md"
SETTINGS = ROOT / "src" / "ljuspunkt" / "config" / "settings.py"


def test_every_table_tells_what_it_holds_and_for_how_long() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    described = set(re.findall(r"^\| `([a-z_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert tables - described == set(), "tables without a row"
    assert described - tables == set(), "rows without a table"


def test_every_folder_of_an_installation_tells_what_it_holds_and_for_how_long() -> None:
    made = set(re.findall(r'INSTALLATION / "([\w.-]+)"', SETTINGS.read_text(encoding="utf-8")))
    described = re.findall(r"^\| `LJUSPUNKT_DIR/([\w.-]+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert made
    assert made - set(described) == set(), "folders without a row"
