"""Comparing a file as it is printed with the same file recomputed: every figure that differs, with its place.

Tables are compared cell by cell, documents value by value, pages word by word with the row and column that a word
stands in, pictures mark by mark. Other files either have the same bytes or differ as a whole.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser

from ljuspunkt.domain.report.recheck import Difference

LONGEST = 160
"""So much of a text is shown where it differs."""

Translate = Callable[[str], str]


def differences(name: str, printed: bytes, recomputed: bytes, *, translate: Translate = str) -> Iterator[Difference]:
    """Yield where a file differs from what its data give.

    Args:
        name: of the file, its ending tells what kind it is.
        printed: its bytes.
        recomputed: what they should be.
        translate: looks up the words in the reader's language.
    """
    if printed == recomputed:
        return
    compare = _BY_ENDING.get(name.rpartition(".")[2].lower())
    found = False
    if compare is not None:
        try:
            for difference in compare(name, printed, recomputed):
                found = True
                yield difference
        except (UnicodeDecodeError, ValueError, csv.Error):
            found = False
    if not found:
        yield Difference(name, "", "", translate("other bytes than its data give"), "")


def _csv(name: str, printed: bytes, recomputed: bytes) -> Iterator[Difference]:
    shown, again = _rows(printed), _rows(recomputed)
    heading = again[0] if again else []
    for number in range(max(len(shown), len(again))):
        have = shown[number] if number < len(shown) else None
        need = again[number] if number < len(again) else None
        place = _row_place(need or have or [], heading, number)
        if have is None or need is None:
            yield Difference(name, place, "", ",".join(have or [])[:LONGEST], ",".join(need or [])[:LONGEST])
            continue
        for column in range(max(len(have), len(need))):
            left = have[column] if column < len(have) else ""
            right = need[column] if column < len(need) else ""
            if left != right:
                called = heading[column] if column < len(heading) else str(column + 1)
                yield Difference(name, place, called, left, right)


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


_KEYS = ("wave", "association", "group", "sex", "age_band", "initiative", "question", "indicator", "step", "vote", "id")


def _row_place(row: Sequence[str], heading: Sequence[str], number: int) -> str:
    """Return a row by its keys, else by its line."""
    keys = [value for column, value in zip(heading, row, strict=False) if column in _KEYS and value]
    return ", ".join(keys) if keys and number else f"{number + 1}"


def _json(name: str, printed: bytes, recomputed: bytes) -> Iterator[Difference]:
    yield from _values(name, "", json.loads(printed), json.loads(recomputed))


def _values(name: str, path: str, have: object, need: object) -> Iterator[Difference]:
    if isinstance(have, dict) and isinstance(need, dict):
        for key in dict.fromkeys((*need, *have)):
            yield from _values(name, f"{path}.{key}" if path else str(key), have.get(key), need.get(key))
    elif isinstance(have, list) and isinstance(need, list):
        for number in range(max(len(have), len(need))):
            left = have[number] if number < len(have) else None
            right = need[number] if number < len(need) else None
            called = _called(right if right is not None else left, number)
            yield from _values(name, f"{path}[{called}]", left, right)
    elif have != need or type(have) is not type(need):
        yield Difference(name, path, "", _short(have), _short(need))


def _called(value: object, number: int) -> str:
    return str(value["id"]) if isinstance(value, dict) and isinstance(value.get("id"), str) else str(number)


def _short(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:LONGEST]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a mark or an end of a page, and where it stands; two are the same where their content is."""

    content: tuple[str, ...]
    place: str
    column: str


