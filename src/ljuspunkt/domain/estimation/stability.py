"""Stability (stabilitet): how far judgements of the same items stay the same from one time to the next.

Two of the functions compare orders and need no persons; the others take pairs, one person's first and second judgement.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt, sqrt
from typing import Literal

from scipy.special import ndtr

Pairs = Sequence[tuple[int, int]]
Weights = Literal["none", "linear", "quadratic"]
"""How much a disagreement counts: all alike, by its distance, or by its square."""

MOST_EXACT = 50
"""Up to so many who changed, the distribution of Wilcoxon's statistic is worked out exactly."""


@dataclass(frozen=True, slots=True)
class SignedRanks:
    """Wilcoxon's test that judgements moved neither up nor down.

    `n_changed` pairs differ; `v` is the sum of the ranks of those that went up. `p` is exact, given the ties;
    `p_normal` approximates it with a correction for continuity, as R does where there are ties.
    """

    n_changed: int
    v: float
    p: float
    p_normal: float


def share_changed(pairs: Pairs) -> float | None:
    """Return the share of pairs whose two judgements differ; None without pairs."""
    return sum(before != after for before, after in pairs) / len(pairs) if pairs else None


def wilcoxon(pairs: Pairs) -> SignedRanks | None:
    """Return Wilcoxon's signed-rank test, two-sided; None where nobody changed.

    Pairs without change are left out. With yes and no (1 and 0) it is McNemar's exact test.

    Source: Wilcoxon 1945, ties by mean ranks, the exact distribution over all signs (Pratt and Gibbons 1981); check
        values: R wilcox.test on fifteen panellists V 21, p 0.0196562 (approximate); McNemar exact 2 and 9 p 0.0654297.
    """
    differences = [after - before for before, after in pairs if after != before]
    if not differences:
        return None
    sizes = Counter(map(abs, differences))
    rank_of, below = {}, 0
    for size in sorted(sizes):
        rank_of[size] = 2 * below + sizes[size] + 1
        below += sizes[size]
    n = len(differences)
    doubled = [rank_of[abs(difference)] for difference in differences]
    up = sum(rank for rank, difference in zip(doubled, differences, strict=True) if difference > 0)
    whole = sum(doubled)
    variance = n * (n + 1) * (2 * n + 1) / 24 - sum(t**3 - t for t in sizes.values()) / 48
    away = max(abs(up / 2 - whole / 4) - 0.5, 0.0)
    normal = float(2 * ndtr(-away / sqrt(variance)))
    exact = _exact(doubled, min(up, whole - up)) if n <= MOST_EXACT else min(normal, 1.0)
    return SignedRanks(n, up / 2, exact, min(normal, 1.0))


def _exact(ranks: Sequence[int], low: int) -> float:
    """Return the two-sided chance of a sum of ranks at most `low`, each rank taken or not with equal chance."""
    ways = [1] + [0] * sum(ranks)
    reached = 0
    for rank in ranks:
        for total in range(reached, -1, -1):
            ways[total + rank] += ways[total]
        reached += rank
    return min(2 * sum(ways[: low + 1]) / (1 << len(ranks)), 1.0)


def weighted_kappa(pairs: Pairs, weights: Weights) -> float | None:
    """Return Cohen's kappa of the first and the second judgement; None where everybody always judges alike.

    Args:
        pairs: judgements as whole numbers, one step apart where they are neighbours.
        weights: how much a disagreement counts.

    Source: Cohen 1968; check values: fifteen panellists, R irr: unweighted 0.391892, linear 0.545455, quadratic
        0.709677.
    """
    power = {"none": 0, "linear": 1, "quadratic": 2}[weights]

    def apart(before: int, after: int) -> int:
        return 0 if before == after else int(abs(before - after) ** power)

    before, after = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = len(pairs) * sum(apart(*pair) for pair in pairs)
    expected = sum(n * m * apart(one, other) for one, n in before.items() for other, m in after.items())
    return 1 - observed / expected if expected else None


def kendall_tau_b(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Kendall's tau-b between two orders of the same items, −1 to 1; None where either ties all.

    Args:
        first: a value per item; only their order matters.
        second: likewise, items in the same order.

    Raises:
        ValueError: not as many values in both.

    Source: Kendall 1945; check value: fifteen judgements 0.836660 (R cor, method kendall).
    """
    if len(first) != len(second):
        raise ValueError(f"as many values are needed in both orders, not {len(first)} and {len(second)}")
    agree = told_first = told_second = 0
    for place, (a, b) in enumerate(zip(first, second, strict=True)):
        for c, d in zip(first[:place], second[:place], strict=True):
            one, other = (a > c) - (a < c), (b > d) - (b < d)
            agree += one * other
            told_first += one * one
            told_second += other * other
    product = told_first * told_second
    if not product:
        return None
    # Whole where it is whole, so that equal orders give exactly 1.
    root = isqrt(product)
    return agree / (root if root * root == product else sqrt(product))
