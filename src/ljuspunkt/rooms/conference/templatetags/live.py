"""Template tags of live pages: points of light, and where a page listens."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ljuspunkt.rooms.conference.live.pages import listening_to

register = template.Library()

MOST = 60
"""Most points that are drawn; above it the number says it alone."""


@register.simple_tag
def lights(n: int, of: int) -> SafeString:
    """Return `of` points, of which the first `n` are lit; none where there are too many to be seen."""
    if of > MOST:
        return mark_safe("")
    lit = min(n, of)
    return mark_safe("<i data-lit></i>" * lit + "<i></i>" * (of - lit))  # noqa: S308 (no text from outside)


@register.simple_tag(takes_context=True)
def listening(context: template.Context) -> SafeString:
    """Return the attributes by which a voter's page follows its room; none where it is read at leisure."""
    match = context["request"].resolver_match
    if match is None or match.url_name != "ballot":
        return mark_safe("")
    found = listening_to(match.kwargs["code"])
    return format_html(
        ' data-live="{}" data-seen="{}" data-home="{}" data-scene="open" data-vote="{}"',
        found.stream,
        found.seen,
        found.home,
        found.vote or "",
    )
