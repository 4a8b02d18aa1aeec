"""The lists of words that come with the software, by which titles are compared."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ljuspunkt.domain.indicator.lexicon import Group, Lexicon

WORDS = Path(__file__).parent / "words"


@cache
def lexicon(language: str) -> Lexicon:
    """Return the field's words of a language; one without a list of its own has only its stems."""
    path = WORDS / f"likeness-{language}.yaml"
    if not path.exists():
        return Lexicon(language)
    given: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Lexicon(
        language=language,
        version=given["version"],
        stop=frozenset(given["stop"].split()),
        groups=tuple(Group(tuple(each["words"].split()), each.get("who", False)) for each in given.get("groups", ())),
        opposites=tuple((one, other) for one, other in given.get("opposites", ())),
        negations=frozenset(given["negations"].split()),
    )
