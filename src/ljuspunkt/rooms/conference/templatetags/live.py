"""Template tag of live pages: points of light."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from ljuspunkt.rooms.conference.points import points

register = template.Library()

MOST = 60
"""Most points that are drawn; above it the number says it alone."""


@register.simple_tag
def lights(n: int, of: int) -> SafeString:
    """Return `of` points, of which the first `n` are lit; none where there are too many to be seen."""
    return points(n, of) if of <= MOST else mark_safe("")
