"""What the hub reads, from the tables of the installation."""

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import Error, connection

from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.live.hub import Channel, Numbers
from ljuspunkt.rooms.conference.live.states import states_of
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.opened import entitled_in

P = ParamSpec("P")
T = TypeVar("T")


def _reading(read: Callable[P, T]) -> Callable[P, T]:
    """Close the connection when it breaks, so that the next reading opens another."""

    @wraps(read)
    def reading(*given: P.args, **named: P.kwargs) -> T:
        try:
            return read(*given, **named)
        except Error:
            connection.close()
            raise

    return reading


class Tables:
    """A source for `Hub`."""

    @_reading
    def codes(self) -> Mapping[str, int]:
        """Return the conference of every join code."""
        rows = Conference.objects.exclude(join_code=None).values_list("join_code", "pk")
        return {code: conference for code, conference in rows if code}

    @_reading
    def conference_of(self, vote: int) -> int | None:
        """Return the conference of a vote."""
        return Vote.objects.filter(pk=vote).values_list("conference_id", flat=True).first()

    @_reading
    def versions(self, conferences: Collection[int]) -> Mapping[int, int]:
        """Return how often each conference has changed."""
        rows = Conference.objects.filter(pk__in=conferences).values_list("pk", "pulse__n")
        return {conference: n or 0 for conference, n in rows}

    @_reading
    def states(self, conference: int, channels: Collection[Channel]) -> tuple[int, Mapping[Channel, str]]:
        """Return the version, and the state for each channel."""
        version = self.versions((conference,)).get(conference, 0)
        return version, states_of(conference, version, channels)

    @_reading
    def numbers(self, conference: int) -> Numbers:
        """Return how many have voted in the open vote."""
        found = entitled_in(conference)
        return Numbers(found[0], ballot_box.turnout(found[0]), found[1]) if found else Numbers()
