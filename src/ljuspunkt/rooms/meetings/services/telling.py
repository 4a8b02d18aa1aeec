"""Everybody is told once what is new, also when several changes come quickly after each other.

A notice waits a little in the queue. Where the next change finds it still there, it is withdrawn, and the new one tells
the difference from what the person was told before.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from ljuspunkt.rooms.mail import services as mail
from ljuspunkt.rooms.meetings import letters
from ljuspunkt.rooms.meetings.letters import Post, key
from ljuspunkt.rooms.meetings.models import Answer, Event, Invitation
from ljuspunkt.rooms.meetings.when import When

PAUSE = timedelta(minutes=2)
"""So long a notice of a change waits for the next change."""


def concerned(event: Event) -> QuerySet[Invitation]:
    """Return those who are told what happens to the event: registered, or invited and not yet decided."""
    undecided = Q(answer=Answer.NONE, invited_at__isnull=False)
    return event.invitations.filter(Q(answer__in=[Answer.YES, Answer.MAYBE]) | undecided)


def invite(post: Post, invitations: Sequence[Invitation]) -> None:
    """Send invitations, and remember what they tell."""
    for invitation in invitations:
        invitation.invited_at, invitation.telling, invitation.told = post.at, post.event.version, None
    Invitation.objects.bulk_update(invitations, ["invited_at", "telling", "told"], batch_size=200)
    mail.enqueue_all([letters.invite(post, each) for each in invitations], at=post.at)


def tell_change(post: Post) -> None:
    """Tell everybody concerned where and when the event is now."""
    versions = {terms.version: When.of(terms) for terms in post.event.terms.all()}
    everybody = list(concerned(post.event))
    call_back(post.event, everybody, post.at)
    asked = []
    for invitation in everybody:
        if invitation.told is None:
            asked.append(letters.invite(post, invitation))
        elif (before := versions[invitation.told]) != post.when:
            asked.append(letters.tell_change(post, invitation, before, not_before=post.at + PAUSE))
        else:
            continue
        invitation.telling = post.event.version
    Invitation.objects.bulk_update(everybody, ["told", "telling"], batch_size=200)
    mail.enqueue_all(asked, at=post.at)


def call_back(event: Event, invitations: Sequence[Invitation], at: datetime) -> None:
    """Withdraw what waits to be told to these, without saving them; what has gone counts as told."""
    keys = {each.pk: key(event.pk, "told", each.pk, each.telling) for each in invitations if each.telling is not None}
    withdrawn = mail.withdraw_all(keys.values(), at=at)
    for each in invitations:
        if each.pk in keys and keys[each.pk] not in withdrawn:
            each.told = each.telling
        each.telling = None
