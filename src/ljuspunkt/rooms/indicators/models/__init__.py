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
from ljuspunkt.rooms.indicators.models.measures import (
    Answer,
    Audience,
    Call,
    Comment,
    MeasureGroup,
    MeasureMerge,
    MeasureNotSame,
    MeasureVersion,
    MeasureWording,
    Proposal,
    Turn,
)
from ljuspunkt.rooms.indicators.models.protocol import Addition, Protocol, ProtocolVersion

__all__ = [
    "Addition",
    "Answer",
    "Audience",
    "Call",
    "Candidate",
    "Comment",
    "Inventory",
    "MeasureGroup",
    "MeasureMerge",
    "MeasureNotSame",
    "MeasureVersion",
    "MeasureWording",
    "Merge",
    "NotSame",
    "Proposal",
    "Protocol",
    "ProtocolVersion",
    "StatusChange",
    "Theme",
    "Turn",
    "Upload",
    "Wording",
]
