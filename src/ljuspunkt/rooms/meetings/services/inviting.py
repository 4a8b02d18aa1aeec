"""Who is invited: putting people on the list, sending invitations and reminders, taking an invitation back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.mail import services as mail
from ljuspunkt.rooms.meetings import letters
from ljuspunkt.rooms.meetings.addresses import Invitee
from ljuspunkt.rooms.meetings.letters import key
from ljuspunkt.rooms.meetings.models import Answer, Invitation, Place
from ljuspunkt.rooms.meetings.services.held import held, post_of, record, still_ahead
from ljuspunkt.rooms.meetings.services.seats import give_free_places
from ljuspunkt.rooms.meetings.services.telling import call_back, invite
from ljuspunkt.rooms.people.permissions import Person, refuse_unless

MOST = 2000
"""People that one event can invite."""


@dataclass(frozen=True, slots=True)
class Added:
    """How many were put on the list, and how many stood there already."""

    new: int
    known: int


@transaction.atomic
def add_invited(*, by: Person, event: int, people: Sequence[Invitee], at: datetime) -> Added:
    """Put people on the list of those invited; nothing is sent. Who stands there already stays as it is.

    Raises:
        Http404: there is no such event for this person.
        RuleBroken: the event is cancelled or has ended, or the list would be too long.
    """
    found = held(event, by)
    still_ahead(found, at)
    known = {email.lower() for email in found.invitations.values_list("email", flat=True)}
    new = [each for each in people if each.email.lower() not in known]
    if len(known) + len(new) > MOST:
        raise RuleBroken("too_many", "At most {most} people can be invited to one event.", most=MOST)
    Invitation.objects.bulk_create(
        Invitation(event=found, name=each.name, email=each.email, nonce=token_hex(16), added_at=at, told=None)
        for each in new
    )
    if new:
        record(found, marked("Put {n} on the list of the event {event}."), by=by, at=at, words={"n": len(new)})
    return Added(len(new), len(people) - len(new))


@transaction.atomic
def send_invitations(*, by: Person, event: int, at: datetime, site: str) -> int:
    """Invite everybody on the list who hasn't been, and return how many.

    Raises:
        Http404: there is no such event for this person.
        RuleBroken: the event is cancelled or has ended.
    """
    found = held(event, by)
    still_ahead(found, at)
    post = post_of(found, site=site, at=at)
    waiting = list(found.invitations.filter(invited_at__isnull=True))
    invite(post, waiting)
    if waiting:
        record(found, marked("Invited {n} to the event {event}."), by=by, at=at, words={"n": len(waiting)})
    return len(waiting)


@transaction.atomic
def remind(*, by: Person, event: int, reminders: int, at: datetime, site: str) -> int:
    """Remind those who were invited and haven't answered, and return how many.

    Args:
        reminders: how many times reminders had gone out when the person pressed; a second press does nothing.

    Raises:
        Http404: there is no such event for this person.
        RuleBroken: the event is cancelled or has ended, or the last day to answer is past.
    """
    found = held(event, by)
    still_ahead(found, at)
    if at >= found.answer_by:
        raise RuleBroken("too_late", "The last day to answer is past. Choose a later one first.")
    if reminders != found.reminders:
        return 0
    found.reminders += 1
    found.save(update_fields=["reminders"])
    post = post_of(found, site=site, at=at)
    asked = found.invitations.filter(answer=Answer.NONE, invited_at__isnull=False)
    asked.update(reminded_at=at)
    silent = list(asked)
    mail.enqueue_all([letters.remind(post, each) for each in silent], at=at)
    record(found, marked("Reminded {n} of the event {event}."), by=by, at=at, words={"n": len(silent)})
    return len(silent)


@transaction.atomic
def take_back(*, by: Person, event: int, invitation: int, at: datetime, site: str) -> None:
    """Take somebody off the list; who has been told of the event is told of this too. A place goes to the next in line.

    Raises:
        Http404: there is no such event for this person.
        RuleBroken: the event is cancelled or has ended.
    """
    found = held(event, by)
    one = found.invitations.filter(pk=invitation).first()
    refuse_unless(one is not None)
    assert one is not None
    still_ahead(found, at)
    post = post_of(found, site=site, at=at)
    call_back(found, [one], at)
    for kind, number in (("reminder", found.reminders), ("place", one.turns)):
        mail.withdraw(key=key(found.pk, kind, one.pk, number), at=at)
    if one.told is not None and one.answer != Answer.NO:
        mail.enqueue_all([letters.take_back(post, one)], at=at)
    had_place = one.place == Place.SEAT
    one.delete()
    if had_place:
        give_free_places(post)
    record(found, marked("Took somebody off the list of the event {event}."), by=by, at=at)
