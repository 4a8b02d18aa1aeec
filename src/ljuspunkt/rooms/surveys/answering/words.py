"""What the respondents' pages say besides the questionnaire, by language and in easy read: files of `words/`.

Swedish: sidornas ord. A language that has no file is told the words of the language that the questionnaire is written
in first; its questions are still its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from babel import Locale

from ljuspunkt.ui.language import direction

FOLDER = Path(__file__).parents[1] / "words"
FALLBACK = "sv"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; `said` holds a sentence or, where it depends on a number, one for each plural.

    `promises`, `helped` and `refusals` are groups of sentences by name.
    """

    language: str
    easy: bool
    direction: Literal["ltr", "rtl"]
    said: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.said[name]

    def counted(self, name: str, n: int) -> str:
        """Return the sentence for a number; a language may have a word of its own for none."""
        forms: Mapping[str, str] = self.said[name]
        form = "zero" if n == 0 and "zero" in forms else _plural(self.language)(n)
        return forms.get(form, forms["other"]).format(n=n)

    def filled(self, name: str, **values: object) -> str:
        """Return a sentence with its places filled in."""
        return str(self.said[name]).format(**values)

    def refusal(self, code: str, **values: object) -> str:
        """Return what is said of a refusal with a code."""
        return str(self.said["refusals"][code]).format(**values)


@lru_cache(maxsize=64)
def words_of(language: str, easy: bool = False) -> Words:
    """Return the words of a language, in easy read if wanted."""
    there = language if language in languages() else FALLBACK
    read = yaml.safe_load((FOLDER / f"{there}.yaml").read_text(encoding="utf-8"))
    plain = {name: held for name, held in read.items() if name != "easy"}
    if easy:
        for name, held in read["easy"].items():
            usual = plain[name]
            plain[name] = {**usual, **held} if isinstance(held, dict) and "other" not in held else held
    return Words(there, easy, direction(there), plain)


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """Return the languages that have words."""
    return frozenset(file.stem for file in FOLDER.glob("*.yaml"))


@lru_cache(maxsize=64)
def _plural(language: str) -> Any:
    return Locale.parse(language).plural_form
