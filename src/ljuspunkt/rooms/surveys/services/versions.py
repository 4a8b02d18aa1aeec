"""The versions of an instrument: start a new year from the last, freeze a draft, throw a draft away."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.survey.renewal import renewed
from ljuspunkt.domain.survey.soundness import faults
from ljuspunkt.files.questionnaires import to_document
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys.models import Instrument, Version, WaveInstrument
from ljuspunkt.rooms.surveys.models.instruments import DRAFT, FROZEN
from ljuspunkt.rooms.surveys.permissions import may_edit_instrument
from ljuspunkt.rooms.surveys.queries.pictures import PictureCard, pictures_of
from ljuspunkt.rooms.surveys.queries.questionnaires import read_document
from ljuspunkt.rooms.surveys.services.desk import Where, desk_for, owner_of


@transaction.atomic
def start_version(*, by: Person, at: datetime, slug: str, name: str, waves: tuple[str, ...]) -> str:
    """Start the next version from the last frozen one, every question marked as the same, and return its name.

    Raises:
        RuleBroken: there is a draft already, nothing is frozen yet, or the name is in use or can't be used.
        Http404: there is no such instrument, or the person may not change it.
    """
    instrument = instrument_to_edit(by, slug)
    check_version_name(name)
    rows = list(instrument.versions.order_by("id"))
    draft = next((row for row in rows if row.state == DRAFT), None)
    if draft is not None:
        raise RuleBroken(
            "draft_there", "Version {version} is still a draft; freeze it or throw it away first.", version=draft.name
        )
    if not rows:
        raise RuleBroken("nothing_frozen", "There is no frozen version to start from.")
    if any(row.name == name for row in rows):
        raise RuleBroken("version_taken", "There is already a version called “{name}”.", name=name)
    last = rows[-1]
    made = Version.objects.create(
        instrument=instrument,
        name=name,
        document=to_document(renewed(read_document(last.document), version=name, waves=waves)),
        based_on=last,
    )
    _tell(by, at, made, marked("Started the version {version} of the questionnaire {questionnaire}."))
    return made.name


@transaction.atomic
def freeze_version(*, by: Person, at: datetime, slug: str, version: str) -> str:
    """Freeze a draft, so that it never changes again, and return its hash.

    Raises:
        RuleBroken: something must be mended first, or it is frozen already.
        Http404: there is none, or the person may not change it.
    """
    desk = desk_for(by, Where(slug, version))
    pictures = pictures_of(slug)
    for fault in faults(desk.questionnaire, earlier=desk.earlier, pictures=pictures):
        if fault.blocks:
            raise fault.refusal
    row = desk.version
    shown = {item.picture: pictures[item.picture] for item in desk.questionnaire.items if item.picture}
    row.document = to_document(desk.questionnaire)
    row.document_hash = hash_of(row.document, shown)
    row.state = FROZEN
    row.save(update_fields=["document", "document_hash", "state"])
    _tell(by, at, row, marked("Froze the version {version} of the questionnaire {questionnaire}."))
    return row.document_hash


def hash_of(document: Mapping[str, object], pictures: Mapping[str, PictureCard]) -> str:
    """Return the SHA-256 of a questionnaire with the symbols it shows, in hexadecimal.

    The order of keys is nothing, since PostgreSQL doesn't keep it; the order of lists is.
    """
    shown = {name: [card.sign, dict(card.alt), card.source] for name, card in pictures.items()}
    whole = json.dumps({"document": document, "pictures": shown}, ensure_ascii=False, sort_keys=True)
    return sha256(whole.encode("utf-8")).hexdigest()


@transaction.atomic
def remove_draft(*, by: Person, at: datetime, slug: str, version: str) -> None:
    """Throw a draft away, and the instrument with it where nothing else is left of it.

    Raises:
        RuleBroken: it is frozen, or a wave is planned with it.
        Http404: there is none, or the person may not change it.
    """
    row = desk_for(by, Where(slug, version)).version
    planned = WaveInstrument.objects.filter(version=row).select_related("wave").first()
    if planned is not None:
        raise RuleBroken(
            "planned", "The wave {wave} is planned with this version; take it out of the wave first.",
            wave=planned.wave.name,
        )  # fmt: skip
    _tell(by, at, row, marked("Threw away the draft {version} of the questionnaire {questionnaire}."))
    instrument = row.instrument
    row.delete()
    if not instrument.versions.exists():
        instrument.delete()


def instrument_to_edit(by: Person, slug: str) -> Instrument:
    """Return an instrument, locked for the transaction.

    Raises:
        Http404: there is none, or the person may not change it.
    """
    found = Instrument.objects.select_for_update(of=("self",)).select_related("association").filter(slug=slug).first()
    refuse_unless(found is not None and may_edit_instrument(by, owner_of(found)))
    assert found is not None
    return found


def check_version_name(name: str) -> None:
    """Refuse a version's name that can't stand in an address.

    Raises:
        RuleBroken: it can't.
    """
    if not name or len(name) > 40 or not all(sign.isalnum() or sign in "-_" for sign in name) or not name.isascii():
        raise RuleBroken(
            "version_signs", "A version's name has letters A to Z, digits and hyphens only, such as 2027; “{name}” "
            "doesn't.", name=name,
        )  # fmt: skip


def usable_version(name: str) -> str:
    """Return a version's name from elsewhere with the signs that it may have here."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")[:40].strip("-")


def _tell(by: Person, at: datetime, version: Version, action: str) -> None:
    instrument = version.instrument
    record(
        by=by.id,
        who=by.name,
        action=action,
        about=f"instruments/{instrument.slug}/{version.name}",
        association=owner_of(instrument) or "",
        at=at,
        words={"version": version.name, "questionnaire": instrument.slug},
    )
