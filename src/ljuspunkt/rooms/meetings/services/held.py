"""An event held while something is done with it, so that two who do something at once come after each other."""

from collections.abc import Mapping
from datetime import datetime

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.audit import services as audit
from ljuspunkt.rooms.meetings.letters import Post
from ljuspunkt.rooms.meetings.models import Event
from ljuspunkt.rooms.meetings.when import When
from ljuspunkt.rooms.people.permissions import Person, may_organise, refuse_unless


def held(event: int, by: Person) -> Event:
    """Return an event that this person organises, and let nobody else touch it until the transaction ends.

    Raises:
        Http404: there is none, or it is another association's.
    """
    found = Event.objects.select_for_update().filter(pk=event).first()
    refuse_unless(found is not None and may_organise(by, organisers(found)))
    assert found is not None
    return found


def organisers(event: Event) -> tuple[str, ...]:
    """Return the slugs of the associations that organise an event; none where it is the network's."""
    return tuple(event.organisers.order_by("slug").values_list("slug", flat=True))


def when(event: Event, version: int | None = None) -> When:
    """Return where and when an event is, or was at an earlier version."""
    return When.of(event.terms.get(version=event.version if version is None else version))


def post_of(event: Event, *, site: str, at: datetime) -> Post:
    """Return what the letters of an event have in common."""
    documents = tuple(event.documents.values_list("name", flat=True))
    return Post(event, when(event), organisers(event), documents, site, at)


def still_ahead(event: Event, at: datetime) -> None:
    """Check that the event hasn't ended and isn't cancelled.

    Raises:
        RuleBroken: it has, or is.
    """
    if event.cancelled_at is not None:
        raise RuleBroken("cancelled", "The event is cancelled.")
    if when(event).ends_at <= at:
        raise RuleBroken("ended", "The event has ended.")


def record(event: Event, action: str, *, by: Person, at: datetime, words: Mapping[str, object] | None = None) -> None:
    """Write in the log what was done, once for each association that organises the event."""
    for association in organisers(event) or ("",):
        audit.record(
            by=by.id,
            who=by.name,
            action=action,
            about=f"events/{event.pk}",
            association=association,
            at=at,
            words={"event": event.title, **(words or {})},
        )
