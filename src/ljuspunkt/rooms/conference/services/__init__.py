"""What may be done with a conference: a use case per file."""

from ljuspunkt.rooms.conference.services.close_vote import close_due, close_vote
from ljuspunkt.rooms.conference.services.decide_vote import decide_vote
from ljuspunkt.rooms.conference.services.hold_again import hold_again
from ljuspunkt.rooms.conference.services.keep_conference import keep_conference
from ljuspunkt.rooms.conference.services.open_runoff import open_runoff
from ljuspunkt.rooms.conference.services.open_vote import open_vote
from ljuspunkt.rooms.conference.services.rule_tie import rule_tie
from ljuspunkt.rooms.conference.services.void_vote import void_vote

__all__ = [
    "close_due",
    "close_vote",
    "decide_vote",
    "hold_again",
    "keep_conference",
    "open_runoff",
    "open_vote",
    "rule_tie",
    "void_vote",
]
