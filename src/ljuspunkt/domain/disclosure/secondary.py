"""Complementary suppression (sekundär undertryckning): which more sets to hide so that none follows from the rest.

Gaussian elimination over the model matrix of all linked tables: a column for each printed set, a row for each
atom. A set may be published unless some primary set would then be a combination of published ones.

Source: Langsrud 2024, "Secondary cell suppression by Gaussian elimination" (the method of R's GaussSuppression).
"""

from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray

PRIME = 2_147_483_629
"""Elimination runs in whole numbers modulo this prime, so no rounding decides what is hidden. It is below 2³¹, so
products fit in 64 bits; a combination over the rationals is one modulo the prime too (never too little is hidden)."""


EXCHANGES = 200
"""So many exchanges are tried at most: each costs an elimination."""

LARGEST = 500
"""Beyond so many linked sets no exchanges are tried; elimination alone is near the optimum there, and quick."""


def _inverse(number: int) -> int:
    return pow(int(number), PRIME - 2, PRIME)


def _matrix(sets: Sequence[Set[int]]) -> NDArray[np.int64]:
    """Return sets × atoms, 1 where an atom belongs to a set."""
    column = {atom: number for number, atom in enumerate(sorted(frozenset().union(*sets)))}
    matrix: NDArray[np.int64] = np.zeros((len(sets), len(column)), dtype=np.int64)
    for number, one in enumerate(sets):
        matrix[number, [column[atom] for atom in one]] = 1
    return matrix


def _take_out(matrix: NDArray[np.int64], number: int, pivot: int) -> None:
    """Subtract a row from those below, so that none of them has anything left at the pivot."""
    scaled = matrix[number] * _inverse(matrix[number, pivot]) % PRIME
    below = np.flatnonzero(matrix[number + 1 :, pivot]) + number + 1
    matrix[below] = (matrix[below] - matrix[below, pivot][:, None] * scaled[None, :]) % PRIME


def eliminate(
    sets: Sequence[Set[int]],
    primary: Set[int],
    order: Sequence[int],
    already: Set[int] = frozenset(),
) -> frozenset[int]:
    """Return the sets to hide besides the primary ones so that no primary set is a combination of those shown.

    Args:
        sets: the atoms of each printed set.
        primary: places in `sets` that must be hidden.
        order: candidates for being shown, the most important first; primary ones among them are passed over.
        already: places in `sets` that earlier releases show: they go first and are never hidden.

    Returns:
        Places in `sets`, none of them in `primary` or `already`. A primary set that follows from `already` alone
        can't be protected any more; the audit finds it.
    """
    candidates = [*sorted(already), *(place for place in order if place not in primary and place not in already)]
    watched = [place for place in sorted(primary) if sets[place]]
    columns = [*candidates, *watched]
    matrix = _matrix([sets[place] for place in columns])
    first_watched = len(candidates)
    alive: NDArray[np.bool_] = np.ones(len(watched), dtype=bool)
    hidden: set[int] = set()
    for number, place in enumerate(candidates):
        vector = matrix[number]
        support = np.flatnonzero(vector)
        if support.size == 0:
            continue
        pivot = support[0]
        scaled = vector * _inverse(vector[pivot]) % PRIME
        rest = matrix[first_watched:]
        factors = rest[:, pivot]
        if place not in already:
            touched = np.flatnonzero(factors * alive)
            reduced = (rest[touched] - factors[touched, None] * scaled[None, :]) % PRIME
            if touched.size and not reduced.any(axis=1).all():
                hidden.add(place)
                continue
        _take_out(matrix, number, int(pivot))
        if place in already:
            alive = np.asarray(matrix[first_watched:].any(axis=1))
    return frozenset(hidden)


def following(sets: Sequence[Set[int]], known: Sequence[Set[int]]) -> frozenset[int]:
    """Return the places of the sets that are combinations of known ones."""
    matrix = _matrix([*known, *sets])
    for number in range(len(known)):
        support = np.flatnonzero(matrix[number])
        if support.size:
            _take_out(matrix, number, int(support[0]))
    left: NDArray[np.bool_] = np.asarray(matrix[len(known) :].any(axis=1))
    return frozenset(place for place, one in enumerate(sets) if one and not left[place])


def fewest(
    sets: Sequence[Set[int]],
    sizes: Sequence[int],
    primary: Set[int],
    order: Sequence[int],
    already: Set[int] = frozenset(),
) -> frozenset[int]:
    """Return the sets to hide as `eliminate` does, and by exchanges until none hides fewer respondents.

    An exchange shows a hidden set before all others and lets elimination find what to hide in its place; the largest
    sets are tried first.

    Args:
        sets, primary, order, already: as in `eliminate`.
        sizes: the respondents of each set.
    """
    hidden = eliminate(sets, primary, order, already)
    if len(sets) > LARGEST:
        return hidden
    least = sum(sizes[place] for place in hidden)
    tries = 0
    waiting = sorted(hidden, key=lambda place: (-sizes[place], place))
    while waiting and tries < EXCHANGES:
        first, *waiting = waiting
        exchanged = [first, *(place for place in order if place != first)]
        other = eliminate(sets, primary, exchanged, already)
        tries += 1
        if (cost := sum(sizes[place] for place in other)) < least:
            hidden, least, order = other, cost, exchanged
            waiting = sorted(hidden, key=lambda place: (-sizes[place], place))
    return hidden
