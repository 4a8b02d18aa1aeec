"""The language of the page: Swedish unless the page's address says otherwise."""

from django.utils.translation import get_language

from ljuspunkt.domain.report.words import Language
from ljuspunkt.domain.vocabulary import Text, wording


def page_language() -> Language:
    """Return the language of the page, as the method and the files know it."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def on_page(text: Text) -> str:
    """Return a text in the language of the page, in another where it isn't written in that."""
    return wording(text, page_language())
