"""An inventory (inventering): all candidate indicators, in the order they were listed."""

from dataclasses import dataclass, field

from ljuspunkt.domain.indicator.indicator import Indicator


@dataclass(frozen=True)
class Inventory:
    """Indicators with different ids.

    Raises:
        ValueError: an id stands twice.
    """

    each: tuple[Indicator, ...]
    _by_id: dict[str, Indicator] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {indicator.id: indicator for indicator in self.each}
        if len(by_id) != len(self.each):
            raise ValueError("an indicator's id stands twice in the inventory")
        object.__setattr__(self, "_by_id", by_id)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Indicator:
        return self._by_id[id]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._by_id)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds in the order they first appear."""
        return tuple(dict.fromkeys(indicator.kind for indicator in self.each))
