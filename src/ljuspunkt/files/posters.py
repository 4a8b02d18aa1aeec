"""Posters with a QR code (affischer) as a tagged PDF: a page each, in the languages of the questionnaire."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ljuspunkt.files.pdf import compiled
from ljuspunkt.files.slips import qr_svg


@dataclass(frozen=True, slots=True)
class PosterText:
    """What a poster says in one language; `rtl` where it is written from the right."""

    language: str
    rtl: bool
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """One page: `above` and `foot` in the language of whoever puts it up, `shown` the address as it is typed."""

    above: str
    texts: tuple[PosterText, ...]
    address: str
    shown: str
    picture: str
    foot: str


def posters_pdf(posters: Sequence[Poster], language: str, *, title: str) -> bytes:
    """Return posters as a tagged PDF.

    Args:
        posters: at least one, each with at least one text; the first text is the largest.
        language: of the document as a whole.
        title: of the document.
    """
    return compiled(
        "poster",
        {
            "language": language,
            "title": title,
            "posters": [
                {
                    "above": each.above,
                    "texts": [asdict(text) for text in each.texts],
                    "address": each.shown,
                    "qr": qr_svg(each.address),
                    "picture": each.picture,
                    "foot": each.foot,
                }
                for each in posters
            ],
        },
    )
