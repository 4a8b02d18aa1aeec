"""The translations (översättningar) as they lie compiled beside the code."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parents[1] / "locale"
DOMAIN = "django"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the translations into a language; where there are none, what leaves every message as it is."""
    return gettext.translation(DOMAIN, LOCALE, languages=[language], fallback=True)


def looked_up_in(language: str) -> Callable[[str], str]:
    """Return what looks up messages in a given language, whatever this process speaks."""
    return catalogue(language).gettext
