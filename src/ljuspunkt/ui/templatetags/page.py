"""Template tags for what every page has: the language switch."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

register = template.Library()


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """A link to the same page in another language."""

    code: str
    name: str
    address: str


@register.simple_tag
def other_languages(request: HttpRequest | None) -> list[OtherLanguage]:
    """Return links to this page in the languages it isn't shown in now; none without a request."""
    if request is None:
        return []
    here = request.get_full_path()
    shown = get_language()
    return [
        OtherLanguage(code, name, _translated(here, code, shown)) for code, name in settings.LANGUAGES if code != shown
    ]


def _translated(address: str, code: str, shown: str | None) -> str:
    """Return the address of the same page, or the start page where this one exists in no language."""
    there = translate_url(address, code)
    return there if there != address else f"/{code}/"
