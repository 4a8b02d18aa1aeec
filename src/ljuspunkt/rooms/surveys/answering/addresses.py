"""Addresses of the respondents' pages: /answer/CODE/… and, for personal links, /a/CODE/TOKEN/….

Behind that stand how somebody reads ("sv", "ar-easy") and the page: a question's number, `all`, `end` and so on.
"""

import re
from dataclasses import dataclass, replace

from ljuspunkt.ui.signs import as_typed

OPEN, PERSONAL = "/answer/", "/a/"
_SIGNS = re.compile(r"[A-Za-z0-9_-]{1,64}")
_READING = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_PAGE = re.compile(r"[a-z-]{1,12}|[1-9][0-9]{0,3}|picture/[a-z0-9_-]{1,60}/[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: `page` is "" for the first page, `reading` "" where the address doesn't say it yet."""

    code: str
    token: str = ""
    reading: str = ""
    page: str = ""

    @property
    def base(self) -> str:
        return f"{PERSONAL}{self.code}/{self.token}/" if self.token else f"{OPEN}{self.code}/"

    @property
    def address(self) -> str:
        return self.base + "".join(f"{part}/" for part in (self.reading, self.page) if part)

    @property
    def up(self) -> str:
        """The way from here to the pages of this reading, for links that don't say where they are."""
        if not self.reading:
            return ""
        return "../" * (1 + (self.page.count("/") + 1 if self.page else 0))

    def as_printed(self) -> "Place":
        """Return where a code leads that was typed from a poster in small letters or with dashes."""
        return replace(self, code=as_typed(self.code), token=as_typed(self.token))

    def to(self, page: str = "", *, reading: str = "") -> "Place":
        """Return another page, in the same reading if none is given."""
        return replace(self, page=page, reading=reading or self.reading)


def place_of(path: str) -> Place | None:
    """Return where a path leads, None where there can be no such page."""
    for start, n in ((OPEN, 1), (PERSONAL, 2)):
        if path.startswith(start):
            parts = path[len(start) :].rstrip("/").split("/", n)
            signs, rest = parts[:n], parts[n] if len(parts) > n else ""
            reading, _, page = rest.partition("/")
            fits = len(signs) == n and all(_SIGNS.fullmatch(each) for each in signs)
            fits = fits and (not reading or bool(_READING.fullmatch(reading)))
            fits = fits and (not page or bool(_PAGE.fullmatch(page)))
            return Place(signs[0], signs[1] if n == 2 else "", reading, page) if fits else None
    return None


def link(code: str, token: str = "") -> str:
    """Return the path that a collector's link leads to, with the token of a personal one."""
    return Place(code, token).base
