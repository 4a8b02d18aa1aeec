"""Released tables in a line or two, for the tests of comparisons."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from ljuspunkt.domain.disclosure.policy import AssociationYears, Policy, TablePlan
from ljuspunkt.domain.disclosure.release import EMPTY, HIDDEN, ReleasedRow, printed_table
from ljuspunkt.domain.survey.instrument import Instrument, Instruments
from ljuspunkt.domain.survey.publication import Publication
from tests.figures.making import instrument, question

Printed = tuple[int, int] | tuple[int, int, int] | Literal["hidden", "empty", "few"]
"""(positive, answered) or (positive, answered, n), or why there is no number."""

GROUP = "board"


def row(
    key: Sequence[str], printed: Printed, *, question: str | None = "q", indicator: str | None = None
) -> ReleasedRow:
    """Make one printed row of a question or an indicator."""
    name = None if indicator else question
    if printed == "hidden":
        return ReleasedRow(tuple(key), name, indicator, hidden=HIDDEN)
    if printed == "empty":
        return ReleasedRow(tuple(key), name, indicator, hidden=EMPTY)
    if printed == "few":
        return ReleasedRow(tuple(key), name, indicator, 12, 12, low=0.0, high=0.4, band="few")
    positive, answered = printed[:2]
    n = printed[2] if len(printed) == 3 else answered
    return ReleasedRow(tuple(key), name, indicator, n, answered, positive, positive / answered if answered else None)


def publication(
    rows: Iterable[ReleasedRow],
    *,
    comparisons: Sequence[str] = ("others", "trend"),
    instruments: Sequence[Instrument] = (),
    associations: Sequence[AssociationYears] = (),
    waves: Sequence[str] = (),
    pool: Sequence[tuple[str, ...]] = (),
    columns: Sequence[str] = ("wave", "association", "group"),
) -> Publication:
    """Make a release of one table by association and group."""
    table = printed_table("association-group", tuple(columns), tuple(rows), ())
    policy = Policy((TablePlan(tuple(columns[1:])),), tuple(waves), pool=tuple(pool), comparisons=tuple(comparisons))
    found = Instruments(tuple(instruments) or (instrument(question("q", indicators=["1"])),))
    return Publication((table,), found, policy, tuple(associations), "SAFE", (), {})


def published(
    shown: Mapping[str, Mapping[str, Printed]],
    *,
    comparisons: Sequence[str] = ("others", "trend"),
    instruments: Sequence[Instrument] = (),
    associations: Sequence[AssociationYears] = (),
) -> Publication:
    """Make a release from wave → association → what is printed of the question "q"."""
    rows = [row((wave, name, GROUP), printed) for wave, found in shown.items() for name, printed in found.items()]
    return publication(
        rows, comparisons=comparisons, instruments=instruments, associations=associations, waves=tuple(shown)
    )
