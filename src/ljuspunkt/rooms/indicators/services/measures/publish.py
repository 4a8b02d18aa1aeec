"""Publish what was decided as the next version of a measure protocol; what was published before stays as it was."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator.measure_protocol import (
    Decided,
    Heard,
    Measured,
    MeasureEdition,
    MergedProposal,
    check_whole,
    document,
    numbered,
    read,
)
from ljuspunkt.domain.indicator.merging import under
from ljuspunkt.domain.indicator.published import Agreed, Based, hash_of
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.indicators.models import Answer, Call, MeasureVersion, Proposal, Protocol
from ljuspunkt.rooms.indicators.permissions import may_call
from ljuspunkt.rooms.indicators.services.common import said_reason
from ljuspunkt.rooms.indicators.services.measures.common import (
    asked_of,
    call_to_work_on,
    said,
    tell_log,
    wording_of,
)
from ljuspunkt.rooms.indicators.services.measures.merging import merged_into
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def publish_measures(*, by: Person, at: datetime, call_slug: str, note: Text) -> int:
    """Publish the measures that were decided to be used as the next version, and return the version's number.

    Raises:
        RuleBroken: the call is still open, proposals wait to be looked at or decided, nothing is to be used, the last
            version says exactly this, or the person may not publish for whose protocol it is.
        Http404: there is no such call, or the person may not work on it.
    """
    call = call_to_work_on(by, call_slug)
    if not may_publish(by, call):
        raise RuleBroken(
            "not_your_protocol", "Only the national coordinator and analysts publish measures of this protocol."
        )
    check_ready(call, localdate(at))
    said_note = {language: said_reason(text) for language, text in note.items() if text.strip()}
    # Locks the protocol, so that two who publish at once get versions after each other.
    protocol = (
        Protocol.objects.select_for_update(of=("self",)).select_related("association").get(pk=call.version.protocol_id)
    )
    last = MeasureVersion.objects.filter(protocol=protocol).order_by("-number").first()
    edition = next_edition(call, version=last.number + 1 if last else 1, on=localdate(at), note=said_note)
    if last is not None and _content(read(last.document)) == _content(read(document(edition))):
        raise RuleBroken(
            "nothing_new", "The last version of the protocol says exactly this; there is nothing to publish."
        )
    text = document(edition)
    MeasureVersion.objects.create(
        protocol=protocol,
        number=edition.version,
        document=text,
        sha256=hash_of(text),
        published_at=at,
        by=by.id,
        who=by.name,
    )
    tell_log(
        call,
        by=by,
        at=at,
        action=marked("Published version {version} of the measure protocol {name}, {n} measures."),
        words={"version": edition.version, "name": protocol.name, "n": len(edition.measures)},
    )
    return edition.version


def may_publish(person: Person, call: Call) -> bool:
    """Return whether the person publishes measures of the call's protocol: nationally, or for the own association."""
    association = call.version.protocol.association
    return may_call(person, [association.slug] if association else [])


def check_ready(call: Call, on: date) -> None:
    """Refuse to publish while the call is open, or something waits to be looked at or decided.

    Raises:
        RuleBroken: so it is.
    """
    if on <= call.closes_on:
        raise RuleBroken(
            "still_open",
            "The call is open until {day}; measures are published when it has closed.",
            day=date_format(call.closes_on),
        )
    waiting = call.proposals.filter(state="waiting").count()
    if waiting:
        raise RuleBroken("waiting", "{n} proposals wait to be let through or turned away.", n=waiting)
    shown = call.proposals.filter(state="shown")
    undecided = [str(number) for number in shown.filter(decision="").values_list("number", flat=True)]
    check_whole(undecided, shown.filter(decision="in").count())


def next_edition(call: Call, *, version: int, on: date, note: Text) -> MeasureEdition:
    """Return what a version would hold if it were published now."""
    asked = asked_of(call)
    protocol = call.version.protocol
    rows = list(
        call.proposals.filter(state__in=("shown", "merged")).select_related("wording", "answer__audience", "group")
    )
    return MeasureEdition(
        name=protocol.name,
        version=version,
        published_on=on.isoformat(),
        title=call.title,
        based=Based(protocol.name, call.version.number, call.version.sha256),
        indicators=_measured(call, asked.indicators, rows),
        audiences=tuple(
            Heard(
                name=audience.name,
                answers=Answer.objects.filter(audience=audience, proposals__in=rows).distinct().count(),
                proposals=sum(row.answer is not None and row.answer.audience_id == audience.pk for row in rows),
            )
            for audience in call.audiences.all()
        ),
        call=call.slug,
        conference=protocol.conference,
        association=protocol.association.slug if protocol.association else "",
        note=dict(note),
    )


def _measured(call: Call, indicators: tuple[Agreed, ...], rows: list[Proposal]) -> tuple[Measured, ...]:
    into = merged_into(call)
    by_number = {str(row.number): row for row in rows}
    had = [
        (each.key, each.number)
        for version in MeasureVersion.objects.filter(protocol=call.version.protocol)
        for each in read(version.document).measures
    ]
    found = []
    for indicator in indicators:
        mine = [row for row in rows if row.indicator == indicator.number]
        chosen = sorted((row for row in mine if row.decision == "in"), key=_place)
        numbers = numbered(indicator.number, [row.key for row in chosen], had)
        found.append(
            Measured(
                number=indicator.number,
                candidate=indicator.candidate,
                kind=indicator.kind,
                title=indicator.title,
                description=indicator.description,
                measures=tuple(
                    Decided(
                        key=row.key,
                        number=numbers[row.key],
                        measure=said(wording_of(row)),
                        reason=row.decision_reason,
                        audience=_audience(row),
                        merged=tuple(_merged(by_number, under(into, str(row.number)))),
                    )
                    for row in chosen
                ),
                proposed=len(mine),
                later=sum(row.decision == "later" for row in mine),
                out=sum(row.decision == "out" for row in mine),
                own=indicator.own,
            )
        )
    return tuple(found)


def _merged(by_number: Mapping[str, Proposal], numbers: tuple[str, ...]) -> list[MergedProposal]:
    rows = [by_number[number] for number in numbers]
    return [MergedProposal(row.key, said(wording_of(row)), _audience(row)) for row in rows]


def _audience(row: Proposal) -> Text:
    return row.answer.audience.name if row.answer else {}


def _place(row: Proposal) -> tuple[bool, int, int]:
    return row.group is None, row.group.place if row.group else 0, row.number


def _content(edition: MeasureEdition) -> MeasureEdition:
    """Return a version without what differs each time it is published."""
    return replace(edition, version=0, published_on="", note={})
