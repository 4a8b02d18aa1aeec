"""Between which numbers an answer must be (gränser), where a constraint says that and nothing else.

So that respondents are told what they may write, also where a questionnaire has no message of its own.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache

from ljuspunkt.domain.survey.questionnaire import Item

_SIDES = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
_NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"
_BOUND = re.compile(rf"\.\s*(>=|<=|>|<)\s*({_NUMBER})")
_TURNED = re.compile(rf"({_NUMBER})\s*(>=|<=|>|<)\s*\.")


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most that may be written, themselves included; None where there is no such limit."""

    least: Decimal | None
    most: Decimal | None

    @property
    def code(self) -> str:
        """What kind of sentence tells them."""
        if self.least is None:
            return "at_most"
        return "at_least" if self.most is None else "between"

    @property
    def values(self) -> dict[str, str]:
        """The numbers as they are written in a sentence."""
        return {name: f"{n:f}" for name, n in (("least", self.least), ("most", self.most)) if n is not None}


def limits_of(item: Item) -> Limits | None:
    """Return the limits of a question that is answered by a number, None where they can't be told."""
    if item.kind not in {"integer", "decimal"} or not item.constraint:
        return None
    return _read(item.constraint, whole=item.kind == "integer")


@lru_cache(maxsize=1024)
def _read(constraint: str, *, whole: bool) -> Limits | None:
    least: Decimal | None = None
    most: Decimal | None = None
    for part in re.split(r"\sand\s", constraint):
        found = _bound(part.strip().removeprefix("(").removesuffix(")").strip())
        if found is None:
            return None
        side, number = found
        if side in {">", "<"} and not whole:
            return None
        if whole:
            number = _whole(side, number)
        if side.startswith(">"):
            least = number if least is None else max(least, number)
        else:
            most = number if most is None else min(most, number)
    return Limits(least, most) if least is None or most is None or least <= most else None


def _bound(part: str) -> tuple[str, Decimal] | None:
    """Return the side and the number of one comparison, `.` on its left."""
    if found := _BOUND.fullmatch(part):
        return found[1], Decimal(found[2])
    if found := _TURNED.fullmatch(part):
        return _SIDES[found[2]], Decimal(found[1])
    return None


def _whole(side: str, number: Decimal) -> Decimal:
    """Return the first whole number that keeps to a comparison."""
    nearest = number.to_integral_value(ROUND_CEILING if side.startswith(">") else ROUND_FLOOR)
    if side in {">", "<"} and nearest == number:
        return nearest + (1 if side == ">" else -1)
    return nearest
