"""The command line speaks Swedish or English: LJUSPUNKT_LANGUAGE, else the locale, else English."""

import gettext
import os
from collections.abc import Mapping

from ljuspunkt.files.catalogue import LOCALE, catalogue


def language_of(environment: Mapping[str, str]) -> str:
    """Return "sv" or "en", as the environment asks for."""
    for name in ("LJUSPUNKT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "sv" if environment[name].lower().startswith("sv") else "en"
    return "en"


def _(message: str) -> str:
    """Return the message in the language of this process."""
    return catalogue(language_of(os.environ)).gettext(message)


def N_(message: str) -> str:
    """Mark a message for translation and return it as it is."""
    return message


def let_the_parser_speak() -> None:
    """Make argparse's own words (“usage”, “options”) come from our catalogue, in the language of this process.

    argparse asks the process-wide gettext domain, which goes by the variable LANGUAGE.
    """
    gettext.bindtextdomain("argparse", str(LOCALE))
    gettext.textdomain("argparse")
    os.environ["LANGUAGE"] = language_of(os.environ)
