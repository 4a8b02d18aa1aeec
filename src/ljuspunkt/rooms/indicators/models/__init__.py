"""The tables of the room, a file per topic."""

from ljuspunkt.rooms.indicators.models.inventory import (
    Candidate,
    Inventory,
    Merge,
    NotSame,
    StatusChange,
    Theme,
    Upload,
    Wording,
)
from ljuspunkt.rooms.indicators.models.protocol import Addition, Protocol, ProtocolVersion

__all__ = [
    "Addition",
    "Candidate",
    "Inventory",
    "Merge",
    "NotSame",
    "Protocol",
    "ProtocolVersion",
    "StatusChange",
    "Theme",
    "Upload",
    "Wording",
]
