"""The words of the field for comparing titles: what means the same, whom words are about, what turns a title round.

Words are compared by stem (Snowball's Swedish and English stemmers), so any inflection finds its group.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import snowballstemmer

_STEMMERS = {"sv": snowballstemmer.stemmer("swedish"), "en": snowballstemmer.stemmer("english")}
_WORD = re.compile(r"[^\W\d_]+|\d+")
SHORTEST_PART = 3
SHORTEST_COMPOUND = 8


@lru_cache(maxsize=20_000)
def stem(word: str, language: str = "sv") -> str:
    """Return a word without its inflection; the same stem means the same word.

    Snowball's Swedish stemmer leaves some forms apart that lists are full of: a genitive after an ending
    ("deltagares"), definite forms of foreign words ("strategin"), and a verb's noun ("hantering" beside "hantera").
    """
    plain = word.casefold()
    if language == "sv":
        if len(plain) > 4 and plain.endswith("s") and plain[-2] not in "siou":
            plain = plain[:-1]
        if len(plain) > 6 and plain.endswith("in"):
            plain = plain[:-1]
    found = str(_STEMMERS[language].stemWord(plain))
    return found[:-3] if language == "sv" and len(found) > 6 and found.endswith("ing") else found


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, in order."""
    return tuple(_WORD.findall(text.casefold()))


@dataclass(frozen=True, slots=True)
class Group:
    """Words that say the same for this purpose; `who` where they name people or bodies."""

    words: tuple[str, ...]
    who: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The field's words of one language, by stem.

    Args:
        language: "sv" or "en".
        version: of the list they come from.
        stop: words without a meaning of their own.
        groups: words that say the same.
        opposites: pairs of which one title has the one and the other the other, if they say the contrary.
        negations: words that turn a title round where only one of two has them.
    """

    language: str
    version: str = ""
    stop: frozenset[str] = frozenset()
    groups: tuple[Group, ...] = ()
    opposites: tuple[tuple[str, str], ...] = ()
    negations: frozenset[str] = frozenset()
    _groups_of: Mapping[str, frozenset[int]] = field(init=False, repr=False, compare=False)
    _opposed: frozenset[tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, set[int]] = {}
        for place, group in enumerate(self.groups):
            for word in group.words:
                found.setdefault(self.stem(word), set()).add(place)
        object.__setattr__(self, "_groups_of", {stem: frozenset(places) for stem, places in found.items()})
        pairs = [(self.stem(one), self.stem(other)) for one, other in self.opposites]
        object.__setattr__(self, "_opposed", frozenset([*pairs, *((other, one) for one, other in pairs)]))

    def stem(self, word: str) -> str:
        return stem(word, self.language)

    def groups_of(self, stem: str) -> frozenset[int]:
        """Return the places of the groups that hold a stem."""
        return self._groups_of.get(stem, frozenset())

    def knows(self, stem: str) -> bool:
        return stem in self._groups_of

    def who(self, stem: str) -> frozenset[int]:
        """Return the groups by which a stem names people or bodies."""
        return frozenset(place for place in self.groups_of(stem) if self.groups[place].who)

    def opposed(self, one: Iterable[str], other: Sequence[str]) -> bool:
        """Return whether a stem of the one text and a stem of the other are opposites."""
        return any((first, second) in self._opposed for first in one for second in other)


def parts_of(word: str, lexicon: Lexicon, known: frozenset[str]) -> tuple[str, ...]:
    """Return the parts of a compound word, itself where it is known or can't be taken apart.

    Swedish joins words ("uppföljningsstrategi"); both parts must be known, the joint may be an "s", and a part may
    have lost its last vowel.

    Args:
        word: in lower case.
        lexicon: the field's words.
        known: stems of the words that the inventory uses.
    """
    own = lexicon.stem(word)
    if len(word) < SHORTEST_COMPOUND or lexicon.knows(own):
        return (word,)
    best: tuple[int, tuple[str, str]] | None = None
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        left, right = word[:cut], word[cut:]
        if lexicon.stem(right) == own or not _is_known(right, lexicon, known):
            continue
        first = next((each for each in _without_joint(left) if _is_known(each, lexicon, known)), None)
        if first is not None:
            evenness = min(len(left), len(right))
            if best is None or evenness > best[0]:
                best = evenness, (first, right)
    if best is None:
        return (word,)
    first, right = best[1]
    return (*parts_of(first, lexicon, known), *parts_of(right, lexicon, known))


def _without_joint(left: str) -> tuple[str, ...]:
    bare = left[:-1] if left.endswith("s") and len(left) > SHORTEST_PART else left
    return tuple(dict.fromkeys((bare, left, f"{bare}e", f"{bare}a")))


def _is_known(word: str, lexicon: Lexicon, known: frozenset[str]) -> bool:
    if len(word) < SHORTEST_PART or word in lexicon.stop:
        return False
    own = lexicon.stem(word)
    return len(own) >= SHORTEST_PART and (lexicon.knows(own) or own in known)
