"""The whole pages of a room: a scene as it is now, and the stream that goes on from there."""

from dataclasses import dataclass

from django.urls import reverse

from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.devices import Device
from ljuspunkt.rooms.conference.live.hub import PHONE, Channel
from ljuspunkt.rooms.conference.live.scenes import Scene, scene_of
from ljuspunkt.rooms.conference.live.states import SCREEN, VIEWS, fragment
from ljuspunkt.rooms.conference.models import Conference, Pulse, Vote
from ljuspunkt.rooms.conference.queries.ballots import open_vote
from ljuspunkt.ui.language import page_language


@dataclass(frozen=True, slots=True)
class RoomPage:
    """A page of a room: its state, which is version `seen` of it, and where to listen for the next."""

    scene: Scene
    state: str
    stream: str
    seen: int


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a voter's page listens: from version `seen` on, during `vote` if one is open; `home` is the phone's."""

    stream: str
    seen: int
    home: str
    vote: int | None


def listening_to(code: str) -> Listening:
    """Return where a voter's page of the room with a join code listens."""
    opened = Vote.objects.filter(conference__join_code=code, state="open")
    found = opened.values_list("pk", "conference__pulse__n").first()
    vote, seen = found or (None, _pulse(conference__join_code=code))
    language = page_language()
    return Listening(
        stream=f"/live/{code}/{PHONE}/{language}",
        seen=seen or 0,
        home=reverse("room", kwargs={"code": code}),
        vote=vote,
    )


def has_voted(conference: Conference, device: Device | None) -> bool:
    """Return whether a device's ballot lies in the box of the open vote."""
    vote = open_vote(conference)
    return vote is not None and device is not None and ballot_box.holds(vote.pk, device.key(vote.pk))


def phone_page(conference: Conference) -> RoomPage:
    """Return the phone's page of a room."""
    return _page(conference, PHONE)


def screen_page(conference: Conference, *, view: str, origin: str) -> RoomPage:
    """Return the screen's page of a room.

    Args:
        view: sky or list where this screen draws results in its own way, "" where it follows the chair.
        origin: the site's address, such as https://ljuspunkt.example.
    """
    return _page(conference, VIEWS.get(view, SCREEN), origin)


def _page(conference: Conference, audience: str, origin: str = "") -> RoomPage:
    conference.refresh_from_db()
    seen = _pulse(
        conference=conference
    )  # before the rest: what changes in between is pushed again, and nothing is missed
    language = page_language()
    scene = scene_of(conference)
    return RoomPage(
        scene=scene,
        state=fragment(conference, scene, Channel(audience, language, origin)),
        stream=f"/live/{conference.join_code}/{audience}/{language}",
        seen=seen,
    )


def _pulse(**of: object) -> int:
    return Pulse.objects.filter(**of).values_list("n", flat=True).first() or 0
