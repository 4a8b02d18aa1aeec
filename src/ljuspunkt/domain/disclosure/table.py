"""The sets of respondents that the tables of a release print, and the atoms they are made of.

Swedish: tabeller och mängder. A *set* is defined by wave, association, group, initiative and breakdowns, never by
answers. *Atoms* are the smallest sets that the tables together can tell apart; every set is a union of atoms, and
two sets of different tables are linked where they share atoms.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ljuspunkt.domain.disclosure.policy import AssociationYears, Policy

OTHERS = {
    "association": "other associations together",
    "group": "other groups together",
    "initiative": "other initiatives together",
}
OTHERS_OF_A_BREAKDOWN = "others together"


def others_of(column: str) -> str:
    """Return the name of the row that unites a parent's hidden children, as printed in `column`."""
    return OTHERS.get(column, OTHERS_OF_A_BREAKDOWN)


def is_together(columns: Sequence[str], key: Sequence[str]) -> bool:
    """Whether a key is that of a row that unites a parent's hidden children."""
    return any(value == others_of(column) for column, value in zip(columns, key, strict=True) if column != "wave")


def named(columns: Sequence[str], key: Sequence[str]) -> str:
    """Return a set in words that stay the same: "wave 2022, association Norrvik, group board"."""
    return ", ".join(
        value if column != "wave" and value == others_of(column) else f"{column} {value}"
        for column, value in zip(columns, key, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Item:
    """A question as disclosure control sees it: its steps, and which of them count as what.

    `steps` are all that can be counted ("" for no answer included), `answers` those in the denominator,
    `positive` those that count as positive (none where the question has no share), `values` the value of each
    answer step in the order of `answers`, None where means aren't defined. `reverse` turns an indicator's mean round.
    """

    name: str
    steps: tuple[str, ...]
    answers: tuple[str, ...]
    positive: frozenset[str]
    values: tuple[int, ...] | None = None
    indicators: tuple[str, ...] = ()
    reverse: bool = False


Questionnaire = Mapping[tuple[str, str], tuple[Item, ...]]
"""The items that a (wave, group) was asked."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The sets of one table: its columns (`wave` first) and a key for each set."""

    columns: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RespondentSet:
    """A printed set: row `key` of table `table`; `atoms` are places in `Layout.atoms`."""

    table: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    atoms: frozenset[int]
    name: str = field(init=False, compare=False)
    """The set in words, as `named` says them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", named(self.columns, self.key))

    @property
    def group(self) -> str | None:
        """The respondent group, None where the set spans several."""
        return self.key[self.columns.index("group")] if "group" in self.columns else None


@dataclass(frozen=True, slots=True)
class Layout:
    """All printed sets of a release over their atoms.

    Attributes:
        columns: names of the parts of an atom, `wave` first.
        atoms: a value for each column.
        sets: the printed sets in the order of the tables.
    """

    columns: tuple[str, ...]
    atoms: tuple[tuple[str, ...], ...]
    sets: tuple[RespondentSet, ...]

    def atom_group(self, atom: int) -> str | None:
        """Return the respondent group of an atom, None where the tables don't tell groups apart."""
        return self.atoms[atom][self.columns.index("group")] if "group" in self.columns else None

    def asked(self, questionnaire: Questionnaire, atom: int) -> tuple[Item, ...]:
        """Return the items that everybody in an atom was asked."""
        wave = self.atoms[atom][0]
        group = self.atom_group(atom)
        if group is not None:
            return questionnaire.get((wave, group), ())
        several = [items for (of_wave, _), items in questionnaire.items() if of_wave == wave]
        return tuple(item for item in several[0] if all(item in items for items in several)) if several else ()


def successor(association: str, wave: str, years: Sequence[AssociationYears]) -> str:
    """Return the association that carries `association`'s history on in `wave`, itself if it still exists then."""
    known = {one.association: one for one in years}
    seen: set[str] = set()
    while association in known and association not in seen:
        seen.add(association)
        one = known[association]
        if not one.merged_into or not one.until_wave or wave <= one.until_wave:
            break
        association = one.merged_into
    return association


def _joined(
    columns: tuple[str, ...], rows: set[tuple[str, ...]], table: Keys, places: Sequence[int]
) -> tuple[tuple[str, ...], set[tuple[str, ...]]]:
    """Return the natural join of `rows` with a table's single-wave keys."""
    shared = [column for column in columns if column in table.columns]
    added = [column for column in table.columns if column not in columns]
    by_shared: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for place in places:
        value = dict(zip(table.columns, table.keys[place], strict=True))
        by_shared.setdefault(tuple(value[column] for column in shared), set()).add(
            tuple(value[column] for column in added)
        )
    at = [columns.index(column) for column in shared]
    joined = {row + extra for row in rows for extra in by_shared.get(tuple(row[place] for place in at), ())}
    return (*columns, *added), joined


def layout(
    tables: Mapping[str, Keys],
    questionnaire: Questionnaire,
    policy: Policy,
    associations: Sequence[AssociationYears] = (),
) -> Layout:
    """Return the sets of some tables over their atoms.

    The atoms are what all tables' keys together allow: the natural join over single waves, from the finest table
    on, split by respondent group where groups were asked different things. Rows that unite hidden sets
    ("other associations together") aren't keys.

    Args:
        tables: the keys of each table by its name.
        questionnaire: what each (wave, group) was asked.
        policy: says which waves are published together.
        associations: mergers; in pooled waves a merged association counts to the one that carries it on.
    """
    pooled = {policy.wave_of(waves): waves for waves in policy.pool}
    columns: tuple[str, ...] = ("wave",)
    rows: set[tuple[str, ...]] = {
        (key[0],) for table in tables.values() for key in table.keys if key[0] not in pooled
    } | {(wave,) for key_wave in pooled if _uses(tables, key_wave) for wave in pooled[key_wave]}
    for table in sorted(tables.values(), key=lambda one: -len(one.columns)):
        if set(table.columns) <= set(columns):
            continue
        places = [place for place, key in enumerate(table.keys) if key[0] not in pooled]
        columns, rows = _joined(columns, rows, table, places)
    if "group" not in columns and len({group for _, group in questionnaire}) > 1:
        groups = Keys(("wave", "group"), tuple(questionnaire))
        columns, rows = _joined(columns, rows, groups, range(len(groups.keys)))
    atoms = tuple(sorted(rows))
    sets = []
    for name, table in tables.items():
        members = _members(table, columns, atoms, pooled, associations)
        sets += [RespondentSet(name, table.columns, key, frozenset(members.get(key, ()))) for key in table.keys]
    return Layout(columns, atoms, tuple(sets))


def _uses(tables: Mapping[str, Keys], wave: str) -> bool:
    return any(key[0] == wave for table in tables.values() for key in table.keys)


def _members(
    table: Keys,
    columns: tuple[str, ...],
    atoms: Sequence[tuple[str, ...]],
    pooled: Mapping[str, Sequence[str]],
    associations: Sequence[AssociationYears],
) -> dict[tuple[str, ...], list[int]]:
    """Return the atoms of each key of a table, pooled waves included."""
    places = [columns.index(column) for column in table.columns]
    association = table.columns.index("association") if "association" in table.columns else None
    members: dict[tuple[str, ...], list[int]] = {}
    for number, atom in enumerate(atoms):
        key = [atom[place] for place in places]
        members.setdefault(tuple(key), []).append(number)
        for label, waves in pooled.items():
            if atom[0] in waves:
                wide = [label, *key[1:]]
                if association is not None:
                    wide[association] = successor(wide[association], max(waves), associations)
                members.setdefault(tuple(wide), []).append(number)
    return members


def components(layout_: Layout) -> list[tuple[int, ...]]:
    """Return the sets grouped so that no two groups share an atom: what can be reckoned apart.

    Each group is a tuple of places in `layout_.sets`, the groups in the order of their first set.
    """
    owner = list(range(len(layout_.sets)))

    def root(place: int) -> int:
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    first: dict[int, int] = {}
    for place, one in enumerate(layout_.sets):
        for atom in one.atoms:
            left, right = sorted((root(first.setdefault(atom, place)), root(place)))
            owner[right] = left
    grouped: dict[int, list[int]] = {}
    for place, one in enumerate(layout_.sets):
        if one.atoms:
            grouped.setdefault(root(place), []).append(place)
    return [tuple(grouped[place]) for place in sorted(grouped)]


def coarser_tables(columns: Iterable[str], tables: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the tables (as column tuples) whose sets `columns` splits further, with none between."""
    own = set(columns)
    coarser = sorted({table for table in tables if set(table) < own}, key=lambda table: (-len(table), table))
    return [table for table in coarser if not any(set(other) > set(table) for other in coarser if other != table)]
