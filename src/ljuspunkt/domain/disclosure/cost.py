"""What protection costs (kostnad): how much of what could have been printed is hidden, and why.

`seen` reckons from released tables alone, so what it says may be public. `cost` also tells small sets from those that
are hidden to protect them: that is for the analyst's eyes only.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from ljuspunkt.domain.disclosure.policy import FEW_ANSWERS, AssociationYears, Policy
from ljuspunkt.domain.disclosure.protect import Place, Protected
from ljuspunkt.domain.disclosure.release import EMPTY, Material, ReleasedRow, ReleasedTable
from ljuspunkt.domain.disclosure.table import Questionnaire, is_together, successor

Key = tuple[str, ...]
Reason = Literal["shown", "small", "complementary", "empty"]


@dataclass(frozen=True, slots=True)
class Extent:
    """So many sets, and so many respondents in them."""

    sets: int = 0
    respondents: int = 0

    def __add__(self, other: "Extent") -> "Extent":
        return Extent(self.sets + other.sets, self.respondents + other.respondents)


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of an item or an indicator in a set, by what became of them.

    Attributes:
        numeric: printed as numbers.
        banded: printed as "few" or "nearly all".
        withheld: hidden although the set is shown, since too few answered or since it would give others away.
        elsewhere: questions of small sets that are told through their indicator instead.
        in_hidden_sets: hidden with their set.
    """

    numeric: int = 0
    banded: int = 0
    withheld: int = 0
    elsewhere: int = 0
    in_hidden_sets: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.numeric + other.numeric,
            self.banded + other.banded,
            self.withheld + other.withheld,
            self.elsewhere + other.elsewhere,
            self.in_hidden_sets + other.in_hidden_sets,
        )

    @property
    def printed(self) -> int:
        return self.numeric + self.banded

    @property
    def of_shown_sets(self) -> int:
        """The figures that shown sets could have, each told once."""
        return self.numeric + self.banded + self.withheld


@dataclass(frozen=True, slots=True)
class Cost:
    """The sets of a table, a wave or a group by why they are hidden, and what became of their figures.

    `small` and `empty` would be hidden whatever else is published: the minimum. `complementary` is what is hidden
    beyond it.
    """

    shown: Extent = Extent()
    small: Extent = Extent()
    complementary: Extent = Extent()
    empty: Extent = Extent()
    figures: Figures = Figures()

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.shown + other.shown,
            self.small + other.small,
            self.complementary + other.complementary,
            self.empty + other.empty,
            self.figures + other.figures,
        )

    @property
    def hidden(self) -> Extent:
        return self.small + self.complementary + self.empty

    @property
    def every(self) -> Extent:
        return self.shown + self.hidden


@dataclass(frozen=True, slots=True)
class Reached:
    """How many respondents of a table are in at least one shown set of it, of how many.

    Somebody whose group is hidden in a year but shown in years pooled is reached; nobody counts twice.
    """

    respondents: int
    of: int

    @property
    def share(self) -> float | None:
        return self.respondents / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class TableCost:
    """The cost in one table; `by` are its columns without `wave`, `parts` the cost of each wave and group of it."""

    name: str
    by: tuple[str, ...]
    whole: Cost
    reached: Reached
    parts: Mapping[tuple[str, str | None], Cost] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProtectionCost:
    """The cost of a release, table by table."""

    tables: tuple[TableCost, ...]

    @property
    def whole(self) -> Cost:
        return _total(table.whole for table in self.tables)

    @property
    def by_wave(self) -> Mapping[str, Cost]:
        """The cost over all tables, by wave; waves pooled stand for themselves."""
        return _gathered((wave, cost) for table in self.tables for (wave, _), cost in table.parts.items())

    @property
    def by_group(self) -> Mapping[str, Cost]:
        """The cost over the tables that divide by group, by group."""
        return _gathered(
            (group, cost) for table in self.tables for (_, group), cost in table.parts.items() if group is not None
        )


def _total(costs: Iterable[Cost]) -> Cost:
    total = Cost()
    for cost_ in costs:
        total = total + cost_
    return total


def _gathered(costs: Iterable[tuple[str, Cost]]) -> Mapping[str, Cost]:
    gathered: dict[str, Cost] = {}
    for name, cost_ in costs:
        gathered[name] = gathered.get(name, Cost()) + cost_
    return gathered


def cost(
    materials: Sequence[Material],
    protected: Protected,
    questionnaire: Questionnaire,
    policy: Policy,
    associations: Sequence[AssociationYears] = (),
) -> ProtectionCost:
    """Return what it costs to protect a release: for the analyst only, for it tells which sets are small.

    Args:
        materials: what each table could print.
        protected: what became of it.
        questionnaire: what each (wave, group) was asked.
        policy: the rules.
        associations: mergers; they say who a set of pooled waves holds.
    """
    by_name = {table.name: table for table in protected.tables}
    told = _told(questionnaire)
    costs = []
    for material in materials:
        name, columns = material.plan.name, material.columns
        reasons = {key: _reason((name, key), protected) for key in material.sets}
        figures = _figures(by_name[name], policy, told)
        parts: dict[tuple[str, str | None], Cost] = {}
        for key, numbers in material.sets.items():
            extent = Extent(1, numbers.n)
            one = Cost(
                extent if reasons[key] == "shown" else Extent(),
                extent if reasons[key] == "small" else Extent(),
                extent if reasons[key] == "complementary" else Extent(),
                extent if reasons[key] == "empty" else Extent(),
                figures.get(key, Figures()),
            )
            part = (key[0], _group(columns, key))
            parts[part] = parts.get(part, Cost()) + one
        shown = {key for key, reason in reasons.items() if reason == "shown"}
        whole = _total(parts.values())
        costs.append(TableCost(name, material.plan.by, whole, reached(material, shown, policy, associations), parts))
    return ProtectionCost(tuple(costs))


