"""What a reader wants to say besides what it returns: things left out or not used. Nothing is skipped silently."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ljuspunkt.domain.errors import place_of
from ljuspunkt.domain.vocabulary import Notice


@dataclass(frozen=True, slots=True)
class Placed(Notice):
    """A notice about one place of a file: a row, or one entry of it."""

    file: str | None = None
    line: int | None = None
    column: str | None = None

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the place and the sentence: "form.xlsx, survey, line 17, column type: …"."""
        place = place_of(self.file, self.line, self.column, translate)
        sentence = Notice.said(self, translate)
        return f"{place}: {sentence}" if place else sentence


def in_order(notices: Iterable[Notice]) -> list[Notice]:
    """Return notices as a reader goes through a file: what concerns all of it, then sheet by sheet and row by row."""
    return sorted(notices, key=_place)


def _place(notice: Notice) -> tuple[bool, str, int]:
    if not isinstance(notice, Placed):
        return False, "", 0
    return notice.line is not None, notice.file or "", notice.line or 0


Notify = Callable[[Notice], None]


def unheard(notice: Notice) -> None:
    """Take a notice and say nothing: for callers that show notices elsewhere or don't need them."""
