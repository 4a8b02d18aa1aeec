"""Publish what a conference agreed on: its protocols become versions, and its pages can be read by everybody."""

from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator.protocol import Protocol
from ljuspunkt.rooms.conference.models import Candidate
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.permissions import may_prepare
from ljuspunkt.rooms.conference.queries.procedure import panel_of
from ljuspunkt.rooms.conference.queries.shown import Shown
from ljuspunkt.rooms.conference.queries.ways import origins
from ljuspunkt.rooms.conference.services.common import locked_conference, note
from ljuspunkt.rooms.indicators.queries import InventoryCandidate
from ljuspunkt.rooms.indicators.services import Agreed, MergedText, Passed, publish_protocol
from ljuspunkt.rooms.people.permissions import Person, refuse_unless


@transaction.atomic
def publish_result(*, by: Person, conference: int, at: datetime, national: bool = False) -> bool:
    """Publish a closed conference, and return False where it was published already and nothing has changed.

    Args:
        national: whether its protocols become those of the whole network, which the national coordinator decides.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: it isn't closed, it has agreed on nothing, a protocol isn't complete, or somebody who isn't
            national publishes for the network.
    """
    found = locked_conference(conference)
    refuse_unless(may_prepare(by, found))
    if found.state != HELD:
        raise RuleBroken("not_closed", "Close the conference before its result is published.")
    here = Shown(found)
    if not here.protocols:
        raise RuleBroken("no_protocol", "The conference has agreed on no protocol; there is nothing to publish.")
    waiting = next((protocol for protocol in here.protocols if not protocol.final), None)
    if waiting is not None:
        raise RuleBroken(
            "protocol_not_complete",
            "The protocol “{name}” isn't complete: a vote behind it still has undecided candidates.",
            name=here.title_of(waiting.name),
        )
    versions = [_published(here, protocol, by, at, national=national) for protocol in here.protocols]
    if found.published and not any(versions):
        return False
    found.published = True
    found.recorded = found.recorded or panel_of(found)
    found.save(update_fields=["published", "recorded"])
    note(by, found, marked("Published the result of {conference}."), at)
    return True


def _published(here: Shown, protocol: Protocol, by: Person, at: datetime, *, national: bool) -> bool:
    plan = next(plan for plan in here.result.conference.protocols if plan.name == protocol.name)
    known = origins(here)
    rows = {row.reference: row for row in here.conference.candidates.all()}
    try:
        publish_protocol(
            by=by,
            at=at,
            conference_slug=here.conference.slug,
            name=protocol.name,
            title=plan.title,
            indicators=[_agreed(here, rows[id], known.get(id)) for id in protocol.ids],
            national=national,
        )
    except RuleBroken as refusal:
        if refusal.code != "nothing_new":
            raise
        return False
    return True


def _agreed(here: Shown, row: Candidate, origin: InventoryCandidate | None) -> Agreed:
    return Agreed(
        number=here.numbers[row.reference],
        candidate=row.reference,
        kind=row.kind,
        title=row.title,
        description=row.description,
        perspective=row.perspective,
        perspective_inferred=bool(row.origin.get("perspective_inferred")),
        short_title=row.short_title,
        easy_read=row.easy_read,
        original=origin.original if origin else {},
        merged=tuple(MergedText(each.number, each.original) for each in origin.merged) if origin else (),
        way=tuple(
            Passed(
                stop.vote.id,
                stop.vote.title,
                None if stop.item.votes is None else float(stop.item.votes),
                stop.item.of if stop.item.yes is not None else 0,
                stop.item.outcome,
            )
            for stop in here.result.way(row.reference)
        ),
    )
