"""The whole pages of a room: a scene as it is now, and the stream that goes on from there."""

from dataclasses import dataclass

from django.urls import reverse

from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.devices import Device
from ljuspunkt.rooms.conference.live.hub import PHONE, Channel
from ljuspunkt.rooms.conference.live.scenes import Scene, scene_of
from ljuspunkt.rooms.conference.live.states import SCREEN, VIEWS, fragment
from ljuspunkt.rooms.conference.models import Conference, Pulse
from ljuspunkt.rooms.conference.opened import Room
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


def listening_to(room: Room) -> Listening:
    """Return where a voter's page of a room listens."""
    code = room.conference.join_code
    return Listening(
        stream=f"/live/{code}/{PHONE}/{page_language()}",
        seen=room.version,
        home=reverse("room", kwargs={"code": code}),
        vote=room.opened.vote.pk if room.opened else None,
    )


def has_voted(room: Room, device: Device | None) -> bool:
    """Return whether a device's ballot lies in the box of the open vote."""
    if room.opened is None or device is None:
        return False
    vote = room.opened.vote.pk
    return ballot_box.holds(vote, device.key(vote))


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
