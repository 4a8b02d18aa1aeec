"""Protection (skydd): hide the fewest sets so that the attacker audit says SAFE.

First the primary sets; then complementary ones by elimination; then whatever a subtraction or the audit still
finds (widening); at last each set hidden only for others' sake is tried without (removal). Sets that share no atom
are protected apart.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass, replace

from ljuspunkt.domain.disclosure.arithmetic import remainders
from ljuspunkt.domain.disclosure.attack import Audit, Memory, audit, seen
from ljuspunkt.domain.disclosure.finding import Finding
from ljuspunkt.domain.disclosure.history import linked
from ljuspunkt.domain.disclosure.openness import Openness
from ljuspunkt.domain.disclosure.policy import AssociationYears, Policy
from ljuspunkt.domain.disclosure.primary import derivable
from ljuspunkt.domain.disclosure.release import Material, ReleasedTable, SetNumbers, released
from ljuspunkt.domain.disclosure.secondary import fewest, following
from ljuspunkt.domain.disclosure.table import Keys, Layout, Questionnaire, RespondentSet, components, layout
from ljuspunkt.domain.disclosure.view import INDICATOR, read_view

Place = tuple[str, tuple[str, ...]]
_ROUNDING = 1e-6
TRIES = 4
"""How many sets are tried for one widening before the smallest is hidden and the search goes on."""


@dataclass(frozen=True, slots=True)
class Protected:
    """A release with its audit, and what only the analyst may see: why each set is hidden, and how many it holds."""

    tables: tuple[ReleasedTable, ...]
    audit: Audit
    primary: frozenset[Place]
    complementary: frozenset[Place]
    empty: frozenset[Place]
    n_shown: int
    n_hidden: int


def protect(
    materials: Sequence[Material],
    questionnaire: Questionnaire,
    policy: Policy,
    associations: Sequence[AssociationYears] = (),
    earlier: Sequence[Sequence[ReleasedTable]] = (),
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Protected:
    """Return the tables that may be published, with the audit's verdict on them.

    Where no pattern of hidden sets satisfies the audit, the last one tried is returned with its verdict.

    Args:
        materials: what each table could print.
        questionnaire: what each (wave, group) was asked.
        policy: the rules.
        associations: mergers.
        earlier: the tables of each earlier release.
        progress: called with the parts done and all parts.
    """
    keys = {material.plan.name: Keys(material.columns, tuple(material.sets)) for material in materials}
    plan = layout(keys, questionnaire, policy, associations)
    known = _Known({(one.table, one.key): one.atoms for one in plan.sets}, {})
    parts = components(plan)
    if earlier:
        known, parts = _with_earlier(materials, questionnaire, policy, associations, earlier, plan)
    protection = [_Part(materials, questionnaire, policy, associations, earlier, plan, part, known) for part in parts]
    hidden: set[Place] = set()
    for number, part in enumerate(protection):
        hidden |= part.protected()
        progress(number + 1, len(parts))
    tables = released(materials, hidden, policy)
    memory = Memory()
    for part in protection:
        memory.outcomes.update(part.memory.outcomes)
    verdict = audit(tables, questionnaire, policy, associations, earlier, memory)
    sizes = {(m.plan.name, key): numbers.n for m in materials for key, numbers in m.sets.items()}
    primary = frozenset(place for part in protection for place in part.primary)
    empty = frozenset(place for place, n in sizes.items() if n == 0)
    return Protected(
        tables,
        verdict,
        primary,
        frozenset(hidden) - primary - empty,
        empty,
        sum(n for place, n in sizes.items() if place not in hidden),
        sum(n for place, n in sizes.items() if place in hidden),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """The atoms of each set, fine enough for all releases; `told`: the sizes that earlier ones show, by atoms."""

    atoms: Mapping[Place, frozenset[int]]
    told: Mapping[frozenset[int], int]

    def shown_within(self, sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
        """Return the sets that earlier releases show and that share atoms with some sets."""
        atoms = frozenset().union(*sets)
        return sorted((one for one in self.told if one & atoms), key=sorted)

    def following(self, places: Iterable[Place]) -> frozenset[Place]:
        """Return those of some sets whose sizes follow from what earlier releases show."""
        listed = list(places)
        sets = [self.atoms[place] for place in listed]
        return frozenset(listed[at] for at in following(sets, self.shown_within(sets)))


def _with_earlier(
    materials: Sequence[Material],
    questionnaire: Questionnaire,
    policy: Policy,
    associations: Sequence[AssociationYears],
    earlier: Sequence[Sequence[ReleasedTable]],
    plan: Layout,
) -> tuple[_Known, list[tuple[int, ...]]]:
    """Return the sets over what all releases tell apart, and the parts that no release links."""
    small = {
        (one.table, one.key)
        for material in materials
        for one in plan.sets
        if one.table == material.plan.name and material.sets[one.key].n < policy.least(one.columns, one.group)
    }
    view = seen(released(materials, small, policy), questionnaire, policy, associations, earlier).view
    number = {(one.table, one.key): at for at, one in enumerate(plan.sets)}
    every = {(one.of.table, one.of.key): one for one in view.printed if not one.together}
    atoms = {place: every[place].of.atoms if place in every else frozenset() for place in number}
    told = {one.of.atoms: one.n for place, one in every.items() if one.n is not None and place not in number}
    placed = [(one.table, one.key) for one in view.layout.sets]
    parts = [
        tuple(sorted(number[placed[at]] for at in part if placed[at] in number)) for part in components(view.layout)
    ]
    return _Known(atoms, told), sorted(filter(None, parts))


def _only(numbers: SetNumbers, items: Set[str]) -> SetNumbers:
    """Return the numbers of some questions, and of the indicators that add them up."""
    return SetNumbers(
        numbers.n,
        {name: one for name, one in numbers.questions.items() if name in items},
        {number: one for number, one in numbers.indicators.items() if items & {*one.items}},
    )


class _Part:
    """The sets that are linked by shared atoms, protected together."""

    def __init__(
        self,
        materials: Sequence[Material],
        questionnaire: Questionnaire,
        policy: Policy,
        associations: Sequence[AssociationYears],
        earlier: Sequence[Sequence[ReleasedTable]],
        plan: Layout,
        part: Sequence[int],
        known: _Known,
    ) -> None:
        self.known = known
        self.questionnaire = questionnaire
        self.policy = policy
        self.associations = associations
        self.earlier = earlier
        self.memory = Memory()
        self.pooled = {policy.wave_of(waves) for waves in policy.pool}
        self.sets: dict[Place, RespondentSet] = {}
        for place in part:
            one = plan.sets[place]
            self.sets[one.table, one.key] = one
        by_name = {material.plan.name: material for material in materials}
        self.numbers = {(table, key): by_name[table].sets[key] for table, key in self.sets}
        self.size = {place: numbers.n for place, numbers in self.numbers.items()}
        self.materials = [
            replace(
                material,
                sets={key: one for key, one in material.sets.items() if (material.plan.name, key) in self.sets},
            )
            for material in materials
        ]
        self.materials = [material for material in self.materials if material.sets]
        self.least = {place: policy.least(one.columns, one.group) for place, one in self.sets.items()}
        self.primary = frozenset(place for place, n in self.size.items() if 0 < n < self.least[place])
        self.lost = known.following(self.primary)
        self._by_question: dict[str, _Part] = {}
        self._openness: Openness | None = None
        self._row: dict[Place, int] = {}
        self.told = frozenset(place for place in self.sets if known.atoms[place] in known.told)

    def protected(self) -> frozenset[Place]:
        """Return the sets to hide, empty ones among them.

        Where an earlier release told other things of the same sets, hiding can't mend it: late answers go to the
        next release. Nothing more is hidden then, so that the audit names what changed. Nor is anything hidden for
        the sake of a set that follows from earlier releases alone; the audit names those too.
        """
        small = frozenset(place for place, n in self.size.items() if n < self.least[place])
        hidden = self._closed(small | self._eliminated())
        if linked(released(self.materials, hidden, self.policy), self.earlier, self.policy)[1]:
            return hidden
        findings = self._findings(hidden)
        while findings:
            more = self._widening(hidden, findings)
            if more is None:
                return hidden
            hidden = self._closed(hidden | {more})
            findings = self._findings(hidden)
        return self._removal(hidden)

    def _eliminated(self) -> frozenset[Place]:
        """Return the sets that elimination hides to protect the small ones; what earlier releases show goes first."""
        filled = [place for place, n in self.size.items() if n > 0]
        number = {place: at for at, place in enumerate(filled)}
        told = self.known.shown_within([self.known.atoms[place] for place in filled])
        added = fewest(
            [*(self.known.atoms[place] for place in filled), *told],
            [*(self.size[place] for place in filled), *(0 for _ in told)],
            frozenset(number[place] for place in self.primary),
            [number[place] for place in sorted(filled, key=self._importance)],
            frozenset(range(len(filled), len(filled) + len(told))),
        )
        return frozenset(filled[at] for at in added)

    def _closed(self, hidden: frozenset[Place]) -> frozenset[Place]:
        """Return the pattern with what subtraction and half-shown pooled years add to it."""
        while True:
            while (more := self._too_small(hidden) or self._half_shown(hidden)) is not None:
                hidden |= {more}
            telling = self._telling(hidden)
            if not telling:
                return hidden
            hidden |= telling

    def _telling(self, hidden: frozenset[Place]) -> frozenset[Place]:
        """Return the shown sets of pooled waves that tell, minus the years shown, what a year bands or leaves out."""
        wide = {
            one.name: place
            for place, one in self.sets.items()
            if place not in hidden | self.told and one.key[0] in self.pooled
        }
        if not wide:
            return frozenset()
        tables = released(self.materials, hidden, self.policy)
        view = read_view(tables, self.questionnaire, self.policy, self.associations)
        left = [one for one in remainders(view, self.policy) if one.key and one.key[0] not in self.pooled]
        return frozenset(wide[one.by[0]] for one in left if one.by[0] in wide)

    def _importance(self, place: Place) -> tuple[int, int, Place]:
        """Return what orders sets from the last to be hidden to the first: the coarser and larger matter more."""
        return len(self.sets[place].columns), -self.size[place], place

    def _too_small(self, hidden: frozenset[Place]) -> Place | None:
        """Return a set to hide because a set below its n_min would follow by subtraction."""
        shown = {place: one for place, one in self.sets.items() if place not in hidden and self.size[place] > 0}
        place_of = {one: place for place, one in shown.items()}
        for left in derivable(list(shown.values()), self.policy):
            n = self.size[place_of[left.whole]] - sum(self.size[place_of[part]] for part in left.parts)
            if 0 < n < left.least:
                parts = sorted((place_of[part] for part in left.parts), key=self._importance, reverse=True)
                parts = [part for part in (*parts, place_of[left.whole]) if part not in self.told]
                enough = [part for part in parts if self.size[part] + n >= left.least]
                if parts:
                    return (enough or parts)[0]
        return None

    def _half_shown(self, hidden: frozenset[Place]) -> Place | None:
        """Return a shown set of pooled waves of which all but one are shown, unless that one is empty."""
        for place, one in self.sets.items():
            if place in hidden | self.told or one.key[0] not in self.pooled:
                continue
            years = [
                other
                for other, year in self.sets.items()
                if other[0] == place[0] and year.key[0] not in self.pooled and year.atoms < one.atoms
            ]
            filled = [year for year in years if self.size[year] > 0]
            if len(filled) > 1 and sum(year in hidden for year in filled) == 1:
                return place
        return None

    def _audit(self, hidden: frozenset[Place]) -> tuple[Finding, ...]:
        tables = released(self.materials, hidden, self.policy)
        rules, earlier = self.policy, self.earlier
        return audit(tables, self.questionnaire, rules, self.associations, earlier, self.memory, final=False).findings

    def _findings(self, hidden: frozenset[Place]) -> tuple[Finding, ...]:
        """Return what the audit finds, and with the policy's coalition what each hidden association would find."""
        found = list(self._audit(hidden))
        if self.policy.coalition == "association" and not found:
            for insider in sorted(filter(None, {self._association(place) for place in hidden})):
                own = {place for place in hidden if self._association(place) == insider}
                seen = self._audit(hidden - own)
                found += [one for one in seen if self._association((one.table, one.key)) != insider]
        return tuple(one for one in found if (one.table, one.key) not in self.lost)

    def _association(self, place: Place) -> str | None:
        one = self.sets.get(place)
        if one is None or "association" not in one.columns:
            return None
        return one.key[one.columns.index("association")]

    def _widening(self, hidden: frozenset[Place], findings: Sequence[Finding]) -> Place | None:
        """Return one more set to hide: the smallest that keeps open the size that follows in the first finding; else,
        of the linked sets whose answers differ in the items found, the smallest that settles the finding, or the
        likeliest."""
        first = findings[0]
        place = first.table, first.key
        target = self.sets.get(place)
        if first.question is None and target is not None:
            opened = self._opening(place, hidden)
            if opened is not None:
                return opened
        subtracted = self._subtracted(first, hidden)
        candidates = subtracted or (self._linked(target, hidden) if target is not None else [])
        candidates = candidates or [one for one in self.sets if self._may_hide(one, hidden)]
        if not candidates:
            return None
        items = {one.question for one in findings if one.question is not None}
        likely = {one: self._mixed(one, items) for one in candidates}
        finest = {one: -len(self.sets[one].columns) for one in candidates}
        candidates.sort(key=lambda one: (not self._holds(one, target), finest[one], -likely[one], self.size[one], one))
        about = self._about(first.question)
        settling = []
        for candidate in candidates[:TRIES]:
            after = about._findings(hidden | {candidate})
            if not any((one.table, one.key) == place for one in after):
                settling.append(candidate)
                if not subtracted:
                    break
        return min(settling, key=lambda one: (self.size[one], one), default=candidates[0])

    def _about(self, question: str | None) -> "_Part":
        """Return the part with just one question or indicator and what is reckoned together with it; all of it for a
        size, and beside earlier releases."""
        if question is None or self.earlier:
            return self
        if question not in self._by_question:
            items = self._together_with(question)
            part = copy(self)
            part.memory = Memory()
            part.questionnaire = {
                place: tuple(item for item in asked if item.name in items)
                for place, asked in self.questionnaire.items()
            }
            part.materials = [
                replace(material, sets={key: _only(numbers, items) for key, numbers in material.sets.items()})
                for material in self.materials
            ]
            self._by_question[question] = part
        return self._by_question[question]

    def _together_with(self, question: str) -> frozenset[str]:
        """Return the questions that indicators tie to a question or an "indicator <number>", itself among them."""
        tied = {
            (number, frozenset(one.items))
            for numbers in self.numbers.values()
            for number, one in numbers.indicators.items()
        }
        items = {question}.union(*(names for number, names in tied if INDICATOR + number == question))
        while more := frozenset().union(*(names for _, names in tied if names & items)) - items:
            items |= more
        return frozenset(items)

    def _subtracted(self, finding: Finding, hidden: frozenset[Place]) -> list[Place]:
        """Return the sets that a finding subtracts from each other, none where it follows in another way."""
        if "whole" not in finding.values:
            return []
        return [one for one, of in self.sets.items() if of.name in finding.by and self._may_hide(one, hidden)]

    def _opening(self, place: Place, hidden: frozenset[Place]) -> Place | None:
        """Return the smallest set whose hiding keeps a size open, or what brings it nearest to that; None where the
        sizes shown don't close it, or no single set helps."""
        least = self.least[place]
        before = self._open(place, hidden)
        if before >= least:
            return None
        around = frozenset().union(*(one.atoms for one in self.sets.values() if one.atoms > self.sets[place].atoms))
        after = {
            one: self._open(place, hidden | {one})
            for one in self.sets
            if self._may_hide(one, hidden) and self.sets[one].atoms & around
        }
        enough = [one for one, openness in after.items() if openness >= least]
        if enough:
            return min(enough, key=lambda one: (self.size[one], one))
        best = max(after, key=lambda one: (after[one], -self.size[one], one), default=None)
        return best if best is not None and after[best] > before else None

    def _open(self, place: Place, hidden: frozenset[Place]) -> float:
        """Return how far a set's size stays open for who knows the sizes shown."""
        if self._openness is None:
            told = self.known.shown_within([self.known.atoms[one] for one in self.sets])
            self._openness = Openness(
                [*(self.known.atoms[one] for one in self.sets), *told],
                [*self.size.values(), *(self.known.told[one] for one in told)],
            )
            self._row = {one: number for number, one in enumerate(self.sets)}
        return self._openness.of(self._row[place], frozenset(self._row[one] for one in hidden))[0] + _ROUNDING

    def _may_hide(self, place: Place, hidden: frozenset[Place]) -> bool:
        """Whether a set is shown and holds somebody, and no earlier release shows it anyway."""
        return place not in hidden and place not in self.told and self.size[place] > 0

    def _holds(self, place: Place, target: RespondentSet | None) -> bool:
        """Whether a set is the target's own, in pooled waves: hiding it costs least."""
        one = self.sets[place]
        return (
            target is not None
            and one.key[0] in self.pooled
            and one.columns == target.columns
            and one.atoms > target.atoms
        )

    def _mixed(self, place: Place, items: Set[str]) -> int:
        """Return in how many of some items a set has answers of either kind."""
        numbers = self.numbers[place]
        return sum(
            one.positive is not None and 0 < one.positive < one.answered
            for name, one in (
                *numbers.questions.items(),
                *((f"indicator {number}", one) for number, one in numbers.indicators.items()),
            )
            if name in items
        )

    def _linked(self, target: RespondentSet, hidden: frozenset[Place]) -> list[Place]:
        """Return the shown sets whose hiding could keep something open about a set: its siblings, the smallest
        first, then its parents."""
        parents = [(place, one) for place, one in self.sets.items() if place not in hidden and one.atoms > target.atoms]
        siblings = {
            place
            for place, one in self.sets.items()
            if self._may_hide(place, hidden)
            and one.columns == target.columns
            and one.key != target.key
            and any(one.atoms < parent.atoms for _, parent in parents)
        }
        nearest = sorted(siblings, key=self._importance, reverse=True)
        return nearest or [
            place
            for place, _ in sorted(parents, key=lambda pair: self._importance(pair[0]), reverse=True)
            if place not in self.told
        ]

    def _removal(self, hidden: frozenset[Place]) -> frozenset[Place]:
        """Return the pattern without the sets that the audit doesn't need, the largest tried first."""
        extra = [place for place in hidden if place not in self.primary and self.size[place] > 0]
        for place in sorted(extra, key=self._importance):
            fewer = hidden - {place}
            if any(self._open(one, fewer) < self.least[one] for one in self.primary - self.lost):
                continue
            followed = self._too_small(fewer) is not None or self._half_shown(fewer) is not None
            if not followed and not self._telling(fewer) and not self._findings(fewer):
                hidden = fewer
        return hidden
