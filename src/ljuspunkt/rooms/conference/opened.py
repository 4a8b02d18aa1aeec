"""The open vote as all who vote in it ask for it: read from the tables once, since nothing in it changes meanwhile.

Whatever a room shows changes by an announcement (`live.announce`), which counts the conference's pulse on. So what was
read at one count holds as long as the count does, and only the count is asked for each time, in one statement.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.http import Http404

from ljuspunkt.rooms.conference.held import BallotPaper, paper_of
from ljuspunkt.rooms.conference.models import Conference, Vote

_KEPT = 16
_ROOM = """
    SELECT c.id, COALESCE(p.n, 0), v.id, b.key_name
    FROM conference_conference c
    LEFT JOIN conference_pulse p ON p.conference_id = c.id
    LEFT JOIN conference_vote v ON v.conference_id = c.id AND v.state = 'open'
    LEFT JOIN conference_ballotbox b ON b.vote_id = v.id AND b.state = 'open'
    WHERE c.join_code = %s
"""
_VOTE = """
    SELECT c.id, COALESCE(p.n, 0), v.id, b.key_name
    FROM conference_vote v
    JOIN conference_conference c ON c.id = v.conference_id
    JOIN conference_ballotbox b ON b.vote_id = v.id AND b.state = 'open'
    LEFT JOIN conference_pulse p ON p.conference_id = c.id
    WHERE v.id = %s AND v.state = 'open'
"""
_ENTITLED = "SELECT id, entitled FROM conference_vote WHERE conference_id = %s AND state = 'open'"


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """An open vote with its conference, for reading only: all threads share it.

    `version` is the pulse of the conference, `key_name` the box's key, `n_bytes` the most that a ballot takes.
    """

    vote: Vote
    paper: BallotPaper
    version: int
    key_name: str
    n_bytes: int


@dataclass(frozen=True, slots=True)
class Room:
    """A room just now: its conference, the count of its changes, and the open vote if there is one."""

    conference: Conference
    version: int
    opened: Opened | None


def room(code: str) -> Room:
    """Return the room with a join code; everybody in it may ask.

    Raises:
        Http404: there is none.
    """
    found = _ask(_ROOM, code)
    if found is None:
        raise Http404
    key, version, vote, key_name = found
    opened = _read(key, version, vote, key_name) if vote is not None and key_name is not None else None
    return Room(opened.vote.conference if opened else Conference.objects.get(pk=key), version, opened)


def opened(vote_pk: int) -> Opened | None:
    """Return a vote, None where it isn't open or its box takes no ballots."""
    found = _ask(_VOTE, vote_pk)
    return _read(*found) if found is not None else None


def entitled_in(conference_pk: int) -> tuple[int, int] | None:
    """Return the key of a conference's open vote and how many are entitled to vote in it, None where none is open."""
    found = _ask(_ENTITLED, conference_pk)
    return (found[0], found[1]) if found is not None else None


@lru_cache(maxsize=_KEPT)
def _read(_conference: int, version: int, vote_pk: int, key_name: str) -> Opened:
    """Return a vote as it is at one version of its conference; the key's name is drawn anew for each box."""
    vote = Vote.objects.select_related("conference", "runoff_of").defer("document").get(pk=vote_pk)
    return Opened(vote, paper_of(vote), version, key_name, most_bytes(vote))


def most_bytes(vote: Vote) -> int:
    """Return the most bytes that a ballot of a vote takes, so that all can be made equally long."""
    names = sum(len(item.encode()) + _BYTES_PER_ITEM for item in vote.items)
    groups = max((len(group.encode()) for group, _ in vote.conference.groups), default=0)
    return names + groups + 100


_BYTES_PER_ITEM = 24


def _ask(question: str, about: int | str) -> tuple[int, int, int | None, str | None] | None:
    with connection.cursor() as cursor:
        cursor.execute(question, [about])
        found: tuple[int, int, int | None, str | None] | None = cursor.fetchone()
        return found
