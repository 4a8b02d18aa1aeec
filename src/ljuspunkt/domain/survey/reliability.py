"""Reliability of an indicator's questions (reliabilitet) from cross-products; national only.

Everything follows from the products of pairs, each over those who answered both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Literal

from ljuspunkt.domain.estimation.reliability import (
    COMMON_AT_LEAST,
    FEWEST_ITEMS,
    FEWEST_RESPONDENTS,
    NoFactor,
    OneFactor,
    alpha_interval,
    alpha_without,
    covariance,
    cronbach_alpha,
    item_rest_correlation,
    one_factor,
)
from ljuspunkt.domain.survey.counts import Product
from ljuspunkt.domain.vocabulary import Interval

NoReliability = Literal["few_items", "few_respondents", "not_counted", "no_variance"]
"""Why an indicator has no reliability: fewer than three questions; some two of them were answered by fewer than a
hundred; their products weren't counted; all respondents have the same sum."""


@dataclass(frozen=True, slots=True)
class ItemInScale:
    """A question among the indicator's others.

    `item_rest` is its correlation with the sum of the others, `alpha_without` their alpha without it; None where
    there is no variation. `loading` is its correlation with what all have in common, None without a model of it.
    """

    question: str
    item_rest: float | None
    alpha_without: float | None
    loading: float | None

    @property
    def runs_against(self) -> bool:
        """Whether it goes down where the others go up; most often it should have been reversed.

        The loading tells it best: a single question left unreversed makes the others' rest correlations fall too.
        """
        if self.loading is not None:
            return self.loading < 0 and self.loading**2 >= COMMON_AT_LEAST
        return self.item_rest is not None and self.item_rest < 0


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far the questions of an indicator go together; `n` is the fewest who answered any two of them.

    `omega` is None where there is no one-factor model, and then `no_omega` says why.
    """

    n: int
    alpha: float
    interval: Interval
    omega: float | None
    no_omega: NoFactor | None
    items: tuple[ItemInScale, ...]


def reliability(items: Sequence[str], products: Sequence[Product]) -> Reliability | NoReliability:
    """Return the reliability of the items, pairwise, or why there is none.

    Args:
        items: names of an indicator's questions.
        products: after reversal, with each item and itself among them.
    """
    if len(items) < FEWEST_ITEMS:
        return "few_items"
    found = {frozenset((product.item_a, product.item_b)): product for product in products}
    places = range(len(items))
    matrix = [[0.0 for _ in items] for _ in items]
    fewest: int | None = None
    for one, other in combinations_with_replacement(places, 2):
        product = found.get(frozenset((items[one], items[other])))
        if product is None:
            return "not_counted"
        together = covariance(product.n, product.sum_a, product.sum_b, product.sum_ab)
        if together is None or product.n < FEWEST_RESPONDENTS:
            return "few_respondents"
        matrix[one][other] = matrix[other][one] = together
        fewest = product.n if fewest is None else min(fewest, product.n)
    alpha = cronbach_alpha(matrix)
    if alpha is None or fewest is None:
        return "no_variance"
    factor = one_factor(matrix)
    loadings = factor.standardised if isinstance(factor, OneFactor) else [None] * len(items)
    return Reliability(
        n=fewest,
        alpha=alpha,
        interval=alpha_interval(alpha, fewest, len(items)),
        omega=factor.omega if isinstance(factor, OneFactor) else None,
        no_omega=None if isinstance(factor, OneFactor) else factor,
        items=tuple(
            ItemInScale(
                items[place], item_rest_correlation(matrix, place), alpha_without(matrix, place), loadings[place]
            )
            for place in places
        ),
    )
