"""Everybody is told once what is new, also when several changes come quickly after each other.

A notice waits a little in the queue. Where the next change finds it still there, it is withdrawn, and the new one tells
the difference from what the person was told before.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from ljuspunkt.rooms.mail import services as mail
from ljuspunkt.rooms.meetings import letters
from ljuspunkt.rooms.meetings.letters import Post, key
from ljuspunkt.rooms.meetings.models import Answer, Event, Invitation
from ljuspunkt.rooms.meetings.services.held import when

PAUSE = timedelta(minutes=2)
"""So long a notice of a change waits for the next change."""


def concerned(event: Event) -> QuerySet[Invitation]:
    """Return those who are told what happens to the event: registered, or invited and not yet decided."""
    undecided = Q(answer=Answer.NONE, invited_at__isnull=False)
    return event.invitations.filter(Q(answer__in=[Answer.YES, Answer.MAYBE]) | undecided)


def invite(post: Post, invitation: Invitation) -> None:
    """Send the invitation, and remember what it tells."""
    letters.invite(post, invitation)
    invitation.telling, invitation.told = post.event.version, None
    invitation.save(update_fields=["telling", "told"])


def tell_change(post: Post) -> None:
    """Tell everybody concerned where and when the event is now."""
    for invitation in concerned(post.event):
        call_back(post.event, invitation, post.at)
        invitation.telling = post.event.version
        if invitation.told is None:
            letters.invite(post, invitation)
        elif (before := when(post.event, invitation.told)) != post.when:
            letters.tell_change(post, invitation, before, not_before=post.at + PAUSE)
        else:
            invitation.telling = None
        invitation.save(update_fields=["told", "telling"])


def call_back(event: Event, invitation: Invitation, at: datetime) -> None:
    """Withdraw what waits to be told; what has gone counts as told."""
    if invitation.telling is None:
        return
    if not mail.withdraw(key=key(event.pk, "told", invitation.pk, invitation.telling), at=at):
        invitation.told = invitation.telling
    invitation.telling = None
