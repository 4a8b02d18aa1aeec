"""Reads of inventories and protocols, as plain values and page objects; a file per topic."""

from ljuspunkt.rooms.indicators.queries.candidates import (
    InventoryCandidate,
    InventoryCard,
    MergedCandidate,
    inventories_of,
    inventory_candidates,
    inventory_card,
    inventory_themes,
)
from ljuspunkt.rooms.indicators.queries.due import to_do
from ljuspunkt.rooms.indicators.queries.in_force import IndicatorCard, indicators, protocols
from ljuspunkt.rooms.indicators.queries.measures_in_force import MeasureCard, measures
from ljuspunkt.rooms.indicators.queries.named import named

__all__ = [
    "IndicatorCard",
    "InventoryCandidate",
    "InventoryCard",
    "MeasureCard",
    "MergedCandidate",
    "indicators",
    "inventories_of",
    "inventory_candidates",
    "inventory_card",
    "inventory_themes",
    "measures",
    "named",
    "protocols",
    "to_do",
]
