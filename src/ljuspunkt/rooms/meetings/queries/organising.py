"""What organisers see: the list of their events, one event with those invited, and its documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ljuspunkt.rooms.mail import queries as mail
from ljuspunkt.rooms.mail.queries import MessageCard
from ljuspunkt.rooms.meetings import words
from ljuspunkt.rooms.meetings.letters import all_keys, key
from ljuspunkt.rooms.meetings.models import Answer, Document, Event, Invitation, Place
from ljuspunkt.rooms.meetings.rows import (
    Counts,
    EventRow,
    File,
    counted,
    counts_of,
    files_of,
    organised,
    row_of,
    when_of,
)
from ljuspunkt.rooms.meetings.when import When, day
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person, Role, may_organise

OTHERS = 5
"""Rows of the attendance sheet for those who come without being on the list."""


@dataclass(frozen=True, slots=True)
class EventsPage:
    """The events that a person organises."""

    coming: tuple[EventRow, ...]
    past: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on the list, with what became of the last letter about the event."""

    pk: int
    name: str
    email: str
    answer: str
    place: str
    standing: str
    in_line: int | None
    invited_at: datetime | None
    reminded_at: datetime | None
    answered_at: datetime | None
    attended: bool | None
    letter: MessageCard | None
    fate: str
    """What became of the letter, in a word."""

    @property
    def called(self) -> str:
        """The name, or the address where no name is known."""
        return self.name or self.email


@dataclass(frozen=True, slots=True)
class EventPage:
    """All that an organiser sees of one event."""

    pk: int
    title: str
    purpose: str
    audience: str
    leaders: str
    partners: str
    contact: str
    language: str
    capacity: int | None
    free: int | None
    when: When
    answer_by: str
    answer_on: date
    answers_closed: bool
    organisers: tuple[str, ...]
    organiser_slugs: tuple[str, ...]
    edition: int
    cancelled_at: datetime | None
    cancelled_because: str
    ended: bool
    erased_at: datetime | None
    totals: Mapping[str, int]
    reminders: int
    counts: Counts
    guests: tuple[Guest, ...]
    documents: tuple[File, ...]
    unsettled: tuple[MessageCard, ...]

    @property
    def ahead(self) -> bool:
        """Whether anything can still be done about it."""
        return not self.ended and self.cancelled_at is None

    @property
    def expected(self) -> tuple[Guest, ...]:
        """Those invited who haven't said no, by name, as the sheet for the day lists them."""
        silent = (guest for guest in self.guests if guest.answer == Answer.NONE and guest.invited_at)
        may = (*(guest for guest in self.guests if guest.answer in {Answer.YES, Answer.MAYBE}), *silent)
        return tuple(sorted(may, key=lambda guest: words.alphabetical(guest.called)))

    @property
    def empty_rows(self) -> range:
        """The numbers of the sheet's rows for others who come."""
        return range(len(self.expected) + 1, len(self.expected) + 1 + OTHERS)

    @property
    def ever_told(self) -> bool:
        """Whether anybody has been written to."""
        return any(guest.invited_at for guest in self.guests)


def events(person: Person, at: datetime) -> EventsPage:
    """Return the events of a person, those ahead with the next first, then those past with the last first."""
    rows = sorted(map(row_of, counted(organised(person))), key=lambda row: (row.when.starts_at, row.pk))
    return EventsPage(
        coming=tuple(row for row in rows if row.when.ends_at > at),
        past=tuple(row for row in reversed(rows) if row.when.ends_at <= at),
    )


def event(person: Person, number: int, at: datetime) -> EventPage | None:
    """Return one event, None where there is none for this person."""
    one = counted(Event.objects.filter(pk=number)).first()
    if one is None:
        return None
    associations = tuple(one.organisers.order_by("name").values_list("slug", "name"))
    if not may_organise(person, [slug for slug, _name in associations]):
        return None
    when = when_of(one)
    counts = counts_of(one)
    letters = mail.by_key(all_keys(one.pk))
    return EventPage(
        pk=one.pk,
        title=one.title,
        purpose=one.purpose,
        audience=one.audience,
        leaders=one.leaders,
        partners=one.partners,
        contact=one.contact,
        language=one.language,
        capacity=one.capacity,
        free=None if one.capacity is None else max(one.capacity - counts.seated, 0),
        when=when,
        answer_by=day(when.last_day_before(one.answer_by)),
        answer_on=when.last_day_before(one.answer_by),
        answers_closed=at >= one.answer_by,
        organisers=tuple(name for _slug, name in associations),
        organiser_slugs=tuple(slug for slug, _name in associations),
        edition=one.edition,
        cancelled_at=one.cancelled_at,
        cancelled_because=one.cancelled_because,
        ended=when.ends_at <= at,
        erased_at=one.people_erased_at,
        totals=one.totals,
        reminders=one.reminders,
        counts=counts,
        guests=_guests(one, letters),
        documents=files_of(one),
        unsettled=tuple(each for each in letters.values() if each.sendable),
    )


def document(person: Person, event_number: int, number: int) -> Document | None:
    """Return a file for an organiser of its event."""
    return Document.objects.filter(pk=number, event__in=organised(person).filter(pk=event_number)).first()


def organiser_choices(person: Person) -> tuple[tuple[str, str], ...]:
    """Return which associations can organise an event together, by slug and name, the person's own first."""
    own = person.associations(Role.ASSOCIATION_COORDINATOR)
    standing = [(each.slug, each.name) for each in people.associations() if not each.is_merged]
    return tuple(sorted(standing, key=lambda pair: pair[0] not in own))


def _guests(one: Event, letters: Mapping[str, MessageCard]) -> tuple[Guest, ...]:
    """Return everybody on the list: those who come, who wait in their order, the others by name."""
    order = {Place.SEAT: 0, Place.WAITING: 1}
    listed = sorted(
        one.invitations.all(),
        key=lambda each: (
            order.get(Place(each.place), 2),
            each.line or 0,
            Answer.values.index(each.answer),
            words.alphabetical(each.name or each.email),
        ),
    )
    in_line = {
        each.pk: place for place, each in enumerate((each for each in listed if each.place == Place.WAITING), start=1)
    }
    fates = words.fates()
    letter_of = {each.pk: _last_letter(one, each, letters) for each in listed}
    return tuple(
        Guest(
            pk=each.pk,
            name=each.name,
            email=each.email,
            answer=each.answer,
            place=each.place,
            standing=words.standing(each),
            in_line=in_line.get(each.pk),
            invited_at=each.invited_at,
            reminded_at=each.reminded_at,
            answered_at=each.answered_at,
            attended=each.attended,
            letter=letter_of[each.pk],
            fate=fates[letter.state] if (letter := letter_of[each.pk]) else "",
        )
        for each in listed
    )


def _last_letter(one: Event, guest: Invitation, letters: Mapping[str, MessageCard]) -> MessageCard | None:
    """Return the letter that tells this person where the event is."""
    version = guest.telling if guest.telling is not None else guest.told
    if one.cancelled_at is not None and (last := letters.get(key(one.pk, "cancelled", guest.pk, one.version))):
        return last
    return None if version is None else letters.get(key(one.pk, "told", guest.pk, version))
