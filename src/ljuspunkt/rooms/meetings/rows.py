"""Events read with their terms of now and their counts, in one query; and their documents."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from ljuspunkt.rooms.meetings.models import Answer, Event, Place, Terms
from ljuspunkt.rooms.meetings.when import When
from ljuspunkt.rooms.people.permissions import Person, Role

WHEN = ("starts_at", "ends_at", "time_zone", "place", "link")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were invited, answered and came."""

    listed: int
    unsent: int
    seated: int
    waiting: int
    maybe: int
    no: int
    silent: int
    attended: int

    @property
    def yes(self) -> int:
        """Those who have said yes, with a place or waiting."""
        return self.seated + self.waiting


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in a list."""

    pk: int
    title: str
    when: When
    cancelled: bool
    capacity: int | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class File:
    """A document of an event."""

    pk: int
    name: str
    size: int


def organised(person: Person) -> QuerySet[Event]:
    if person.is_national:
        return Event.objects.all()
    own = person.associations(Role.ASSOCIATION_COORDINATOR)
    of_own = Event.organisers.through.objects.filter(association__slug__in=own)
    return Event.objects.filter(pk__in=of_own.values("event"))


def counted(events: QuerySet[Event]) -> QuerySet[Event]:
    """Return events with their terms of now and their counts, in one query."""
    now = Terms.objects.filter(event=OuterRef("pk"), version=OuterRef("version"))
    terms = {f"now_{name}": Subquery(now.values(name)[:1]) for name in WHEN}

    def how_many(which: Q) -> Count:
        return Count("invitations", filter=which)

    return events.annotate(
        **terms,
        n_listed=Count("invitations"),
        n_unsent=how_many(Q(invitations__invited_at__isnull=True, invitations__answer=Answer.NONE)),
        n_seated=how_many(Q(invitations__place=Place.SEAT)),
        n_waiting=how_many(Q(invitations__place=Place.WAITING)),
        n_maybe=how_many(Q(invitations__answer=Answer.MAYBE)),
        n_no=how_many(Q(invitations__answer=Answer.NO)),
        n_silent=how_many(Q(invitations__invited_at__isnull=False, invitations__answer=Answer.NONE)),
        n_attended=how_many(Q(invitations__attended=True)),
    )


def row_of(one: Event) -> EventRow:
    return EventRow(one.pk, one.title, when_of(one), one.cancelled_at is not None, one.capacity, counts_of(one))


def when_of(one: Event) -> When:
    return When(*(getattr(one, f"now_{name}") for name in WHEN))


def counts_of(one: Event) -> Counts:
    names = ("listed", "unsent", "seated", "waiting", "maybe", "no", "silent", "attended")
    return Counts(*(getattr(one, f"n_{name}") for name in names))


def files_of(one: Event) -> tuple[File, ...]:
    """Return the documents of an event."""
    return tuple(File(*row) for row in one.documents.values_list("pk", "name", "size"))
