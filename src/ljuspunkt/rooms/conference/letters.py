"""Letters to experts, in Swedish and then in English, since nobody asked them which they read."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop, override

from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.conference.models import Conference

LANGUAGES = ("sv", "en")
BETWEEN = "\n\n– – –\n\n"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: one line and plain text."""

    subject: str
    body: str


def pack_letter(conference: Conference, name: str, address: Callable[[str], str]) -> Letter:
    """Return the letter that tells an expert where the information pack lies.

    Args:
        name: of the expert.
        address: gives the address of the pack in a language.
    """

    def said(language: str) -> str:
        return "\n\n".join(
            [
                gettext("Hello {name},").format(name=name),
                gettext("Here is what you need to read before {conference}{when}:").format(
                    conference=_title(conference, language), when=_when(conference)
                ),
                address(language),
                gettext("You need no account. The address is the same for all experts; please keep it to yourself."),
            ]
        )

    return _letter(conference, gettext_noop("Information before {conference}"), said)


def code_letter(conference: Conference, name: str, address: Callable[[str], str], code: str) -> Letter:
    """Return the letter that gives an expert the code of the own preparation.

    Args:
        name: of the expert.
        address: gives the address of the preparation, with the code behind the #, in a language.
        code: as it is printed.
    """

    def said(language: str) -> str:
        return "\n\n".join(
            [
                gettext("Hello {name},").format(name=name),
                gettext(
                    "Before {conference}{when} you can go through the candidates alone and mark what you think of "
                    "each. Open this address on the phone or computer that you use:"
                ).format(conference=_title(conference, language), when=_when(conference)),
                address(language),
                gettext("Your code is {code}. With it you see your notes on another device as well.").format(code=code),
                gettext(
                    "What you mark is sealed on your device before it is saved. Nobody else can read it without the "
                    "code, so keep this message to yourself, and keep it: the code isn't kept anywhere else."
                ),
            ]
        )

    return _letter(conference, gettext_noop("Your own preparation for {conference}"), said)


def _letter(conference: Conference, subject: str, said: Callable[[str], str]) -> Letter:
    parts = []
    for language in LANGUAGES:
        with override(language):
            parts.append(said(language))
    with override(LANGUAGES[0]):
        line = gettext(subject).format(conference=_title(conference, LANGUAGES[0]))
    return Letter(line, BETWEEN.join(parts) + "\n")


def _title(conference: Conference, language: str) -> str:
    return wording(conference.title, language) or conference.slug


def _when(conference: Conference) -> str:
    if conference.starts_on is None:
        return ""
    return gettext(" on {day}").format(day=date_format(conference.starts_on))
