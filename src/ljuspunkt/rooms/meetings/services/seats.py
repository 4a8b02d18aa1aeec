"""Places and the line of those who wait for one. The event is held meanwhile, so the last place is given once."""

from django.db.models import Max

from ljuspunkt.rooms.mail import services as mail
from ljuspunkt.rooms.meetings import letters
from ljuspunkt.rooms.meetings.letters import Post, key
from ljuspunkt.rooms.meetings.models import Answer, Event, Invitation, Place
from ljuspunkt.rooms.meetings.services.telling import call_back


def free_places(event: Event) -> int | None:
    """Return how many places are free, None where there is no limit."""
    if event.capacity is None:
        return None
    return event.capacity - event.invitations.filter(place=Place.SEAT).count()


def set_answer(post: Post, invitation: Invitation, answer: Answer) -> None:
    """Give an answer its consequences: a place, the end of the line, or a place for the next in line."""
    event = post.event
    if invitation.answer == answer:
        return
    had_place = invitation.place == Place.SEAT
    invitation.answer, invitation.answered_at = answer, post.at
    invitation.place, invitation.line = Place.NONE, None
    if answer == Answer.YES:
        waiting = event.invitations.filter(place=Place.WAITING)
        free = free_places(event)
        if (free is None or free > 0) and not waiting.exists():
            invitation.place = Place.SEAT
        else:
            invitation.place = Place.WAITING
            invitation.line = (waiting.aggregate(last=Max("line"))["last"] or 0) + 1
    invitation.save(update_fields=["answer", "answered_at", "place", "line"])
    mail.withdraw(key=key(event.pk, "reminder", invitation.pk, event.reminders), at=post.at)
    if answer == Answer.NO and invitation.told is not None:
        call_back(event, [invitation], post.at)
        invitation.save(update_fields=["told", "telling"])
    if had_place:
        mail.withdraw(key=key(event.pk, "place", invitation.pk, invitation.turns), at=post.at)
        give_free_places(post)


def give_free_places(post: Post) -> None:
    """Give free places to those who have waited longest, and tell each of them; nobody after the event has begun."""
    event = post.event
    if event.cancelled_at is not None or post.when.starts_at <= post.at:
        return
    free = free_places(event)
    waiting = event.invitations.filter(place=Place.WAITING).order_by("line", "pk")
    asked = []
    for invitation in waiting if free is None else waiting[: max(free, 0)]:
        invitation.place, invitation.line = Place.SEAT, None
        invitation.turns += 1
        invitation.save(update_fields=["place", "line", "turns"])
        asked.append(letters.give_place(post, invitation))
    mail.enqueue_all(asked, at=post.at)
