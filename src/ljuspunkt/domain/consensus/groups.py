"""Stakeholder groups (intressentgrupper) declared for a panel, and the tables at which it sits down to discuss.

A division (indelning) shares all who are present among tables: home groups (hemgrupper), cross-groups (tvärgrupper).
What makes one day's divisions good is measured here; `seating` looks for good ones. docs/method/groups.md tells both.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from ljuspunkt.domain.errors import RuleBroken

AT_LEAST = 5
"""Entitled voters a group needs before it counts in a rating consensus."""

SMALLEST_TABLE = 2
LARGEST_PANEL = 300

Table = tuple[str, ...]
"""The ids of those at one table, in the order of their ids."""

Division = tuple[Table, ...]
"""Tables that together seat everybody once."""

Pair = tuple[str, str]
Class = Literal["group", "organisation"]
CLASSES: tuple[Class, ...] = ("group", "organisation")
"""What is spread over the tables."""


def counting_groups(groups: Mapping[str, int]) -> tuple[str, ...]:
    """Return the names of the groups with at least five entitled voters, in the order declared."""
    return tuple(name for name, entitled in groups.items() if entitled >= AT_LEAST)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody to be seated; `group` and `organisation` are empty where none is known."""

    id: str
    group: str = ""
    organisation: str = ""

    def of(self, what: Class) -> str:
        """Return the group or the organisation."""
        return self.group if what == "group" else self.organisation


@dataclass(frozen=True, slots=True)
class Measure:
    """How good divisions are.

    `meetings` counts pairs at a table over all divisions, `again` those of them that had met before, `most` how often
    the pair met that met most often. `load` is what the search makes small: a pair that meets m times adds
    m(m − 1)/2, so that a third meeting weighs more than a second. `crowded` counts, for groups and for organisations,
    pairs of the same at one table beyond those that no division can avoid.
    """

    meetings: int
    again: int
    load: int
    most: int
    crowded: Mapping[Class, int]


def check_tables(people: int, tables: int) -> None:
    """Refuse a number of tables that can't be filled.

    Raises:
        RuleBroken: a table would have fewer than two people, or there are more people than we seat.
    """
    if people > LARGEST_PANEL:
        raise RuleBroken(
            "too_many_to_seat", "At most {most} people can be seated; there are {n}.", most=LARGEST_PANEL, n=people
        )
    if tables < 1 or people < tables * SMALLEST_TABLE:
        raise RuleBroken(
            "tables_need_people",
            "Each table needs at least two people; {n} people can't fill {tables} tables.",
            n=people,
            tables=tables,
        )


def table_sizes(people: int, tables: int) -> tuple[int, ...]:
    """Return the sizes of even tables, larger ones first; they differ by at most one."""
    size, more = divmod(people, tables)
    return (size + 1,) * more + (size,) * (tables - more)


def times_met(divisions: Sequence[Division]) -> Counter[Pair]:
    """Return how often each pair that met sat at the same table."""
    return Counter(pair for division in divisions for table in division for pair in combinations(sorted(table), 2))


def measure(members: Sequence[Member], divisions: Sequence[Division]) -> Measure:
    """Return how good divisions are; those who aren't among the members count in no class."""
    met = times_met(divisions)
    return Measure(
        meetings=sum(met.values()),
        again=sum(times - 1 for times in met.values()),
        load=sum(map(_pairs, met.values())),
        most=max(met.values(), default=0),
        crowded={what: sum(_crowded(members, division, what) for division in divisions) for what in CLASSES},
    )


def fewest_crowded(members: Sequence[Member], tables: int, what: Class) -> int:
    """Return how many pairs of the same group or organisation share a table in any division into even tables."""
    counts = Counter(member.of(what) for member in members if member.of(what))
    return sum(_pairs(size) for n in counts.values() for size in table_sizes(n, tables))


@dataclass(frozen=True, slots=True)
class Bound:
    """What no divisions into even tables, with stakeholder groups spread, can fall below."""

    again: int
    load: int


def bound(members: Sequence[Member], tables: int, divisions: int, *, been: Sequence[Division] = ()) -> Bound:
    """Return numbers of repeated meetings, and a load, that no divisions can fall below.

    Two bounds hold, and the larger counts. There are only so many pairs, so what meets beyond them meets again; pairs
    within a group, which spreading fixes, and the others are counted apart. And if a table has more people than
    another division has tables, some of them sit together there too.

    Args:
        members: those to be seated.
        tables: in each division to come.
        divisions: how many are to come.
        been: divisions that have been; their repeated meetings among each other aren't counted.
    """
    present = {member.id for member in members}
    sizes = table_sizes(len(members), tables)
    whole = [division for division in been if present <= {each for table in division for each in table}]
    after = [divisions * _shared(sizes, len(division)) for division in whole]
    between = _shared(sizes, tables)
    by_pairs = _again_by_pairs(
        members, tables, divisions, {pair for pair in times_met(been) if present.issuperset(pair)}
    )
    by_tables = max([*after, max(0, divisions - 1) * between])
    return Bound(
        again=max(by_pairs, by_tables),
        load=max(by_pairs, by_tables, sum(after) + _pairs(divisions) * between),
    )


def swapped(division: Division, one: str, other: str) -> Division:
    """Return the division with two people in each other's places.

    Raises:
        RuleBroken: one of them isn't seated, or both sit at the same table.
    """
    at = {each: number for number, table in enumerate(division) for each in table}
    if one not in at or other not in at or at[one] == at[other]:
        raise RuleBroken("swap_two_tables", "Choose two people who sit at different tables.")
    places = {one: other, other: one}
    return tuple(tuple(sorted(places.get(each, each) for each in table)) for table in division)


def _shared(sizes: Sequence[int], tables: int) -> int:
    """Return how many pairs at tables of these sizes must also share one of so many tables."""
    return sum(_pairs(part) for size in sizes for part in table_sizes(size, tables))


def _again_by_pairs(members: Sequence[Member], tables: int, divisions: int, met: set[Pair]) -> int:
    group_of = {member.id: member.group for member in members}
    counts = Counter(group for group in group_of.values() if group)
    met_within = Counter(group_of[one] for one, other in met if group_of[one] and group_of[one] == group_of[other])
    again = within = pairs_within = 0
    for group, n in counts.items():
        meetings = divisions * sum(map(_pairs, table_sizes(n, tables)))
        again += max(0, meetings - (_pairs(n) - met_within[group]))
        within += meetings
        pairs_within += _pairs(n)
    across = _pairs(len(members)) - pairs_within - (len(met) - met_within.total())
    to_come = divisions * sum(map(_pairs, table_sizes(len(members), tables)))
    return again + max(0, to_come - within - across)


def _crowded(members: Sequence[Member], division: Division, what: Class) -> int:
    known = {member.id: member for member in members}
    seated = [[known[each].of(what) for each in table if each in known] for table in division]
    found = sum(_pairs(n) for table in seated for name, n in Counter(table).items() if name)
    there = [known[each] for table in division for each in table if each in known]
    return found - fewest_crowded(there, len(division), what)


def _pairs(n: int) -> int:
    return n * (n - 1) // 2
