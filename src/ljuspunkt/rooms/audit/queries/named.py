"""What things in the log are called now, and where the reader finds them.

A line holds what finds its thing again (`about`), since titles change. Each room tells what its own things are called;
the page that shows the log asks them all.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """What a thing is called; `address` is empty where the reader may not open it.

    `key` is how the sentences of the log call it, where they say a key instead of a title.
    """

    title: str
    address: str = ""
    key: str = ""


Namer = Callable[[Collection[str]], Mapping[str, Named]]
"""Says what the things of some lines are called; those that it doesn't know or that are gone are left out."""


def keys(abouts: Iterable[str], head: str) -> frozenset[str]:
    """Return the keys of the things below `head`: "2026" of "wave/2026"."""
    return frozenset(about.split("/")[1] for about in abouts if about.startswith(f"{head}/"))


def numbers(abouts: Iterable[str], head: str) -> frozenset[int]:
    """Return the keys of the things below `head` that are numbers."""
    return frozenset(int(key) for key in keys(abouts, head) if key.isdecimal())


def spread(abouts: Iterable[str], head: str, found: Mapping[str, Named]) -> dict[str, Named]:
    """Return what each `about` below `head` is called, from what their things are called by key."""
    own = (about for about in abouts if about.startswith(f"{head}/"))
    return {about: found[key] for about in own if (key := about.split("/")[1]) in found}
