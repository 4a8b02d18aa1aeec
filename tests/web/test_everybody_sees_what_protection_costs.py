"""The audit's page says how much protection hides, table by table, and never which groups are small."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

Opener = Callable[..., Page]


def test_the_page_says_how_much_is_left(opener: Opener) -> None:
    for language, heading, column in (
        ("sv", "93\N{NO-BREAK SPACE}% av de svarande finns i en grupp som visas", "Svarande i visade grupper"),
        ("en", "93% of the respondents are in a shown group", "Respondents in shown groups"),
    ):
        page = opener(f"/{language}/audit/", width=360)
        expect(page.locator("h2", has_text=heading)).to_have_count(1)
        table = page.locator("table", has_text=column)
        expect(table.locator("tbody tr")).to_have_count(2)
        expect(table.locator("tbody tr").last).to_contain_text("100")


def test_why_a_group_is_hidden_stays_with_the_analyst(opener: Opener, installation: Path) -> None:
    """185 groups of the example are small, with 833 people; the page and what is taken home don't know."""
    page = opener("/en/audit/")
    numbers = " ".join([*page.locator("table").all_inner_texts(), *page.locator("dl").all_inner_texts()])
    assert "11,915" in numbers
    assert "185" not in numbers and "833" not in numbers
    for bundle in (installation / "reports").glob("*.zip"):
        with zipfile.ZipFile(bundle) as held:
            assert not [name for name in held.namelist() if "private" in name or b"complementary" in held.read(name)]
