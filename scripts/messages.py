"""The sentences that users read, and their Swedish: `messages.py update`, `compile` or `check`.

English is the source. Sentences are gathered from Python (the calls in `KEYWORDS`) and from Django's templates, into
locale/sv/LC_MESSAGES/django.po; argparse's own words have a catalogue of their own, argparse.po. Nobody needs gettext's
tools. A sentence that is kept apart from the call that says it is marked with `marked` or `N_`.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from build_hook import compile_catalogues
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "ljuspunkt"
LOCALE = SOURCE / "locale"
SWEDISH = LOCALE / "sv" / "LC_MESSAGES"
PAGES = {".html", ".txt", ".svg", ".typ"}

# Which arguments of a call are sentences: the first form, the plural form, the context; counted from 0.
Arguments = tuple[int, int | None, int | None]
FIRST: Arguments = (0, None, None)
KEYWORDS: dict[str, Arguments] = {
    "_": FIRST,
    "N_": FIRST,
    "marked": FIRST,
    "translate": FIRST,
    "gettext": FIRST,
    "gettext_lazy": FIRST,
    "gettext_noop": FIRST,
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "RuleBroken": (1, None, None),
    "BadInput": (1, None, None),
    # Functions that refuse for others: their second, first or fourth argument is the sentence.
    "refuse": (1, None, None),
    "Notice": FIRST,
    "Placed": FIRST,
    "notice": FIRST,
    "Problem": (1, None, None),
    "Misfit": (3, None, None),
}

PLACE = re.compile(r"%\(\w+\)[a-z]|%[a-z]|(?<!\{)\{\w*[^{}]*\}")

HEADER = """\
# Swedish for the sentences of Ljuspunkt; made by “make messages”, which keeps it sorted.
#"""


class Sentence(NamedTuple):
    """A sentence with its plural form and context, where it has them."""

    said: str
    plural: str | None = None
    context: str | None = None


def _texts(argument: ast.expr | None) -> list[str]:
    """Return the text that an argument is, both texts of a choice, or nothing."""
    if isinstance(argument, ast.IfExp):
        return _texts(argument.body) + _texts(argument.orelse)
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
        return [argument.value]
    return []


def _in_python(text: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in KEYWORDS:
            continue
        first, plural, context = (
            _texts(node.args[place]) if place is not None and place < len(node.args) else [] for place in KEYWORDS[name]
        )
        for said in first:
            yield Sentence(said, plural[0] if plural else None, context[0] if context else None)


def _in_template(text: str, name: str) -> Iterator[Sentence]:
    """Read what Django's own reader makes of a template: calls of gettext's names among much that isn't Python."""
    calls = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
    for _line, said, _comments, context in extract("python", BytesIO(templatize(text, origin=name).encode()), calls):
        forms = (said,) if isinstance(said, str) else said
        if forms and forms[0]:
            yield Sentence(forms[0], forms[1] if len(forms) > 1 else None, context)


def _catalogue(sentences: Iterable[Sentence]) -> Catalog:
    catalogue = Catalog()
    for said, plural, context in sentences:
        catalogue.add((said, plural) if plural else said, context=context)
    return catalogue


def gathered() -> Catalog:
    """Return every sentence of code and templates, without translations."""
    found: list[Sentence] = []
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            found += _in_python(path.read_text(encoding="utf-8"))
        elif path.suffix in PAGES and "templates" in path.parts:
            found += _in_template(path.read_text(encoding="utf-8"), str(path))
    return _catalogue(found)


def words_of_argparse() -> Catalog:
    """Return what the running Python's argparse says."""
    return _catalogue(_in_python(Path(argparse.__file__).read_text(encoding="utf-8")))


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="sv")
    with path.open("rb") as text:
        return read_po(text, locale="sv")


def _write(path: Path, catalogue: Catalog) -> None:
    catalogue.header_comment = HEADER
    catalogue.fuzzy = False
    text = BytesIO()
    write_po(text, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    dated = re.compile(
        rb'^"(POT-Creation-Date|PO-Revision-Date|Project-Id-Version|Report-Msgid-Bugs-To|Last-Translator|Language-Team'
        rb"|Generated-By): [^\n]*\n",
        re.MULTILINE,
    )
    path.write_bytes(dated.sub(b"", text.getvalue()))


def _said(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else [str(form) for form in message.id]


def _told(message: Message) -> list[str]:
    return [message.string or ""] if isinstance(message.string, str | None) else [str(form) for form in message.string]


def _faults(message: Message, translation: Message | None) -> Iterator[str]:
    said = _said(message)
    name = repr(said[0])
    if translation is None or not all(_told(translation)):
        yield f"{name} has no Swedish."
        return
    if translation.fuzzy:
        yield f"{name} is marked fuzzy."
    wanted = set(PLACE.findall(said[-1]))
    for told in _told(translation):
        given = set(PLACE.findall(told))
        if given != wanted and not (len(said) > 1 and given <= wanted):
            yield f"{name} has the places {sorted(wanted)}, its Swedish {sorted(given)}."


def faults() -> list[str]:
    """Return one sentence for each missing, fuzzy, differing or left-over translation."""
    found: list[str] = []
    for name, sentences, spare_is_a_fault in (
        ("django.po", gathered(), True),
        ("argparse.po", words_of_argparse(), False),
    ):
        swedish = _read(SWEDISH / name)
        for message in sentences:
            if message.id:
                found += [f"{name}: {fault}" for fault in _faults(message, swedish.get(message.id, message.context))]
        if spare_is_a_fault:
            found += [
                f"{name}: {_said(message)[0]!r} is said nowhere any more."
                for message in swedish
                if message.id and sentences.get(message.id, message.context) is None
            ]
    return found


def update() -> None:
    """Add new sentences without Swedish, drop those that nobody says any more, and sort."""
    django = _read(SWEDISH / "django.po")
    django.update(gathered(), no_fuzzy_matching=True)
    for message in django.obsolete.values():
        print(f"Dropped: {_said(message)[0]!r}")
    _write(SWEDISH / "django.po", django)
    parser_words = _read(SWEDISH / "argparse.po")
    for message in words_of_argparse():
        if message.id and parser_words.get(message.id, message.context) is None:
            parser_words.add(message.id, context=message.context)
    _write(SWEDISH / "argparse.po", parser_words)


def main() -> int:
    """Do what the first argument says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("step", choices=["update", "compile", "check"])
    step = parser.parse_args().step
    if step == "compile":
        compile_catalogues(LOCALE)
        return 0
    if step == "update":
        update()
    found = faults()
    print("\n".join(found) or "Every sentence has its Swedish.")
    return 1 if found and step == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
