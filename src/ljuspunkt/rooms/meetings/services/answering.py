"""Answering an invitation: by the one invited, with the secret address, or by an organiser who was told otherwise."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.meetings.models import Answer, Event, Invitation, Place
from ljuspunkt.rooms.meetings.reference import found
from ljuspunkt.rooms.meetings.services.held import held, post_of, record, still_ahead
from ljuspunkt.rooms.meetings.services.seats import set_answer
from ljuspunkt.rooms.people.permissions import Person, refuse_unless


@transaction.atomic
def answer(*, reference: str, answer: Answer, at: datetime, site: str) -> None:
    """Answer by the secret address. The same answer again changes nothing; a no is always welcome.

    Raises:
        Http404: there is no such invitation.
        RuleBroken: the event is cancelled or has ended, or the last day to register is past.
    """
    invitation = found(reference)
    if invitation is None:
        raise Http404
    event = Event.objects.select_for_update().get(pk=invitation.event_id)
    invitation = Invitation.objects.filter(pk=invitation.pk).first()
    if invitation is None:
        raise Http404
    still_ahead(event, at)
    if invitation.answer == answer:
        return
    if answer != Answer.NO and at >= event.answer_by:
        raise RuleBroken(
            "too_late",
            "The last day to register is past. Write to {contact} and ask whether there is still a place.",
            contact=event.contact,
        )
    set_answer(post_of(event, site=site, at=at), invitation, answer)


@transaction.atomic
def answer_for(*, by: Person, event: int, invitation: int, answer: Answer, at: datetime, site: str) -> Place:
    """Write down what somebody answered in another way, and return where it led; the last day doesn't bind organisers.

    Raises:
        Http404: there is no such invitation for this person.
        RuleBroken: the event is cancelled or has ended.
    """
    whole = held(event, by)
    one = whole.invitations.filter(pk=invitation).first()
    refuse_unless(one is not None)
    assert one is not None
    still_ahead(whole, at)
    if one.answer != answer:
        set_answer(post_of(whole, site=site, at=at), one, answer)
        record(whole, marked("Wrote down an answer to the event {event}."), by=by, at=at)
    return Place(one.place)
