"""Points of light, one for each who may vote, lit for each who has."""

from django.utils.safestring import SafeString, mark_safe


def points(n: int, of: int) -> SafeString:
    """Return `of` points as HTML, of which the first `n` are lit."""
    lit = min(n, of)
    return mark_safe("<i data-lit></i>" * lit + "<i></i>" * (of - lit))  # noqa: S308 (no text from outside)
