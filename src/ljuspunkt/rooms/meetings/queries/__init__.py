"""What the pages of events show: lists, one event, the page of somebody invited, and what needs doing now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from ljuspunkt.rooms.mail import queries as mail
from ljuspunkt.rooms.mail.queries import Heap, MessageCard
from ljuspunkt.rooms.meetings import words
from ljuspunkt.rooms.meetings.letters import all_keys, key
from ljuspunkt.rooms.meetings.models import Answer, Document, Event, Invitation, Place
from ljuspunkt.rooms.meetings.permissions import whose_mail
from ljuspunkt.rooms.meetings.reference import found, reference
from ljuspunkt.rooms.meetings.rows import Counts, EventRow, counted, counts_of, organised, row_of, when_of
from ljuspunkt.rooms.meetings.to_do import to_do
from ljuspunkt.rooms.meetings.when import When, day
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person, Role, may_organise

__all__ = [
    "answer_page",
    "calendar_of",
    "document",
    "document_for_guest",
    "event",
    "events",
    "mail_page",
    "organiser_choices",
    "to_do",
]


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
class File:
    """A document of an event."""

    pk: int
    name: str
    size: int


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


@dataclass(frozen=True, slots=True)
class Pile:
    """The messages that shared a fate."""

    state: str
    said: str
    heap: Heap

    @property
    def has_addresses(self) -> bool:
        """Whether addresses are still there."""
        return self.state in {"waiting", "leased"}


@dataclass(frozen=True, slots=True)
class MailPage:
    """The mail that somebody sees; what needs a decision comes first."""

    piles: tuple[Pile, ...]

    @property
    def undecided(self) -> int:
        """How many wait for somebody to decide."""
        return sum(message.sendable for pile in self.piles for message in pile.heap.messages)

    @property
    def on_its_way(self) -> int:
        """How many wait or are being sent."""
        return sum(pile.heap.n for pile in self.piles if pile.state in {"waiting", "leased"})


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What somebody invited sees, without an account."""

    reference: str
    name: str
    title: str
    purpose: str
    audience: str
    leaders: str
    partners: str
    contact: str
    when: When
    answer_by: str
    answer: str
    place: str
    in_line: int | None
    free: int | None
    closed: bool
    cancelled: bool
    cancelled_because: str
    ended: bool
    documents: tuple[File, ...]

    @property
    def heading(self) -> str:
        """Where the person stands, or the question."""
        if self.place == Place.WAITING:
            return _("You are number {place} in line for a place").format(place=self.in_line)
        said = {
            Answer.YES: _("You have a place"),
            Answer.MAYBE: _("You have answered maybe"),
            Answer.NO: _("You have answered no"),
        }
        silent = _("The last day to answer is past") if self.closed else _("Are you coming?")
        return said.get(Answer(self.answer), silent)

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        """The answers that can be given now, with their words; a no is welcome after the last day as well."""
        said = {Answer.YES: _("Yes"), Answer.MAYBE: _("Maybe"), Answer.NO: _("No")}
        if not self.closed:
            return tuple((str(answer), word) for answer, word in said.items())
        if self.answer == Answer.NONE:
            return ()
        return tuple((str(answer), said[answer]) for answer in dict.fromkeys((Answer(self.answer), Answer.NO)))


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
        documents=_files(one),
        unsettled=tuple(each for each in letters.values() if each.sendable),
    )


def answer_page(given: str, at: datetime) -> AnswerPage | None:
    """Return the page of somebody invited, None where nobody has this reference."""
    invitation = found(given)
    if invitation is None:
        return None
    one = counted(Event.objects.filter(pk=invitation.event_id)).get()
    when, counts = when_of(one), counts_of(one)
    return AnswerPage(
        reference=reference(invitation),
        name=invitation.name,
        title=one.title,
        purpose=one.purpose,
        audience=one.audience,
        leaders=one.leaders,
        partners=one.partners,
        contact=one.contact,
        when=when,
        answer_by=day(when.last_day_before(one.answer_by)),
        answer=invitation.answer,
        place=invitation.place,
        in_line=_place_in_line(one, invitation),
        free=None if one.capacity is None else max(one.capacity - counts.seated, 0) if not counts.waiting else 0,
        closed=at >= one.answer_by,
        cancelled=one.cancelled_at is not None,
        cancelled_because=one.cancelled_because,
        ended=when.ends_at <= at,
        documents=_files(one),
    )


def calendar_of(given: str) -> tuple[Event, When, Invitation] | None:
    """Return what the calendar file of somebody invited is made of, None where nobody has this reference."""
    invitation = found(given)
    if invitation is None:
        return None
    one = counted(Event.objects.filter(pk=invitation.event_id)).get()
    return one, when_of(one), invitation


def document_for_guest(given: str, number: int) -> Document | None:
    """Return a file of the event that somebody is invited to."""
    invitation = found(given)
    if invitation is None:
        return None
    return Document.objects.filter(pk=number, event=invitation.event_id).first()


def document(person: Person, event_number: int, number: int) -> Document | None:
    """Return a file for an organiser of its event."""
    return Document.objects.filter(pk=number, event__in=organised(person).filter(pk=event_number)).first()


def organiser_choices(person: Person) -> tuple[tuple[str, str], ...]:
    """Return which associations can organise an event together, by slug and name, the person's own first."""
    own = person.associations(Role.ASSOCIATION_COORDINATOR)
    standing = [(each.slug, each.name) for each in people.associations() if not each.is_merged]
    return tuple(sorted(standing, key=lambda pair: pair[0] not in own))


def mail_page(person: Person) -> MailPage:
    """Return the mail that a person sees, by what became of it."""
    heaps = {heap.state: heap for heap in mail.heaps(whose_mail(person))}
    said = words.fates()
    return MailPage(tuple(Pile(state, said[state], heaps[state]) for state in said))


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


def _place_in_line(one: Event, guest: Invitation) -> int | None:
    if guest.place != Place.WAITING:
        return None
    return one.invitations.filter(place=Place.WAITING, line__lt=guest.line).count() + 1


def _files(one: Event) -> tuple[File, ...]:
    return tuple(File(*row) for row in one.documents.values_list("pk", "name", "size"))
