"""What may be done with inventories and protocols: a use case per function, a file per topic."""

from ljuspunkt.domain.indicator.published import Agreed, MergedText, Passed
from ljuspunkt.rooms.indicators.services.additions import (
    keep_own_indicator,
    move_addition,
    publish_additions,
    remove_addition,
    take_indicator,
)
from ljuspunkt.rooms.indicators.services.candidates import (
    ChangedMeanwhile,
    change_wording,
    propose_candidate,
    set_status,
)
from ljuspunkt.rooms.indicators.services.importing import drop_list, import_list, look_at_list, mark_of
from ljuspunkt.rooms.indicators.services.inventories import change_inventory, create_inventory
from ljuspunkt.rooms.indicators.services.merging import merge_candidates, propose_again, say_not_same, undo_merge
from ljuspunkt.rooms.indicators.services.publish_protocol import adopt_protocols, publish_protocol
from ljuspunkt.rooms.indicators.services.themes import keep_theme, move_theme, remove_theme

__all__ = [
    "Agreed",
    "ChangedMeanwhile",
    "MergedText",
    "Passed",
    "adopt_protocols",
    "change_inventory",
    "change_wording",
    "create_inventory",
    "drop_list",
    "import_list",
    "keep_own_indicator",
    "keep_theme",
    "look_at_list",
    "mark_of",
    "merge_candidates",
    "move_addition",
    "move_theme",
    "propose_again",
    "propose_candidate",
    "publish_additions",
    "publish_protocol",
    "remove_addition",
    "remove_theme",
    "say_not_same",
    "set_status",
    "take_indicator",
    "undo_merge",
]
