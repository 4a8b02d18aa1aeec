"""An event and people invited to it, as the tests of this room need them; all names are invented."""

from datetime import UTC, datetime, timedelta

from ljuspunkt.rooms.mail.models import Letter, Message
from ljuspunkt.rooms.meetings import services
from ljuspunkt.rooms.meetings.addresses import Invitee
from ljuspunkt.rooms.meetings.models import Event, Invitation
from ljuspunkt.rooms.meetings.reference import reference
from ljuspunkt.rooms.meetings.services import Draft
from ljuspunkt.rooms.meetings.when import When
from ljuspunkt.rooms.people.permissions import Grant, Person, Role

AT = datetime(2099, 9, 1, 8, 0, tzinfo=UTC)
SITE = "https://ljuspunkt.example/"
WHEN = When(
    starts_at=datetime(2099, 11, 20, 8, 30, tzinfo=UTC),
    ends_at=datetime(2099, 11, 20, 15, 0, tzinfo=UTC),
    place="Rådhuset, Sal Ö",
)
DRAFT = Draft(
    title="Konsensuskonferens dag 1",
    purpose="Vi väljer indikatorer tillsammans.",
    when=WHEN,
    answer_on=datetime(2099, 11, 6, tzinfo=UTC).date(),
    contact="samordnare@alfa.example",
    organisers=("alfa",),
    audience="Experter från hela landet",
    leaders="Kim Ek",
)
KIM = Person(1, "Kim Ek", "kim@alfa.example", frozenset({Grant(Role.ASSOCIATION_COORDINATOR, "alfa")}))


def event(by: Person = KIM, draft: Draft = DRAFT, at: datetime = AT) -> Event:
    """Make an event."""
    return Event.objects.get(pk=services.create_event(by=by, draft=draft, at=at))


def invited(whole: Event, *names: str, by: Person = KIM, at: datetime = AT, send: bool = True) -> list[Invitation]:
    """Put people on the list, each at example.se, and invite them."""
    people = [Invitee(name.capitalize(), f"{name}@example.se") for name in names]
    services.add_invited(by=by, event=whole.pk, people=people, at=at)
    if send:
        services.send_invitations(by=by, event=whole.pk, at=at, site=SITE)
    found = {each.email: each for each in whole.invitations.all()}
    return [found[each.email] for each in people]


def answer(guest: Invitation, said: str, at: datetime = AT) -> Invitation:
    """Answer by the secret address, and return the invitation as it is then."""
    from ljuspunkt.rooms.meetings.models import Answer

    services.answer(reference=reference(guest), answer=Answer(said), at=at, site=SITE)
    return Invitation.objects.get(pk=guest.pk)


def deliver(at: datetime = AT) -> list[Letter]:
    """Hand everything over that is due, and return what was handed over."""
    from ljuspunkt.rooms.mail import leases

    handed = []
    while lease := leases.take(at=at):
        handed.append(
            Letter.objects.select_related("message").prefetch_related("enclosures").get(message=lease.message)
        )
        leases.sent(lease, at=at)
    return handed


def waiting() -> list[Message]:
    """Return the messages that wait."""
    return list(Message.objects.filter(state="waiting").order_by("pk"))


LATER = AT + timedelta(minutes=10)
