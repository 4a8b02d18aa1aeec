"""Template tags of the pages of people."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def named(names: Mapping[str, str], slug: str) -> str:
    """Return what an association is called, its slug where it is unknown."""
    return names.get(slug, slug)
