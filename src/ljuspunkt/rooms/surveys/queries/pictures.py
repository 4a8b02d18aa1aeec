"""Symbols beside easy-read questions, as pages show them."""

from dataclasses import dataclass
from hashlib import sha256

from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.surveys.models import Picture, Version


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A symbol: what it shows, whose it is, and the sign of its content that stands in its address."""

    instrument: str
    name: str
    alt: Text
    source: str
    sign: str
    size: int


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A symbol's content."""

    content: bytes
    media_type: str
    sign: str


def pictures_of(instrument_slug: str) -> dict[str, PictureCard]:
    """Return the symbols of an instrument by name."""
    return {row.name: _card(row, instrument_slug) for row in Picture.objects.filter(instrument__slug=instrument_slug)}


def pictures_of_version(version_pk: int) -> dict[str, PictureCard]:
    """Return the symbols that a version may show, by the name that a question's `picture` holds."""
    slug = Version.objects.filter(pk=version_pk).values_list("instrument__slug", flat=True).first()
    return pictures_of(slug) if slug is not None else {}


def picture_file(instrument_slug: str, name: str) -> PictureFile | None:
    """Return a symbol's content, None where there is none."""
    row = Picture.objects.filter(instrument__slug=instrument_slug, name=name).first()
    if row is None:
        return None
    content = bytes(row.content)
    return PictureFile(content, row.media_type, sign_of(content))


def sign_of(content: bytes) -> str:
    """Return what an address says of a symbol's content, so that browsers may keep it for good."""
    return sha256(content).hexdigest()[:16]


def _card(row: Picture, slug: str) -> PictureCard:
    content = bytes(row.content)
    return PictureCard(slug, row.name, row.alt, row.source, sign_of(content), len(content))
