"""The words of letters and posters to respondents that come with the software, by language (`posted_words.yaml`)."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from babel import UnknownLocaleError
from babel.dates import format_date

FALLBACK = "en"
LOCALES = {"en": "en_GB"}
"""By language, the country whose way of writing days is followed."""
WRITTEN = {"so": "d MMMM y"}
"""How days are written where what Babel knows has the order of another continent."""
_FILE = Path(__file__).parent / "posted_words.yaml"

Words = Mapping[str, str]


def languages() -> tuple[str, ...]:
    """Return the languages that have words of their own."""
    return tuple(_read())


def posted_words(language: str) -> Words:
    """Return the words of a language, English ones where it has none."""
    return _read().get(language) or _read()[FALLBACK]


def language_called(word: str) -> str | None:
    """Return the language that is called so, in its own, Swedish or English name or by its code; None if none is."""
    plain = word.strip().casefold()
    return next((code for code, words in _read().items() if plain in words["called"]), None)


def day_in(language: str, day: date) -> str:
    """Return a day as it is written in a language; by its numbers where nobody has told how."""
    try:
        return format_date(day, WRITTEN.get(language, "long"), locale=LOCALES.get(language, language))
    except (ValueError, UnknownLocaleError):
        return day.isoformat()


@cache
def _read() -> Mapping[str, Words]:
    read: Mapping[str, Words] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return read
