"""The information to respondents (art. 13 GDPR) in plain words, by language (`information_words.yaml`).

Swedish: information till svarande. The same on the respondents' pages, on the working page and in the file to hand on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.ui.language import direction

_FILE = Path(__file__).with_name("information_words.yaml")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and the sentences under it."""

    heading: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Information:
    """What respondents are told in one language."""

    language: str
    direction: Literal["ltr", "rtl"]
    heading: str
    lead: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class About:
    """Of what they are told: who asks, and what is done with answers to this questionnaire.

    `names` are those of the associations; `contact` is "" where no address is known; `draft_days` is how long an answer
    that isn't sent is kept, `fewest` how many of a group must have answered before words or own questions are read.
    """

    title: Text
    names: tuple[str, ...]
    is_pilot: bool
    by_mail: bool
    own_words: bool
    own_questions: bool
    contact: str
    draft_days: int
    fewest: int


def languages() -> tuple[str, ...]:
    """Return the languages that have words."""
    return tuple(_read())


def information(about: About, language: str) -> Information:
    """Return what respondents are told, in English where a language has no words."""
    there = language if language in _read() else "en"
    words = _read()[there]

    def said(name: str, when: bool = True, **values: object) -> tuple[str, ...]:
        held = words[name] if when else ()
        return tuple(each.format(**values) for each in ([held] if isinstance(held, str) else held))

    names = ", ".join(about.names)
    one = len(about.names) == 1
    return Information(
        there,
        direction(there),
        words["heading"],
        words["lead"].format(title=wording(about.title, there)),
        (
            Chapter(words["voluntary_heading"], (*said("voluntary"), *said("pilot", about.is_pilot))),
            Chapter(words["unnamed_heading"], (*said("unnamed"), *said("by_mail", about.by_mail))),
            Chapter(
                words["seen_heading"],
                (
                    *said("seen"),
                    *said("own_questions", about.own_questions, fewest=about.fewest),
                    *said("own_words", about.own_words, fewest=about.fewest),
                ),
            ),
            Chapter(
                words["kept_heading"],
                (
                    *said("kept_draft", days=about.draft_days),
                    *said("kept_answers"),
                    *said("kept_mail", about.by_mail),
                    *said("kept_words", about.own_words),
                ),
            ),
            Chapter(
                words["responsible_heading"],
                (
                    *said("responsible" if one else "responsible_several", names=names),
                    *(said("contact", contact=about.contact) if about.contact else said("no_contact")),
                    *said("ground"),
                ),
            ),
            Chapter(words["rights_heading"], said("rights")),
        ),
    )


@cache
def _read() -> Mapping[str, Mapping[str, Any]]:
    read: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return read
