"""What tests of live pages share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.real_database import real_database

__all__ = ["real_database"]


@pytest.fixture(scope="session")
def browser(chromium: dict[str, object]) -> Iterator[Browser]:
    """Return a running Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium)  # type: ignore[arg-type]
        yield started
        started.close()
