"""Reads of conferences, as page objects; one file per kind of page."""

from ljuspunkt.rooms.conference.queries.published import (
    Overview,
    Step,
    Way,
    is_kept,
    overview,
    protocol_page,
    vote_page,
    way,
)

__all__ = ["Overview", "Step", "Way", "is_kept", "overview", "protocol_page", "vote_page", "way"]
