"""What may be done with a conference: a use case per file."""

from ljuspunkt.rooms.conference.services.change_conference import change_conference, plan_protocols
from ljuspunkt.rooms.conference.services.close_conference import close_conference
from ljuspunkt.rooms.conference.services.close_vote import close_due, close_vote
from ljuspunkt.rooms.conference.services.create_conference import Settings, choose_candidates, create_conference
from ljuspunkt.rooms.conference.services.decide_vote import decide_vote
from ljuspunkt.rooms.conference.services.draft_vote import Draft, change_draft, draft_vote, remove_draft
from ljuspunkt.rooms.conference.services.hold_again import hold_again
from ljuspunkt.rooms.conference.services.keep_conference import keep_conference
from ljuspunkt.rooms.conference.services.open_runoff import open_runoff
from ljuspunkt.rooms.conference.services.open_vote import open_vote
from ljuspunkt.rooms.conference.services.organisers import answer_for, ask_associations, take_back
from ljuspunkt.rooms.conference.services.rule_tie import rule_tie
from ljuspunkt.rooms.conference.services.show import show
from ljuspunkt.rooms.conference.services.void_vote import void_vote

__all__ = [
    "Draft",
    "Settings",
    "answer_for",
    "ask_associations",
    "change_conference",
    "change_draft",
    "choose_candidates",
    "close_conference",
    "close_due",
    "close_vote",
    "create_conference",
    "decide_vote",
    "draft_vote",
    "hold_again",
    "keep_conference",
    "open_runoff",
    "open_vote",
    "plan_protocols",
    "remove_draft",
    "rule_tie",
    "show",
    "take_back",
    "void_vote",
]
