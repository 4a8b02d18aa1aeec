"""A protocol (protokoll): the indicators that a conference agreed to measure, in order.

The core protocol (kärnprotokoll) is always measured; the comprehensive one (omfattande protokoll) may be drawn from.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Protocol:
    """A list of indicator ids; `final` is False while a vote behind it still has undecided items."""

    name: str
    ids: tuple[str, ...]
    final: bool = True

    def number_of(self, id: str) -> int | None:
        """Return the place of an indicator in the protocol, from 1; None where it isn't in it."""
        return self.ids.index(id) + 1 if id in self.ids else None
