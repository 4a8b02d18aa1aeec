"""The equations that published numbers lay on what is hidden: one problem for each group of linked unknowns.

Unknowns are non-negative whole numbers: how many of an atom gave which class of answer to an item. Every printed
number is a constraint on them. Atoms whose printed numbers already say all that their parents' numbers use of them
are taken out, and their numbers subtracted; what is left falls apart into small problems.
"""

from collections.abc import Iterable, Mapping, Sequence

from ljuspunkt.domain.disclosure.policy import FEW_ANSWERS, Policy
from ljuspunkt.domain.disclosure.problem import Family, Problem, Row, Target
from ljuspunkt.domain.disclosure.proof import DIFFER, REACHES
from ljuspunkt.domain.disclosure.table import Item, Layout, Questionnaire, components
from ljuspunkt.domain.disclosure.view import Known, Printed, View

NOT_ANSWERED = "not answered"


def problems(view: View, questionnaire: Questionnaire, policy: Policy) -> list[Problem]:
    """Return the problems that the auditor has to solve, in a stable order."""
    found: list[Problem] = []
    together = [one for one in view.printed if one.together]
    by_place = {(one.of.table, one.of.key): one for one in view.printed if not one.together}
    for group in components(view.layout):
        sets = [view.layout.sets[place] for place in group]
        atoms = sorted(frozenset().union(*(one.atoms for one in sets)))
        inside = set(atoms)
        printed = [by_place[one.table, one.key] for one in sets]
        printed += [one for one in together if one.of.atoms and one.of.atoms <= inside]
        asked = {atom: view.layout.asked(questionnaire, atom) for atom in atoms}
        component = _Component(view.layout, printed, atoms, asked)
        for items in _families(component):
            found += _Builder(component, policy, items).problems()
    return found


class _Component:
    """Printed sets that are linked by shared atoms, with what everybody in an atom was asked."""

    def __init__(
        self,
        layout: Layout,
        printed: Sequence[Printed],
        atoms: Sequence[int],
        asked: Mapping[int, tuple[Item, ...]],
    ) -> None:
        self.layout = layout
        self.printed = printed
        self.atoms = atoms
        self.asked = asked
        self._parents: dict[frozenset[int], list[Printed]] = {}
        self._items: dict[int, tuple[Item, ...]] = {}

    def items_in(self, one: Printed) -> tuple[Item, ...]:
        """Return the items that anybody in a set was asked; what a group was asked is looked at once."""
        if id(one) not in self._items:
            distinct = {id(self.asked[atom]): self.asked[atom] for atom in one.of.atoms}
            self._items[id(one)] = tuple(dict.fromkeys(item for items in distinct.values() for item in items))
        return self._items[id(one)]

    def parents(self, one: Printed) -> list[Printed]:
        """Return the shown sets that hold a set and more."""
        if one.of.atoms not in self._parents:
            self._parents[one.of.atoms] = [
                other for other in self.printed if other.shown and other.of.atoms > one.of.atoms
            ]
        return self._parents[one.of.atoms]


def _families(component: _Component) -> list[tuple[Item, ...]]:
    """Return the items grouped by the printed indicators that add several of them up; first the empty family."""
    groups = {id(group): group for group in component.asked.values()}
    items = sorted({item for group in groups.values() for item in group}, key=lambda item: (item.name, item.steps))
    order = {item: number for number, item in enumerate(items)}
    owner = {item: item for item in items}

    def root(item: Item) -> Item:
        while owner[item] != item:
            item = owner[item]
        return item

    for one in component.printed:
        inside = component.items_in(one)
        for number, known in one.indicators.items():
            if known.answered is None and known.at_most is None:
                continue
            members = sorted((item for item in inside if number in item.indicators), key=order.__getitem__)
            for item in members[1:]:
                owner[root(item)] = root(members[0])
    grouped: dict[Item, list[Item]] = {}
    for item in items:
        grouped.setdefault(root(item), []).append(item)
    return [(), *(tuple(group) for group in grouped.values())]


