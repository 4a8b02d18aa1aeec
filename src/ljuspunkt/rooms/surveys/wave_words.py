"""What waves, their states and ways of answering are called on the pages."""

from django.utils.translation import gettext as _

from ljuspunkt.rooms.surveys.models.waves import (
    CLOSED,
    EXIT,
    FROZEN,
    KIOSK,
    LINK,
    MAIL,
    MEASUREMENT,
    OPEN,
    PAPER,
    PILOT,
    PLANNED,
    POSTER,
)


def kind_in_words(kind: str) -> str:
    """Return what a kind of wave is called."""
    return {MEASUREMENT: _("Measurement"), EXIT: _("Exit questionnaires"), PILOT: _("Pilot")}.get(kind, kind)


def state_in_words(state: str) -> str:
    """Return what a state of a wave is called."""
    return {PLANNED: _("planned"), OPEN: _("open"), CLOSED: _("closed"), FROZEN: _("frozen")}.get(state, state)


def way_in_words(way: str) -> str:
    """Return what a way of answering is called."""
    return {
        LINK: _("Open link"),
        POSTER: _("Poster with a QR code"),
        MAIL: _("Personal links by e-mail"),
        KIOSK: _("Shared tablet"),
        PAPER: _("Paper"),
    }.get(way, way)
