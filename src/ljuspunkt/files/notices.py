"""What a reader wants to say besides what it returns: things left out or not used. Nothing is skipped silently."""

from collections.abc import Callable

from ljuspunkt.domain.vocabulary import Notice

Notify = Callable[[Notice], None]


def unheard(notice: Notice) -> None:
    """Take a notice and say nothing: for callers that show notices elsewhere or don't need them."""
