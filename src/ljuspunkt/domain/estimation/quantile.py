"""Quantiles of the two reference distributions, by name of the confidence that is wanted.

SciPy's special functions are used instead of `scipy.stats`, which takes a second to import.
"""

from functools import lru_cache

from scipy.special import ndtri, stdtrit


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that isn't strictly between 0 and 1.

    Raises:
        ValueError: it isn't.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie strictly between 0 and 1, not be {confidence}")


@lru_cache(maxsize=64)
def normal_quantile(confidence: float) -> float:
    """Return the two-sided standard normal quantile; 1.959964 at 0.95.

    Raises:
        ValueError: `confidence` isn't strictly between 0 and 1.
    """
    check_confidence(confidence)
    return float(ndtri(1 - (1 - confidence) / 2))


@lru_cache(maxsize=4096)
def t_quantile(confidence: float, degrees_of_freedom: int) -> float:
    """Return the two-sided quantile of Student's t; 2.200985 at 0.95 with 11 degrees of freedom.

    Raises:
        ValueError: `confidence` isn't strictly between 0 and 1, or there is less than one degree of freedom.
    """
    check_confidence(confidence)
    if degrees_of_freedom < 1:
        raise ValueError(f"at least one degree of freedom is needed, not {degrees_of_freedom}")
    return float(stdtrit(degrees_of_freedom, 1 - (1 - confidence) / 2))
