"""The lease of a message: who may hand it over, until when, and what is written down afterwards.

Swedish: lån. At most once per lease: a worker takes a message in one transaction, hands it over, and writes down what
came of it. A worker that dies in between leaves the lease to run out, and nobody knows; the message is then perhaps
sent, and only a person may have it sent again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from ljuspunkt.rooms.mail.days import day_of, settled
from ljuspunkt.rooms.mail.delivery import Outgoing, Part
from ljuspunkt.rooms.mail.models import Letter, Message, State

LEASE = timedelta(minutes=10)
WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 120, 240, 360))
"""How long a message waits after its first, second … temporary refusal; the last one repeats."""

ATTEMPTS = 25
"""After so many temporary refusals, five days, a message has failed (RFC 5321, 4.5.4.1)."""

KEPT = timedelta(days=30)
"""How long the letter of a message that failed, or was perhaps sent, waits for somebody to press."""


_WAITS: dict[int, datetime] = {}
"""Until when this process lets messages wait that are kept by day; written down it would be a time too fine."""


def forget_wait(message: int) -> None:
    """Let a message that is kept by day be taken at once."""
    _WAITS.pop(message, None)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to hand one message over, until a time."""

    message: int
    name: str
    until: datetime
    outgoing: Outgoing


def take(*, at: datetime, lasting: timedelta = LEASE) -> Lease | None:
    """Take the lease of the message that has waited longest; None where none is due."""
    if not _due(at).exists():
        return None  # an idle worker takes no lock
    with transaction.atomic():
        due = _due(at).order_by("due_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        message = due.first()
        if message is None:
            return None
        message.state, message.lease, message.leased_until = State.LEASED, uuid4().hex, at + lasting
        message.save(update_fields=["state", "lease", "leased_until"])
        return Lease(message.pk, message.lease, at + lasting, _outgoing(message))


def _due(at: datetime) -> QuerySet[Message]:
    due = Message.objects.filter(state=State.WAITING, due_at__lte=at, letter__isnull=False)
    for message, until in list(_WAITS.items()):
        if until <= at:
            _WAITS.pop(message, None)
    return due.exclude(pk__in=list(_WAITS)) if _WAITS else due


def _outgoing(message: Message) -> Outgoing:
    letter = message.letter
    return Outgoing(
        message_id=message.message_id,
        asked_at=message.asked_at,
        sender=letter.sender or settings.DEFAULT_FROM_EMAIL,
        to=letter.to,
        reply_to=letter.reply_to,
        subject=letter.subject,
        body=letter.body,
        parts=[
            Part(each.name, each.content_type, bytes(each.content), each.alternative)
            for each in letter.enclosures.all()
        ],
        by_day=message.by_day,
    )


@transaction.atomic
def sent(lease: Lease, *, at: datetime) -> None:
    """Write down that the message was taken, and erase its letter."""
    if _settle(lease, State.SENT, at):
        Letter.objects.filter(message=lease.message).delete()


@transaction.atomic
def failed(lease: Lease, *, said: str, at: datetime) -> None:
    """Write down that the message was refused for good, with the server's words."""
    if _settle(lease, State.FAILED, at):
        Letter.objects.filter(message=lease.message).update(said=said)


@transaction.atomic
def unknown(lease: Lease, *, said: str, at: datetime) -> None:
    """Write down that nobody knows whether the message was taken."""
    if _settle(lease, State.PERHAPS, at):
        Letter.objects.filter(message=lease.message).update(said=said)


@transaction.atomic
def put_off(lease: Lease, *, said: str, at: datetime) -> None:
    """Let the message wait, longer each time; after some days it has failed."""
    message = Message.objects.filter(pk=lease.message, lease=lease.name, state=State.LEASED).first()
    if message is None:
        return
    Letter.objects.filter(message=message).update(said=said)
    message.lease, message.leased_until = "", None
    again = at + WAITS[min(message.attempts, len(WAITS) - 1)]
    if message.by_day:
        _WAITS[message.pk] = again
    else:
        message.due_at = again
    message.attempts += 1
    if message.attempts >= ATTEMPTS:
        message.state, message.settled_at = State.FAILED, day_of(at) if message.by_day else at
    else:
        message.state = State.WAITING
    message.save(update_fields=["state", "lease", "leased_until", "due_at", "attempts", "settled_at"])


def _settle(lease: Lease, state: State, at: datetime) -> bool:
    """Settle a message that this lease still holds; a late word corrects one that was taken for perhaps sent."""
    held = Message.objects.filter(pk=lease.message, lease=lease.name, state__in=[State.LEASED, State.PERHAPS])
    return bool(held.update(state=state, settled_at=settled(at), leased_until=None))


@transaction.atomic
def tidy(*, at: datetime) -> int:
    """Bring every message to where time has taken it, and return how many letters were erased.

    Leases that ran out: perhaps sent. What is no longer of use: dropped. Letters for which nobody pressed: erased.
    """
    Message.objects.filter(state=State.LEASED, leased_until__lt=at).update(
        state=State.PERHAPS, settled_at=settled(at), leased_until=None
    )
    late = Message.objects.filter(state=State.WAITING, until__lt=at)
    erased = Letter.objects.filter(message__in=late).delete()[0]
    late.update(state=State.DROPPED, settled_at=settled(at))
    unsettled = Message.objects.filter(state__in=[State.PERHAPS, State.FAILED])
    old = unsettled.filter(settled_at__lt=at - KEPT) | unsettled.filter(until__lt=at)
    return erased + Letter.objects.filter(message__in=old).delete()[0]
