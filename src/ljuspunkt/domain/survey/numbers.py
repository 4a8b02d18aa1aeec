"""Numbers that respondents gave (talsvar), so coarsened that none of them tells one row from the others.

Within a group, numbers are joined with their nearest until at least `fewest` respondents share what stands there: a
number that so many gave stands exactly, rarer ones as the mean of those joined. Sums and means of the group stay what
they were. Source: univariate microaggregation (Domingo-Ferrer and Mateo-Sanz 2002), here by one pass from the lowest.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ljuspunkt.domain.survey.questionnaire import Questionnaire

NUMBERS = frozenset({"integer", "decimal"})
"""Kinds of questions that are answered by a number."""


def numbered(questionnaire: Questionnaire, *, own: bool = False) -> tuple[str, ...]:
    """Return the questions that are answered by a number: the network's, or those of an association."""
    return tuple(item.name for item in questionnaire.items if item.kind in NUMBERS and item.own == own)


def shared_numbers(groups: Sequence[str], given: Sequence[str], *, fewest: int) -> list[float | None]:
    """Return what stands for each number, None for who gave none and where fewer than `fewest` of the group gave any.

    Args:
        groups: each respondent's group.
        given: each one's number as it was sent, "" for none, in the same order.
        fewest: how many of a group must share what stands there, at least 1.
    """
    counts: dict[str, Counter[Decimal]] = defaultdict(Counter)
    for group, number in zip(groups, given, strict=True):
        if number:
            counts[group][Decimal(number)] += 1
    shared = {group: _joined(found, fewest) for group, found in counts.items()}
    return [shared[group].get(Decimal(number)) if number else None for group, number in zip(groups, given, strict=True)]


def _joined(counts: Mapping[Decimal, int], fewest: int) -> dict[Decimal, float]:
    """Return what stands for each number of a group."""
    blocks: list[list[Decimal]] = []
    waiting: list[Decimal] = []
    for number in sorted(counts):
        # What so many gave stands alone, unless too few before it would be left without company.
        if counts[number] >= fewest and waiting and blocks:
            blocks[-1] += waiting
            waiting = []
        waiting.append(number)
        if sum(counts[each] for each in waiting) >= fewest:
            blocks.append(waiting)
            waiting = []
    if waiting and blocks:
        blocks[-1] += waiting
    return {number: _mean(block, counts) for block in blocks for number in block}


def _mean(block: Sequence[Decimal], counts: Mapping[Decimal, int]) -> float:
    total = sum((Fraction(number) * counts[number] for number in block), Fraction(0))
    return float(total / sum(counts[number] for number in block))
