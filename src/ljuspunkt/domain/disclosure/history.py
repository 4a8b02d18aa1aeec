"""Earlier releases: what they add to what a reader knows, and what changed between them and this one.

Where an earlier release shows the same numbers of a wave, both are read together. Where it shows others, the
difference itself is a set of respondents, who must be none or at least n_min.
"""

from collections.abc import Mapping, Sequence

from ljuspunkt.domain.disclosure.finding import Finding
from ljuspunkt.domain.disclosure.policy import Policy
from ljuspunkt.domain.disclosure.release import ReleasedRow, ReleasedTable, printed_table
from ljuspunkt.domain.disclosure.table import named
from ljuspunkt.domain.errors import marked

Rows = Mapping[tuple[tuple[str, ...], tuple[str, ...], str | None, str | None], ReleasedRow]


def linked(
    tables: Sequence[ReleasedTable], earlier: Sequence[Sequence[ReleasedTable]], policy: Policy
) -> tuple[list[ReleasedTable], list[Finding]]:
    """Return the earlier tables to read together with these, and what changed by too few respondents.

    Only waves that these tables print are looked at. A wave that changed by enough respondents stands for itself:
    its earlier tables aren't read together with these.
    """
    waves = {row.key[0] for table in tables for row in table.rows}
    waves |= {wave for pooled in policy.pool if policy.wave_of(pooled) in waves for wave in pooled}
    now = _rows(tables)
    together: list[ReleasedTable] = []
    changed: list[Finding] = []
    for number, release in enumerate(earlier, start=1):
        before = _rows(release)
        apart: set[str] = set()
        for place, row in before.items():
            other = now.get(place)
            if other is None or row.n is None or other.n is None:
                continue
            found = _difference(place[0], row, other, policy)
            if found is not None and not any((found.of, found.what) == (one.of, one.what) for one in changed):
                changed.append(found)
            if found is not None or row.n != other.n:
                apart.add(row.key[0])
        for table in release:
            rows = tuple(row for row in table.rows if row.key[0] in waves - apart)
            steps = tuple(step for step in table.steps if step.key[0] in waves - apart)
            if rows:
                together.append(printed_table(f"{table.name} (earlier {number})", table.columns, rows, steps))
    return together, changed


def _rows(tables: Sequence[ReleasedTable]) -> Rows:
    return {(table.columns, row.key, row.question, row.indicator): row for table in tables for row in table.rows}


def _difference(columns: tuple[str, ...], before: ReleasedRow, now: ReleasedRow, policy: Policy) -> Finding | None:
    group = now.key[columns.index("group")] if "group" in columns else None
    least = policy.least(columns, group)
    name = named(columns, now.key)
    about = now.question or (f"indicator {now.indicator}" if now.indicator else None)
    by = (f"{name} (earlier release)", name)
    more = (now.n or 0) - (before.n or 0)
    if 0 < abs(more) < least:
        sentence = (
            marked("published again with {n} more respondents; none or at least {least} are needed")
            if more > 0
            else marked("published again with {n} fewer respondents; none or at least {least} are needed")
        )
        return Finding(name, None, sentence, by, {"n": abs(more), "least": least})
    if more == 0 and before.answered is not None and now.answered is not None:
        same = (before.answered, before.positive, before.band) == (now.answered, now.positive, now.band)
        if not same and before.positive is not None and now.positive is not None:
            return Finding(name, about, marked("published again with other answers from as many respondents"), by)
    return None
