"""Every table of the database has its row in docs/data-protection.md."""

import re
from pathlib import Path

from django.apps import apps

PAGE = Path(__file__).resolve().parents[2] / "docs" / "data-protection.md"


def test_every_table_tells_what_it_holds_and_for_how_long() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    described = set(re.findall(r"^\| `([a-z_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert tables - described == set(), "tables without a row"
    assert described - tables == set(), "rows without a table"
