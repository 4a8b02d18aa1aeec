"""How waves (mätomgångar) follow each other: a year after a year, a half-year after a half-year.

Exit questionnaires are answered all year, in half-years that are called 2026-1 and 2026-2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

YEAR = re.compile(r"(\d{4})")
HALF_YEAR = re.compile(r"(\d{4})-([12])")


@dataclass(frozen=True, slots=True)
class Following:
    """What a wave is called that follows another, and its first and last day."""

    name: str
    opens_on: date
    closes_on: date


def after(name: str, opens_on: date, closes_on: date) -> Following | None:
    """Return the wave after this one, None where its name is neither a year nor a half-year."""
    if half := HALF_YEAR.fullmatch(name):
        year, number = int(half[1]), int(half[2])
        return half_year(year, 2) if number == 1 else half_year(year + 1, 1)
    if year_only := YEAR.fullmatch(name):
        return Following(str(int(year_only[1]) + 1), _next_year(opens_on), _next_year(closes_on))
    return None


def half_year(year: int, number: int) -> Following:
    """Return the first or second half of a year."""
    if number == 1:
        return Following(f"{year}-1", date(year, 1, 1), date(year, 6, 30))
    return Following(f"{year}-2", date(year, 7, 1), date(year, 12, 31))


def total_asked(parts: Mapping[int | None, int | None]) -> int | None:
    """Return how many were asked in a group: what is told of it as a whole, else its initiatives added up.

    Args:
        parts: by initiative, None for the group as a whole; a number is None where nobody knows.
    """
    whole = parts.get(None)
    if whole is not None:
        return whole
    known = [n for initiative, n in parts.items() if initiative is not None]
    return sum(n for n in known if n is not None) if known and None not in known else None


def _next_year(day: date) -> date:
    """Return the same day next year; the last of February where there is no twenty-ninth."""
    return date(day.year + 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)
