"""Put the information pack together, and send word of it to the experts.

Files are held in the database, so that a copy of it is a copy of everything. What a file is, is told by its first
bytes and its ending together, never by what the sender says.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Max, Q, Sum
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference.letters import pack_letter
from ljuspunkt.rooms.conference.models import Conference, Pack, PackPart
from ljuspunkt.rooms.conference.models.panel import FILE, TEXT
from ljuspunkt.rooms.conference.permissions import organisers_of
from ljuspunkt.rooms.conference.services.common import let_prepare, locked_conference, note
from ljuspunkt.rooms.mail.services import Request, enqueue
from ljuspunkt.rooms.people.permissions import Person

LARGEST_FILE = 10_000_000
LARGEST_PACK = 40_000_000
MOST_PARTS = 40
LONGEST_TEXT = 40_000
LONGEST_NAME = 100

Address = Callable[[str, str], str]
"""Gives the whole address of the pack from its key, in a language."""

OFFICE = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that a pack may hold: what it is served as, and how its bytes begin."""

    media_type: str
    begins: tuple[bytes, ...]


KINDS: Mapping[str, Kind] = {
    "pdf": Kind("application/pdf", (b"%PDF-",)),
    "docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (OFFICE,)),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (OFFICE,)),
    "pptx": Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", (OFFICE,)),
    "odt": Kind("application/vnd.oasis.opendocument.text", (OFFICE,)),
    "ods": Kind("application/vnd.oasis.opendocument.spreadsheet", (OFFICE,)),
    "odp": Kind("application/vnd.oasis.opendocument.presentation", (OFFICE,)),
    "png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
}


@transaction.atomic
def add_text(*, by: Person, conference: int, title: str, text: str, language: str, at: datetime) -> None:
    """Add a text to the pack, last.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: the text is empty or too long, or the pack is full.
    """
    found, pack = _opened(by, conference)
    if not text.strip():
        raise RuleBroken("text_empty", "A text is needed.")
    if len(text) > LONGEST_TEXT:
        raise RuleBroken("text_long", "A text has at most {most} signs; this has {n}.", most=LONGEST_TEXT, n=len(text))
    _add(pack, PackPart(kind=TEXT, title=title.strip(), text=text.strip(), language=language), at)
    note(by, found, marked("Added to the information pack of {conference}: {title}."), at, title=title)


