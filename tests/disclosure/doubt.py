"""What must stay open about hidden sets and banded numbers, checked on the tables that `brute` found possible."""

from collections.abc import Iterator, Sequence

from ljuspunkt.domain.disclosure.policy import FEW_ANSWERS, ITEM_MIN, Policy
from ljuspunkt.domain.disclosure.release import EMPTY, ReleasedRow, ReleasedTable
from ljuspunkt.domain.survey.instrument import Question
from tests.disclosure.brute import Cell, Tables, possible

Known = tuple[str, str | None]


def pinned(tables: Sequence[ReleasedTable], questions: Sequence[Question], rules: Policy, wave: str) -> set[Known]:
    """Return (set, question) for each thing that an attacker without mathematics knows; the question is None for a
    size."""
    found: set[Known] = set()
    for question in questions:
        every = possible(tables, question, wave)
        assert every.each, "the true table itself must be possible"
        for table in tables:
            for key, rows in _sets(table, wave).items():
                found |= set(_about(table, key, rows, tables, every, question, rules))
    return found


def _sets(table: ReleasedTable, wave: str) -> dict[tuple[str, ...], list[ReleasedRow]]:
    grouped: dict[tuple[str, ...], list[ReleasedRow]] = {}
    for row in table.rows:
        if row.key[0] == wave and not any("together" in part for part in row.key):
            grouped.setdefault(row.key, []).append(row)
    return grouped


def _members(table: ReleasedTable, key: tuple[str, ...], every: Tables) -> list[Cell]:
    wanted = dict(zip(table.columns, key, strict=True))
    return [
        cell
        for cell in every.cells
        if wanted.get("association", cell[0]) == cell[0] and wanted.get("group", cell[1]) == cell[1]
    ]


def _about(
    table: ReleasedTable,
    key: tuple[str, ...],
    rows: Sequence[ReleasedRow],
    tables: Sequence[ReleasedTable],
    every: Tables,
    question: Question,
    rules: Policy,
) -> Iterator[Known]:
    name = ", ".join(f"{column} {value}" for column, value in zip(table.columns, key, strict=True))
    members = _members(table, key, every)
    own = [row for row in rows if row.question == question.name or row.indicator in question.indicators]
    exempt = _exempt(table, key, tables, question)
    positives, negatives = every.positives(members), every.negatives(members)
    if any(row.hidden == EMPTY for row in rows) or not question.positive:
        return
    if all(row.n is None for row in rows):
        sizes = every.sizes(members)
        least = rules.least(table.columns, key[table.columns.index("group")] if "group" in table.columns else None)
        if min(sizes) >= least:
            return
        if max(sizes) - min(sizes) < least:
            yield name, None
    elif any(row.band for row in own):
        if not exempt and len(set(positives)) == 1:
            yield name, question.name
        return
    elif not own or any(row.answered is not None for row in own):
        return
    elif max(negative + positive for negative, positive in zip(negatives, positives, strict=True)) >= ITEM_MIN:
        return
    if "positive" not in exempt and len(set(positives)) == 1:
        yield name, question.name
    if "negative" not in exempt and len(set(negatives)) == 1:
        yield name, question.name
    mixed = any(positive and negative for positive, negative in zip(positives, negatives, strict=True))
    if not exempt and not mixed:
        yield name, question.name


def _exempt(
    table: ReleasedTable, key: tuple[str, ...], tables: Sequence[ReleasedTable], question: Question
) -> set[str]:
    found = set()
    wanted = dict(zip(table.columns, key, strict=True))
    for other in tables:
        if not set(other.columns) < set(table.columns):
            continue
        for row in other.rows:
            if row.key != tuple(wanted[column] for column in other.columns):
                continue
            if row.question != question.name and row.indicator not in question.indicators:
                continue
            if row.answered is not None and row.positive is not None and row.answered >= FEW_ANSWERS:
                found |= {"positive"} if row.positive == 0 else set()
                found |= {"negative"} if row.positive == row.answered else set()
    return found
