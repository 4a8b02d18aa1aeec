"""Addresses pasted from anywhere: a mail program, a spreadsheet, a list. Pure.

A line is `name <address>`, `address`, or name and address with a tab, semicolon or comma between them, in either order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.rooms.mail.services import check_address

LONGEST_NAME = 120
BETWEEN = re.compile(r"[\t;,]")


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to invite."""

    name: str
    email: str


def read(text: str) -> tuple[tuple[Invitee, ...], tuple[RuleBroken, ...]]:
    """Return the people in a pasted text, each address once, and every line that can't be read."""
    people: dict[str, Invitee] = {}
    faults: list[RuleBroken] = []
    for number, line in enumerate(text.splitlines(), start=1):
        for piece in _pieces(line):
            try:
                invitee = _read(piece, number)
            except RuleBroken as fault:
                faults.append(fault)
            else:
                people.setdefault(invitee.email.lower(), invitee)
    return tuple(people.values()), tuple(faults)


def _pieces(line: str) -> Sequence[str]:
    """Return the people of one line: mail programs put several on a line."""
    if line.count("@") < 2:
        return [line] if line.strip(" \t;,") else []
    return [piece for piece in re.split(r"[;,\t]", line) if piece.strip()] if "<" not in line else _bracketed(line)


def _bracketed(line: str) -> Sequence[str]:
    return [piece.strip(" \t;,") for piece in re.split(r"(?<=>)", line) if piece.strip(" \t;,")]


def _read(piece: str, line: int) -> Invitee:
    if "<" in piece:
        name, email = parseaddr(piece.strip(" \t;,").replace(";", " "))
        if not email:
            name, _bracket, rest = piece.partition("<")
            email = rest.rstrip("> \t;,")
    else:
        cells = [cell.strip() for cell in BETWEEN.split(piece) if cell.strip()]
        at = next((place for place, cell in enumerate(cells) if "@" in cell), None)
        if at is None:
            raise BadInput("no_address", "There is no e-mail address in “{text}”.", line=line, text=piece.strip())
        email = cells.pop(at)
        name = " ".join(cells)
        if " " in email and not name:
            name, _space, email = email.rpartition(" ")
    email = email.removeprefix("mailto:").strip()
    try:
        check_address(email)
    except RuleBroken as fault:
        raise BadInput(fault.code, fault.sentence, line=line, address=email) from None
    name = " ".join(name.strip("\"' ").split())
    if len(name) > LONGEST_NAME:
        raise BadInput("name", "The name is longer than {most} signs.", line=line, most=LONGEST_NAME)
    return Invitee(name, email)
