"""What may be done with a call for measures: a use case per function, a file per topic."""

from ljuspunkt.rooms.indicators.services.measures.calls import CallTerms, change_call, create_call, keep_audience
from ljuspunkt.rooms.indicators.services.measures.compiling import (
    MeasureChangedMeanwhile,
    add_comment,
    change_measure,
    decide,
    keep_group,
    move_group,
    move_proposal,
    put_into_group,
    remove_comment,
    remove_group,
)
from ljuspunkt.rooms.indicators.services.measures.merging import (
    merge_proposals,
    say_measures_differ,
    undo_measure_merge,
)
from ljuspunkt.rooms.indicators.services.measures.moderating import erase_name, erase_turned_away, moderate
from ljuspunkt.rooms.indicators.services.measures.proposing import Sender, propose_measures
from ljuspunkt.rooms.indicators.services.measures.publish import publish_measures

__all__ = [
    "CallTerms",
    "MeasureChangedMeanwhile",
    "Sender",
    "add_comment",
    "change_call",
    "change_measure",
    "create_call",
    "decide",
    "erase_name",
    "erase_turned_away",
    "keep_audience",
    "keep_group",
    "merge_proposals",
    "moderate",
    "move_group",
    "move_proposal",
    "propose_measures",
    "publish_measures",
    "put_into_group",
    "remove_comment",
    "remove_group",
    "say_measures_differ",
    "undo_measure_merge",
]
