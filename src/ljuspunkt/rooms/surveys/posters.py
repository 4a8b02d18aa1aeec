"""What posters of a wave say, in the languages in which the questionnaire is open."""

from collections.abc import Sequence
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.files.posters import Poster, PosterText, posters_pdf
from ljuspunkt.rooms.surveys.answering.addresses import link
from ljuspunkt.rooms.surveys.models.waves import ON_POSTERS
from ljuspunkt.rooms.surveys.posted_words import day_in, languages, posted_words
from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard
from ljuspunkt.rooms.surveys.queries.questionnaires import of_version
from ljuspunkt.ui.language import direction, on_page, page_language

FIRST = ("sv", "en")
"""The languages that come first on a poster, where it has them."""


def printed(cards: Sequence[CollectorCard], *, site: str) -> bytes:
    """Return the posters of these collectors as a PDF, a page each.

    Args:
        cards: collectors with an open address.
        site: where the server is reached.
    """
    named = cards[0].association_name if cards else ""
    return posters_pdf(
        [poster(card, site) for card in cards], page_language(), title=_("Posters: {name}").format(name=named)
    )


def is_printable(way: str) -> bool:
    """Return whether there is an address to hang on a wall."""
    return way in ON_POSTERS


def poster(card: CollectorCard, site: str) -> Poster:
    """Return what stands on the poster of a collector, in each language in which its questionnaire is open."""
    address = urljoin(site, link(card.code))
    return Poster(
        above=card.association_name,
        texts=tuple(_text(card, language) for language in _in_order(card.languages)),
        address=address,
        shown=address.partition("://")[2].rstrip("/"),
        picture=_("QR code that leads to the questionnaire"),
        foot=" · ".join(filter(None, (on_page(group_name(card.group)), card.initiative, card.wave_name, card.code))),
    )


def _text(card: CollectorCard, language: str) -> PosterText:
    words = posted_words(language)
    lines = [
        words["poster_asked"].format(association=card.association_name),
        words["poster_anonymous"],
        words["scan"],
    ]
    if card.kind != "exit":  # exit questionnaires follow each other, so that a poster stays true
        lines.append(words["until"].format(day=day_in(language, card.closes_on)))
    worded = of_version(card.version_pk).group_label if card.version_pk is not None else {}
    called = group_name(card.group).get(language) or worded.get(language)
    if called:
        lines.insert(0, words["for_group"].format(group=called))
    return PosterText(language, direction(language) == "rtl", words["poster"], tuple(lines))


def _in_order(open_in: Sequence[str]) -> list[str]:
    """Return the languages that have words for a poster, the first ones first; English where none has."""
    worded = [each for each in open_in if each in languages()]
    return [*(each for each in FIRST if each in worded), *(each for each in worded if each not in FIRST)] or ["en"]
