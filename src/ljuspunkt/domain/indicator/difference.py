"""What differs between two wordings, word by word, so that a change can be read as a sentence."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from ljuspunkt.domain.indicator.candidate import Wording, cells, changed


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words that stayed, or were taken away, or came."""

    fate: Literal["kept", "gone", "new"]
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How one column changed."""

    column: str
    before: str
    after: str
    stretches: tuple[Stretch, ...]


def between(before: Wording, after: Wording, language: str = "en") -> tuple[Difference, ...]:
    """Return the columns in which two wordings differ, with how.

    Args:
        before: the older one.
        after: the newer one.
        language: of the words for the kinds of sources.
    """
    old, new = cells(before, language), cells(after, language)
    return tuple(
        Difference(column, old.get(column, ""), new.get(column, ""), words(old.get(column, ""), new.get(column, "")))
        for column in changed(before, after)
    )


def words(before: str, after: str) -> tuple[Stretch, ...]:
    """Return the stretches of a text that stayed, went and came; a replaced stretch goes before the new one comes."""
    old, new = _parts(before), _parts(after)
    found: list[Stretch] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Stretch("kept", "".join(old[i:j])))
            continue
        if i < j:
            found.append(Stretch("gone", "".join(old[i:j])))
        if k < m:
            found.append(Stretch("new", "".join(new[k:m])))
    return tuple(found)


def _parts(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)
