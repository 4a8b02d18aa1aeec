"""Many comparisons at once (multipla jämförelser): p-values adjusted for how many were made."""

from collections.abc import Sequence

from scipy.special import ndtr


def two_sided_p(z: float) -> float:
    """Return the chance of a standard normal value at least as far from 0 as `z`; .0500 at 1.959964."""
    return float(2 * ndtr(-abs(z)))


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return each p-value adjusted by Benjamini and Hochberg's procedure, in the order given.

    Those at most q are the comparisons that survive at a false discovery rate of q. Equal p-values get equal
    adjusted ones; none is below its own p-value or above 1.

    Args:
        p_values: 0 to 1, any number of them.

    Raises:
        ValueError: a p-value is outside 0 to 1.

    Source: Benjamini and Hochberg 1995; R p.adjust(method = "BH"): 15 p-values of the paper give 4 at most .05.
    """
    for p in p_values:
        if not 0 <= p <= 1:
            raise ValueError(f"a p-value lies between 0 and 1, not at {p}")
    m = len(p_values)
    adjusted = [1.0] * m
    smallest = 1.0
    for rank, place in zip(range(m, 0, -1), sorted(range(m), key=lambda one: -p_values[one]), strict=True):
        smallest = min(smallest, p_values[place] * (m / rank))
        adjusted[place] = smallest
    return tuple(adjusted)
