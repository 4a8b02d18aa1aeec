"""Put something on the screen: the chair's choice, or what follows from the votes by itself."""

from django.db import transaction

from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.permissions import may_lead
from ljuspunkt.rooms.conference.services.common import locked_conference
from ljuspunkt.rooms.people.permissions import Person, refuse_unless


@transaction.atomic
def show(*, by: Person, conference: int, showing: str, vote: int | None = None, view: str = "sky") -> None:
    """Show something on every screen; what is shown is no part of the record, so no line is written in the log.

    Args:
        showing: one of `models.conference.SHOWN`.
        vote: the vote whose result is shown, None for the latest.
        view: one of `models.conference.VIEWS`.

    Raises:
        Http404: there is no such conference or vote, or the person may not lead the conference.
    """
    found = locked_conference(conference)
    refuse_unless(may_lead(by, found))
    if vote is not None:
        refuse_unless(found.votes.filter(pk=vote).exists())
    Conference.objects.filter(pk=found.pk).update(showing=showing, showing_vote=vote, showing_as=view)
    announce(found.pk)
