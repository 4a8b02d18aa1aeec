"""What an audit finds (fynd): a set, a sentence about it, and the printed figures it follows from."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ljuspunkt.domain.disclosure.table import RespondentSet, named
from ljuspunkt.domain.errors import Word, marked

Verdict = Literal["SAFE", "UNSAFE", "UNKNOWN"]
Translate = Callable[[str], str]

_WORDS = (
    marked("wave"),
    marked("association"),
    marked("group"),
    marked("initiative"),
    marked("sex"),
    marked("indicator"),
    marked("other associations together"),
    marked("other groups together"),
    marked("other initiatives together"),
    marked("others together"),
    marked("earlier release"),
    marked("answered between releases"),
)
"""What our own names of sets consist of beside what the survey calls its associations, groups and categories."""
_SPOKEN = re.compile(
    "|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in sorted(_WORDS, key=len, reverse=True))
)


class SetName(str):
    """A set in words, "wave 2022, association Norrvik"; the columns' names are translated where it is said."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Part of a sentence, with values of its own; its sentence is the key of its translation."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, translate: Translate = str) -> str:
        """Return the phrase, looked up by `translate` and with its values filled in."""
        return _filled(self.sentence, self.values, translate)


def said_name(name: str, translate: Translate = str) -> str:
    """Return a set's name with the words that are ours looked up by `translate`."""
    return _SPOKEN.sub(lambda found: translate(found.group()), name)


def respondents(n: int) -> Phrase:
    """Return "1 respondent", "4 respondents"."""
    return Phrase(marked("1 respondent")) if n == 1 else Phrase(marked("{n} respondents"), {"n": n})


def answers(n: int) -> Phrase:
    """Return "1 answer", "4 answers"."""
    return Phrase(marked("1 answer")) if n == 1 else Phrase(marked("{n} answers"), {"n": n})


def parts_shown(whole: RespondentSet, parts: Sequence[RespondentSet], *, earlier: bool = False) -> Phrase:
    """Return shown parts of a set in as few words as will do: "the 12 associations shown", "wave 2021".

    Args:
        whole: the set they are taken from.
        parts: at least one.
        earlier: whether an earlier release shows the one part.
    """
    known = dict(zip(whole.columns, whole.key, strict=True))
    told = [
        {column: value for column, value in zip(part.columns, part.key, strict=True) if known.get(column) != value}
        for part in parts
    ]
    if len(told) == 1:
        name = named(tuple(told[0]), tuple(told[0].values()))
        if not name:
            return Phrase(marked("the same in the earlier release")) if earlier else Phrase(marked("the same"))
        return Phrase("{name}", {"name": SetName(f"{name} (earlier release)" if earlier else name)})
    split = set(map(frozenset, told))
    only = next(iter(next(iter(split)))) if len(split) == 1 and len(next(iter(split))) == 1 else ""
    sentences = {
        "association": marked("the {n} associations shown"),
        "group": marked("the {n} groups shown"),
        "initiative": marked("the {n} initiatives shown"),
        "wave": marked("the {n} waves shown"),
    }
    return Phrase(sentences.get(only, marked("{n} of its parts that are shown")), {"n": len(told)})


@dataclass(frozen=True, slots=True)
class Finding:
    """What can be worked out, or couldn't be ruled out, and the printed figures it follows from.

    `of` and `by` name sets in words. `sentence` has named places that `values` fill; it is the key of its
    translation. `table` and `key` say which printed row `of` is, if it is one.
    """

    of: str
    question: str | None
    sentence: str
    by: tuple[str, ...]
    values: Mapping[str, object] = field(default_factory=dict)
    verdict: Verdict = "UNSAFE"
    table: str = ""
    key: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """The sentence in English."""
        return self.said()

    def said(self, translate: Translate = str) -> str:
        """Return the sentence, looked up by `translate` and with its values filled in."""
        return _filled(self.sentence, self.values, translate)


def _filled(sentence: str, values: Mapping[str, object], translate: Translate) -> str:
    if not values:
        return translate(sentence)
    return translate(sentence).format(**{name: _spoken(value, translate) for name, value in values.items()})


def _spoken(value: object, translate: Translate) -> object:
    if isinstance(value, Phrase):
        return value.said(translate)
    if isinstance(value, SetName):
        return said_name(value, translate)
    return translate(str(value)) if isinstance(value, Word) else value
