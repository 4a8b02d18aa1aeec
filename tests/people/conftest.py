"""Every test begins with nobody having tried to log in: the limits of attempts live in memory."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()