def _reason(place: Place, protected: Protected) -> Reason:
    if place in protected.empty:
        return "empty"
    if place in protected.primary:
        return "small"
    return "complementary" if place in protected.complementary else "shown"


def _group(columns: Sequence[str], key: Key) -> str | None:
    return key[columns.index("group")] if "group" in columns else None


def reached(
    material: Material, shown: Set[Key], policy: Policy, associations: Sequence[AssociationYears] = ()
) -> Reached:
    """Return how many respondents of a table are in one of the `shown` sets, of one wave or of waves pooled."""
    columns = material.columns
    sizes = {key: numbers.n for key, numbers in material.sets.items()}
    pooled = {policy.wave_of(waves): waves for waves in policy.pool}
    in_pooled: dict[Key, set[Key]] = {}
    single = [key for key in sizes if key[0] not in pooled]
    place = columns.index("association") if "association" in columns else None
    for key in single:
        for label, waves in pooled.items():
            if key[0] not in waves:
                continue
            wide = [label, *key[1:]]
            if place is not None:
                wide[place] = successor(wide[place], max(waves), associations)
            in_pooled.setdefault(tuple(wide), set()).add(key)
    within = {key for key in single if key in shown}
    beside = beside_shown = 0
    for wide_key, n in sizes.items():
        if wide_key[0] not in pooled:
            continue
        members = in_pooled.get(wide_key, set())
        of_waves_not_printed = n - sum(sizes[key] for key in members)
        beside += of_waves_not_printed
        if wide_key in shown:
            within |= members
            beside_shown += of_waves_not_printed
    return Reached(
        sum(sizes[key] for key in within) + beside_shown,
        sum(sizes[key] for key in single) + beside,
    )


def _told(questionnaire: Questionnaire) -> Mapping[tuple[str | None, str], frozenset[str]]:
    """Return the indicators that a (group, question) counts to; group None where the set spans several."""
    told: dict[tuple[str | None, str], frozenset[str]] = {}
    for (_, group), items in questionnaire.items():
        for item in items:
            for of in (group, None):
                told[of, item.name] = told.get((of, item.name), frozenset()) | set(item.indicators)
    return told


def _figures(
    table: ReleasedTable, policy: Policy, told: Mapping[tuple[str | None, str], frozenset[str]]
) -> dict[Key, Figures]:
    """Return what became of the figures of each set that a table prints or hides, rows of several together left out."""
    rows: dict[Key, list[ReleasedRow]] = {}
    for row in table.rows:
        if not is_together(table.columns, row.key):
            rows.setdefault(row.key, []).append(row)
    found = {}
    for key, of_set in rows.items():
        group = _group(table.columns, key)
        printed = {row.indicator for row in of_set if row.indicator is not None and row.answered is not None}
        total = Figures()
        for row in of_set:
            small = row.n is not None and row.n < FEW_ANSWERS and policy.small_sets == "indicators"
            if row.n is None:
                one = Figures(in_hidden_sets=1)
            elif row.band:
                one = Figures(banded=1)
            elif row.answered is not None:
                one = Figures(numeric=1)
            elif small and row.question and not printed.isdisjoint(told.get((group, row.question), frozenset())):
                one = Figures(elsewhere=1)
            else:
                one = Figures(withheld=1)
            total = total + one
        found[key] = total
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader of the release sees of the cost in one table.

    `respondents` of the shown sets of single waves; `of` how many there are in all, from a coarser table that shows
    all its sets, None where none does.
    """

    name: str
    columns: tuple[str, ...]
    shown: int
    hidden: int
    empty: int
    respondents: int
    of: int | None
    figures: Figures


def seen(tables: Sequence[ReleasedTable], questionnaire: Questionnaire, policy: Policy) -> tuple[Seen, ...]:
    """Return the cost as anybody can reckon it from what is published: nothing here needs to be kept secret."""
    told = _told(questionnaire)
    sizes = {table.columns: _printed_sizes(table) for table in tables}
    pooled = {policy.wave_of(waves) for waves in policy.pool}
    result = []
    for table in tables:
        figures = _figures(table, policy, told)
        own = sizes[table.columns]
        empty = {row.key for row in table.rows if row.hidden == EMPTY}
        wholes = [
            sum(n for key, n in coarser.items() if n is not None and key[0] not in pooled)
            for columns, coarser in sizes.items()
            if set(columns) <= set(table.columns) and all(n is not None for n in coarser.values())
        ]
        result.append(
            Seen(
                table.name,
                table.columns,
                sum(n is not None and key not in empty for key, n in own.items()),
                sum(n is None for n in own.values()),
                len(empty),
                sum(n for key, n in own.items() if n is not None and key[0] not in pooled),
                wholes[0] if wholes else None,
                sum(figures.values(), start=Figures()),
            )
        )
    return tuple(result)


def _printed_sizes(table: ReleasedTable) -> dict[Key, int | None]:
    """Return the size of each set that a table prints, None where it hides it; one seen to be empty has 0."""
    sizes: dict[Key, int | None] = {}
    for row in table.rows:
        if not is_together(table.columns, row.key):
            n = 0 if row.hidden == EMPTY else row.n
            sizes[row.key] = sizes.get(row.key) if n is None else n
    return sizes