class _Reader(HTMLParser):
    """Reads a page or a picture as tokens; knows the table, row, column and part that each stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[_Token] = []
        self.part = ""
        self.caption = ""
        self.headings: list[str] = []
        self.row = ""
        self.cell = -1
        self.inside = ""
        self.heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("section", "svg") and (named.get("id") or named.get("aria-labelledby")):
            self.part = named.get("id") or str(named.get("aria-labelledby")).partition(" ")[0]
        if tag == "table":
            self.caption, self.headings, self.row = "", [], ""
        if tag == "tr":
            self.cell, self.row = -1, ""
        if tag == "thead":
            self.heading = True
        if tag in ("td", "th"):
            self.cell += 1
            if self.heading:
                self.headings.append("")
        if tag in ("td", "th", "caption"):
            self.inside = tag
        self._add(("<" + tag, *(f"{name}={value}" for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""
        if tag == "thead":
            self.heading = False
        if tag == "table":
            self.caption, self.headings, self.row, self.cell = "", [], "", -1
        self._add(("/" + tag,))

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not text:
            return
        if self.inside == "caption":
            self.caption += text
        elif self.inside == "th" and self.heading:
            self.headings[-1] += text
        elif self.inside == "th" and not self.row:
            self.row = text
        self._add((text,))

    def handle_comment(self, data: str) -> None:
        self._add(("<!--", data))

    def handle_decl(self, decl: str) -> None:
        self._add(("<!", decl))

    def handle_pi(self, data: str) -> None:
        self._add(("<?", data))

    def _add(self, content: tuple[str, ...]) -> None:
        about = self.caption or self.part
        place = ", ".join(part for part in (about, self.row) if part)
        inside_table = self.cell >= 0 and self.cell < len(self.headings)
        self.tokens.append(_Token(content, place, self.headings[self.cell] if inside_table else ""))


def _page(name: str, printed: bytes, recomputed: bytes) -> Iterator[Difference]:
    shown, again = _tokens(printed), _tokens(recomputed)
    if len(shown) == len(again):
        for have, need in zip(shown, again, strict=True):
            if have.content != need.content:
                yield _differs(name, [have], [need])
        return
    matcher = SequenceMatcher(
        None, [token.content for token in shown], [token.content for token in again], autojunk=False
    )
    for kind, start, end, start_again, end_again in matcher.get_opcodes():
        if kind != "equal":
            yield _differs(name, shown[start:end], again[start_again:end_again])


def _tokens(content: bytes) -> list[_Token]:
    reader = _Reader()
    reader.feed(content.decode("utf-8"))
    reader.close()
    return reader.tokens


def _differs(name: str, have: Sequence[_Token], need: Sequence[_Token]) -> Difference:
    where = (need or have)[0]
    texts = [" ".join(" ".join(token.content) for token in tokens) for tokens in (have, need)]
    left, right = _apart(*texts)
    return Difference(name, where.place, where.column, left, right)


def _apart(left: str, right: str) -> tuple[str, str]:
    """Return two texts, long ones cut to where they part."""
    if len(left) <= LONGEST and len(right) <= LONGEST:
        return left, right
    at = next(
        (place for place, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )
    start = max(0, at - 30)
    lead = "…" if start else ""
    return lead + left[start : start + LONGEST], lead + right[start : start + LONGEST]


def _spreadsheet(name: str, printed: bytes, recomputed: bytes) -> Iterator[Difference]:
    shown, again = _sheets(printed), _sheets(recomputed)
    for sheet in dict.fromkeys((*again, *shown)):
        have, need = shown.get(sheet, []), again.get(sheet, [])
        for number in range(max(len(have), len(need))):
            left = have[number] if number < len(have) else ()
            right = need[number] if number < len(need) else ()
            for column in range(max(len(left), len(right))):
                a = left[column] if column < len(left) else ""
                b = right[column] if column < len(right) else ""
                if a != b:
                    yield Difference(name, f"{sheet}, {number + 1}", _letters(column), a, b)


def _sheets(content: bytes) -> dict[str, list[tuple[str, ...]]]:
    import fastexcel

    book = fastexcel.read_excel(content)
    found = {}
    for sheet in book.sheet_names:
        table = book.load_sheet(sheet, header_row=None, dtypes="string").to_arrow()
        columns = [column.to_pylist() for column in table.columns]
        found[sheet] = [
            tuple("" if value is None else str(value) for value in row) for row in zip(*columns, strict=True)
        ]
    return found


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


_BY_ENDING: dict[str, Callable[[str, bytes, bytes], Iterator[Difference]]] = {
    "csv": _csv,
    "json": _json,
    "html": _page,
    "svg": _page,
    "xlsx": _spreadsheet,
}
