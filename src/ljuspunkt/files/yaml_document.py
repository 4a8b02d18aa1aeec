"""YAML read strictly, with the line of everything that is refused.

Values are read from the nodes and not as YAML guesses them, so that an id written 01 stays "01" and a share
written 0.1 is exactly one tenth. Unknown keys and keys that stand twice are refused.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files.delimited import text_of
from ljuspunkt.files.yaml_shape import composed

T = TypeVar("T")
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_DECIMAL = re.compile(r"[0-9]{0,20}(\.[0-9]{1,30})?|[0-9]{1,20}\.")
_FRACTION = re.compile(r"([0-9]{1,20})\s*/\s*([0-9]{1,20})")
_STR, _NULL, _BOOL = (f"tag:yaml.org,2002:{name}" for name in ("str", "null", "bool"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the document and where it stands; `name` is what a sentence calls it, such as "votes[2].rule"."""

    node: yaml.Node
    file: str
    name: str

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    @property
    def shown(self) -> str:
        """The value as a sentence of any language quotes it; […] is a list, {…} a mapping."""
        if isinstance(self.node, yaml.ScalarNode):
            value = " ".join(str(self.node.value).split())
            return f"“{value if len(value) <= 60 else value[:59] + '…'}”"
        return "[…]" if isinstance(self.node, yaml.SequenceNode) else "{…}"

    def refuse(self, code: str, sentence: str, **values: object) -> NoReturn:
        """Refuse the value; the sentence may use {name}, {given} and the values."""
        raise BadInput(
            code, sentence, file=self.file, line=self.line, column=None, name=self.name, given=self.shown, **values
        )

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_empty(self) -> bool:
        return self.node.tag == _NULL

    def entries(self) -> "dict[str, Entry]":
        """Return the entries of a mapping by key; keys are text as written."""
        if not isinstance(self.node, yaml.MappingNode):
            if not self.name:
                self.refuse("not_mapping", "The document must be a mapping of keys and values; it is {given}.")
            self.refuse("not_mapping", "“{name}” must be a mapping of keys and values; it is {given}.")
        found: dict[str, Entry] = {}
        for key, value in self.node.value:
            if not isinstance(key, yaml.ScalarNode):
                Entry(key, self.file, self.name).refuse("odd_key", "A key in “{name}” must be a word; it is {given}.")
            if key.value in found:
                Entry(key, self.file, self.name).refuse("key_twice", "The key {given} stands twice in “{name}”.")
            within = f"{self.name}.{key.value}" if self.name else key.value
            found[key.value] = Entry(value, self.file, within)
        return found

    def keys(self, known: Collection[str], needed: Collection[str] = ()) -> "dict[str, Entry]":
        """Return the entries of a mapping whose keys are all known and whose needed keys are all there."""
        found = self.entries()
        for key, entry in found.items():
            if key not in known:
                entry.refuse(
                    "unknown_key",
                    "The key “{name}” isn't known; known here are {known}.",
                    known=", ".join(known),
                )
        for key in needed:
            if key not in found or found[key].is_empty:
                if not self.name:
                    self.refuse("missing_key", "The document has no “{key}”, which is needed.", key=key)
                self.refuse("missing_key", "“{name}” has no “{key}”, which is needed.", key=key)
        return {key: entry for key, entry in found.items() if not entry.is_empty}

    def items(self) -> "tuple[Entry, ...]":
        """Return the entries of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.refuse("not_list", "“{name}” must be a list; it is {given}.")
        return tuple(
            Entry(node, self.file, f"{self.name}[{place}]") for place, node in enumerate(self.node.value, start=1)
        )

    def one_or_more(self) -> "tuple[Entry, ...]":
        """Return the entries of a list, or a single value as a list of one."""
        return self.items() if self.is_list else (self,)

    def text(self) -> str:
        """Return a text that isn't empty; a number is taken as it is written."""
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag in (_NULL, _BOOL) or not self.node.value.strip():
            self.refuse("not_text", "“{name}” must be a text; it is {given}. Quotation marks may help.")
        return str(self.node.value).strip()

    def whole(self, *, low: int, high: int = 10_000_000) -> int:
        """Return a whole number from `low` to `high`, written without quotation marks."""
        raw = self._plain(_WHOLE)
        if raw is None or not low <= int(raw) <= high:
            self.refuse(
                "not_whole",
                "“{name}” must be a whole number from {low} to {high}; it is {given}.",
                low=low,
                high=high,
            )
        return int(raw)

    def share(self) -> Fraction:
        """Return a share from 0 to 1, exactly: "4/5", "70/100" or a decimal number."""
        raw = self.node.value.strip() if isinstance(self.node, yaml.ScalarNode) else ""
        fraction = _FRACTION.fullmatch(raw)
        if fraction and int(fraction[2]):
            share = Fraction(int(fraction[1]), int(fraction[2]))
        elif raw and raw != "." and _DECIMAL.fullmatch(raw):
            share = Fraction(raw)
        else:
            share = Fraction(-1)
        if not 0 <= share <= 1:
            self.refuse("not_share", '“{name}” must be a share from 0 to 1, such as "4/5" or 0.8; it is {given}.')
        return share

    def yes(self) -> bool:
        """Return true or false."""
        raw = self.node.value.lower() if isinstance(self.node, yaml.ScalarNode) and self.node.tag == _BOOL else ""
        if raw not in ("true", "false", "yes", "no", "on", "off"):
            self.refuse("not_bool", "“{name}” must be true or false; it is {given}.")
        return raw in ("true", "yes", "on")

    def one_of(self, choices: Mapping[str, T]) -> T:
        """Return what the word stands for."""
        raw = str(self.node.value).strip() if isinstance(self.node, yaml.ScalarNode) else ""
        if raw not in choices:
            self.refuse("not_one_of", "“{name}” must be one of {choices}; it is {given}.", choices=", ".join(choices))
        return choices[raw]

    def wording(self) -> Text:
        """Return one text per language; a single text serves as Swedish and English alike."""
        if not self.is_mapping:
            text = self.text()
            return {"sv": text, "en": text}
        return {language: entry.text() for language, entry in self.entries().items()}

    def each(self, read: "Callable[[Entry], T]") -> tuple[T, ...]:
        """Return what `read` makes of every entry of a list."""
        return tuple(read(entry) for entry in self.items())

    def _plain(self, pattern: re.Pattern[str]) -> str | None:
        node = self.node
        if not isinstance(node, yaml.ScalarNode) or node.tag == _STR or not pattern.fullmatch(node.value):
            return None
        return str(node.value)


def read_document(path: Path) -> Entry:
    """Return the document of a YAML file.

    Raises:
        BadInput: the file is missing, empty, not UTF-8 or not one YAML document.
    """
    text = text_of(path)
    try:
        node = composed(text)
    except RuleBroken as trouble:
        raise BadInput.at(trouble, str(path)) from trouble
    except yaml.MarkedYAMLError as trouble:
        mark = trouble.problem_mark
        raise BadInput(
            "not_yaml",
            "The file isn't YAML: {problem}.",
            file=str(path),
            line=mark.line + 1 if mark else None,
            problem=trouble.problem or trouble.context or "unreadable",
        ) from None
    except yaml.YAMLError:
        raise BadInput("not_yaml", "The file isn't YAML.", file=str(path)) from None
    if node is None:
        raise BadInput("empty", "The file is empty.", file=str(path))
    return Entry(node, str(path), "")
