"""What a reader wants to say besides what it returns: things left out or not used. Nothing is skipped silently."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence about an input that was accepted; `sentence` is the key of its translation."""

    sentence: str
    values: dict[str, object] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the whole sentence, looked up by `translate` and with its values filled in."""
        return translate(self.sentence).format(**self.values)


Notify = Callable[[Notice], None]


def unheard(notice: Notice) -> None:
    """Take a notice and say nothing: for callers that show notices elsewhere or don't need them."""
