"""A conference's scene as HTML for each audience: the same for all who belong to it, rendered once per change."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import segno
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ljuspunkt.rooms.conference.live.hub import PHONE, Channel
from ljuspunkt.rooms.conference.live.layout import Column, columns, light_size
from ljuspunkt.rooms.conference.live.listing import HeadedList, Listing, listing
from ljuspunkt.rooms.conference.live.scenes import Scene, scene_of
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.opened import opened
from ljuspunkt.rooms.conference.queries.ballots import BallotForm, form_of
from ljuspunkt.rooms.conference.queries.groups import Seated, seated_now

CHAIR = "chair"
SCREEN = "screen"
VIEWS = {"sky": "screen-sky", "list": "screen-list"}
"""Screens that draw results in a way of their own, whatever the chair has chosen."""
SCREENS = (SCREEN, *VIEWS.values())
NUMBER = 2.5
"""How much room a candidate's number takes, in letters' sizes."""
IN_POOLS = 45
"""Most candidates that are shown with their titles at once; above it each is a numbered light."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: the side of its square in modules, and its dark modules as the path of a line one module wide."""

    side: int
    path: str


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """What a screen draws; `view` is pools, sky or list."""

    scene: Scene
    view: str
    columns: tuple[Column, ...]
    light_size: int
    host: str
    qr: Code | None
    seating: Seated | None
    listing: Listing | None

    @property
    def n(self) -> int:
        return sum(pool.sky.n for pool in self.scene.pools)


@dataclass(frozen=True, slots=True)
class PhonePage:
    """What a phone shows: the ballot while a vote is open, and the way to what is the expert's own."""

    scene: Scene
    ballot: BallotForm | None
    seating: Seated | None
    preparation: str
    tables: str
    evaluation: str


def states_of(conference: int, version: int, channels: Collection[Channel]) -> Mapping[Channel, str]:
    """Return the state for each channel; none where there is no such conference."""
    found = Conference.objects.filter(pk=conference).first()
    if found is None:
        return {}
    states = {}
    for language in sorted({channel.language for channel in channels}):
        with translation.override(language):
            scene = scene_of(found)
            for channel in channels:
                if channel.language == language:
                    states[channel] = str(version) if channel.audience == CHAIR else fragment(found, scene, channel)
    return states


def fragment(conference: Conference, scene: Scene, channel: Channel) -> str:
    """Return what a screen or a phone shows of a conference's scene, in the activated language."""
    seating = seated_now(conference) if scene.name in ("groups", "waiting") else None
    if channel.audience == PHONE:
        return render_to_string("conference/live/phone_state.html", {"page": phone_page(scene, seating)})
    return render_to_string("conference/live/screen_state.html", {"page": screen_page(scene, channel, seating)})


def phone_page(scene: Scene, seating: Seated | None = None) -> PhonePage:
    """Return what a phone shows of a scene."""
    now = opened(scene.vote.pk) if scene.vote is not None and scene.name == "open" else None
    room = reverse("room", kwargs={"code": scene.code})
    return PhonePage(
        scene=scene,
        ballot=form_of(now) if now is not None else None,
        seating=seating,
        preparation=f"{room}prepare/",
        tables=f"{room}tables/" if seating is not None else "",
        evaluation=f"{room}evaluation/" if scene.evaluation_open else "",
    )


def screen_page(scene: Scene, channel: Channel, seating: Seated | None = None) -> ScreenPage:
    """Return what a screen draws of a scene."""
    chosen = {"screen-sky": "sky", "screen-list": "list"}.get(channel.audience, "")
    n = sum(pool.sky.n for pool in scene.pools)
    view = chosen or ("list" if scene.view == "list" else "pools" if n <= IN_POOLS else "sky")
    room = channel.origin + reverse("room", kwargs={"code": scene.code})
    return ScreenPage(
        scene=scene,
        view=view,
        columns=columns(scene.pools) if scene.name == "result" and view == "pools" else (),
        light_size=max((light_size(pool) for pool in scene.pools), default=1) if view == "sky" else 1,
        host=channel.origin.partition("://")[2],
        qr=qr(room) if channel.origin else None,
        seating=seating,
        listing=_listing(scene, seating),
    )


def _listing(scene: Scene, seating: Seated | None) -> Listing | None:
    """Return how tables or candidates are laid out, where the scene shows them."""
    if scene.name == "groups" and seating is not None:
        return listing([HeadedList(table.heading, tuple(table.names)) for table in seating.tables], whole=True)
    if scene.name == "candidates":
        themes = [HeadedList(theme.heading, tuple(row.title for row in theme.rows)) for theme in scene.themes]
        return listing(themes, beside=NUMBER)
    return None


@lru_cache(maxsize=64)
def qr(text: str) -> Code:
    """Return a text as a QR code."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    return Code(len(rows), "".join(_line(row, place) for place, row in enumerate(rows)))


def _line(row: bytes, place: int) -> str:
    """Return the dark modules of a row as strokes."""
    drawn, start = [], None
    for x, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            drawn.append(f"M{start} {place}.5h{x - start}")
            start = None
    return "".join(drawn)
