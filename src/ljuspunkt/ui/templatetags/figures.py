"""Template tags and filters for figures, in the page's language."""

from django import template

from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.ui import figures
from ljuspunkt.ui.language import language_on_page, on_page, page_language

register = template.Library()


@register.filter
def percent(share: figures.Number, decimals: int = 0) -> str:
    """Write a share 0–1 as "81 %"."""
    return figures.percent(share, page_language(), decimals)


@register.filter
def number(value: figures.Number, decimals: int = 0) -> str:
    """Write a number with the language's decimal sign and thousands."""
    return figures.number(value, page_language(), decimals)


@register.filter
def figure(value: figures.Number | None) -> str:
    """Write a number with its decimal where it has one, a dash where there is none: "14", "7,5", "–"."""
    if value is None:
        return "–"
    return figures.number(value, page_language(), 0 if value == int(value) else 1)


@register.filter
def of(part: int, whole: int) -> str:
    """Write "52 av 64"."""
    return figures.of(part, whole, page_language())


@register.filter
def percent_of(part: int, whole: int) -> str:
    """Write "93 %", with a decimal where 0 or 100 wouldn't be true."""
    return figures.percent_of(part, whole, page_language())


@register.simple_tag
def percent_range(low: figures.Number, high: figures.Number, decimals: int = 0) -> str:
    """Write an interval of shares as "70–89 %"."""
    return figures.percent_range(low, high, page_language(), decimals)


@register.filter
def said(text: Text) -> str:
    """Write a wording in the page's language, else in Swedish."""
    return on_page(text)


@register.filter
def tongue(text: Text) -> str:
    """Return the language in which `said` writes a wording."""
    return language_on_page(text)
