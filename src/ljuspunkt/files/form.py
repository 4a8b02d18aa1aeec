"""A questionnaire as it was written down (formulär), in rows that know their place.

YAML files, workbooks, LimeSurvey's files and stored documents all become a `Form` first, so that they are held to the
same rules and refused in the same words.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files.notices import Notify, Placed

Entry = str | list[str] | dict[str, str]
"""What a cell holds: text, a list of texts, or texts by key (languages; version and name). Numbers stay text."""

YES, NO = ("yes", "true", "true()", "1", "ja"), ("no", "false", "false()", "0", "nej")


WITHOUT_HEADING = "\0"
"""What the column of a cell begins with that stands under no heading; its letters follow."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who is told what while a form is read.

    `notify` hears what concerns the whole file, `unsupported` what is left out at one place, `wrong` what breaks a
    rule, `dropped` what breaks one so that its row is left out; a strict reading raises both there.
    """

    notify: Notify
    unsupported: Callable[[Placed], None]
    wrong: Callable[[BadInput], None]
    dropped: Callable[[BadInput], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form; `file` and `line` say where it stands, `lines` where single entries do."""

    file: str
    line: int | None
    cells: Mapping[str, Entry]
    lines: Mapping[str, int] = field(default_factory=dict)

    def refuse(self, code: str, sentence: str, column: str | None = None, /, **values: object) -> BadInput:
        """Return the refusal of this row, or of one of its entries."""
        line = self.lines.get(column, self.line) if column else self.line
        return BadInput(code, sentence, file=self.file, line=line, column=column, **values)

    def notice(self, sentence: str, column: str | None = None, /, **values: object) -> Placed:
        """Return a notice about this row, or about one of its entries."""
        line = self.lines.get(column, self.line) if column else self.line
        return Placed(sentence, values, file=self.file, line=line, column=column)

    def text(self, column: str) -> str | None:
        """Return an entry that must be one text; None where it is empty."""
        entry = self.cells.get(column)
        if entry is None or entry == "" or entry == []:
            return None
        if isinstance(entry, str):
            return entry.strip() or None
        if isinstance(entry, list) and len(entry) == 1:
            return entry[0]
        raise self.refuse("not_one_text", "One text is needed here, not a list or a mapping.", column)

    def needed(self, column: str) -> str:
        """Return an entry that must be one text and mustn't be empty."""
        found = self.text(column)
        if found is None:
            raise self.refuse("entry_missing", "An entry is needed here; it is missing or empty.", column)
        return found

    def texts(self, column: str) -> tuple[str, ...]:
        """Return an entry that is a list: in a single cell it is separated by commas or else by spaces, or is JSON."""
        entry = self.cells.get(column)
        if entry is None:
            return ()
        if isinstance(entry, dict):
            raise self.refuse("not_a_list", "A list of texts is needed here, not a mapping.", column)
        parts = entry if isinstance(entry, list) else parted(entry)
        twice = [part for place, part in enumerate(parts) if part in parts[:place]]
        if twice:
            raise self.refuse("listed_twice", "“{name}” is listed twice; once is enough.", column, name=twice[0])
        return tuple(parts)

    def wording(self, column: str, language: str) -> Text:
        """Return an entry in its languages, the form's default one first; text without a language is in that."""
        entry = self.cells.get(column)
        if isinstance(entry, dict):
            said = {language: entry.get(language) or entry.get("", "")}
            said |= {key: value for key, value in entry.items() if key not in ("", language)}
            return {key: value for key, value in said.items() if value}
        found = self.text(column)
        return {} if found is None else {language: found}

    def yes(self, column: str) -> bool:
        """Return whether an entry says yes; empty is no."""
        found = (self.text(column) or "no").lower()
        if found not in YES + NO:
            raise self.refuse("not_yes_or_no", "“yes” or “no” is needed, not “{value}”.", column, value=found)
        return found in YES


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire's parts as rows, in order; `unread` names what else the file has."""

    file: str
    settings: Row
    choices: tuple[Row, ...]
    survey: tuple[Row, ...]
    indicators: tuple[Row, ...] = ()
    unread: tuple[str, ...] = ()


def shortened(text: str) -> str:
    """Return a text on one line, cut where a sentence quotes it."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"


def parted(cell: str) -> list[str]:
    """Return the parts of a list in one cell; where a part has a comma itself, the list is written as JSON."""
    if cell.startswith("[") and cell.endswith("]"):
        try:
            parts = json.loads(cell)
        except ValueError:
            parts = None
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            return parts
    if "," in cell:
        return [part.strip() for part in cell.split(",") if part.strip()]
    return cell.split()


def joined(parts: tuple[str, ...] | list[str]) -> str:
    """Return a list as one cell, so that `parted` gives the parts back."""
    for cell in (" ".join(parts), ", ".join(parts), ", ".join(parts) + ","):
        if parted(cell) == list(parts):
            return cell
    return json.dumps(list(parts), ensure_ascii=False)
