"""What became of messages, for those who may see it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from ljuspunkt.rooms.mail.models import Letter, Message, State

LONGEST = 200
"""A list of mail shows so many of a kind, the newest first."""


OVERDUE, OVERDUE_BY_DAY = timedelta(hours=1), timedelta(days=2)
"""How long after its time a message that still waits says that the queue stands still; some are kept by day only."""


@dataclass(frozen=True, slots=True)
class Queue:
    """How the queue stands.

    Attributes:
        waiting: messages whose time has come, or that wait for another try.
        overdue: those among them that should have gone long ago.
        refused: those among them that the mail server hasn't taken at least three times.
        undecided: messages that somebody must decide about, perhaps sent or failed.
    """

    waiting: int
    overdue: int
    refused: int
    undecided: int


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message in few words; `to` and `subject` are empty once they are erased, `to` always in mail to respondents."""

    pk: int
    key: str
    state: str
    about: str
    to: str
    subject: str
    said: str
    asked_at: datetime
    due_at: datetime
    settled_at: datetime | None
    attempts: int
    sendable: bool
    """Whether a press can send it again."""


@dataclass(frozen=True, slots=True)
class Heap:
    """The messages of one state: how many, and the newest of them."""

    state: str
    n: int
    messages: tuple[MessageCard, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.n - len(self.messages)


def heaps(associations: Collection[str] | None) -> tuple[Heap, ...]:
    """Return every state's messages, in the order of the states.

    Args:
        associations: those whose mail is shown; None for all mail, also that of nobody.
    """
    seen = _visible(associations)
    counted = dict(seen.values_list("state").annotate(n=Count("pk", distinct=True)))
    return tuple(
        Heap(
            state,
            counted.get(state, 0),
            tuple(map(_card, _with_letters(seen.filter(state=state)).order_by("-asked_at", "-pk")[:LONGEST])),
        )
        for state in State.values
    )


def queue(at: datetime) -> Queue:
    """Return how the queue stands at a time."""
    waiting = Message.objects.filter(state=State.WAITING)
    due = waiting.filter(due_at__lte=at)
    overdue = due.filter(by_day=False, due_at__lt=at - OVERDUE) | due.filter(
        by_day=True, due_at__lt=at - OVERDUE_BY_DAY
    )
    return Queue(
        waiting=(due | waiting.filter(attempts__gt=0)).count(),
        overdue=overdue.count(),
        refused=waiting.filter(attempts__gte=3).count(),
        undecided=unsettled(None),
    )


def unsettled(associations: Collection[str] | None) -> int:
    """Return how many messages wait for somebody to decide whether they go again."""
    seen = _visible(associations)
    return seen.filter(state__in=[State.PERHAPS, State.FAILED], letter__isnull=False).count()


def is_visible(message: int, associations: Collection[str] | None) -> bool:
    """Return whether these associations may see what became of a message."""
    return _visible(associations).filter(pk=message).exists()


def by_key(prefix: str) -> Mapping[str, MessageCard]:
    """Return the messages whose key begins so, by key."""
    return {each.key: _card(each) for each in _with_letters(Message.objects.filter(key__startswith=prefix))}


def _visible(associations: Collection[str] | None) -> QuerySet[Message]:
    """Return what may be seen; of mail to respondents only what needs a decision: its number tells who answered."""
    shown = Message.objects.exclude(by_day=True, state__in=[State.WAITING, State.LEASED, State.SENT, State.DROPPED])
    if associations is None:
        return shown
    return shown.filter(owners__association__in=list(associations)).distinct()


def _with_letters(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.select_related("letter")


def _card(message: Message) -> MessageCard:
    letter: Letter | None = getattr(message, "letter", None)
    return MessageCard(
        pk=message.pk,
        key=message.key,
        state=message.state,
        about=message.about,
        to=letter.to if letter and not message.by_day else "",
        subject=letter.subject if letter else "",
        said=letter.said if letter and not message.by_day else "",
        asked_at=message.asked_at,
        due_at=message.due_at,
        settled_at=message.settled_at,
        attempts=message.attempts,
        sendable=letter is not None and message.state in {State.PERHAPS, State.FAILED},
    )