@transaction.atomic
def add_file(
    *, by: Person, conference: int, title: str, name: str, content: bytes, language: str, at: datetime
) -> None:
    """Add a file to the pack, last.

    Args:
        name: as the sender calls it; only what is safe in it is kept.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: the file is empty, too large, of another kind or not what its ending says; or the pack is full.
    """
    found, pack = _opened(by, conference)
    kind = kind_of(name, content)
    if len(content) > LARGEST_FILE:
        raise RuleBroken(
            "file_large",
            "A file has at most {most} MB; this has {n}.",
            most=LARGEST_FILE // 1_000_000,
            n=-(-len(content) // 1_000_000),
        )
    held = pack.parts.aggregate(size=Sum("size"))["size"] or 0
    if held + len(content) > LARGEST_PACK:
        raise RuleBroken(
            "pack_large", "All files of a pack together have at most {most} MB.", most=LARGEST_PACK // 1_000_000
        )
    plain = plain_name(name)
    part = PackPart(
        kind=FILE,
        title=title.strip() or plain,
        language=language,
        file_name=plain,
        media_type=kind.media_type,
        content=content,
        size=len(content),
    )
    _add(pack, part, at)
    note(by, found, marked("Added to the information pack of {conference}: {title}."), at, title=part.title)


@transaction.atomic
def move_part(*, by: Person, conference: int, part: int, earlier: bool, at: datetime) -> None:
    """Move a part of the pack one step earlier or later; at the end nothing happens.

    Raises:
        Http404: there is no such part, or the person may not prepare the conference.
    """
    found, pack = _opened(by, conference)
    parts = list(pack.parts.all())
    place = next((at_place for at_place, each in enumerate(parts) if each.pk == part), None)
    if place is None:
        raise Http404
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(parts):
        return
    parts[place], parts[other] = parts[other], parts[place]
    for number, each in enumerate(parts, start=1):
        if each.place != number:
            PackPart.objects.filter(pk=each.pk).update(place=number)
    note(by, found, marked("Changed the order of the information pack of {conference}."), at)


@transaction.atomic
def remove_part(*, by: Person, conference: int, part: int, at: datetime) -> None:
    """Remove a part of the pack.

    Raises:
        Http404: there is no such part, or the person may not prepare the conference.
    """
    found, pack = _opened(by, conference)
    removed = pack.parts.filter(pk=part).first()
    if removed is None:
        raise Http404
    removed.delete()
    note(by, found, marked("Removed from the information pack of {conference}: {title}."), at, title=removed.title)


@transaction.atomic
def send_pack(*, by: Person, conference: int, address: Address, at: datetime, again: bool = False) -> int:
    """Mail the way to the pack to every expert with an e-mail address who hasn't got it, and return to how many.

    Args:
        address: where the pack lies.
        again: also to those who got it before the pack was changed.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: the pack is empty.
    """
    found, pack = _opened(by, conference)
    if not pack.parts.exists():
        raise RuleBroken("pack_empty", "The information pack is empty; there is nothing to send.")
    lacking = Q(pack_asked_at=None)
    if again and pack.changed_at is not None:
        lacking |= Q(pack_asked_at__lt=pack.changed_at)
    experts = list(found.experts.filter(lacking).exclude(email=""))
    organisers = organisers_of(found)
    for expert in experts:
        letter = pack_letter(found, expert.name, partial(address, pack.key))
        enqueue(
            Request(
                to=expert.email,
                subject=letter.subject,
                body=letter.body,
                key=f"pack/{found.pk}/{expert.pk}/{secrets.token_hex(8)}",
                about=f"conferences/{found.slug}/pack",
                organisers=organisers,
            ),
            at=at,
        )
    found.experts.filter(pk__in=[expert.pk for expert in experts]).update(pack_asked_at=at)
    note(by, found, marked("Sent the information pack of {conference} to {n} experts."), at, n=len(experts))
    return len(experts)


def kind_of(name: str, content: bytes) -> Kind:
    """Return what kind of file this is.

    Raises:
        RuleBroken: it is empty, of a kind that a pack doesn't hold, or not what its ending says.
    """
    if not content:
        raise RuleBroken("file_empty", "The file is empty.")
    ending = name.rpartition(".")[2].lower()
    kind = KINDS.get(ending) if "." in name else None
    if kind is None:
        raise RuleBroken("file_kind", "A pack holds files of the kinds {kinds}.", kinds=", ".join(sorted(KINDS)))
    if not content.startswith(kind.begins):
        raise RuleBroken("file_not_kind", "The file isn't what its ending “.{ending}” says.", ending=ending)
    return kind


def plain_name(name: str) -> str:
    """Return a file's name with nothing in it that a system could take for something else: letters, digits, - _ ."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    stem, _, ending = last.rpartition(".")
    safe = re.sub(r"[^\w\-]+", "-", stem).strip("-_") or "fil"
    return f"{safe[:LONGEST_NAME]}.{ending.lower()}"


def _opened(by: Person, conference: int) -> tuple[Conference, Pack]:
    found = locked_conference(conference)
    let_prepare(by, found)
    pack, _new = Pack.objects.get_or_create(conference=found, defaults={"key": secrets.token_hex(16)})
    return found, pack


def _add(pack: Pack, part: PackPart, at: datetime) -> None:
    if not part.title:
        raise RuleBroken("part_title", "A heading is needed.")
    if pack.parts.count() >= MOST_PARTS:
        raise RuleBroken("pack_full", "A pack has at most {most} parts.", most=MOST_PARTS)
    part.pack = pack
    part.place = (pack.parts.aggregate(last=Max("place"))["last"] or 0) + 1
    part.save()
    pack.changed_at = at
    pack.save(update_fields=["changed_at"])
