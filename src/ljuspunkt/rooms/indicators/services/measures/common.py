"""What the use cases of a call for measures have in common: finding it for somebody, keeping a wording, the log."""

from collections.abc import Mapping
from datetime import datetime

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.measure import Measure, faults, of_texts, texts_of
from ljuspunkt.domain.indicator.published import Agreed, Edition, read
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.indicators.models import Answer, Call, MeasureWording, Proposal, Turn
from ljuspunkt.rooms.indicators.permissions import may_call
from ljuspunkt.rooms.indicators.services.common import acting_for
from ljuspunkt.rooms.people.permissions import Person, refuse_unless


def call_to_work_on(by: Person, slug: str) -> Call:
    """Return a call, locked for the transaction, so that changes to one call come after each other.

    Raises:
        Http404: there is none, or the person may not work on it.
    """
    call = Call.objects.select_for_update().filter(slug=slug).first()
    refuse_unless(call is not None and may_call(by, owners_of(call)))
    assert call is not None
    return call


def owners_of(call: Call) -> tuple[str, ...]:
    """Return the slugs of the associations to which a call belongs, in order; none where it is the network's."""
    return tuple(sorted(owner.slug for owner in call.owners.all()))


def asked_of(call: Call) -> Edition:
    """Return the version of the protocol whose indicators the call is about."""
    return read(call.version.document)


def indicator_of(call: Call, number: str) -> Agreed:
    """Return an indicator of the call.

    Raises:
        RuleBroken: the protocol has no such number.
    """
    found = next((each for each in asked_of(call).indicators if each.number == number), None)
    if found is None:
        raise RuleBroken("no_indicator", "The protocol has no indicator with number “{number}”.", number=number)
    return found


def proposal_of(call: Call, number: int) -> Proposal:
    """Return a proposal of a call.

    Raises:
        RuleBroken: it has no such number.
    """
    found = call.proposals.select_related("wording", "merged_into").filter(number=number).first()
    if found is None:
        raise RuleBroken("no_proposal", "There is no proposal with number {number}.", number=number)
    return found


def add_proposal(
    call: Call,
    measure: Measure,
    *,
    indicator: str,
    sent: str,
    answer: Answer | None = None,
    key: str = "",
    decision_reason: str = "",
) -> Proposal:
    """Keep a proposal under the next number; with a `key` it was decided to be used before, and is shown as that."""
    call.last_number += 1
    call.save(update_fields=["last_number"])
    proposal = Proposal.objects.create(
        call=call,
        number=call.last_number,
        key=key or f"{call.slug}/{call.last_number}",
        indicator=indicator,
        answer=answer,
        sent=sent,
        state="shown" if key else "waiting",
        decision="in" if key else "",
        decision_reason=decision_reason,
    )
    keep_wording(proposal, measure, by=None, at=None, reason="")
    return proposal


def wording_of(row: Proposal) -> MeasureWording:
    """Return the wording that holds now; every proposal has one from the transaction that makes it."""
    if row.wording is None:
        raise ValueError(f"proposal {row.pk} has no wording")
    return row.wording


def said(row: MeasureWording) -> Measure:
    """Return a row as the method knows it."""
    return of_texts(row.texts)


def refuse_faults(measure: Measure) -> None:
    """Refuse a measure that can't be kept, with the first thing that must be mended.

    Raises:
        RuleBroken: something must be mended.
    """
    for fault in faults(measure):
        raise fault.refusal


def keep_wording(
    proposal: Proposal, measure: Measure, *, by: Person | None, at: datetime | None, reason: str
) -> MeasureWording:
    """Keep a wording as the one that holds now."""
    last = proposal.wordings.order_by("-number").first()
    kept = MeasureWording.objects.create(
        proposal=proposal,
        number=last.number + 1 if last else 1,
        texts=texts_of(measure),
        at=at,
        by=by.id if by else None,
        who=by.name if by else "",
        reason=reason,
    )
    proposal.wording = kept
    proposal.save(update_fields=["wording"])
    return kept


def keep_turn(proposal: Proposal, what: str, before: str, after: str, *, by: Person, at: datetime, reason: str) -> None:
    """Keep that a proposal's state, decision or indicator changed."""
    Turn.objects.create(
        proposal=proposal, what=what, before=before, after=after, reason=reason, at=at, by=by.id, who=by.name
    )


def tell_log(
    call: Call,
    *,
    by: Person,
    action: str,
    at: datetime,
    about: str = "",
    words: Mapping[str, object] | None = None,
) -> None:
    """Write a line in the log, for the association of the owners for which the person acts."""
    record(
        by=by.id,
        who=by.name,
        action=action,
        about=f"measures/{call.slug}{about}",
        association=acting_for(by, owners_of(call)),
        at=at,
        words={"call": call.slug, **(words or {})},
    )
