"""What an association adds to the core: indicators of the comprehensive list and its own, and publishing them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.apps import apps
from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator.candidate import Wording as Said
from ljuspunkt.domain.indicator.candidate import check_number, faults
from ljuspunkt.domain.indicator.published import Based
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.indicators.models import Addition, Protocol, ProtocolVersion
from ljuspunkt.rooms.indicators.permissions import may_add_to_protocol
from ljuspunkt.rooms.indicators.queries.additions import COMPREHENSIVE, CORE, NAME, agreed, in_force
from ljuspunkt.rooms.indicators.services.common import said_reason
from ljuspunkt.rooms.indicators.services.publish_protocol import published
from ljuspunkt.rooms.people.permissions import Person, refuse_unless


@transaction.atomic
def take_indicator(*, by: Person, at: datetime, association: str, number: str) -> None:
    """Add an indicator of the network's comprehensive list.

    Raises:
        RuleBroken: the list doesn't have it, the core does, or it is added already.
        Http404: the person may not add for this association.
    """
    key = _association(by, association)
    if number in {each.number for each in in_force(CORE)}:
        raise RuleBroken("in_core", "Number {number} is in the core and is always measured.", number=number)
    if number not in {each.number for each in in_force(COMPREHENSIVE)}:
        raise RuleBroken("not_in_list", "The comprehensive list has no number {number}.", number=number)
    if Addition.objects.filter(association_id=key, taken=number).exists():
        raise RuleBroken("taken_already", "Number {number} is added already.", number=number)
    Addition.objects.create(association_id=key, place=_next_place(key), taken=number)
    _tell(by, at, association, marked("Added number {number} of the comprehensive list for {association}."), number)


@transaction.atomic
def keep_own_indicator(
    *, by: Person, at: datetime, association: str, addition: int | None, number: str, said: Said
) -> None:
    """Add an indicator of the association's own, or change it before the next version is published.

    Args:
        by: who does it.
        at: when.
        association: whose.
        addition: its key, None for a new one.
        number: what the association calls it; no number of the network's.
        said: its texts, kind and perspective; sources aren't kept.

    Raises:
        RuleBroken: the number is in use, or something of the texts must be mended.
        Http404: the person may not add for this association.
    """
    key = _association(by, association)
    check_number(number)
    if number in {each.number for name in (CORE, COMPREHENSIVE) for each in in_force(name)}:
        raise RuleBroken(
            "number_of_network",
            "Number {number} is one of the network's; choose another, such as {other}.",
            number=number,
            other=f"E{number}",
        )
    for fault in faults(said, {said.kind: {}} if said.kind else {}):
        raise fault.refusal
    others = Addition.objects.filter(association_id=key, number=number).exclude(pk=addition or 0)
    if others.exists():
        raise RuleBroken("number_taken_own", "There is already an own indicator with number “{number}”.", number=number)
    row = _addition(key, addition) if addition is not None else Addition(association_id=key, place=_next_place(key))
    if row.taken:
        raise RuleBroken("not_own", "An indicator of the comprehensive list keeps the network's wording.")
    row.number = number
    row.kind, row.perspective = said.kind, said.perspective
    row.title, row.description, row.easy_read = dict(said.title), dict(said.description), dict(said.easy_read)
    row.save()
    _tell(by, at, association, marked("Worded the own indicator {number} of {association}."), number)


@transaction.atomic
def move_addition(
    *, by: Person, at: datetime, association: str, addition: int, direction: Literal["up", "down"]
) -> None:
    """Move an addition one place; the first and the last stay where they are.

    Raises:
        RuleBroken: it isn't there any more.
        Http404: the person may not add for this association.
    """
    key = _association(by, association)
    moved = _addition(key, addition)
    order = list(Addition.objects.filter(association_id=key))
    place = order.index(moved)
    other = place + (1 if direction == "down" else -1)
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    _number(order)
    number = moved.taken or moved.number
    _tell(by, at, association, marked("Moved number {number} among the additions of {association}."), number)


@transaction.atomic
def remove_addition(*, by: Person, at: datetime, association: str, addition: int) -> None:
    """Take an addition away from the next version; published versions keep it.

    Raises:
        RuleBroken: it isn't there any more.
        Http404: the person may not add for this association.
    """
    key = _association(by, association)
    gone = _addition(key, addition)
    number = gone.taken or gone.number
    gone.delete()
    _number(list(Addition.objects.filter(association_id=key)))
    _tell(by, at, association, marked("Took number {number} away from the additions of {association}."), number)


@transaction.atomic
def publish_additions(*, by: Person, at: datetime, association: str, note: Text) -> int:
    """Publish an association's additions as their next version, and return its number.

    Raises:
        RuleBroken: the last version says exactly this, a taken one is no longer in the list, or the note is too long.
        Http404: the person may not add for this association.
    """
    key = _association(by, association)
    for said in note.values():
        said_reason(said, needed=False)
    rows = list(Addition.objects.filter(association_id=key))
    protocol, _made = Protocol.objects.get_or_create(association_id=key, name=NAME)
    if not rows and not protocol.versions.exists():
        raise RuleBroken("nothing_added", "Nothing is added yet.")
    version = published(
        protocol,
        by=by,
        at=at,
        title={},
        indicators=agreed(rows, association),
        note=note,
        based=tuple(_based()),
    )
    if version is None:
        raise RuleBroken(
            "nothing_new", "The last version of the protocol says exactly this; there is nothing to publish."
        )
    return version.number


def _based() -> Sequence[Based]:
    found = []
    for name in (CORE, COMPREHENSIVE):
        last = (
            ProtocolVersion.objects.filter(protocol__name=name, protocol__conference="", protocol__association=None)
            .order_by("-number")
            .first()
        )
        if last is not None:
            found.append(Based(name, last.number, last.sha256))
    return found


def _association(by: Person, slug: str) -> int:
    refuse_unless(may_add_to_protocol(by, slug))
    associations = apps.get_model("people", "Association")
    found = associations._default_manager.select_for_update().filter(slug=slug).first()
    refuse_unless(found is not None)
    assert found is not None
    return int(found.pk)


def _addition(association: int, key: int) -> Addition:
    found = Addition.objects.filter(association_id=association, pk=key).first()
    if found is None:
        raise RuleBroken("no_addition", "The addition isn't there any more.")
    return found


def _next_place(association: int) -> int:
    return Addition.objects.filter(association_id=association).count() + 1


def _number(order: Sequence[Addition]) -> None:
    for place, row in enumerate(order, start=1):
        row.place = place
        row.save(update_fields=["place"])


def _tell(by: Person, at: datetime, association: str, action: str, number: str) -> None:
    record(
        by=by.id,
        who=by.name,
        action=action,
        about=f"protocols/association/{association}",
        association=association,
        at=at,
        words={"number": number, "association": association},
    )
