"""A list of respondents' e-mail addresses, pasted or from a file; only the address and a language are taken from it.

A line holds one address or several, as mail programs and spreadsheets write them; names and other words on the line
are not kept. A language beside the address ("arabiska", "so") is that of the letter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.files.handed_list import is_workbook, text_of, workbook_rows
from ljuspunkt.rooms.mail.services import check_address
from ljuspunkt.rooms.surveys.posted_words import language_called

MOST = 5000
MOST_BYTES = 5_000_000
HEADINGS = frozenset({"e-post", "epost", "e-postadress", "e-mail", "email", "mail", "adress", "address"})
_ADDRESS = re.compile(r"[^\s<>;,\"'()\[\]]*@[^\s<>;,\"'()\[\]]*")
_BETWEEN = re.compile(r"[\t;,]")


@dataclass(frozen=True, slots=True)
class Addressed:
    """One address, in which line it stands, and the language of its letter."""

    line: int
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class AddressList:
    """The addresses of a list, each once; which stood there more than once, and what must be mended."""

    addresses: tuple[Addressed, ...]
    twice: tuple[Addressed, ...]
    faults: tuple[BadInput, ...]


def read(text: str, content: bytes = b"", *, language: str) -> AddressList:
    """Return the addresses in a pasted text and in a file.

    Args:
        text: what was pasted.
        content: a file: text, or a workbook whose first sheet counts.
        language: of letters to those with no language beside their address.
    """
    try:
        lines = [*enumerate(text.splitlines(), start=1), *_lines(content)]
    except BadInput as fault:
        return AddressList((), (), (fault,))
    found: dict[str, Addressed] = {}
    twice: list[Addressed] = []
    faults: list[BadInput] = []
    for number, line in lines:
        for each in _on_line(number, line, language, faults):
            if each.email.lower() in found:
                twice.append(each)
            else:
                found[each.email.lower()] = each
    if not found and not faults:
        faults.append(BadInput("no_addresses", "There are no addresses; one on each line is needed."))
    if len(found) > MOST:
        faults.append(
            BadInput(
                "many_addresses", "The list has {n} addresses; at most {most} can be taken.", n=len(found), most=MOST
            )
        )
    return AddressList(tuple(found.values()), tuple(twice), tuple(faults))


def _on_line(number: int, line: str, language: str, faults: list[BadInput]) -> Sequence[Addressed]:
    plain = line.replace("mailto:", "").strip(" \t;,\ufeff")
    if not plain or not HEADINGS.isdisjoint(each.strip().casefold() for each in _BETWEEN.split(plain)):
        return ()
    listed = _ADDRESS.findall(plain)
    if not listed:
        faults.append(BadInput("no_address", "There is no e-mail address in “{text}”.", line=number, text=plain[:60]))
    rest = _BETWEEN.split(_ADDRESS.sub("", plain))
    told = next((code for word in rest if (code := language_called(word)) is not None), language)
    good: list[Addressed] = []
    for each in listed:
        try:
            check_address(each)
        except RuleBroken as fault:
            faults.append(BadInput(fault.code, fault.sentence, line=number, address=each))
        else:
            good.append(Addressed(number, each, told))
    return good


def _lines(content: bytes) -> Sequence[tuple[int, str]]:
    if not content:
        return ()
    if len(content) > MOST_BYTES:
        raise BadInput("file_large", "The file is larger than {most} megabytes.", most=MOST_BYTES // 1_000_000)
    if is_workbook(content):
        return [(number, "\t".join(cells)) for number, cells in workbook_rows(content)]
    return list(enumerate(text_of(content).splitlines(), start=1))
