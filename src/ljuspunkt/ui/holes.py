"""Pages that are the same for everybody but for a few words: rendered once, with holes, and filled for each."""

from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_SIGN = "\ue000"
"""A sign of the private use area, which no text holds."""


def hole(name: str) -> SafeString:
    """Return what stands in a page where something is to be filled in."""
    return mark_safe(f"{_SIGN}{name}{_SIGN}")  # noqa: S308 (no text from outside)


@dataclass(frozen=True, slots=True)
class WithHoles:
    """A rendered page: text, the name of a hole, text, and so on."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, html: str) -> "WithHoles":
        """Return a page that was rendered with holes in it."""
        return cls(tuple(html.split(_SIGN)))

    def filled(self, **words: str) -> str:
        """Return the page with each hole filled, escaped as a template would.

        Raises:
            KeyError: there is a hole without words.
        """
        escaped = {name: str(conditional_escape(word)) for name, word in words.items()}
        return "".join(escaped[part] if place % 2 else part for place, part in enumerate(self.parts))
