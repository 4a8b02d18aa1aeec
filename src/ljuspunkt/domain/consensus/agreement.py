"""Agreement on ratings (samstämmighet): the published consensus convention and RAND/UCLA disagreement.

All arithmetic is exact; quantiles are type 7 (the default of NumPy and R) unless another is asked for, and reports say
so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ljuspunkt.domain.consensus.ballot import Rate
from ljuspunkt.domain.consensus.pool import Outcome
from ljuspunkt.domain.consensus.rule import Consensus, Rest

RAND_SCALE = Rate(1, 9)
"""The only scale on which RAND/UCLA is defined."""

QuantileType = Literal[1, 2, 6, 7, 8]
"""How a quantile between two ratings is taken, in Hyndman and Fan's numbering; 7 is ours."""

OTHER_TYPES: tuple[QuantileType, ...] = (1, 2, 6, 8)


@dataclass(frozen=True, slots=True)
class GroupRating:
    """How one group rated an item: `n` with an opinion, of whom so many in the top and the bottom third."""

    group: str
    n: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class RandUcla:
    """Spread of ratings 1–9: interpercentile range (IPR), the same adjusted for symmetry (IPRAS), and whether
    IPR is greater, which is disagreement."""

    p30: Fraction
    p70: Fraction
    ipr: Fraction
    ipras: Fraction

    @property
    def disagreement(self) -> bool:
        return self.ipr > self.ipras


def quantile(values: Sequence[int], share: Fraction, kind: QuantileType = 7) -> Fraction:
    """Return a quantile of whole numbers, exactly.

    Args:
        values: at least one, in any order.
        share: 0 to 1.
        kind: 1 and 2 take a value that was given or halfway between two; 6, 7 and 8 go in proportion.

    Raises:
        ValueError: there are no values, or the share is outside 0–1.

    Source: Hyndman and Fan 1996; R's quantile has the same numbers.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError("a quantile needs at least one value and a share from 0 to 1")
    ordered = sorted(values)
    n = len(ordered)
    place = {1: n * share, 2: n * share, 6: (n + 1) * share, 7: (n - 1) * share + 1, 8: (3 * n + 1) * share / 3}[kind]
    if kind == 8:
        place += Fraction(1, 3)
    whole = place.numerator // place.denominator
    past = place - whole
    if kind in (1, 2):
        past = Fraction(1) if past else Fraction(kind - 1, 2)
    below, above = (ordered[min(max(at, 1), n) - 1] for at in (whole, whole + 1))
    return below + past * (above - below)


def rand_ucla(ratings: Sequence[int], kind: QuantileType = 7) -> RandUcla:
    """Return the spread of ratings on the scale 1–9.

    Raises:
        ValueError: there are no ratings.

    Source: Fitch et al. 2001, The RAND/UCLA Appropriateness Method; check: P30 7 and P70 8 give IPR 1, IPRAS 6.10.
    """
    return spread(quantile(ratings, Fraction(3, 10), kind), quantile(ratings, Fraction(7, 10), kind))


def other_verdicts(ratings: Sequence[int]) -> tuple[QuantileType, ...]:
    """Return the types of quantile by which there would be disagreement where ours sees none, or the other way round.

    Raises:
        ValueError: there are no ratings.
    """
    ours = rand_ucla(ratings).disagreement
    return tuple(kind for kind in OTHER_TYPES if rand_ucla(ratings, kind).disagreement != ours)


def spread(p30: Fraction, p70: Fraction) -> RandUcla:
    """Return IPR and IPRAS = 2.35 + 1.5 · |5 − (P30 + P70)/2| from the two percentiles."""
    return RandUcla(p30, p70, p70 - p30, Fraction(235, 100) + Fraction(3, 2) * abs(5 - (p30 + p70) / 2))


def thirds(group: str, ratings: Sequence[int], scale: Rate) -> GroupRating:
    """Return how many ratings lie in the top and in the bottom third: floor(steps / 3) steps at each end."""
    width = scale.steps // 3
    return GroupRating(
        group,
        len(ratings),
        sum(rating > scale.high - width for rating in ratings),
        sum(rating < scale.low + width for rating in ratings),
    )


def agreed(groups: Sequence[GroupRating], convention: Consensus, rest: Rest) -> Outcome:
    """Return an item's outcome: in or out only where every group says so; a group without opinions says nothing."""
    if groups and all(_leans(group.top, group.bottom, group.n, convention) for group in groups):
        return "through"
    if groups and all(_leans(group.bottom, group.top, group.n, convention) for group in groups):
        return "out"
    return rest


def _leans(towards: int, against: int, n: int, convention: Consensus) -> bool:
    return n > 0 and Fraction(towards, n) >= convention.inside and Fraction(against, n) < convention.against


def median_and_mean(ratings: Mapping[int, int]) -> tuple[Fraction, Fraction]:
    """Return median and mean from rating → how many.

    Raises:
        ValueError: nobody rated.
    """
    values = [rating for rating, n in ratings.items() for _ in range(n)]
    return quantile(values, Fraction(1, 2)), Fraction(sum(values), len(values))
