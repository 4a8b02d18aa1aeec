"""What this release and all earlier ones tell together, as one view.

Swedish: sammanlagd läsning. Releases may split the same wave by other columns, join other categories of a breakdown,
pool other years, count an association to the one it was merged into, or hold late answers. The atoms here are what all
of them can tell apart: a wave whose numbers changed falls into *layers*, those who were there all along and those who
came (or left) in between. Sets that no release prints but several together single out stand in the view as hidden sets,
so that the audit aims at them too.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ljuspunkt.domain.disclosure.between import apart, difference, emptied, unknown
from ljuspunkt.domain.disclosure.finding import Finding
from ljuspunkt.domain.disclosure.history import BETWEEN, EarlierRelease, changed, waves_of
from ljuspunkt.domain.disclosure.keys import allowed, crossed, existing
from ljuspunkt.domain.disclosure.policy import PLAIN_COLUMNS, AssociationYears, Policy
from ljuspunkt.domain.disclosure.release import ReleasedTable
from ljuspunkt.domain.disclosure.table import (
    Item,
    Keys,
    Layout,
    Questionnaire,
    RespondentSet,
    is_together,
    layout,
    named,
    successor,
)
from ljuspunkt.domain.disclosure.view import Printed, View, read_view
from ljuspunkt.domain.errors import marked

OR = " or "
"""What joins the names of categories that were too small to be printed alone."""
DERIVED = " (derived)"
Place = tuple[str, tuple[str, ...]]
Layer = tuple[int, int]
"""The first and the last version of a wave that some respondents are in."""


@dataclass(frozen=True, slots=True)
class Combined:
    """The view of all releases, what everybody in its waves was asked, what changed, and where derived sets belong.

    `homes` gives for each set that no release prints the printed row of this release that hiding would help.
    """

    view: View
    questionnaire: Questionnaire
    findings: tuple[Finding, ...]
    homes: Mapping[Place, Place]


def combined(
    tables: Sequence[ReleasedTable],
    questionnaire: Questionnaire,
    policy: Policy,
    associations: Sequence[AssociationYears] = (),
    earlier: Sequence[Sequence[ReleasedTable]] = (),
    *,
    final: bool = True,
) -> Combined:
    """Return what a reader of this release and the earlier ones sees.

    Args:
        tables: of this release.
        questionnaire: what each (wave, group) was asked.
        policy: the rules of this release.
        associations: mergers, as this release publishes them.
        earlier: the earlier releases, oldest first.
        final: whether these are all tables of this release, so that a name they lack is gone.
    """
    this = EarlierRelease(tuple(tables), questionnaire, policy, tuple(associations))
    others = [
        one
        if isinstance(one, EarlierRelease)
        else EarlierRelease(tuple(one), questionnaire, policy, tuple(associations))
        for one in earlier
    ]
    return _Combination(this, others, final=final).result()


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of one release: `number` counts the releases, oldest first."""

    number: int
    name: str
    columns: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    sizes: Mapping[tuple[str, ...], int | None]


