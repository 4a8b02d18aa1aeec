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

__all__ = [
    "IndicatorCard",
    "InventoryCandidate",
    "InventoryCard",
    "MergedCandidate",
    "indicators",
    "inventories_of",
    "inventory_candidates",
    "inventory_card",
    "inventory_themes",
    "protocols",
    "to_do",
]
