"""A joint cost split by whole parts, so that the amounts are whole öre and add up to the cost.

Swedish: andelar av en gemensam kostnad. The öre that are left after rounding down go to the largest remainders, one
each; of equal remainders the larger share comes first, then the name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """What one association bears: `parts` of all parts, as an exact share and as whole öre."""

    association: str
    parts: int
    share: Fraction
    ore: int

    @property
    def kronor(self) -> Decimal:
        return Decimal(self.ore) / 100

    @property
    def percent(self) -> float:
        return float(100 * self.share)


def split(ore: int, parts: Mapping[str, int]) -> tuple[Share, ...]:
    """Split an amount by parts; the amounts add up to it exactly.

    Args:
        ore: the whole cost, at least 0.
        parts: by association, at least 1 each.

    Returns:
        The shares in the order of the names.

    Raises:
        ValueError: an amount or a part is out of range.
    """
    if ore < 0 or any(each < 1 for each in parts.values()):
        raise ValueError("A cost is at least 0 öre and a part at least 1.")
    whole = sum(parts.values())
    down = {name: ore * each // whole for name, each in parts.items()}
    left = ore - sum(down.values())
    first = sorted(parts, key=lambda name: (-(ore * parts[name] % whole), -parts[name], name))
    extra = set(first[:left])
    return tuple(
        Share(name, parts[name], Fraction(parts[name], whole), down[name] + (name in extra)) for name in sorted(parts)
    )
