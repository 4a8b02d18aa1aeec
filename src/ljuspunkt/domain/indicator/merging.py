"""Merging of candidates (sammanslagning): one is kept, the other stands under it and can be taken out again.

What stands where is a mapping from each merged candidate to the one it was merged into. Nothing is copied: sources and
proposers of a kept candidate are its own and those of everything under it, so undoing a merge loses nothing.
"""

from collections.abc import Mapping

from ljuspunkt.domain.errors import RuleBroken

Into = Mapping[str, str]


def kept_of(into: Into, number: str) -> str:
    """Return the candidate under which `number` now stands, itself where it isn't merged."""
    while number in into:
        number = into[number]
    return number


def check(into: Into, *, kept: str, gone: str) -> None:
    """Refuse a merge that can't be made.

    Raises:
        RuleBroken: they are the same, one of them is merged already, or it would go in a circle.
    """
    if kept == gone:
        raise RuleBroken("merge_itself", "A candidate can't be merged with itself.")
    if kept_of(into, kept) == gone:
        raise RuleBroken(
            "merge_circle",
            "Number {kept} already stands under number {gone}; the merge would go in a circle.",
            kept=kept,
            gone=gone,
        )
    for number in (gone, kept):
        if number in into:
            raise RuleBroken(
                "merged_already",
                "Number {number} has already been merged into number {into}. Undo that merge, or choose number {into}.",
                number=number,
                into=into[number],
            )


def merge(into: Into, *, kept: str, gone: str) -> dict[str, str]:
    """Return what stands where after a merge.

    Raises:
        RuleBroken: the merge can't be made.
    """
    check(into, kept=kept, gone=gone)
    return {**into, gone: kept}


def undo(into: Into, gone: str) -> dict[str, str]:
    """Return what stands where after a merge was taken back; what stood under `gone` stays there.

    Raises:
        RuleBroken: `gone` isn't merged.
    """
    if gone not in into:
        raise RuleBroken("not_merged", "Number {number} isn't merged.", number=gone)
    return {number: other for number, other in into.items() if number != gone}


def under(into: Into, number: str) -> tuple[str, ...]:
    """Return everything that stands under a candidate, nearest first."""
    found: list[str] = []
    level = [number]
    while level:
        level = [gone for gone, kept in into.items() if kept in level]
        found += level
    return tuple(found)
