"""What may be done with a conference: a use case per file."""

from ljuspunkt.rooms.conference.services.keep_conference import keep_conference

__all__ = ["keep_conference"]
