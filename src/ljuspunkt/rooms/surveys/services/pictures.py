"""Symbols for easy read: put one in, say what it shows, take it away.

No symbol comes with the software; whoever puts one in says whose it is and under which licence it may be used.
"""

from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.survey.editing import check_name
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files.symbols import MOST_ACROSS, Bare, NotAPicture, bare, is_drawn
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.models import Instrument, Picture
from ljuspunkt.rooms.surveys.models.instruments import FROZEN
from ljuspunkt.rooms.surveys.queries.questionnaires import read_document
from ljuspunkt.rooms.surveys.services.desk import owner_of
from ljuspunkt.rooms.surveys.services.versions import instrument_to_edit

MOST_BYTES = 20_000
"""A page of a question weighs at most 60 kB in all, on a slow line and an old phone."""
MOST_PICTURES = 100


def laid_bare(content: bytes) -> Bare:
    """Return a picture without what doesn't draw it, such as where a photograph was taken.

    Raises:
        RuleBroken: it isn't a PNG, JPEG, GIF or WebP picture, or has too many pixels. SVG pictures can hold programs
            and aren't taken.
    """
    try:
        found = bare(content)
    except NotAPicture:
        raise _not_a_picture() from None
    if max(found.wide, found.high) > MOST_ACROSS:
        raise RuleBroken(
            "picture_wide",
            "A symbol has at most {most} pixels in each direction; this one has {wide} × {high}.",
            most=MOST_ACROSS,
            wide=found.wide,
            high=found.high,
        )
    if not is_drawn(found):
        raise _not_a_picture()
    return found


def _not_a_picture() -> RuleBroken:
    return RuleBroken("not_a_picture", "A symbol is a PNG, JPEG, GIF or WebP picture; this file isn't one.")


@transaction.atomic
def add_picture(*, by: Person, at: datetime, slug: str, name: str, content: bytes, alt: Text, source: str) -> None:
    """Put a symbol in.

    Raises:
        RuleBroken: it isn't a picture or too large, the name is in use, or nobody says what it shows or whose it is.
        Http404: there is no such instrument, or the person may not change it.
    """
    instrument = instrument_to_edit(by, slug)
    check_name(name)
    if len(content) > MOST_BYTES:
        raise RuleBroken(
            "picture_large",
            "A symbol has at most {most} kilobytes, so that pages stay light; this one has {n}.",
            most=MOST_BYTES // 1000,
            n=-(-len(content) // 1000),
        )
    found = laid_bare(content)
    if instrument.pictures.filter(name=name).exists():
        raise RuleBroken("picture_taken", "There is already a symbol called “{name}”.", name=name)
    if instrument.pictures.count() >= MOST_PICTURES:
        raise RuleBroken("too_many_pictures", "A questionnaire has at most {most} symbols.", most=MOST_PICTURES)
    Picture.objects.create(
        instrument=instrument, name=name, content=found.content, media_type=found.media_type, **_said(alt, source)
    )
    _tell(by, at, instrument, name, marked("Put the symbol {symbol} into the questionnaire {questionnaire}."))


@transaction.atomic
def change_picture(*, by: Person, at: datetime, slug: str, name: str, alt: Text, source: str) -> None:
    """Say anew what a symbol shows and whose it is.

    Raises:
        RuleBroken: there is none, a frozen version shows it, or nobody says what it shows or whose it is.
        Http404: there is no such instrument, or the person may not change it.
    """
    instrument = instrument_to_edit(by, slug)
    row = _picture(instrument, name)
    _refuse_frozen(instrument, name)
    for field, value in _said(alt, source).items():
        setattr(row, field, value)
    row.save(update_fields=["alt", "source"])
    _tell(by, at, instrument, name, marked("Described the symbol {symbol} of the questionnaire {questionnaire}."))


@transaction.atomic
def remove_picture(*, by: Person, at: datetime, slug: str, name: str) -> None:
    """Take a symbol away.

    Raises:
        RuleBroken: there is none, or a version shows it.
        Http404: there is no such instrument, or the person may not change it.
    """
    instrument = instrument_to_edit(by, slug)
    row = _picture(instrument, name)
    _refuse_frozen(instrument, name)
    for version in instrument.versions.all():
        using = [item.name for item in read_document(version.document).items if item.picture == name]
        if using:
            raise RuleBroken(
                "picture_used", "“{name}” is shown by {questions}; they need another symbol first.",
                name=name, questions=", ".join(using),
            )  # fmt: skip
    row.delete()
    _tell(by, at, instrument, name, marked("Took the symbol {symbol} out of the questionnaire {questionnaire}."))


def _said(alt: Text, source: str) -> dict[str, object]:
    said = {language: " ".join(words.split()) for language, words in alt.items() if words.strip()}
    if not said:
        raise RuleBroken("no_alt", "Say what the symbol shows, for those who can't see it.")
    if not source.strip():
        raise RuleBroken("no_source", "Say whose the symbol is and under which licence it may be used.")
    return {"alt": said, "source": " ".join(source.split())[:300]}


def _picture(instrument: Instrument, name: str) -> Picture:
    found = instrument.pictures.filter(name=name).first()
    if found is None:
        raise RuleBroken("no_such_picture", "There is no symbol called “{name}” any more.", name=name)
    return found


def _refuse_frozen(instrument: Instrument, name: str) -> None:
    for version in instrument.versions.filter(state=FROZEN):
        if any(item.picture == name for item in read_document(version.document).items):
            raise RuleBroken(
                "picture_frozen",
                "The frozen version {version} shows “{name}”, so it stays as it is; put another one in beside it.",
                version=version.name,
                name=name,
            )


def _tell(by: Person, at: datetime, instrument: Instrument, name: str, action: str) -> None:
    record(
        by=by.id,
        who=by.name,
        action=action,
        about=f"instruments/{instrument.slug}/pictures/{name}",
        association=owner_of(instrument) or "",
        at=at,
        words={"symbol": name, "questionnaire": instrument.slug},
    )
