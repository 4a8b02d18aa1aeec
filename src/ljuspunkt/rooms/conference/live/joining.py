"""From what somebody typed to the room that was meant.

Codes have no signs that look alike, but those who read one from afar type what they saw: a code that leads nowhere is
tried with the signs that it may have been mistaken for.
"""

from dataclasses import dataclass
from itertools import product

from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.ui.signs import ALPHABET, as_typed

N_SIGNS = 6
ALIKE = {"0": "QD", "O": "QD", "1": "J7T", "I": "J7T", "L": "J7T", "M": "N", "W": "V", "5": "S", "S": "5"} | {
    "8": "B",
    "B": "8",
    "2": "Z",
    "Z": "2",
    "6": "G",
    "G": "6",
    "U": "V",
    "V": "UY",
    "Y": "V",
    "Q": "D",
    "D": "Q",
}
"""Signs that a sign may have been read for."""


@dataclass(frozen=True, slots=True)
class JoinPage:
    """The way in: `code` is that of the room that was found, else `typed` is what was typed."""

    code: str = ""
    typed: str = ""
    unknown: bool = False


def join_page(typed: str | None) -> JoinPage:
    """Return the way in for what was typed, None before anything was."""
    if typed is None or not typed.strip():
        return JoinPage()
    code = meant(typed)
    return JoinPage(code=code) if code else JoinPage(typed=typed.strip()[:40], unknown=True)


def meant(typed: str) -> str:
    """Return the join code of the conference that was meant, "" where there is none, or more than one might be."""
    signs = as_typed(typed)
    if len(signs) != N_SIGNS:
        return ""
    known = Conference.objects.filter(join_code__isnull=False)
    if known.filter(join_code=signs).exists():
        return signs
    choices = [([sign] if sign in ALPHABET else []) + list(ALIKE.get(sign, "")) for sign in signs]
    variants = {"".join(variant) for variant in product(*choices)}
    found = list(known.filter(join_code__in=variants).values_list("join_code", flat=True)[:2])
    return found[0] or "" if len(found) == 1 else ""
