"""The sentences that users read, and their Swedish: `messages.py update`, `compile` or `check`.

English is the source. Sentences are gathered from Python (`_`, `N_`, gettext's own names, and the second argument of
`RuleBroken` and `BadInput`) and from Django's templates, into locale/sv/LC_MESSAGES/django.po. argparse's own words
have a catalogue of their own, argparse.po. Babel does the work, so that nobody needs gettext's tools.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

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

KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "RuleBroken": (2,),
    "BadInput": (2,),
    "refuse": (2,),
    "translate": None,
}

PLACE = re.compile(r"%\(\w+\)[a-z]|%[a-z]|(?<!\{)\{\w*[^{}]*\}")

HEADER = """\
# Swedish for the sentences of Ljuspunkt; made by “make messages”, which keeps it sorted.
#"""


def _sentences_of(name: str, text: bytes) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for _line, sentence, _comments, context in extract("python", BytesIO(text), keywords=KEYWORDS):
        if sentence and (isinstance(sentence, str) or sentence[0]):
            yield sentence, context


def gathered() -> Catalog:
    """Return every sentence of code and templates, without translations."""
    catalogue = Catalog()
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            text = path.read_bytes()
        elif path.suffix in PAGES and "templates" in path.parts:
            text = templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode()
        else:
            continue
        for sentence, context in _sentences_of(str(path), text):
            catalogue.add(sentence, context=context)
    return catalogue


def words_of_argparse() -> Catalog:
    """Return what the running Python's argparse says."""
    catalogue = Catalog()
    for sentence, context in _sentences_of("argparse", Path(argparse.__file__).read_bytes()):
        catalogue.add(sentence, context=context)
    return catalogue


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
