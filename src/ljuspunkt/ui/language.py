"""The language of the page: Swedish unless the page's address says otherwise."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from ljuspunkt.domain.report.words import Language
from ljuspunkt.domain.vocabulary import Text, wording


def page_language() -> Language:
    """Return the language of the page, as the method and the files know it."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def on_page(text: Text) -> str:
    """Return a text in the language of the page, in another where it isn't written in that."""
    return wording(text, page_language())


RIGHT_TO_LEFT = frozenset({"aii", "arc", "dv", "prs", "syr"})
"""Languages written from right to left that Babel tells nothing of: Assyrian and Syriac, Aramaic, Dhivehi, Dari."""
CALLED: Mapping[str, Mapping[Language, str]] = {
    "ckb": {"sv": "sorani (centralkurdiska)", "en": "Sorani (Central Kurdish)"},
    "kmr": {"sv": "kurmanji (nordkurdiska)", "en": "Kurmanji (Northern Kurdish)"},
    "prs": {"sv": "dari", "en": "Dari"},
    "rom": {"sv": "romani", "en": "Romani"},
}
"""What languages are called that Babel doesn't know, or calls otherwise than their speakers in Sweden do."""
CALLED_BY_ITSELF: Mapping[str, str] = {
    "ckb": "سۆرانی",
    "kmr": "Kurmancî",
    "prs": "دری",
    "rom": "Romani čhib",
}
"""What they are called by those who speak them."""


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return which way a language is written, as `dir` says it; left to right where it isn't known."""
    found = _locale(language)
    if found is None:
        return "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return "rtl" if found.text_direction == "rtl" else "ltr"


def language_name(language: str) -> str:
    """Return what a language is called in the language of the page, its code where it isn't known."""
    if language in CALLED:
        return CALLED[language][page_language()]
    found = _locale(language)
    if found is None:
        return str(Locale(page_language()).languages.get(language, language))
    return str(found.get_display_name(page_language()) or language)


def own_language_name(language: str) -> str:
    """Return what a language is called by those who speak it, its code where that isn't known."""
    if language in CALLED_BY_ITSELF:
        return CALLED_BY_ITSELF[language]
    found = _locale(language)
    name = str((found.get_display_name(found) if found else "") or language)
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None


def language_on_page(text: Text) -> str:
    """Return the language in which `on_page` gives a text, the page's where there is no text."""
    return next((each for each in (page_language(), "sv", "en", *text) if text.get(each)), page_language())
