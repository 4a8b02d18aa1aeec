"""What may be done with mail: ask for a message, send one again, forget some.

A message is asked for in the transaction of whatever it tells, so that both happen or neither. A worker carries it out
(`worker.py`). Keys are kept for good: they hold numbers of rows and never an address or a name.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from ljuspunkt.databases.forgetting import forget_tables
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.mail import delivery, erasure, leases
from ljuspunkt.rooms.mail.days import day_of, settled
from ljuspunkt.rooms.mail.models import Enclosure, Letter, Message, Owner, State


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent along; `alternative` makes it the same message in another format (calendar, HTML)."""

    name: str
    content_type: str
    content: bytes
    alternative: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A message that is asked for.

    Attributes:
        to: one address.
        subject: one line; what would break a line becomes a space.
        body: plain text.
        key: names the message for good, at most 200 signs, without personal data.
        attachments: files, and the same message in other formats.
        until: after this it is no longer sent; None for no limit.
        not_before: until then it waits, and can be withdrawn; None for at once.
        about: what the list of mail calls it once its subject is erased; without personal data.
        organisers: associations whose coordinators may see it; empty: national coordinators only.
        sender: the address it comes from; the installation's own by default.
        reply_to: where answers go.
        by_day: whether nothing that is kept of it has a time finer than the day, and its list shows no address.
    """

    to: str
    subject: str
    body: str
    key: str
    attachments: Sequence[Attachment] = ()
    until: datetime | None = None
    not_before: datetime | None = None
    about: str = ""
    organisers: Collection[str] = ()
    sender: str = ""
    reply_to: str = ""
    by_day: bool = False


def enqueue(request: Request, *, at: datetime) -> None:
    """Ask for a message. A second one with the same key does nothing.

    Raises:
        RuleBroken: `address`, the address isn't one.
    """
    enqueue_all([request], at=at)


@transaction.atomic
def enqueue_all(requests: Sequence[Request], *, at: datetime) -> None:
    """Ask for many messages at once; what has a key that was used before is left out.

    Raises:
        RuleBroken: `address`, one of the addresses isn't one; then none is asked for.
    """
    for request in requests:
        check_address(request.to)
    host = delivery.domain(settings.DEFAULT_FROM_EMAIL)
    asked = {f"<{uuid4().hex}@{host}>": request for request in requests}
    Message.objects.bulk_create(
        (
            Message(
                key=request.key,
                message_id=message_id,
                about=request.about[:200],
                asked_at=day_of(at) if request.by_day else at,
                due_at=day_of(request.not_before or at) if request.by_day else request.not_before or at,
                until=request.until,
                by_day=request.by_day,
            )
            for message_id, request in asked.items()
        ),
        ignore_conflicts=True,
    )
    new = [(each, asked[each.message_id]) for each in Message.objects.filter(message_id__in=asked)]
    Owner.objects.bulk_create(
        Owner(message=message, association=slug) for message, request in new for slug in sorted(set(request.organisers))
    )
    letters = Letter.objects.bulk_create(
        Letter(
            message=message,
            to=request.to,
            sender=request.sender,
            reply_to=request.reply_to,
            subject=" ".join(request.subject.split())[:500],
            body=request.body,
        )
        for message, request in new
    )
    Enclosure.objects.bulk_create(
        Enclosure(
            letter=letter,
            name=each.name,
            content_type=each.content_type,
            content=each.content,
            alternative=each.alternative,
        )
        for letter, (_message, request) in zip(letters, new, strict=True)
        for each in request.attachments
    )


def check_address(address: str) -> None:
    """Do nothing for an e-mail address.

    Raises:
        RuleBroken: it isn't one.
    """
    try:
        validate_email(address)
    except ValidationError:
        raise RuleBroken("address", "“{address}” is not an e-mail address.", address=address) from None


def withdraw(*, key: str, at: datetime) -> bool:
    """Drop a message that still waits; return whether it waited and so will never be sent."""
    return bool(withdraw_all([key], at=at))


@transaction.atomic
def withdraw_all(keys: Collection[str], *, at: datetime) -> frozenset[str]:
    """Drop those of these messages that still wait; return their keys."""
    waiting = Message.objects.select_for_update().filter(key__in=keys, state=State.WAITING)
    found = dict(waiting.values_list("pk", "key"))
    Message.objects.filter(pk__in=found).update(state=State.DROPPED, settled_at=settled(at))
    if Letter.objects.filter(message__in=found).delete()[0]:
        forget_tables(erasure.TABLES, at_once=False)
    return frozenset(found.values())


@transaction.atomic
def forget(*, key_prefix: str) -> None:
    """Erase address and content of every message whose key begins so; what hasn't been sent is dropped.

    What a file in the folder of mail holds of them is removed as well. The keys stay, so that nothing is sent anew.

    Raises:
        ValueError: the prefix is empty.
    """
    if not key_prefix:
        raise ValueError("An empty prefix would forget all mail.")
    messages = Message.objects.filter(key__startswith=key_prefix)
    Letter.objects.filter(message__in=messages).delete()
    names = [delivery.file_name(each.message_id, each.asked_at) for each in messages]
    messages.exclude(state=State.SENT).update(state=State.DROPPED, lease="", leased_until=None)
    transaction.on_commit(lambda: delivery.remove_files(settings.MAIL_FOLDER, names))
    forget_tables(erasure.TABLES)


@transaction.atomic
def erase(*, key_prefix: str) -> None:
    """Erase every trace of the messages whose key begins so: rows, keys, letters, and files in the folder of mail.

    For mail that can't be asked for anew, since what it was about is over.

    Raises:
        ValueError: the prefix is empty.
    """
    if not key_prefix:
        raise ValueError("An empty prefix would erase all mail.")
    messages = Message.objects.filter(key__startswith=key_prefix)
    names = [delivery.file_name(each.message_id, each.asked_at) for each in messages]
    messages.delete()
    transaction.on_commit(lambda: delivery.remove_files(settings.MAIL_FOLDER, names))
    forget_tables(erasure.ALL_TABLES)


@transaction.atomic
def send_again(*, message: int, at: datetime) -> None:
    """Put a message that was perhaps sent, or that failed, back among those waiting; its Message-ID stays.

    Pressed twice it is sent once: what waits already is left alone.

    Raises:
        RuleBroken: `not_sendable`, its text has been erased or it was sent.
    """
    found = Message.objects.select_for_update().get(pk=message)
    if found.state in {State.WAITING, State.LEASED}:
        return
    if found.state not in {State.PERHAPS, State.FAILED} or not Letter.objects.filter(message=found).exists():
        raise RuleBroken("not_sendable", "The message can't be sent again: its text has been erased.")
    found.state, found.due_at, found.attempts, found.settled_at = State.WAITING, at, 0, None
    if found.by_day:
        found.due_at = day_of(at)
        leases.forget_wait(found.pk)
    found.lease, found.leased_until = "", None
    found.save(update_fields=["state", "due_at", "attempts", "settled_at", "lease", "leased_until"])
