"""Released tables: the only tables that reports, exports and the API accept.

Swedish: utlämnade tabeller. Nothing but this module makes a `ReleasedTable`.
"""

from dataclasses import dataclass
from typing import Literal

HIDDEN = "hidden to protect small groups"
"""The one reason that published files give for every hidden number."""

EMPTY = "-"
"""The sign of a set without respondents, shown only where all hidden children of a parent are empty."""

Band = Literal["", "few", "nearly all"]


@dataclass(frozen=True, slots=True)
class ReleasedRow:
    """One printed row: a set of respondents and a question or an indicator.

    `key` holds the set's values of the table's columns, `wave` first; exactly one of `question` and `indicator`
    is set. Numbers are None where they aren't printed; `hidden` is "" | HIDDEN | EMPTY. Shares and intervals are
    0–1, unrounded.
    """

    key: tuple[str, ...]
    question: str | None
    indicator: str | None
    n: int | None = None
    answered: int | None = None
    positive: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    mean_low: float | None = None
    mean_high: float | None = None
    band: Band = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class ReleasedStep:
    """How many of a set chose one step of a question; only in tables with distributions."""

    key: tuple[str, ...]
    question: str
    step: str
    n: int | None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """One table of a release; `columns` are `wave` and its `by`."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[ReleasedRow, ...]
    steps: tuple[ReleasedStep, ...] = ()
