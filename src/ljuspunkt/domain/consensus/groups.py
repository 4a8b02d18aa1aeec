"""Declared stakeholder groups (intressentgrupper) of a panel: only what was declared beforehand exists."""

from collections.abc import Mapping

AT_LEAST = 5
"""Entitled voters a group needs before it counts in a rating consensus."""


def counting_groups(groups: Mapping[str, int]) -> tuple[str, ...]:
    """Return the names of the groups with at least five entitled voters, in the order declared."""
    return tuple(name for name, entitled in groups.items() if entitled >= AT_LEAST)