class _Combination:
    def __init__(self, this: EarlierRelease, others: Sequence[EarlierRelease], *, final: bool) -> None:
        self.releases = [*others, this]
        self.last = len(others)
        self.final = final
        self.findings = changed(this.tables, others, this.policy)
        for number, one in enumerate(others):
            self.findings += changed(one.tables, others[:number], this.policy)
        self.dropped = {wave for found in self.findings if found.key for wave in waves_of(found.key[0], this.policy)}
        """Waves that changed by too few: the releases can't be held together there, and needn't be."""
        self.waves = self._relevant()
        self.tables = [table for number in range(len(self.releases)) for table in self._tables(number)]
        self.names: dict[tuple[str, str], dict[int, frozenset[str]]] = {}
        for table in self.tables:
            for key in table.keys:
                if key[0] in self.waves:
                    for column, value in zip(table.columns[1:], key[1:], strict=True):
                        by_release = self.names.setdefault((key[0], column), {})
                        by_release[table.number] = by_release.get(table.number, frozenset()) | {value}
        self.pieces_: dict[tuple[int, str, str], Mapping[str, tuple[str, ...]]] = {}
        self.versions = {wave: self._versions(wave) for wave in sorted(self.waves)}
        self.layers = {wave: self._layers(wave) for wave in self.versions}
        self.columns, self.atoms = self._atoms()

    def _names_beyond(self, number: int, other: int, wave: str) -> list[str]:
        """Return what one release names in a wave and another doesn't know, in columns that both have.

        While sets are protected part by part, names that this release lacks may be those of other parts.
        """
        if other == self.last and not self.final:
            return []
        found = []
        for (of_wave, column), by_release in self.names.items():
            if of_wave == wave and number in by_release and other in by_release:
                known = {piece for of in self.pieces(other, wave, column).values() for piece in of}
                own = {piece for of in self.pieces(number, wave, column).values() for piece in of}
                found += [f"{column} {name}" for name in sorted(own - known)]
        return found

    def _renamed(self) -> list[Finding]:
        """Return what an earlier release names that this one lacks, where this one has new names instead."""
        return [
            Finding(
                named(("wave",), (wave,)) + f", {name}",
                None,
                marked("an earlier release shows a set that can't be held together with this one"),
                (f"{named(('wave',), (wave,))}, {name} (earlier release)",),
                verdict="UNKNOWN",
            )
            for wave, versions in self.versions.items()
            for number in versions
            if self.final and number < self.last and self._names_beyond(self.last, number, wave)
            for name in self._names_beyond(number, self.last, wave)
        ]

    def _relevant(self) -> set[str]:
        """Return the single waves that this release is about, and those that pools of any release link to them."""
        this = self.releases[self.last]
        waves = {wave for table in this.tables for row in table.rows for wave in waves_of(row.key[0], this.policy)}
        while True:
            more = {
                wave
                for one in self.releases
                for table in one.tables
                for label in {row.key[0] for row in table.rows}
                if not waves.isdisjoint(pooled := waves_of(label, one.policy))
                for wave in pooled
            }
            if more <= waves:
                return waves
            waves |= more

    def _tables(self, number: int) -> Iterator[_Table]:
        one = self.releases[number]
        dropped = set() if number == self.last else self.dropped
        for table in one.tables:
            sizes: dict[tuple[str, ...], int | None] = {}
            for row in table.rows:
                waves = waves_of(row.key[0], one.policy)
                if is_together(table.columns, row.key) or not self.waves.issuperset(waves):
                    continue
                if dropped.isdisjoint(waves):
                    sizes[row.key] = row.n if sizes.get(row.key) is None else sizes[row.key]
            if sizes:
                yield _Table(number, self._named(number, table.name), table.columns, tuple(sizes), sizes)

    def _named(self, number: int, table: str) -> str:
        return table if number == self.last else f"{table} (earlier {number + 1})"

    def _versions(self, wave: str) -> dict[int, int]:
        """Return for each release that prints a wave which version of it: the same where no size differs."""
        sizes: dict[int, dict[frozenset[tuple[str, str]], int]] = {}
        for table in self.tables:
            for key, n in table.sizes.items():
                if key[0] == wave:
                    of_release = sizes.setdefault(table.number, {})
                    if n is not None:
                        of_release[frozenset(zip(table.columns, key, strict=True))] = n
        versions: dict[int, int] = {}
        for number, known in sorted(sizes.items()):
            for before in sorted(versions, reverse=True):
                alike = not self._names_beyond(number, before, wave) and not self._names_beyond(before, number, wave)
                if alike and all(known.get(place, n) == n for place, n in sizes[before].items()):
                    versions[number] = versions[before]
                    break
            else:
                versions[number] = max(versions.values(), default=-1) + 1
        return versions

    def _layers(self, wave: str) -> list[Layer]:
        """Return the layers of a wave: who may have come and left between its versions."""
        last = max(self.versions[wave].values(), default=0)
        if last == 0:
            return [(0, 0)]
        more = fewer = False
        for left in self.tables:
            for right in self.tables:
                if left.number >= right.number:
                    continue
                more = more or bool(self._names_beyond(right.number, left.number, wave))
                fewer = fewer or bool(self._names_beyond(left.number, right.number, wave))
                for key, n in left.sizes.items():
                    other = right.sizes.get(key) if right.columns == left.columns and key[0] == wave else None
                    if n is not None and other is not None:
                        more, fewer = more or other > n, fewer or other < n
        if not fewer:
            return [(first, last) for first in range(last + 1)]
        if not more:
            return [(0, end) for end in range(last + 1)]
        return [(first, end) for first in range(last + 1) for end in range(first, last + 1)]

    def _label(self, wave: str, layer: Layer) -> str:
        return wave if len(self.layers[wave]) == 1 else f"{wave} in {layer[0] + 1}–{layer[1] + 1}"

    def _version(self, number: int, wave: str) -> int:
        """Return the version of a wave that a release holds; one that only pools it holds the nearest."""
        versions = self.versions[wave]
        known = [version for release, version in sorted(versions.items()) if release <= number]
        return versions.get(number, known[-1] if known else 0)

    def _present(self, wave: str, layer: Layer) -> list[int]:
        return [number for number in range(len(self.releases)) if layer[0] <= self._version(number, wave) <= layer[1]]

    def pieces(self, number: int, wave: str, column: str) -> Mapping[str, tuple[str, ...]]:
        """Return what each value of a column in one release stands for, in the finest words of all releases."""
        place = (number, wave, column)
        if place not in self.pieces_:
            by_release = self.names.get((wave, column), {})
            own = by_release.get(number, frozenset())
            every = frozenset().union(*by_release.values())
            if column == "association":
                found = {value: (value, *self._merged(value, every - own, wave)) for value in sorted(own)}
            elif column in PLAIN_COLUMNS:
                found = {value: self._parts(number, wave, column, value) for value in sorted(own)}
            else:
                found = {
                    value: tuple(part for piece in value.split(OR) for part in self._parts(number, wave, column, piece))
                    for value in sorted(own)
                }
                parts = [part for of_value in found.values() for part in of_value]
                if len(parts) > len(set(parts)):
                    found = {value: (value,) for value in sorted(own)}
            self.pieces_[place] = found
        return self.pieces_[place]

    def _parts(self, number: int, wave: str, column: str, value: str) -> tuple[str, ...]:
        """Return the values that a release's policy took together as `value`, where another release knows them."""
        parts = self.releases[number].policy.merge.get(column, {}).get(value, ())
        others = {
            known
            for other, of_release in self.names.get((wave, column), {}).items()
            if other != number
            for name in of_release
            for known in name.split(OR)
        }
        if column == "group":
            others |= {
                group
                for other, release in enumerate(self.releases)
                if other != number
                for of_wave, group in release.questionnaire
                if of_wave == wave
            }
        return (value,) if others.isdisjoint(parts) else parts

    def _merged(self, association: str, others: frozenset[str], wave: str) -> list[str]:
        """Return the associations of other releases that a release counts to the one that carries them on."""
        every = [one for release in self.releases for one in release.associations]
        found = []
        for other in sorted(others):
            chain, name = {other}, other
            while (into := next((one.merged_into for one in every if one.association == name), "")) not in {"", *chain}:
                name = into
                chain.add(name)
            if association in chain:
                found.append(other)
        return found

    def _atoms(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        parts = []
        for wave in self.versions:
            for layer in self.layers[wave]:
                label = self._label(wave, layer)
                keys = {
                    table.name: Keys(table.columns, tuple(dict.fromkeys(self._fine_keys(table, wave, label))))
                    for table in self.tables
                    if table.number in self._present(wave, layer)
                }
                groups = {
                    part
                    for number, one in enumerate(self.releases)
                    for of_wave, group in one.questionnaire
                    if of_wave == wave
                    for part in self._parts(number, wave, "group", group)
                }
                keys["asked"] = Keys(("wave", "group"), tuple((label, group) for group in sorted(groups)))
                found = layout({name: one for name, one in keys.items() if one.keys}, {}, Policy(()), ())
                parts.append((found.columns, allowed(found, [one for one in keys.values() if one.keys])))
        columns = tuple(dict.fromkeys(column for names, _ in parts for column in names))
        atoms = set()
        for names, of_layer in parts:
            place = {column: at for at, column in enumerate(names)}
            for atom in of_layer:
                atoms.add(tuple(atom[place[column]] if column in place else "" for column in columns))
        return columns, tuple(sorted(atoms))

    def _fine_keys(self, table: _Table, wave: str, label: str) -> Iterator[tuple[str, ...]]:
        """Return a table's keys of one wave in the finest words; where it prints the wave only pooled, those of the
        pooled years."""
        policy, years = self.releases[table.number].policy, self.releases[table.number].associations
        single = any(key[0] == wave for key in table.keys)
        for key in table.keys:
            waves = waves_of(key[0], policy)
            if wave not in waves or (single and len(waves) > 1):
                continue
            values = []
            for column, value in zip(table.columns[1:], key[1:], strict=True):
                if len(waves) > 1 and column == "association":
                    values.append(existing(value, wave, waves, years))
                else:
                    values.append(self.pieces(table.number, wave, column).get(value, (value,)))
            yield from crossed(label, values)

    def result(self) -> Combined:
        """Return the combined view, with the sets that no release prints."""
        sets = []
        for table in self.tables:
            members = self._members(table)
            sets += [
                RespondentSet(table.name, table.columns, key, frozenset(members.get(key, ()))) for key in table.keys
            ]
        questionnaire = self._questionnaire()
        plan = Layout(self.columns, self.atoms, tuple(sets))
        printed: list[Printed] = []
        for number, release in enumerate(self.releases):
            keys = {(table.name, key) for table in self.tables if table.number == number for key in table.keys}
            own = [
                replace(
                    table,
                    name=self._named(number, table.name),
                    rows=tuple(
                        row
                        for row in table.rows
                        if (self._named(number, table.name), row.key) in keys
                        or (
                            is_together(table.columns, row.key)
                            and self.waves.issuperset(waves_of(row.key[0], release.policy))
                        )
                    ),
                )
                for table in release.tables
                if any(name == self._named(number, table.name) for name, _ in keys)
            ]
            printed += read_view(own, questionnaire, release.policy, release.associations, plan).printed
        between, homes = self._between(printed)
        derived, more = self._derived([*printed, *between])
        every = _linked(
            [*printed, *between, *derived], {table.name for table in self.tables if table.number == self.last}
        )
        whole = Layout(self.columns, self.atoms, tuple(one.of for one in every if not one.together))
        return Combined(View(whole, every), questionnaire, (*self.findings, *self._renamed()), {**homes, **more})

    def _questionnaire(self) -> Questionnaire:
        found: dict[tuple[str, str], tuple[Item, ...]] = {}
        for wave, layers in self.layers.items():
            for release in self.releases:
                for (of_wave, group), items in release.questionnaire.items():
                    if of_wave == wave:
                        found |= {(self._label(wave, layer), group): items for layer in layers}
        return found

    def _wave_of(self) -> Mapping[str, tuple[str, Layer]]:
        return {self._label(wave, layer): (wave, layer) for wave, layers in self.layers.items() for layer in layers}

    def _members(self, table: _Table) -> dict[tuple[str, ...], list[int]]:
        """Return the atoms of each key of a table, in whatever layers its release has."""
        release = self.releases[table.number]
        waves = self._wave_of()
        places = [self.columns.index(column) if column in self.columns else -1 for column in table.columns]
        spoken: dict[tuple[str, str], dict[str, str]] = {}
        for wave in self.waves:
            for column in table.columns[1:]:
                spoken[wave, column] = {
                    piece: value for value, of in self.pieces(table.number, wave, column).items() for piece in of
                }
        association = table.columns.index("association") if "association" in table.columns else None
        members: dict[tuple[str, ...], list[int]] = {}
        for number, atom in enumerate(self.atoms):
            wave, layer = waves[atom[0]]
            if not layer[0] <= self._version(table.number, wave) <= layer[1] or -1 in places:
                continue
            own = [atom[place] for place in places]
            key = [wave, *own[1:]]
            for at, column in enumerate(table.columns[1:], start=1):
                key[at] = spoken[wave, column].get(own[at], own[at])
            members.setdefault(tuple(key), []).append(number)
            for pooled in release.policy.pool:
                if wave in pooled:
                    wide = [release.policy.wave_of(pooled), *key[1:]]
                    if association is not None:
                        wide[association] = successor(own[association], max(pooled), release.associations)
                    members.setdefault(tuple(wide), []).append(number)
        return members

    def _between(self, printed: Sequence[Printed]) -> tuple[list[Printed], dict[Place, Place]]:
        """Return those who came or left between two versions of a wave, set by set: what follows of them is known."""
        shown = {(one.of.table, one.of.key): one for one in printed if not one.together}
        waves = self._wave_of()
        found: dict[frozenset[int], Printed] = {}
        homes: dict[Place, Place] = {}
        for table in (table for table in self.tables if table.number == self.last):
            earlier = [other for other in self.tables if other.number < self.last and other.columns == table.columns]
            for key in table.keys:
                if len(self.layers.get(key[0], ())) < 2:
                    continue
                now = shown[table.name, key]
                for layer in self.layers[key[0]]:
                    label = self._label(key[0], layer)
                    atoms = frozenset(atom for atom in self._everybody(table, key) if self.atoms[atom][0] == label)
                    if not atoms or waves[label][1] == (0, max(self.versions[key[0]].values())):
                        continue
                    name = (f"{key[0]}{BETWEEN}", *key[1:])
                    of = RespondentSet(f"{table.name}{BETWEEN} {label}", table.columns, name, atoms)
                    known = [
                        pair
                        for other in earlier
                        if key in other.sizes and (pair := apart(now, shown[other.name, key], atoms)) is not None
                    ]
                    found.setdefault(atoms, difference(of, *known[0]) if known else unknown(of))
                    homes[of.table, of.key] = (table.name, key)
        return emptied(list(found.values())), homes

    def _everybody(self, table: _Table, key: tuple[str, ...]) -> list[int]:
        """Return a set's atoms in all layers of its wave."""
        places = [self.columns.index(column) for column in table.columns[1:]]
        allowed = [
            set(self.pieces(table.number, key[0], column).get(value, (value,)))
            for column, value in zip(table.columns[1:], key[1:], strict=True)
        ]
        labels = {self._label(key[0], layer) for layer in self.layers[key[0]]}
        return [
            number
            for number, atom in enumerate(self.atoms)
            if atom[0] in labels and all(atom[place] in values for place, values in zip(places, allowed, strict=True))
        ]

    def _derived(self, printed: Sequence[Printed]) -> tuple[list[Printed], dict[Place, Place]]:
        """Return the sets in the finest words that no release prints, as hidden ones."""
        known = {one.of.atoms for one in printed}
        waves = self._wave_of()
        found: dict[frozenset[int], Printed] = {}
        homes: dict[Place, Place] = {}
        for table in self.tables:
            places = [self.columns.index(column) if column in self.columns else -1 for column in table.columns]
            if -1 in places:
                continue
            fine: dict[tuple[str, ...], set[int]] = {}
            for number, atom in enumerate(self.atoms):
                wave, layer = waves[atom[0]]
                values = tuple(atom[place] for place in places[1:])
                if "" not in values and layer[0] <= self._version(table.number, wave) <= layer[1]:
                    fine.setdefault((wave, *values), set()).add(number)
            for key, members in fine.items():
                atoms = frozenset(members)
                if atoms in known or atoms in found:
                    continue
                of = RespondentSet(f"{table.name}{DERIVED}", table.columns, key, atoms)
                found[atoms] = unknown(of)
                homes[of.table, of.key] = (table.name, key)
        return list(found.values()), homes


def _linked(every: Sequence[Printed], names: Set[str]) -> tuple[Printed, ...]:
    """Return the sets that share atoms, if only through others, with one of the named tables'."""
    waiting = [atom for one in every if one.of.table in names for atom in one.of.atoms]
    of_atom: dict[int, list[Printed]] = {}
    for one in every:
        for atom in one.of.atoms:
            of_atom.setdefault(atom, []).append(one)
    reached: set[int] = set()
    while waiting:
        atom = waiting.pop()
        if atom not in reached:
            reached.add(atom)
            waiting += [other for one in of_atom.get(atom, ()) for other in one.of.atoms if other not in reached]
    return tuple(one for one in every if not one.of.atoms or not reached.isdisjoint(one.of.atoms))
