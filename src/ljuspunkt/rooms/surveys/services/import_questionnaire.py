"""A questionnaire from a file: look at what of it is understood, say yes or no, and then it is a draft or forgotten.

A file becomes a new instrument, or the draft of one that exists: the draft is replaced, and where there is none the
next version is started.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext

from ljuspunkt.domain.errors import RuleBroken, Word, marked
from ljuspunkt.domain.survey.editing import MOST_QUESTIONS, check_names
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.survey.renewal import honest, settled
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files.notices import Placed, in_order
from ljuspunkt.files.questionnaires import to_document
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys.models import Instrument, Version, WaitingImport
from ljuspunkt.rooms.surveys.models.instruments import DRAFT
from ljuspunkt.rooms.surveys.permissions import may_edit_instrument
from ljuspunkt.rooms.surveys.queries.questionnaires import read_document
from ljuspunkt.rooms.surveys.services.desk import owner_of
from ljuspunkt.rooms.surveys.services.make_instrument import make_with
from ljuspunkt.rooms.surveys.services.versions import check_version_name, instrument_to_edit

KEPT_FOR = timedelta(days=1)
"""How long a file waits for its yes."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What an import that becomes a new instrument is called; `association` is "" for the network's own."""

    slug: str
    group: str
    association: str


@transaction.atomic
def look_at_questionnaire(
    *,
    by: Person,
    at: datetime,
    slug: str,
    name: str,
    questionnaire: Questionnaire,
    notices: Sequence[Notice],
) -> None:
    """Keep what was read of a file until the yes or the no, instead of an earlier one of the same person.

    Args:
        by: who sent it.
        at: when.
        slug: the instrument it is for, "" where it shall become a new one.
        name: of the file.
        questionnaire: what was read.
        notices: what of the file isn't understood or left out, each a sentence with its values.

    Raises:
        RuleBroken: a name in it can't be used, or it has too many questions.
        Http404: there is no such instrument, or the person may not change it.
    """
    instrument = instrument_to_edit(by, slug) if slug else None
    refuse_unless(instrument is not None or may_make(by))
    check_names(questionnaire)
    if len(questionnaire.items) > MOST_QUESTIONS:
        raise RuleBroken("too_many", "A questionnaire has at most {most} questions.", most=MOST_QUESTIONS)
    WaitingImport.objects.filter(at__lt=at - KEPT_FOR).delete()
    WaitingImport.objects.filter(by=by.id).delete()
    WaitingImport.objects.create(
        instrument=instrument,
        by=by.id,
        at=at,
        name=name[:200],
        document=to_document(questionnaire),
        notices=[_kept(each) for each in in_order(notices)],
    )


def may_make(by: Person) -> bool:
    """Return whether the person makes questionnaires, the network's or an association's own."""
    return may_edit_instrument(by, None) or any(may_edit_instrument(by, slug) for slug in by.associations())


def waiting(by: Person, at: datetime, slug: str) -> WaitingImport | None:
    """Return the file that waits for somebody's yes, None where none does."""
    rows = WaitingImport.objects.filter(by=by.id, at__gte=at - KEPT_FOR)
    rows = rows.filter(instrument__slug=slug) if slug else rows.filter(instrument=None)
    return rows.first()


@transaction.atomic
def import_new(*, by: Person, at: datetime, naming: Naming, version: str) -> Version:
    """Make a new instrument of the file that waits, and return its draft.

    Raises:
        RuleBroken: the file is no longer kept, or the name is in use or can't be used.
        Http404: the person may not make one there.
    """
    row = _waiting(by, at, "")
    questionnaire = replace(
        read_document(row.document), form_id=naming.slug, respondent_group=naming.group, version=version
    )
    made = make_with(by=by, at=at, questionnaire=questionnaire, association=naming.association)
    _tell(by, at, made, row)
    row.delete()
    return made


@transaction.atomic
def import_version(*, by: Person, at: datetime, slug: str, version: str) -> Version:
    """Make the file that waits the draft of an instrument, and return it.

    Every question of a draft that follows a frozen version gets a mark; a “same” that doesn't hold becomes “changed”.

    Raises:
        RuleBroken: the file is no longer kept, or the version's name is in use or can't be used.
        Http404: there is no such instrument, or the person may not change it.
    """
    instrument = instrument_to_edit(by, slug)
    check_version_name(version)
    row = _waiting(by, at, slug)
    rows = list(instrument.versions.select_related("based_on").order_by("id"))
    draft = next((each for each in rows if each.state == DRAFT), None)
    if any(each.name == version for each in rows if each is not draft):
        raise RuleBroken("version_taken", "There is already a version called “{name}”.", name=version)
    questionnaire = replace(
        read_document(row.document), form_id=slug, version=version, respondent_group=instrument.respondent_group
    )
    based_on = draft.based_on if draft is not None else rows[-1] if rows else None
    if based_on is not None:
        earlier = read_document(based_on.document)
        questionnaire = honest(settled(questionnaire, earlier), earlier)
    if draft is None:
        draft = Version(instrument=instrument, based_on=based_on)
    draft.name, draft.document = version, to_document(questionnaire)
    draft.save()
    _tell(by, at, draft, row)
    row.delete()
    return draft


@transaction.atomic
def drop_import(*, by: Person) -> None:
    """Forget the file that the person sent."""
    WaitingImport.objects.filter(by=by.id).delete()


def notices_of(row: WaitingImport) -> list[Placed]:
    """Return what of the file isn't understood or left out."""
    return [
        Placed(each["sentence"], each["values"], each.get("file"), each["line"], each["column"]) for each in row.notices
    ]


def told(notice: Notice) -> Placed:
    """Return a notice without the folder in which the file lay for a moment, its words in the reader's language."""
    values = {name: _worded(value) for name, value in notice.values.items()}
    if "file" in values:
        values["file"] = PurePath(values["file"]).name
    line, column = (notice.line, notice.column) if isinstance(notice, Placed) else (None, None)
    file = PurePath(notice.file).name if isinstance(notice, Placed) and notice.file else None
    return Placed(notice.sentence, values, file, line, column)


def _worded(value: object) -> str:
    if isinstance(value, RuleBroken):
        return value.said(gettext)
    return gettext(value) if isinstance(value, Word) else str(value)


def _kept(notice: Notice) -> dict[str, object]:
    placed = told(notice)
    return {
        "sentence": placed.sentence,
        "values": dict(placed.values),
        "file": placed.file,
        "line": placed.line,
        "column": placed.column,
    }


def _waiting(by: Person, at: datetime, slug: str) -> WaitingImport:
    row = waiting(by, at, slug)
    if row is None:
        raise RuleBroken("no_import", "The file is no longer kept; send it again.")
    return row


def _tell(by: Person, at: datetime, version: Version, row: WaitingImport) -> None:
    instrument: Instrument = version.instrument
    record(
        by=by.id,
        who=by.name,
        action=marked("Imported {name} into the questionnaire {questionnaire}, version {version}."),
        about=f"instruments/{instrument.slug}/{version.name}",
        association=owner_of(instrument) or "",
        at=at,
        words={"name": row.name, "questionnaire": instrument.slug, "version": version.name},
    )
