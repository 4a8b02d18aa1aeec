"""A rule (regel): how the votes of a balloting become outcomes; fixed and shown before the vote opens.

Read in this order, within each kind that has places of its own: the out bar, the places, the straight-through bar,
the rest. `docs/method/consensus.md` tells the same in prose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Rest = Literal["onward", "out"]
Base = Literal["cast", "entitled"]


@dataclass(frozen=True, slots=True)
class Expand:
    """All tied items go through, so there may be more than the places."""


@dataclass(frozen=True, slots=True)
class Strict:
    """None of the tied items goes through; they share the fate of the rest."""


@dataclass(frozen=True, slots=True)
class Chair:
    """The chair rules, with a reason (ordförandebeslut)."""


@dataclass(frozen=True, slots=True)
class Secondary:
    """Scores registered beforehand, higher first; those still tied all go through."""

    scores: Mapping[str, Fraction]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Lot:
    """Ascending sha256 of `seed|id` (lottning); without a seed nothing is drawn and the tied stay undecided."""

    seed: str | None


@dataclass(frozen=True, slots=True)
class Runoff:
    """New ballots on just the tied (särskiljande omröstning), at most `most` times, `then` another way."""

    most: int
    then: "Expand | Strict | Chair | Secondary | Lot"


Ties = Expand | Strict | Chair | Secondary | Lot | Runoff


@dataclass(frozen=True, slots=True)
class Consensus:
    """The published convention for ratings: `inside` at least that share in the top third and fewer than
    `against` in the bottom third; the mirror image is out."""

    inside: Fraction = Fraction(70, 100)
    against: Fraction = Fraction(15, 100)
    by_group: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A vote's rule.

    `places` is one number for the whole pool or a number per kind (kinds not named have none), None for no
    places; bars are exact shares 0–1, None for no bar; `of` says what shares are fractions of.
    """

    rest: Rest
    places: int | Mapping[str, int] | None = None
    through_bar: Fraction | None = None
    out_bar: Fraction | None = None
    ties: Ties = Expand()
    of: Base = "cast"
    consensus: Consensus | None = None

    @property
    def kinds(self) -> tuple[str, ...] | None:
        """The kinds with places of their own, in the rule's order; None where places aren't per kind."""
        return tuple(self.places) if isinstance(self.places, Mapping) else None

    def places_of(self, kind: str | None) -> int:
        """Return how many places a kind has, or the whole pool where places aren't per kind."""
        if isinstance(self.places, Mapping):
            return self.places.get(kind or "", 0)
        return self.places or 0
