"""Earlier releases: what they add to what a reader knows, and what changed between them and this one.

Swedish: tidigare utlämnanden. Where an earlier release shows the same numbers of a wave, both are about the same
respondents. Where it shows others, somebody came or left between them: a set of respondents, who must be none or at
least n_min, and about whom the difference of the two releases must tell no more than a release may.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from ljuspunkt.domain.disclosure.finding import Finding, Phrase, parts_shown, respondents
from ljuspunkt.domain.disclosure.policy import AssociationYears, Policy
from ljuspunkt.domain.disclosure.release import ReleasedRow, ReleasedTable, printed_table
from ljuspunkt.domain.disclosure.table import Questionnaire, RespondentSet, named
from ljuspunkt.domain.errors import marked

Place = tuple[frozenset[tuple[str, str]], str | None, str | None]
"""A set by its columns' values, whatever their order, and a question or an indicator."""


@dataclass(frozen=True, slots=True)
class EarlierRelease(Sequence[ReleasedTable]):
    """An earlier release: its tables, and what is needed to read them.

    A plain sequence of tables does instead where the release was made by the same policy for the same questionnaire.
    """

    tables: tuple[ReleasedTable, ...]
    questionnaire: Questionnaire
    policy: Policy
    associations: tuple[AssociationYears, ...] = ()

    def __iter__(self) -> Iterator[ReleasedTable]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    @overload
    def __getitem__(self, place: int) -> ReleasedTable: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[ReleasedTable]: ...

    def __getitem__(self, place: int | slice) -> ReleasedTable | Sequence[ReleasedTable]:
        return self.tables[place]


def waves_of(table_wave: str, policy: Policy) -> tuple[str, ...]:
    """Return the waves that a table's `wave` column stands for: one, or several pooled."""
    for waves in policy.pool:
        if policy.wave_of(waves) == table_wave:
            return waves
    return (table_wave,)


BETWEEN = " (answered between releases)"
"""Said of a wave's respondents who are in one release and not in another."""


def is_between(of: RespondentSet) -> bool:
    """Whether a set is those who came or left between two releases."""
    return BETWEEN in of.table


def figure_name(of: RespondentSet) -> str:
    """Return a printed set's name, with the release where that is an earlier one."""
    return f"{of.name} (earlier release)" if is_earlier(of) else of.name


def figures_of(sets: Sequence[RespondentSet]) -> tuple[str, ...]:
    """Return the names of the printed figures that tell about some sets; two for those between releases."""
    found: dict[str, None] = {}
    for of in sets:
        if is_between(of):
            name = of.name.replace(BETWEEN, "", 1)
            found |= dict.fromkeys((name, f"{name} (earlier release)"))
        else:
            found[figure_name(of)] = None
    return tuple(found)


def is_earlier(of: RespondentSet) -> bool:
    """Whether a set is printed by an earlier release."""
    return "(earlier " in of.table


def taken(whole: RespondentSet, parts: Sequence[RespondentSet]) -> Phrase:
    """Return in few words the printed parts that are taken from a printed set."""
    return parts_shown(whole, parts, earlier=is_earlier(parts[0]))


def linked(
    tables: Sequence[ReleasedTable], earlier: Sequence[Sequence[ReleasedTable]], policy: Policy
) -> tuple[list[ReleasedTable], list[Finding]]:
    """Return the earlier tables that are about the same respondents as these, and what changed by too few.

    Only waves that these tables print are looked at.
    """
    waves = {row.key[0] for table in tables for row in table.rows}
    waves |= {wave for pooled in policy.pool if policy.wave_of(pooled) in waves for wave in pooled}
    now = _rows(tables)
    together: list[ReleasedTable] = []
    for number, release in enumerate(earlier, start=1):
        apart = {
            row.key[0]
            for place, (_, row) in _rows(release).items()
            if place in now and None not in (row.n, now[place][1].n) and row.n != now[place][1].n
        }
        for table in release:
            rows = tuple(row for row in table.rows if row.key[0] in waves - apart)
            steps = tuple(step for step in table.steps if step.key[0] in waves - apart)
            if rows:
                together.append(printed_table(f"{table.name} (earlier {number})", table.columns, rows, steps))
    return together, changed(tables, earlier, policy)


def changed(
    tables: Sequence[ReleasedTable], earlier: Sequence[Sequence[ReleasedTable]], policy: Policy
) -> list[Finding]:
    """Return the sets that were published before with too few respondents more or fewer, or with other answers."""
    now = _rows(tables)
    found: dict[tuple[str, str], Finding] = {}
    for release in earlier:
        for place, (_, row) in _rows(release).items():
            if place in now:
                columns, other = now[place]
                finding = _difference(columns, row, other, policy)
                if finding is not None:
                    found.setdefault((finding.of, finding.what), finding)
    return list(found.values())


def _rows(tables: Sequence[ReleasedTable]) -> Mapping[Place, tuple[tuple[str, ...], ReleasedRow]]:
    return {
        (frozenset(zip(table.columns, row.key, strict=True)), row.question, row.indicator): (table.columns, row)
        for table in tables
        for row in table.rows
        if not any("together" in value for value in row.key)
    }


def _difference(columns: tuple[str, ...], before: ReleasedRow, now: ReleasedRow, policy: Policy) -> Finding | None:
    if before.n is None or now.n is None:
        return None
    group = now.key[columns.index("group")] if "group" in columns else None
    least = policy.least(columns, group)
    name = named(columns, now.key)
    about = now.question or (f"indicator {now.indicator}" if now.indicator else None)
    by = (f"{name} (earlier release)", name)
    more = now.n - before.n
    if 0 < abs(more) < least:
        sentence = (
            marked("published again with {n} more; none or at least {least} are needed")
            if more > 0
            else marked("published again with {n} fewer; none or at least {least} are needed")
        )
        return Finding(name, None, sentence, by, {"n": respondents(abs(more)), "least": least}, key=now.key)
    if more == 0 and before.answered is not None and now.answered is not None:
        same = (before.answered, before.positive) == (now.answered, now.positive)
        if not same and None not in (before.positive, now.positive):
            sentence = marked("published again with other answers from as many respondents")
            return Finding(name, about, sentence, by, key=now.key)
    return None
