"""Response rates (svarsfrekvens) after the Standard Definitions of AAPOR.

Where the number asked is unknown there is no rate at all: that is decided by whoever holds the numbers.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dispositions:
    """What became of all who were asked.

    Attributes:
        complete: I, whole questionnaires.
        partial: P, partly answered questionnaires.
        refused: R, said no or broke off.
        not_reached: NC, eligible but never reached.
        other: O, eligible, asked, and couldn't answer.
        unknown_eligibility: UH, not known whether anyone eligible is there.
        unknown_other: UO, unknown for other reasons.
    """

    complete: int
    partial: int = 0
    refused: int = 0
    not_reached: int = 0
    other: int = 0
    unknown_eligibility: int = 0
    unknown_other: int = 0

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            if getattr(self, name) < 0:
                raise ValueError(f"{name} can't be {getattr(self, name)}")

    @property
    def known_eligible(self) -> int:
        return self.complete + self.partial + self.refused + self.not_reached + self.other

    @property
    def unknown(self) -> int:
        return self.unknown_eligibility + self.unknown_other


def rr1(dispositions: Dispositions) -> float | None:
    """Return the smallest rate: whole questionnaires over all who may be eligible; None if nobody was asked.

    Source: AAPOR Standard Definitions; I=320 P=25 R=60 NC=70 O=5 UH=15 UO=5 gives 0.6400.
    """
    return _rate(dispositions.complete, dispositions, eligible_share=1.0)


def rr2(dispositions: Dispositions) -> float | None:
    """Return the default rate: whole and partial over all who may be eligible; None if nobody was asked.

    Source: as `rr1`; 0.6900.
    """
    return _rate(dispositions.complete + dispositions.partial, dispositions, eligible_share=1.0)


def rr3(dispositions: Dispositions, *, eligible_share: float) -> float | None:
    """Return `rr1` with only `eligible_share` (e, 0–1) of the unknown counted as eligible.

    Raises:
        ValueError: `eligible_share` isn't between 0 and 1.

    Source: as `rr1`; e = 0.8 gives 0.6452.
    """
    return _rate(dispositions.complete, dispositions, eligible_share=eligible_share)


def rr4(dispositions: Dispositions, *, eligible_share: float) -> float | None:
    """Return `rr2` with only `eligible_share` (e, 0–1) of the unknown counted as eligible.

    Raises:
        ValueError: `eligible_share` isn't between 0 and 1.

    Source: as `rr1`; e = 0.8 gives 0.6956.
    """
    return _rate(dispositions.complete + dispositions.partial, dispositions, eligible_share=eligible_share)


def rr5(dispositions: Dispositions) -> float | None:
    """Return `rr1` where none of the unknown is eligible or there are none; None if nobody was asked.

    Source: as `rr1`; 0.6667.
    """
    return _rate(dispositions.complete, dispositions, eligible_share=0.0)


def rr6(dispositions: Dispositions) -> float | None:
    """Return `rr2` where none of the unknown is eligible or there are none: the largest rate.

    It is the rate to use where all who were asked are eligible. None if nobody was asked.

    Source: as `rr1`; 0.7188.
    """
    return _rate(dispositions.complete + dispositions.partial, dispositions, eligible_share=0.0)


def _rate(answered: int, dispositions: Dispositions, *, eligible_share: float) -> float | None:
    if not 0 <= eligible_share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not at {eligible_share}")
    asked = dispositions.known_eligible + eligible_share * dispositions.unknown
    return answered / asked if asked else None
