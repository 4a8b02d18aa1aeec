"""The two kinds of refusal that a user reads.

A sentence is written in English with named places (`{name}`); it is the key of its translation,
so the border (command line, pages) looks it up and fills in the values afterwards.
A programmer's mistake is a plain `ValueError`, never one of these.
"""

from collections.abc import Callable, Mapping


class Word(str):
    """A text that is itself translated where it fills a place of a sentence."""

    __slots__ = ()


def marked(text: str) -> Word:
    """Mark a sentence or a word that stands apart from the call that says it, so that its translation is asked for."""
    return Word(text)


class RuleBroken(Exception):
    """The method says no, in one sentence that tells what must hold and what was given."""

    def __init__(self, code: str, sentence: str, /, **values: object) -> None:
        super().__init__(code, sentence, values)
        self.code = code
        self.sentence = sentence
        self.values = values

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the whole sentence, looked up by `translate` and with its values filled in."""
        return filled_in(self.sentence, self.values, translate)

    def __str__(self) -> str:
        return self.said()


def filled_in(sentence: str, values: Mapping[str, object], translate: Callable[[str], str] = str) -> str:
    """Return a sentence looked up by `translate`, its values filled in; words and refusals among them likewise."""
    said = {
        name: value.said(translate)
        if isinstance(value, RuleBroken)
        else translate(str(value))
        if isinstance(value, Word)
        else value
        for name, value in values.items()
    }
    return translate(sentence).format(**said)


def place_of(file: str | None, line: int | None, column: str | None, translate: Callable[[str], str] = str) -> str:
    """Return a place in a file in words, "answers.csv, line 17, column q3"; "" where nothing is known of it."""
    places = []
    if file is not None:
        places.append(file)
    if line is not None:
        places.append(translate("line {line}").format(line=line))
    if column is not None:
        places.append(translate("column {column}").format(column=column))
    return ", ".join(places)


class BadInput(RuleBroken):
    """A file or field from outside can't be read; says which file, line and column where known."""

    def __init__(
        self,
        code: str,
        sentence: str,
        /,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
        **values: object,
    ) -> None:
        super().__init__(code, sentence, **values)
        self.file = file
        self.line = line
        self.column = column

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the place and the sentence: "answers.csv, line 17, column q3: …"."""
        place = place_of(self.file, self.line, self.column, translate)
        sentence = super().said(translate)
        return f"{place}: {sentence}" if place else sentence

    @classmethod
    def at(cls, refusal: RuleBroken, file: str) -> "BadInput":
        """Return a refusal with the file that broke the rule; one that names its file already stays as it is."""
        if isinstance(refusal, BadInput) and refusal.file is not None:
            return refusal
        placed = cls(refusal.code, refusal.sentence, file=file)
        placed.values = refusal.values
        return placed
