"""Small invented countries that publish one or two releases, and what an attacker who tries everything learns of them.

`python -m tests.disclosure.worlds 20000 7` tries 20,000 of them from the seed 7 on and says how many leaked.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from random import Random

from ljuspunkt.domain.disclosure.attack import Audit, audit
from ljuspunkt.domain.disclosure.history import EarlierRelease
from ljuspunkt.domain.disclosure.policy import (
    FEW_ANSWERS,
    FLOOR,
    ITEM_MIN,
    AssociationYears,
    Policy,
    Statistic,
    TablePlan,
)
from ljuspunkt.domain.disclosure.protect import protect
from ljuspunkt.domain.disclosure.release import EMPTY, ReleasedRow, ReleasedTable, released
from ljuspunkt.domain.disclosure.table import Questionnaire
from ljuspunkt.domain.survey.counts import NO_ANSWER
from ljuspunkt.domain.survey.instrument import Instruments, Question
from ljuspunkt.domain.survey.publication import prepare
from tests.disclosure.making import Person, counted, instruments, question
from tests.disclosure.trying import Possible, Rows, TooMany, possible

Atom = tuple[str, str, str, str, int]
"""Wave, association, group, sex, and the first release that the respondents are in."""
COLUMNS = ("wave", "association", "group", "sex")
SIZES = (0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 7, 9)


@dataclass(frozen=True)
class Release:
    """A release of a country: its tables, the policy, and how it calls the categories of sex."""

    number: int
    tables: tuple[ReleasedTable, ...]
    policy: Policy
    questionnaire: Questionnaire
    associations: tuple[AssociationYears, ...]
    called: Mapping[str, str] = field(default_factory=dict)

    def members(self, country: Sequence[Atom], columns: Sequence[str], key: Sequence[str]) -> tuple[int, ...]:
        """Return the places of the atoms that a row is about."""
        waves = dict(zip(map(self.policy.wave_of, self.policy.pool), self.policy.pool, strict=True))
        found = []
        for place, (wave, association, group, sex, since) in enumerate(country):
            if since > self.number or (wave != key[0] and wave not in waves.get(key[0], ())):
                continue
            if wave != key[0]:
                into = {one.association: one.merged_into for one in self.associations}
                association = into.get(association, association)
            own = {"association": association, "group": group, "sex": self.called.get(sex, sex)}
            if all(own[column] == value for column, value in zip(columns[1:], key[1:], strict=True)):
                found.append(place)
        return tuple(found)

    def printed(self, country: Sequence[Atom]) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], Rows]]:
        """Yield table name, columns, key and rows of each printed set, those of several together last."""
        small = self.policy.small_sets == "indicators"
        for table in self.tables:
            by_key: dict[tuple[str, ...], list[ReleasedRow]] = {}
            for row in table.rows:
                by_key.setdefault(row.key, []).append(row)
            hidden = [key for key, rows in by_key.items() if all(row.n is None for row in rows)]
            for key, rows in by_key.items():
                together = any("together" in part for part in key)
                if together:
                    fits = [
                        one
                        for one in hidden
                        if all(mine == its or "together" in its for mine, its in zip(one, key, strict=True))
                    ]
                    atoms = tuple(sorted({atom for one in fits for atom in self.members(country, table.columns, one)}))
                else:
                    atoms = self.members(country, table.columns, key)
                steps = tuple(step for step in table.steps if step.key == key)
                if atoms:
                    yield table.name, table.columns, key, Rows(atoms, tuple(rows), steps, small, together)


Set_ = tuple[Release, str, tuple[str, ...], tuple[str, ...], Rows]
"""A printed set: its release, table, columns, key and rows."""


@dataclass(frozen=True)
class World:
    """A country and its releases, the last of them audited together with those before."""

    atoms: tuple[Atom, ...]
    questions: tuple[Question, ...]
    releases: tuple[Release, ...]
    audit: Audit


def drawn(rng: Random) -> World | None:
    """Draw a country and its releases; None if there is nothing to print."""
    steps = rng.choice([2, 2, 2, 3])
    both = rng.random() < 0.35
    own = rng.random() < 0.5
    questions = [question("q1", steps=steps, indicators=["3"] if both else ["1"] if own else [])]
    if both:
        questions.append(question("q2", steps=2, indicators=["3"]))
    waves = ("2022",) if rng.random() < 0.6 else ("2021", "2022")
    groups = ("g",) if rng.random() < 0.6 else ("g", "h")
    sexes = ("women", "men", "other") if rng.random() < 0.25 else ("",)
    names = (
        "ABCD"[: rng.choice([2, 3, 3, 4])]
        if len(waves) == len(groups) == len(sexes) == 1
        else "ABC"[: rng.choice([2, 3])]
    )
    if sexes != ("",):
        names, waves = "A", waves[-1:]
    years: tuple[AssociationYears, ...] = ()
    if len(waves) == 2 and rng.random() < 0.5:
        years = (AssociationYears("B", "", "2021", "A"),)
    late = rng.random() < 0.3
    two = late or rng.random() < 0.4
    found = instruments(*questions)
    people: dict[Atom, list[Person]] = {}
    likely = rng.choice([0.3, 0.5, 0.8, 0.95])
    skipped = rng.choice([0.0, 0.0, 0.1, 0.3])
    for wave in waves:
        for name in names:
            if years and name == "B" and wave == "2022":
                continue
            for group in groups:
                for sex in sexes:
                    for since in (0, 1) if late else (0,):
                        some = rng.choice(SIZES if sex == "" else (2, 3, 6, 11) if sex == "other" else (20, 21, 23))
                        n = 0 if since and rng.random() < 0.5 else some
                        atom = (wave, name, group, sex, since)
                        people[atom] = [_person(rng, atom, questions, likely, skipped) for _ in range(n)]
    atoms = tuple(people)
    releases = []
    for number in range(2 if two else 1):
        release = _release(rng, number, people, found, sexes, waves, groups, years)
        if release is None:
            return None
        releases.append(release)
    last = releases[-1]
    before = [EarlierRelease(one.tables, one.questionnaire, one.policy, one.associations) for one in releases[:-1]]
    seen = audit(last.tables, last.questionnaire, last.policy, last.associations, before, final=False)
    return World(atoms, tuple(questions), tuple(releases), seen)


def _person(rng: Random, atom: Atom, questions: Sequence[Question], likely: float, skipped: float) -> Person:
    answers = {}
    for one in questions:
        names = [choice.name for choice in one.scale.answers]
        chosen = one.positive[0] if rng.random() < likely else rng.choice(names)
        answers[one.name] = NO_ANSWER if rng.random() < skipped else chosen
    return Person(atom[:4], answers)


def _release(
    rng: Random,
    number: int,
    people: Mapping[Atom, Sequence[Person]],
    found: Instruments,
    sexes: Sequence[str],
    waves: Sequence[str],
    groups: Sequence[str],
    years: tuple[AssociationYears, ...],
) -> Release | None:
    called: dict[str, str] = {}
    by: list[tuple[str, ...]] = [("association", "group"), ("group",)]
    if len(sexes) > 1:
        joined = rng.choice([("men", "other"), ("women", "other")])
        called = dict.fromkeys(joined, " or ".join(joined))
        by = [("group", "sex"), ("group",)]
    elif len(groups) > 1 and rng.random() < 0.5:
        by.append(("association",))
    if rng.random() < 0.15 and len(by) > 1:
        by.pop(1)
    several: tuple[tuple[Statistic, ...], ...] = (("share",), ("share", "mean"), ("share", "mean", "distribution"))
    plans = tuple(TablePlan(one, statistics=rng.choice(several) if len(one) < 2 else ("share",)) for one in by)
    pool = (tuple(waves),) if len(waves) > 1 and rng.random() < 0.6 else ()
    printed_waves = tuple(waves) if not pool or rng.random() < 0.7 else tuple(waves[-1:])
    rules = Policy(plans, printed_waves, pool=pool, small_sets=rng.choice(["indicators", "items"]))
    respondents = [
        replace(person, cell=(*person.cell[:3], called.get(person.cell[3], person.cell[3])))
        for atom, several_people in people.items()
        if atom[4] <= number
        for person in several_people
    ]
    if {person.cell[0] for person in respondents} != set(waves):
        return None
    ready = prepare(counted(found, respondents, COLUMNS), found, rules, years)
    if rng.random() < 0.25:
        tables = protect(ready.materials, ready.questionnaire, ready.policy, years).tables
    else:
        hidden = set()
        more = rng.choice([0.0, 0.2, 0.5])
        for material in ready.materials:
            for key, numbers in material.sets.items():
                group = key[material.columns.index("group")] if "group" in material.columns else None
                if numbers.n < ready.policy.least(material.columns, group) or (len(key) > 2 and rng.random() < more):
                    hidden.add((material.plan.name, key))
        tables = released(ready.materials, hidden, ready.policy)
    return Release(number, tables, ready.policy, ready.questionnaire, years, called)


def leaks(world: World) -> list[str]:
    """Return what follows from all releases of a world and may not.

    Raises:
        TooMany: more tables fit than should be looked at.
    """
    printed = [(release, *one) for release in world.releases for one in release.printed(world.atoms)]
    printed = _coarser(world, printed)
    world = replace(world, atoms=tuple(world.atoms[: 1 + max(atom for *_, rows in printed for atom in rows.atoms)]))
    every = possible(len(world.atoms), [rows for *_, rows in printed], world.questions)
    assert all(len(tables) for _, tables in every.parts), "the true table itself must be possible"
    found = list(_small_sizes(world, every))
    for release, table, columns, key, rows in printed:
        if not rows.together:
            name = f"release {release.number}, {table}, {', '.join(key)}"
            found += [f"{name}: {what}" for what in _about(world, release, columns, key, rows, every, printed)]
    return found


def _coarser(world: World, printed: Sequence[Set_]) -> list[Set_]:
    """Return the printed sets over atoms that are put together where every set holds all of them or none."""
    sign = [tuple(atom in rows.atoms for *_, rows in printed) for atom in range(len(world.atoms))]
    number: dict[tuple[bool, ...], int] = {}
    for one in sign:
        if any(one):
            number.setdefault(one, len(number))
    found = []
    for release, table, columns, key, rows in printed:
        atoms = tuple(sorted({number[sign[atom]] for atom in rows.atoms}))
        found.append((release, table, columns, key, replace(rows, atoms=atoms)))
    return found


def _small_sizes(world: World, every: Possible) -> Iterator[str]:
    """Yield the unions of up to three atoms whose size follows and is that of a small set."""
    varying = range(len(world.atoms))
    for count in (1, 2, 3):
        for atoms in combinations(varying, count):
            low, high = every.sizes(atoms)
            if low == high and 0 < low < FLOOR:
                yield f"{atoms}: exactly {low} respondents"


def _about(
    world: World,
    release: Release,
    columns: Sequence[str],
    key: Sequence[str],
    rows: Rows,
    every: Possible,
    printed: Sequence[Set_],
) -> Iterator[str]:
    group = key[columns.index("group")] if "group" in columns else None
    least = release.policy.least(columns, group)
    if any(row.hidden == EMPTY for row in rows.rows):
        return
    hidden = rows.n is None
    if hidden:
        low, high = every.sizes(rows.atoms)
        if low >= least:
            return
        if high - low < least:
            yield f"{low} to {high} respondents"
    for one in world.questions:
        own = [row for row in rows.rows if row.question == one.name or row.indicator in one.indicators]
        single = [row for row in own if row.question or len(_of_indicator(world, row.indicator)) == 1]
        positive, negative = every.positives(rows.atoms, one.name), every.negatives(rows.atoms, one.name)
        exempt = _exempt(world, rows, one, printed)
        if any(row.band for row in single):
            if not exempt and positive[0] == positive[1]:
                yield f"{one.name}: what is behind the band"
            continue
        if not hidden:
            if any(row.answered is not None for row in single) or not single:
                continue
            if every.answered(rows.atoms, one.name)[1] >= ITEM_MIN:
                continue
        if "positive" not in exempt and positive[0] == positive[1]:
            yield f"{one.name}: {positive[0]} positive"
        if "negative" not in exempt and negative[0] == negative[1]:
            yield f"{one.name}: {negative[0]} other answers"
        if not exempt and not every.mixed(rows.atoms, one.name):
            yield f"{one.name}: all alike"


def _of_indicator(world: World, number: str | None) -> list[Question]:
    return [one for one in world.questions if number in one.indicators]


def _exempt(
    world: World,
    rows: Rows,
    one: Question,
    printed: Sequence[Set_],
) -> set[str]:
    """Return what follows for all parts of a printed set of twenty or more that answered alike."""
    found = set()
    for *_, whole in printed:
        if not set(rows.atoms) <= set(whole.atoms):
            continue
        for row in whole.rows:
            single = row.question == one.name or (
                row.indicator in one.indicators and len(_of_indicator(world, row.indicator)) == 1
            )
            if single and row.answered is not None and row.positive is not None and row.answered >= FEW_ANSWERS:
                found |= {"positive"} if row.positive == 0 else set()
                found |= {"negative"} if row.positive == row.answered else set()
    return found


def tried(n: int, seed: int) -> Counter[str]:
    """Try `n` worlds and return how many were safe, had too many tables, and leaked though called safe."""
    told: Counter[str] = Counter()
    for number in range(n):
        world = drawn(Random(f"{seed}-{number}"))
        if world is None:
            told["nothing to print"] += 1
            continue
        told[world.audit.verdict] += 1
        if world.audit.verdict != "SAFE":
            continue
        try:
            found = leaks(world)
        except TooMany:
            told["too many tables"] += 1
            continue
        told["tried"] += 1
        told["earlier releases"] += len(world.releases) > 1
        told["late answers"] += any(atom[4] for atom in world.atoms)
        told["pooled"] += any(release.policy.pool for release in world.releases)
        told["two questions"] += len(world.questions) > 1
        told["joined categories"] += any(atom[3] for atom in world.atoms)
        if found:
            told["leaks"] += 1
            print(f"{seed}-{number}", *found[:4], sep="\n    ")
    return told


if __name__ == "__main__":
    print(dict(tried(int(sys.argv[1]), int(sys.argv[2]))))
