"""What the pages of one way of answering are made from: its collector and its questionnaire, read once a second.

Whether an answer may still come is decided where it is received, in the transaction that keeps it; here a second's
delay only means that a page is still shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from time import monotonic

from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.survey.reply import ReplyReader
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.surveys.answering.pages import PictureShown, Reading
from ljuspunkt.rooms.surveys.models.waves import KIOSK, MAIL
from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard, collector
from ljuspunkt.rooms.surveys.queries.pictures import PictureCard, pictures_of_version
from ljuspunkt.rooms.surveys.queries.questionnaires import languages_easy, with_own

FRESH = 1.0
"""Seconds that what was read is used."""
MOST = 4000
"""So many ways are remembered."""


@dataclass(frozen=True, eq=False)
class Way:
    """A collector, its questionnaire (None where nothing is accepted), and in which languages it is easy read."""

    card: CollectorCard
    questionnaire: Questionnaire | None = None
    easy: tuple[str, ...] = ()
    pictures: Mapping[str, PictureCard] | None = None

    @property
    def is_kiosk(self) -> bool:
        return self.card.way == KIOSK

    @property
    def is_personal(self) -> bool:
        return self.card.way == MAIL

    @property
    def asked(self) -> Questionnaire:
        """Its questionnaire.

        Raises:
            ValueError: it has none.
        """
        if self.questionnaire is None:
            raise ValueError("nothing is asked here")
        return self.questionnaire

    @cached_property
    def replies(self) -> ReplyReader:
        """What reads the replies to its questionnaire.

        Raises:
            ValueError: it has none.
        """
        return ReplyReader.of(self.asked)

    def has(self, reading: Reading) -> bool:
        """Return whether it can be read so."""
        return reading.language in (self.easy if reading.easy else self.card.languages)

    def picture(self, name: str, reading: Reading) -> PictureShown | None:
        """Return a symbol as a question's page shows it."""
        card = (self.pictures or {}).get(name)
        if card is None:
            return None
        return PictureShown(
            f"/answer/{self.card.code}/{reading.name}/picture/{name}/{card.sign}/", wording(card.alt, reading.language)
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    way: Way | None
    until: float


_ways: dict[str, _Kept] = {}
_reading = Lock()


def kept_way(code: str) -> Way | None:
    """Return a way that was read within a second, None where it must be read."""
    kept = _ways.get(code)
    return kept.way if kept is not None and kept.until > monotonic() else None


def way_of(code: str) -> Way | None:
    """Return the way of answering that a code leads to, None where there is none."""
    kept = _ways.get(code)
    if kept is not None and kept.until > monotonic():
        return kept.way
    way = _read(code, kept.way if kept is not None else None)
    with _reading:
        if len(_ways) >= MOST:
            _ways.clear()
        if way is not None:
            _ways[code] = _Kept(way, monotonic() + FRESH)
        else:
            _ways.pop(code, None)
    return way


def forget() -> None:
    """Read every way anew."""
    with _reading:
        _ways.clear()


def _read(code: str, before: Way | None) -> Way | None:
    card = collector(code)
    if card is None:
        return None
    if not card.accepting or card.version_pk is None:
        return Way(card)
    asked = with_own(card.version_pk, card.association)
    pictures = pictures_of_version(card.version_pk) if any(item.picture for item in asked.items) else {}
    if before is not None and (before.card, before.questionnaire, before.pictures) == (card, asked, pictures):
        return before
    # What an association adds stands in its ordinary words where it has no easy ones; it takes easy read from nobody.
    easy = tuple(language for language in languages_easy(card.version_pk) if language in card.languages)
    return Way(card, asked, easy, pictures)
