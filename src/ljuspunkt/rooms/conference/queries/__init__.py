"""Reads of conferences, as page objects; one file per kind of page."""

from ljuspunkt.rooms.conference.queries.named import named
from ljuspunkt.rooms.conference.queries.planned import to_do
from ljuspunkt.rooms.conference.queries.procedure import Reported, reported
from ljuspunkt.rooms.conference.queries.published import (
    IndexCard,
    Overview,
    VotePage,
    exists,
    index,
    is_kept,
    leading_overview,
    leading_slug,
    overview,
    protocol_like,
    vote_page,
)
from ljuspunkt.rooms.conference.queries.ways import CandidatePage, Step, Way, candidate_page, protocol_page, way

__all__ = [
    "CandidatePage",
    "IndexCard",
    "Overview",
    "Reported",
    "Step",
    "VotePage",
    "Way",
    "candidate_page",
    "exists",
    "index",
    "is_kept",
    "leading_overview",
    "leading_slug",
    "named",
    "overview",
    "protocol_like",
    "protocol_page",
    "reported",
    "to_do",
    "vote_page",
    "way",
]
