"""Making an event, changing it, cancelling it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.mail import services as mail
from ljuspunkt.rooms.meetings import letters
from ljuspunkt.rooms.meetings.models import Event, Invitation, Place, Terms
from ljuspunkt.rooms.meetings.services.held import held, organisers, post_of, record, still_ahead, when
from ljuspunkt.rooms.meetings.services.seats import give_free_places
from ljuspunkt.rooms.meetings.services.telling import call_back, concerned, tell_change
from ljuspunkt.rooms.meetings.when import When, end_of
from ljuspunkt.rooms.people.permissions import Person, may_organise, refuse_unless


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as its organiser writes it down; `answer_on` is the last day to answer, `organisers` are slugs."""

    title: str
    purpose: str
    when: When
    answer_on: date
    contact: str
    organisers: tuple[str, ...] = ()
    audience: str = ""
    leaders: str = ""
    partners: str = ""
    language: str = "sv"
    capacity: int | None = None


@transaction.atomic
def create_event(*, by: Person, draft: Draft, at: datetime) -> int:
    """Make an event, and return its number. Nobody is invited yet.

    Raises:
        Http404: the person may not organise for these associations.
        RuleBroken: it begins in the past, ends before it begins, or answers come too late.
    """
    refuse_unless(may_organise(by, draft.organisers))
    _check(draft, at=at, starts_anew=True)
    event = Event(uid=f"{uuid4().hex}@ljuspunkt", created_at=at)
    _write(event, draft)
    Terms.objects.create(event=event, version=0, set_at=at, **_fields(draft.when))
    record(event, marked("Made the event {event}."), by=by, at=at)
    return event.pk


@transaction.atomic
def change_event(*, by: Person, event: int, draft: Draft, edition: int, at: datetime, site: str) -> bool:
    """Change an event, and return whether those concerned are told. A form sent twice changes nothing the second time.

    Whoever is registered, or invited and undecided, is told where and when the event is now. More places go to those
    who have waited longest.

    Args:
        edition: the edition of the event that the person saw.
        site: the address of this installation.

    Raises:
        Http404: there is no such event for this person.
        RuleBroken: it has ended or is cancelled, somebody changed it meanwhile, or the draft can't be.
    """
    found = held(event, by)
    before = when(found)
    draft = replace(draft, organisers=tuple(sorted(set(draft.organisers))))
    if draft == _draft_of(found, before):
        return False
    still_ahead(found, at)
    if edition != found.edition:
        raise RuleBroken(
            "changed_meanwhile",
            "Somebody else has changed the event meanwhile. Look at what it says now before you keep your change.",
        )
    refuse_unless(may_organise(by, draft.organisers))
    _check(draft, at=at, starts_anew=draft.when.starts_at != before.starts_at)
    seated = found.invitations.filter(place=Place.SEAT).count()
    if draft.capacity is not None and draft.capacity < seated:
        raise RuleBroken("capacity", "{n} are registered already; there can't be fewer places than that.", n=seated)
    found.edition += 1
    moved = draft.when != before
    if moved:
        found.version += 1
    _write(found, draft)
    if moved:
        Terms.objects.create(event=found, version=found.version, set_at=at, **_fields(draft.when))
    post = post_of(found, site=site, at=at)
    if moved:
        tell_change(post)
    give_free_places(post)
    record(found, marked("Changed the event {event}."), by=by, at=at)
    return moved


@transaction.atomic
def cancel_event(*, by: Person, event: int, because: str, at: datetime, site: str) -> None:
    """Cancel an event and tell everybody concerned. A second time nothing happens.

    Raises:
        Http404: there is no such event for this person.
        RuleBroken: it has ended.
    """
    found = held(event, by)
    if found.cancelled_at is not None:
        return
    still_ahead(found, at)
    terms = _fields(when(found))
    found.version += 1
    found.edition += 1
    found.cancelled_at, found.cancelled_because = at, because
    found.save()
    Terms.objects.create(event=found, version=found.version, set_at=at, **terms)
    post = post_of(found, site=site, at=at)
    everybody = list(concerned(found))
    call_back(found, everybody, at)
    Invitation.objects.bulk_update(everybody, ["told", "telling"], batch_size=200)
    mail.enqueue_all([letters.cancel(post, each) for each in everybody if each.told is not None], at=at)
    record(found, marked("Cancelled the event {event}."), by=by, at=at)


def _check(draft: Draft, *, at: datetime, starts_anew: bool) -> None:
    if draft.when.ends_at <= draft.when.starts_at:
        raise RuleBroken("ends_at", "The event must end after it begins.")
    if starts_anew and draft.when.starts_at <= at:
        raise RuleBroken("starts_at", "The event must begin later than now.")
    if draft.answer_on > draft.when.starts.date():
        raise RuleBroken("answer_on", "The last day to answer can't be after the day when the event begins.")
    if not draft.when.somewhere:
        raise RuleBroken("place", "Say a place, or give a link.")


def _write(event: Event, draft: Draft) -> None:
    event.title, event.purpose, event.audience = draft.title, draft.purpose, draft.audience
    event.leaders, event.partners, event.language = draft.leaders, draft.partners, draft.language
    event.contact, event.capacity = draft.contact, draft.capacity
    event.answer_by = end_of(draft.answer_on, draft.when.time_zone)
    event.save()
    event.organisers.set(event.organisers.model.objects.filter(slug__in=draft.organisers))


def _draft_of(event: Event, now: When) -> Draft:
    return Draft(
        title=event.title,
        purpose=event.purpose,
        when=now,
        answer_on=now.last_day_before(event.answer_by),
        contact=event.contact,
        organisers=organisers(event),
        audience=event.audience,
        leaders=event.leaders,
        partners=event.partners,
        language=event.language,
        capacity=event.capacity,
    )


def _fields(when: When) -> dict[str, object]:
    return {
        "starts_at": when.starts_at,
        "ends_at": when.ends_at,
        "time_zone": when.time_zone,
        "place": when.place,
        "link": when.link,
    }
