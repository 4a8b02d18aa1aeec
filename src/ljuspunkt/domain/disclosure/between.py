"""Who came or left between two releases of a wave, and what their difference tells of them.

Swedish: mellanskillnad. Late answers are a set of respondents that no release prints and two of them give.
"""

from collections.abc import Sequence
from dataclasses import replace

from ljuspunkt.domain.disclosure.table import RespondentSet
from ljuspunkt.domain.disclosure.view import Known, Printed, Range


def unknown(of: RespondentSet) -> Printed:
    """Return a set of which nothing is printed."""
    return Printed(of, None, False, False, {}, {})


def apart(now: Printed, before: Printed, atoms: frozenset[int]) -> tuple[Printed, Printed] | None:
    """Return the larger and the smaller of two versions of a set, if just `atoms` are between them."""
    for more, fewer in ((now, before), (before, now)):
        if more.of.atoms - fewer.of.atoms == atoms and fewer.of.atoms < more.of.atoms:
            return more, fewer
    return None


def difference(of: RespondentSet, more: Printed, fewer: Printed) -> Printed:
    """Return what two versions of a set tell of those who are in one of them only."""
    if more.n is None or fewer.n is None:
        return unknown(of)
    items = {name: known for name, one in more.items.items() if (known := _left(one, fewer.items.get(name)))}
    indicators = {
        number: known for number, one in more.indicators.items() if (known := _left(one, fewer.indicators.get(number)))
    }
    n = more.n - fewer.n
    return Printed(of, n, n == 0, False, items, indicators)


def _left(more: Known, fewer: Known | None) -> Known | None:
    if fewer is None or not more.numeric or not fewer.numeric:
        return None
    assert more.answered is not None and fewer.answered is not None
    assert more.positive is not None and fewer.positive is not None
    if more.answered == fewer.answered:
        return None
    positive = more.positive.low - fewer.positive.low
    return Known(more.answered - fewer.answered, Range(positive, positive))


def emptied(between: Sequence[Printed]) -> list[Printed]:
    """Return the same sets, those that a subtraction shows to be empty marked so: nobody in them changed."""
    found = list(between)
    while True:
        empty: set[frozenset[int]] = set()
        for whole in found:
            if not whole.shown and not whole.empty:
                continue
            parts = [one for one in found if one.of.atoms < whole.of.atoms]
            for columns in {one.of.columns for one in parts}:
                split = [one for one in parts if one.of.columns == columns]
                if (whole.n or 0) == sum(one.n or 0 for one in split):
                    empty |= {one.of.atoms for one in split if one.n is None}
        if not empty:
            return found
        found = [replace(one, n=0, empty=True) if one.of.atoms in empty else one for one in found]
