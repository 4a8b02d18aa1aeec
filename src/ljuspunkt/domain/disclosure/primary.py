"""Primary sets (primärt känsliga mängder): those too small to be shown, printed or derivable.

A *derivable* set is a published set minus a union of disjoint published subsets of it. Which ones there are depends
on what is shown, so they are worked out anew after each suppression.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from ljuspunkt.domain.disclosure.policy import Policy
from ljuspunkt.domain.disclosure.table import RespondentSet


@dataclass(frozen=True, slots=True)
class Derivable:
    """What is left of `whole` when the shown `parts` are taken away; `least` is the n_min that applies to it."""

    whole: RespondentSet
    parts: tuple[RespondentSet, ...]
    atoms: frozenset[int]
    least: int


def derivable(shown: Sequence[RespondentSet], policy: Policy) -> list[Derivable]:
    """Return the sets that follow by subtraction from shown ones.

    For each shown set and each table that splits it further, the shown subsets are taken away, the coarsest first;
    what is left is one derivable set. Leaving fewer away gives larger sets, so these are the smallest.
    """
    columns = sorted({one.columns for one in shown}, key=lambda one: (len(one), one))
    by_columns = {split: [one for one in shown if one.columns == split] for split in columns}
    found: dict[frozenset[int], Derivable] = {}
    for whole in shown:
        for finest in columns:
            if not set(finest) >= set(whole.columns):
                continue
            parts = _disjoint(whole, [split for split in columns if set(split) <= set(finest)], by_columns)
            if not parts:
                continue
            left = whole.atoms - frozenset().union(*(one.atoms for one in parts))
            if not left:
                continue
            least = max(policy.least(one.columns, one.group) for one in (whole, *parts))
            known = found.get(left)
            if known is None or known.least < least:
                found[left] = Derivable(whole, tuple(parts), left, least)
    return list(found.values())


def _disjoint(
    whole: RespondentSet,
    splits: Sequence[tuple[str, ...]],
    by_columns: dict[tuple[str, ...], list[RespondentSet]],
) -> list[RespondentSet]:
    """Return disjoint shown subsets of a set, the coarsest tables first."""
    covered: Set[int] = frozenset()
    parts = []
    for split in splits:
        if not set(split) >= set(whole.columns):
            continue
        for one in by_columns[split]:
            if one.atoms < whole.atoms and not one.atoms & covered:
                parts.append(one)
                covered = covered | one.atoms
    return parts
