"""What somebody invited sees, without an account: the page to answer on, the calendar file and the documents."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ljuspunkt.rooms.meetings.models import Answer, Document, Event, Invitation, Place
from ljuspunkt.rooms.meetings.reference import found, reference
from ljuspunkt.rooms.meetings.rows import File, counted, counts_of, files_of, when_of
from ljuspunkt.rooms.meetings.when import When, day


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
        documents=files_of(one),
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


def _place_in_line(one: Event, guest: Invitation) -> int | None:
    if guest.place != Place.WAITING:
        return None
    return one.invitations.filter(place=Place.WAITING, line__lt=guest.line).count() + 1
