"""The people of the example: one for every role, with a password that is drawn for this installation.

The password is kept in a file that only its owner may read, since whoever makes the example wants to log in tomorrow
too; it stands nowhere else in clear.
"""

import csv
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.cli.language import _

if TYPE_CHECKING:
    from ljuspunkt.rooms.people.services import Example

FILE = "demo-people.txt"
SOUNDS = ("bdfghjklmnprstv", "aeiouy")
WORDS, SYLLABLES = 4, 2


def invent(folder: Path, associations: Path, at: datetime) -> None:
    """Put the example's network and people in place where there are none, and say how to log in.

    Args:
        folder: of the installation.
        associations: the table of invented associations: association, from_wave, until_wave, merged_into.
        at: now.
    """
    from ljuspunkt.rooms.people.services import in_english, invent_people, put_in_network

    put_in_network(associations=_examples(associations), at=at)
    password = _drawn()
    people = invent_people(password=password, at=at)
    file = folder / FILE
    if people:
        lines = [_("Password of all: {password}").format(password=password), ""]
        lines += [
            f"{each.email:26}{_(in_english(each.role))}{f', {each.association}' if each.association else ''}"
            for each in people
        ]
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
    if file.exists():
        print(_("Log in as one of these invented people (kept in {file}):").format(file=_shown(file)))
        print()
        print(file.read_text(encoding="utf-8"))


def _examples(table: Path) -> "list[Example]":
    from django.utils.text import slugify

    from ljuspunkt.rooms.people.services import Example

    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Example(
            slug=slugify(row["association"]),
            name=row["association"],
            since_year=int(row["from_wave"]),
            merged_into=slugify(row["merged_into"]) or None,
            merged_in=int(row["until_wave"]) + 1 if row["merged_into"] else None,
        )
        for row in rows
    ]


def _shown(file: Path) -> str:
    """Return a file's place as a user would write it."""
    return os.path.relpath(file) if file.resolve().is_relative_to(Path.cwd()) else str(file)


def _drawn() -> str:
    """Return a password of about 52 bits that can be read aloud."""
    return "-".join(
        "".join(secrets.choice(sounds) for _syllable in range(SYLLABLES) for sounds in SOUNDS) for _word in range(WORDS)
    )
