"""A pool (urval till omröstning): the items that a vote is about.

The whole list, the items of some kinds, or those to which earlier votes gave an outcome; several sources are united.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ljuspunkt.domain.indicator.inventory import Inventory

Outcome = Literal["through", "onward", "out", "undecided"]
"""Direkt vidare till protokollet, till nästa omröstning, utsorterad, oavgjord."""

OUTCOMES: tuple[Outcome, ...] = ("through", "onward", "out", "undecided")


@dataclass(frozen=True, slots=True)
class Pool:
    """Which items: all filters hold at once, and no filter means the whole list.

    `kinds` empty means every kind; `sources` are ids of earlier votes whose items with `outcome` are taken.
    """

    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    outcome: Outcome = "through"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a vote gave each of its items, and what those still undecided may become.

    `known` is False where the vote's own pool isn't known yet.
    """

    by_item: Mapping[str, Outcome]
    may_become: frozenset[Outcome] = frozenset()
    known: bool = True

    def settles(self, outcome: Outcome) -> bool:
        """Whether it is certain which items have `outcome`."""
        return self.known and (outcome not in self.may_become or "undecided" not in self.by_item.values())


def waits_for(pool: Pool, earlier: Mapping[str, Outcomes]) -> str | None:
    """Return the first source that isn't settled for this pool, None where the pool is known."""
    for source in pool.sources:
        if not earlier[source].settles(pool.outcome):
            return source
    return None


def items_of(pool: Pool, inventory: Inventory, earlier: Mapping[str, Outcomes]) -> tuple[str, ...]:
    """Return the ids of the pool's items in the inventory's order; every source must be settled."""
    return tuple(
        indicator.id
        for indicator in inventory.each
        if (not pool.kinds or indicator.kind in pool.kinds)
        and (
            not pool.sources
            or any(earlier[source].by_item.get(indicator.id) == pool.outcome for source in pool.sources)
        )
    )