class _Builder:
    """Writes the equations of one family of items over the atoms of one component.

    The unknowns belong to *units*: single atoms, or several that the published numbers treat alike (shown with the
    same kind of numbers and in the same larger sets), whose sum says as much as each of them.
    """

    def __init__(
        self,
        component: "_Component",
        policy: Policy,
        items: tuple[Item, ...],
    ) -> None:
        self.component = component
        self.policy = policy
        own: dict[int, tuple[Item, ...]] = {}
        wanted = frozenset(items)
        for group in component.asked.values():
            if id(group) not in own:
                own[id(group)] = tuple(item for item in group if item in wanted)
        asked = {atom: own[id(group)] for atom, group in component.asked.items()}
        self.atoms = [atom for atom in component.atoms if not items or asked[atom]]
        inside = set(self.atoms)
        self.printed = [one for one in component.printed if one.of.atoms & inside]
        self.asked = {atom: asked[atom] for atom in self.atoms}
        self._members: dict[tuple[int, str], list[Item]] = {}
        self.family = Family(items)
        self.single: dict[int, list[Printed]] = {}
        for one in self.printed:
            if one.shown and len(one.of.atoms) == 1:
                self.single.setdefault(min(one.of.atoms), []).append(one)
        self.wide = [one for one in self.printed if len(one.of.atoms) > 1]
        self.uses = {item: self._uses(item) for item in items}
        self.classes = {item: self._classes(item) for item in items}
        self.fixed = {atom: known for atom in self.atoms if (known := self._fixed(atom)) is not None}
        self.merged = self._merged()
        self.size: dict[int, int] = {}
        self.count: dict[tuple[int, Item], list[int]] = {}

    def _known(self, one: Printed, item: Item) -> Known | None:
        """Return what is printed of an item in a set; an indicator of this single item says the same."""
        known = one.items.get(item.name)
        if known is not None and known.answered is not None:
            return known
        for number in item.indicators:
            other = one.indicators.get(number)
            if other is None or (other.answered is None and other.at_most is None):
                continue
            if self._measured_by(one, number) == [item]:
                return other
        return known

    def _measured_by(self, one: Printed, number: str) -> list[Item]:
        """Return the family's items in a set that an indicator adds up."""
        place = id(one), number
        if place not in self._members:
            measured = [item for item in self.family.items if number in item.indicators]
            inside = self.component.items_in(one) if measured else ()
            self._members[place] = [item for item in measured if item in inside]
        return self._members[place]

    def _uses(self, item: Item) -> frozenset[str]:
        """Return which numbers beside answered and positive are printed of an item in sets of several atoms."""
        uses: set[str] = set()
        for one in self.wide:
            known = self._known(one, item) if one.shown else None
            if known is None:
                continue
            uses |= {"positive"} if known.positive is not None else set()
            uses |= {"sum"} if known.sum is not None else set()
            uses |= {"squares"} if known.squares is not None else set()
            uses |= {"steps"} if known.steps else set()
        return frozenset(uses)

    def _classes(self, item: Item) -> tuple[tuple[str, ...], ...]:
        """Return the item's steps grouped into the coarsest classes that every printed number respects."""
        everywhere = [known for one in self.printed if (known := self._known(one, item)) is not None]
        by_step = any(known.steps for known in everywhere)
        by_value = any(known.sum is not None for known in everywhere)
        values = dict(zip(item.answers, item.values, strict=True)) if item.values is not None else {}
        grouped: dict[tuple[object, ...], list[str]] = {}
        for step in item.steps:
            answer = step in item.answers
            sign = (answer, step in item.positive, values.get(step) if by_value else None, step if by_step else None)
            grouped.setdefault(sign, []).append(step)
        return tuple(tuple(steps) for steps in grouped.values())

    def _fixed(self, atom: int) -> dict[Item, Known] | None:
        """Return an atom's printed numbers if they say all that its parents' numbers use of it."""
        if atom not in self.single:
            return None
        found: dict[Item, Known] = {}
        for item in self.asked[atom]:
            for one in self.single[atom]:
                known = self._known(one, item)
                uses = self.uses[item]
                if known is None or known.answered is None or known.banded:
                    continue
                if "positive" in uses and known.positive is None:
                    continue
                if "sum" in uses and known.sum is None:
                    continue
                if "squares" in uses and (known.squares is None or not known.squares.exact):
                    continue
                if "steps" in uses and not known.steps:
                    continue
                found[item] = known
                break
            else:
                return None
        return found

    def _merged(self) -> dict[int, list[int]]:
        """Return atoms whose unknowns may be added up, by the first of them.

        Shown atoms that print answered and positive of the one item, and nothing finer, form the same simplex up
        to its size; whole points of the sum are sums of whole points.
        """
        if len(self.family.items) != 1:
            return {}
        item = self.family.items[0]
        alike: dict[tuple[object, ...], list[int]] = {}
        for atom in self.atoms:
            if atom in self.fixed or item not in self.asked[atom]:
                continue
            knowns = [known for one in self.single.get(atom, ()) if (known := self._known(one, item)) is not None]
            if len(knowns) != 1 or not knowns[0].numeric or knowns[0].steps or knowns[0].sum is not None:
                continue
            sets = frozenset(place for place, one in enumerate(self.wide) if atom in one.of.atoms)
            alike.setdefault((sets,), []).append(atom)
        return {atoms[0]: atoms for atoms in alike.values() if len(atoms) > 1}

    def problems(self) -> list[Problem]:
        """Return the family's problems, split where no constraint links them."""
        absorbed = {atom for atoms in self.merged.values() for atom in atoms[1:]}
        for atom in self.atoms:
            if atom not in self.fixed and atom not in absorbed:
                self._variables(atom)
        for one in self.printed:
            if len(one.of.atoms) == 1:
                atom = min(one.of.atoms)
                if atom in self.fixed or atom in absorbed or atom in self.merged:
                    continue
            self._constrain(one)
        for atoms in self.merged.values():
            self._constrain_merged(atoms)
        for one in self.printed:
            self._aim(one)
        return self.family.problems()

    def _constrain_merged(self, atoms: Sequence[int]) -> None:
        item = self.family.items[0]
        first = atoms[0]
        n = sum(self._fixed_size(atom) for atom in atoms)
        knowns = [self._known(self.single[atom][0], item) for atom in atoms]
        answered = sum(known.answered or 0 for known in knowns if known is not None)
        positive = sum(known.positive.low for known in knowns if known is not None and known.positive is not None)
        self.family.constrain({self.size[first]: 1}, n, n)
        self.family.constrain(self._sum_of([first], item, dict.fromkeys(item.answers, 1)), answered, answered)
        self.family.constrain(self._sum_of([first], item, dict.fromkeys(item.positive, 1)), positive, positive)

    def _atom_name(self, atom: int) -> str:
        names = ["|".join(self.component.layout.atoms[one]) for one in self.merged.get(atom, [atom])]
        return " + ".join(names)

    def _variables(self, atom: int) -> None:
        family = self.family
        name = self._atom_name(atom)
        self.size[atom] = family.variable(f"{name}|n", atom, "size")
        for item in self.asked[atom]:
            numbers = [
                family.variable(f"{name}|{item.name}|{_class_name(item, steps)}", atom, _role(item, steps[0]))
                for steps in self.classes[item]
            ]
            self.count[atom, item] = numbers
            family.constrain({self.size[atom]: -1, **dict.fromkeys(numbers, 1)}, 0, 0)

    def _sum_of(self, atoms: Iterable[int], item: Item, weight: Mapping[str, int]) -> Row:
        """Return the row that adds up an item's classes over atoms, each class by its first step's weight."""
        row: Row = {}
        for atom in atoms:
            numbers = self.count.get((atom, item))
            if numbers is None:
                continue
            for place, steps in zip(numbers, self.classes[item], strict=True):
                if weight.get(steps[0]):
                    row[place] = weight[steps[0]]
        return row

    def _constrain(self, one: Printed) -> None:
        if one.empty:
            self.family.constrain({self.size[atom]: 1 for atom in sorted(one.of.atoms) if atom in self.size}, 0, 0)
            return
        if not one.shown or one.n is None:
            return
        atoms = sorted(one.of.atoms)
        taken = [atom for atom in atoms if atom in self.fixed]
        rest = one.n - sum(self._fixed_size(atom) for atom in taken)
        least = rest if self._asked_throughout(one) else 0
        self.family.constrain({self.size[atom]: 1 for atom in atoms if atom in self.size}, least, rest)
        for item in self.family.items:
            known = self._known(one, item)
            if known is not None:
                self._constrain_item(atoms, taken, item, known)
        for number, known in one.indicators.items():
            self._constrain_indicator(atoms, taken, number, known)

    def _asked_throughout(self, one: Printed) -> bool:
        """Whether all of a set were asked an item of the family; in pooled years a question may be new."""
        return one.of.atoms <= self.asked.keys()

    def _fixed_size(self, atom: int) -> int:
        return self.single[atom][0].n or 0

    def _constrain_item(self, atoms: Sequence[int], taken: Sequence[int], item: Item, known: Known) -> None:
        answers = dict.fromkeys(item.answers, 1)
        if known.answered is None:
            if known.at_most is not None:
                self.family.constrain(self._sum_of(atoms, item, answers), 0, known.at_most)
            return
        less = [self.fixed[atom][item] for atom in taken if item in self.fixed[atom]]
        answered = known.answered - sum(one.answered or 0 for one in less)
        self.family.constrain(self._sum_of(atoms, item, answers), answered, answered)
        if known.positive is not None:
            gone = sum(one.positive.low for one in less if one.positive is not None)
            row = self._sum_of(atoms, item, dict.fromkeys(item.positive, 1))
            self.family.constrain(row, known.positive.low - gone, known.positive.high - gone)
        if item.values is not None and known.sum is not None:
            values = dict(zip(item.answers, item.values, strict=True))
            total = known.sum - sum(one.sum or 0 for one in less)
            self.family.constrain(self._sum_of(atoms, item, values), total, total)
            if known.squares is not None:
                squared = {step: value * value for step, value in values.items()}
                gone = sum(one.squares.low for one in less if one.squares is not None)
                row = self._sum_of(atoms, item, squared)
                self.family.constrain(row, known.squares.low - gone, known.squares.high - gone)
        for step, n in known.steps.items():
            left = n - sum(one.steps.get(step, 0) for one in less)
            self.family.constrain(self._sum_of(atoms, item, {step: 1}), left, left)

    def _constrain_indicator(self, atoms: Sequence[int], taken: Sequence[int], number: str, known: Known) -> None:
        members = [item for item in self.family.items if number in item.indicators]
        if len(members) < 2 or (known.answered is None and known.at_most is None):
            return
        answered: Row = {}
        positive: Row = {}
        for item in members:
            answered |= self._sum_of(atoms, item, dict.fromkeys(item.answers, 1))
            positive |= self._sum_of(atoms, item, dict.fromkeys(item.positive, 1))
        if known.answered is None:
            self.family.constrain(answered, 0, known.at_most or 0)
            return
        less = [self.fixed[atom][item] for atom in taken for item in members if item in self.fixed[atom]]
        left = known.answered - sum(one.answered or 0 for one in less)
        self.family.constrain(answered, left, left)
        if known.positive is not None:
            gone = sum(one.positive.low for one in less if one.positive is not None)
            self.family.constrain(positive, known.positive.low - gone, known.positive.high - gone)

    def _exempt(self, one: Printed, item: Item) -> frozenset[str]:
        """Return what follows for everybody because a printed parent of at least twenty answered alike."""
        found: set[str] = set()
        for parent in self.component.parents(one):
            known = self._known(parent, item)
            if known is None or not known.numeric or known.answered is None or known.positive is None:
                continue
            if known.answered >= FEW_ANSWERS and known.positive.low == 0:
                found.add("positive")
            if known.answered >= FEW_ANSWERS and known.positive.low == known.answered:
                found.add("negative")
        return frozenset(found)

    def _aim(self, one: Printed) -> None:
        """Add what must stay open about a set."""
        if one.together or one.empty:
            return
        if not one.shown:
            self._aim_at_hidden(one)
            return
        atoms = sorted(one.of.atoms)
        for item in self.family.items:
            known = self._known(one, item)
            if known is None:
                continue
            if known.banded:
                if not self._exempt(one, item):
                    row = self._sum_of(atoms, item, dict.fromkeys(item.positive, 1))
                    self._target(one, item.name, "banded", [(row, 0)], DIFFER, 1)
            elif known.hidden and known.at_most is not None:
                self._aim_at_item(one, item, None, {})
        for number, known in one.indicators.items():
            members = [item for item in self.family.items if number in item.indicators]
            if known.hidden and known.at_most is not None and len(members) > 1:
                for item in members:
                    self._aim_at_item(one, item, None, {})
            if known.banded and len(members) > 1 and not any(self._exempt(one, item) for item in members):
                summed: Row = {}
                for item in members:
                    summed |= self._sum_of(atoms, item, dict.fromkeys(item.positive, 1))
                self._target(one, f"indicator {number}", "banded", [(summed, 0)], DIFFER, 1)

    def _aim_at_hidden(self, one: Printed) -> None:
        least = self.policy.least(one.of.columns, one.of.group)
        size = {self.size[atom]: 1 for atom in sorted(one.of.atoms) if atom in self.size}
        known = sum(self._fixed_size(atom) for atom in one.of.atoms if atom in self.fixed)
        unless = least - known
        if self._asked_throughout(one):
            self._target(one, None, "size", [(size, known)], DIFFER, least, unless, size)
        for item in self.family.items:
            if any(item in self.asked.get(atom, ()) for atom in one.of.atoms):
                self._aim_at_item(one, item, unless, size)

    def _aim_at_item(self, one: Printed, item: Item, unless: int | None, size: Row) -> None:
        if not item.positive and not self.uses[item]:
            return
        atoms = sorted(one.of.atoms)
        less = [self.fixed[atom][item] for atom in atoms if atom in self.fixed and item in self.fixed[atom]]
        gone = int(sum(known.positive.low for known in less if known.positive is not None))
        gone_negative = sum(known.answered or 0 for known in less) - gone
        exempt = self._exempt(one, item)
        positive = self._sum_of(atoms, item, dict.fromkeys(item.positive, 1))
        negative = self._sum_of(atoms, item, {step: 1 for step in item.answers if step not in item.positive})
        if item.positive and "positive" not in exempt:
            self._target(one, item.name, "positive", [(positive, gone)], DIFFER, 1, unless, size)
        if "negative" not in exempt:
            self._target(one, item.name, "negative", [(negative, gone_negative)], DIFFER, 1, unless, size)
        if item.positive and not exempt:
            both = [(positive, gone), (negative, gone_negative)]
            self._target(one, item.name, "mixed", both, REACHES, 1, unless, size)
        chosen: dict[str, int] = {}
        for parent in self.component.parents(one):
            known = self._known(parent, item)
            for step, n in (known.steps if known is not None else {}).items():
                chosen[step] = max(chosen.get(step, 0), n)
        if not item.positive:
            chosen |= {steps[0]: 1 for steps in self.classes[item] if steps[0] not in chosen}
        for step, n in chosen.items():
            if n > 0 and step in item.answers and not ("positive" in exempt and step in item.positive):
                row = self._sum_of(atoms, item, {step: 1})
                self._target(one, item.name, f"step {step}", [(row, 0)], DIFFER, 1, unless, size)

    def _target(
        self,
        one: Printed,
        item: str | None,
        what: str,
        rows: Sequence[tuple[Row, int]],
        kind: int,
        threshold: int,
        unless: int | None = None,
        size: Row | None = None,
    ) -> None:
        name = f"{one.of.name}: {item + ', ' if item else ''}{what}"
        self.family.targets.append(
            Target(
                name,
                one,
                item,
                what,
                tuple(tuple(sorted(row.items())) for row, _ in rows),
                tuple(constant for _, constant in rows),
                kind,
                threshold,
                unless,
                tuple(sorted((size or {}).items())),
            )
        )


def _role(item: Item, step: str) -> str:
    if step not in item.answers:
        return "none"
    return "positive" if step in item.positive else "negative"


def _class_name(item: Item, steps: Sequence[str]) -> str:
    answers = set(item.answers)
    if set(steps) == set(item.steps) - answers:
        return NOT_ANSWERED
    if set(steps) == set(item.positive):
        return "positive"
    if set(steps) == answers - item.positive:
        return "negative"
    return "/".join(step or "no answer" for step in steps)
