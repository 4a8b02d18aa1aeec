"""Who arranges a conference."""

from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.permissions import organisers_of
from ljuspunkt.rooms.conference.words import joined
from ljuspunkt.rooms.people.queries import associations


def arranged_by(conference: Conference) -> str:
    """Return the names of the associations that arrange a conference: "Björkhaga and Lindåsen"."""
    organisers = organisers_of(conference)
    return joined([each.name for each in associations() if each.slug in organisers])
