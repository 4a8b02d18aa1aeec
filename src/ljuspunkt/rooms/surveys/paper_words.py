"""The words of printed questionnaires that come with the software, by language (`paper_words.yaml`)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ljuspunkt.files.paper_conditions import Conditions
from ljuspunkt.files.questionnaire_pdf import PaperWords, Passage

FALLBACK = "en"
_FILE = Path(__file__).parent / "paper_words.yaml"


def languages() -> tuple[str, ...]:
    """Return the languages that have words of their own; others are printed with English ones."""
    return tuple(_read())


def paper_words(language: str, *, easy: bool, hand_in: str = "") -> PaperWords:
    """Return the words of a language, English ones where it has none.

    Args:
        language: of the questionnaire.
        easy: in easy read where there is such a wording.
        hand_in: where to hand it in, instead of what is said everywhere.
    """
    given = _read().get(language) or _read()[FALLBACK]
    said = {**given, **given["easy"]} if easy else given
    return PaperWords(
        page=said["page"],
        how=Passage(said["how_heading"], tuple(said["how"])),
        anonymous=Passage(said["anonymous_heading"], tuple(said["anonymous"])),
        done=Passage(said["done_heading"], (hand_in or said["hand_in"],)),
        several=said["several"],
        number=said["number"],
        date=said["date"],
        conditions=Conditions(said["only_if"], said["only_if_not"], said["only_if_any"], said["only_if_fits"]),
    )


@cache
def _read() -> Mapping[str, Mapping[str, Any]]:
    given: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return given
