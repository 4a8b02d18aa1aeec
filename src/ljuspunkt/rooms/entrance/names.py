"""What things in the log are called: every room is asked."""

from collections.abc import Collection

from ljuspunkt.rooms.audit.queries.named import Named, Namer
from ljuspunkt.rooms.conference import queries as conference
from ljuspunkt.rooms.indicators import queries as indicators
from ljuspunkt.rooms.meetings.queries.named import named as meetings_named
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.queries.named import named as surveys_named


def named(person: Person) -> Namer:
    """Return how things are called for a reader, and where that reader finds them."""

    def of(abouts: Collection[str]) -> dict[str, Named]:
        return {
            **people.named(abouts, person),
            **meetings_named(abouts, person),
            **indicators.named(abouts, person),
            **surveys_named(abouts, person),
            **conference.named(abouts, person),
        }

    return of
