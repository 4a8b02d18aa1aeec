"""Choices that would cost less (förslag): what could be published instead so that fewer respondents are hidden.

Each is tried: the release is protected anew with the changed policy, and what is promised is what came out. Limits
are never lowered below their floors, and only what the audit finds SAFE is proposed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Literal

from ljuspunkt.domain.disclosure.cost import Extent, ProtectionCost, cost, reached
from ljuspunkt.domain.disclosure.finding import said_name
from ljuspunkt.domain.disclosure.policy import (
    FLOOR,
    FLOOR_BREAKDOWN,
    FLOOR_DISTRIBUTION,
    PLAIN_COLUMNS,
    AssociationYears,
    Policy,
    TablePlan,
)
from ljuspunkt.domain.disclosure.protect import Protected, protect
from ljuspunkt.domain.disclosure.release import ReleasedTable
from ljuspunkt.domain.disclosure.table import is_together
from ljuspunkt.domain.errors import BadInput, RuleBroken, marked
from ljuspunkt.domain.survey.counts import NO_ANSWER, Counts
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.survey.merging import common_questions
from ljuspunkt.domain.survey.publication import Prepared, prepare
from ljuspunkt.domain.vocabulary import Notice

Kind = Literal["pool", "merge", "join", "nationally", "drop", "floors"]

MOST = 5
MOST_OF_A_KIND = 2
TRIED_OF_A_KIND = 2
MANY_SETS = 200
"""Beyond so many sets only one pair of years to pool is tried: pooled years take the audit minutes."""
ALIKE = 0.5
"""Groups are proposed to be merged where at least so many of their questions are the same."""

Figure = tuple[tuple[str, ...], tuple[str, ...], str | None, str | None]


@dataclass(frozen=True, slots=True)
class Choice:
    """A changed policy; `subject` is what is pooled, merged, joined, left out or set to its floor.

    `of` is the column that a merger or a breakdown is about; `name` what merged values are called.
    """

    kind: Kind
    policy: Policy
    subject: tuple[str, ...]
    of: str = ""
    name: str = ""

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return what to do, as a sentence without its full stop."""
        values = {
            "subject": said_name(", ".join(self.subject), translate),
            "split": said_name(self.of, translate),
            "name": said_name(self.name, translate),
        }
        return Notice(_WHAT[self.kind], values).said(translate)


_WHAT: Mapping[Kind, str] = {
    "pool": marked("publish {subject} together beside the single years"),
    "merge": marked("take the groups {subject} together as “{name}”"),
    "join": marked("take {subject} together as “{name}” ({split})"),
    "nationally": marked("publish the table by {subject} for the whole country only, by {name}"),
    "drop": marked("leave out the table by {subject}"),
    "floors": marked("keep the limits at their floors ({subject})"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A choice with what it gives and what it costs, both as they came out when it was tried.

    Attributes:
        choice: what to change.
        gained: sets that are shown and weren't, and respondents of the tables that stay who are in a shown set and
            weren't.
        figures_gained: figures that are printed and weren't.
        figures_lost: figures that were printed and aren't.
    """

    choice: Choice
    gained: Extent
    figures_gained: int
    figures_lost: int

    @property
    def worth(self) -> float:
        """Respondents gained for each figure given up."""
        return self.gained.respondents / (1 + self.figures_lost)


@dataclass(frozen=True, slots=True)
class Proposals:
    """The choices that would cost less, the best first, and what each table makes hidden in the others.

    Attributes:
        best: at most five.
        caused: table → sets of other tables that would be shown without it.
        tried: how many choices were tried.
    """

    best: tuple[Proposal, ...]
    caused: Mapping[str, Extent]
    tried: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """All that a release is made from; `policy` as it was written."""

    counts: Counts
    instruments: Instruments
    policy: Policy
    associations: tuple[AssociationYears, ...] = ()
    earlier: Sequence[Sequence[ReleasedTable]] = ()

    def prepared(self, policy: Policy) -> Prepared:
        """Return what could be printed under a policy."""
        return prepare(self.counts, self.instruments, policy, self.associations)

    def protected(self, prepared: Prepared) -> Protected:
        """Return what may be printed of it."""
        return protect(prepared.materials, prepared.questionnaire, prepared.policy, self.associations, self.earlier)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a policy gave when it was tried."""

    prepared: Prepared
    protected: Protected
    cost: ProtectionCost
    figures: frozenset[Figure]

    @property
    def reach(self) -> Mapping[tuple[str, ...], int]:
        return {table.by: table.reached.respondents for table in self.cost.tables}


def _outcome(measurement: Measurement, prepared: Prepared, protected: Protected) -> _Outcome:
    found = cost(prepared.materials, protected, prepared.questionnaire, prepared.policy, measurement.associations)
    figures = frozenset(
        (table.columns, row.key, row.question, row.indicator)
        for table in protected.tables
        for row in table.rows
        if row.answered is not None and not is_together(table.columns, row.key)
    )
    return _Outcome(prepared, protected, found, figures)


def propose(
    measurement: Measurement,
    prepared: Prepared,
    protected: Protected,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Proposals:
    """Return the choices that would cost less than a release as it was protected.

    Args:
        measurement: what the release is made from.
        prepared: what it could print.
        protected: what it prints.
        progress: called with the choices tried and all choices.
    """
    now = _outcome(measurement, prepared, protected)
    promising = _promising(measurement, now)
    tried: list[tuple[Choice, _Outcome]] = []
    for number, (choice, ready) in enumerate(promising):
        progress(number, len(promising))
        outcome = _outcome(measurement, ready, measurement.protected(ready))
        tried.append((choice, outcome))
    progress(len(promising), len(promising))
    caused = {
        plan.name: _caused(plan, now, tried) for plan in prepared.policy.tables if len(prepared.policy.tables) > 1
    }
    proposals = [
        _proposal(choice, now, outcome)
        for choice, outcome in tried
        if outcome.protected.audit.verdict == "SAFE" and _may_be_proposed(choice)
    ]
    return Proposals(_best(proposals), caused, len(promising))


def _promising(measurement: Measurement, now: _Outcome) -> list[tuple[Choice, Prepared]]:
    """Return the choices worth trying: those that would gain respondents if only small sets had to be hidden."""
    found: list[tuple[Choice, Prepared]] = []
    for kind, choices in _choices(measurement, now.prepared).items():
        able: list[tuple[int, Choice, Prepared]] = []
        for choice in choices:
            try:
                ready = measurement.prepared(choice.policy)
            except (RuleBroken, BadInput):
                continue
            gain = _most_gained(now, ready, measurement.associations)
            if gain > 0:
                able.append((gain, choice, ready))
        able.sort(key=lambda one: -one[0])
        most = len(able) if kind in ("drop", "nationally") else TRIED_OF_A_KIND
        if kind == "pool" and sum(len(material.sets) for material in now.prepared.materials) > MANY_SETS:
            able = [one for one in able if len(one[1].subject) == 2][:1]
        found += [(choice, ready) for _, choice, ready in able[:most]]
    return found


def _most_gained(now: _Outcome, ready: Prepared, associations: Sequence[AssociationYears]) -> int:
    """Return how many respondents a choice could gain at most: nothing but small sets hidden."""
    gain = 0
    for material in ready.materials:
        if material.plan.by not in now.reach:
            continue
        place = material.columns.index("group") if "group" in material.columns else None
        large = {
            key
            for key, numbers in material.sets.items()
            if numbers.n >= ready.policy.least(material.columns, None if place is None else key[place])
        }
        most = reached(material, large, ready.policy, associations)
        gain += max(0, most.respondents - now.reach[material.plan.by])
    return gain


def _choices(measurement: Measurement, prepared: Prepared) -> Mapping[Kind, list[Choice]]:
    """Return the choices there are, by kind; nothing is merged that an earlier release shows apart."""
    policy = measurement.policy
    found: dict[Kind, list[Choice]] = {
        "nationally": list(_nationally(policy)),
        "drop": list(_dropped(policy)),
        "floors": list(_floors(policy)),
    }
    if not measurement.earlier:
        found["merge"] = list(_merged_groups(measurement, prepared))
        found["join"] = list(_joined_categories(measurement))
    found["pool"] = list(_pools(policy, prepared.policy.waves))
    return found


def _pools(policy: Policy, waves: Sequence[str]) -> Iterator[Choice]:
    """Yield the waves that could be published together: two in a row, or the latest three."""
    several = [*pairwise(waves), *([tuple(waves[-3:])] if len(waves) > 2 else [])]
    for together_ in several:
        if together_ not in policy.pool:
            yield Choice("pool", replace(policy, pool=(*policy.pool, together_)), together_)


def _merged_groups(measurement: Measurement, prepared: Prepared) -> Iterator[Choice]:
    """Yield pairs of respondent groups that were asked mostly the same."""
    policy, counts = measurement.policy, measurement.counts
    if not any("group" in plan.by for plan in policy.tables):
        return
    place = counts.columns.index("group")
    waves = {wave for waves in prepared.policy.wave_sets for wave in waves}
    merged_already = policy.merge.get("group", {})
    taken = {part for parts in merged_already.values() for part in parts}
    there = sorted({cell[place] for cell in counts.steps if cell[0] in waves} - taken)
    for pair in combinations(there, 2):
        both = {
            wave
            for wave in waves
            if all(any(cell[0] == wave and cell[place] == one for cell in counts.steps) for one in pair)
        }
        if both and all(_alike(measurement.instruments, wave, pair) >= ALIKE for wave in both):
            yield _merger("merge", policy, "group", pair, "_or_".join(pair))


def _alike(instruments: Instruments, wave: str, groups: Sequence[str]) -> float:
    """Return the share of the groups' questions that all of them were asked alike."""
    every = {question.name for group in groups for question in instruments.of(group=group, wave=wave).questions}
    return len(common_questions(instruments, wave=wave, groups=groups)) / len(every) if every else 0.0


def _joined_categories(measurement: Measurement) -> Iterator[Choice]:
    """Yield neighbouring categories of breakdowns that could be taken together."""
    policy, counts = measurement.policy, measurement.counts
    used = {column for plan in policy.tables for column in plan.by} - PLAIN_COLUMNS
    for column in sorted(used & set(counts.columns)):
        place = counts.columns.index(column)
        taken = {part for parts in policy.merge.get(column, {}).values() for part in parts}
        there = sorted({cell[place] for cell in counts.steps} - taken - {NO_ANSWER})
        if len(there) < 3:
            continue
        for pair in pairwise(there):
            yield _merger("join", policy, column, pair, " or ".join(pair))


def _merger(kind: Kind, policy: Policy, column: str, parts: tuple[str, ...], name: str) -> Choice:
    merge = {**policy.merge, column: {**policy.merge.get(column, {}), name: parts}}
    return Choice(kind, replace(policy, merge=merge), parts, column, name)


def _breakdowns(plan: TablePlan) -> list[str]:
    return [column for column in plan.by if column not in PLAIN_COLUMNS]


def _nationally(policy: Policy) -> Iterator[Choice]:
    """Yield the tables of associations by a breakdown that could be published for the whole country only."""
    known = {frozenset(plan.by) for plan in policy.tables}
    for number, plan in enumerate(policy.tables):
        by = tuple(column for column in plan.by if column not in ("association", "initiative"))
        if _breakdowns(plan) and by != plan.by and frozenset(by) not in known:
            tables = (*policy.tables[:number], replace(plan, by=by), *policy.tables[number + 1 :])
            yield Choice("nationally", replace(policy, tables=tables), plan.by, name=", ".join(by))


def _dropped(policy: Policy) -> Iterator[Choice]:
    """Yield each table left out, if others remain: what it costs the others shows only so."""
    for number, plan in enumerate(policy.tables):
        if len(policy.tables) > 1:
            tables = (*policy.tables[:number], *policy.tables[number + 1 :])
            yield Choice("drop", replace(policy, tables=tables), plan.by)


def _floors(policy: Policy) -> Iterator[Choice]:
    """Yield the policy with raised limits at their floors, where any is raised."""
    limits = {
        "n_min": (policy.n_min, FLOOR),
        "n_min_distribution": (policy.n_min_distribution, FLOOR_DISTRIBUTION),
        "n_min_breakdown": (policy.n_min_breakdown, FLOOR_BREAKDOWN),
    }
    limits |= {f"n_min_group: {group}": (value, policy.floor_of(group)) for group, value in policy.n_min_group.items()}
    raised = tuple(f"{name} {floor}" for name, (value, floor) in limits.items() if value > floor)
    if raised:
        at_floor = replace(
            policy,
            n_min=FLOOR,
            n_min_distribution=FLOOR_DISTRIBUTION,
            n_min_breakdown=FLOOR_BREAKDOWN,
            n_min_group={group: policy.floor_of(group) for group in policy.n_min_group},
        )
        yield Choice("floors", at_floor, raised)


def _proposal(choice: Choice, now: _Outcome, then: _Outcome) -> Proposal:
    reach = then.reach
    respondents = sum(reach[by] - before for by, before in now.reach.items() if by in reach)
    return Proposal(
        choice,
        Extent(len(_sets(then.figures) - _sets(now.figures)), respondents),
        len(then.figures - now.figures),
        len(now.figures - then.figures),
    )


def _sets(figures: frozenset[Figure]) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    return {(columns, key) for columns, key, _, _ in figures}


def _caused(plan: TablePlan, now: _Outcome, tried: Sequence[tuple[Choice, _Outcome]]) -> Extent:
    """Return how much of what is hidden beyond the small sets in other tables is hidden for this table's sake."""
    without = next((then for choice, then in tried if choice.kind == "drop" and choice.subject == plan.by), None)
    if without is None:
        return Extent()
    before = [table.whole.complementary for table in now.cost.tables if table.by != plan.by]
    after = [table.whole.complementary for table in without.cost.tables]
    return Extent(
        sum(one.sets for one in before) - sum(one.sets for one in after),
        sum(one.respondents for one in before) - sum(one.respondents for one in after),
    )


def _may_be_proposed(choice: Choice) -> bool:
    """Whether a choice makes sense to a reader: figures of the whole country and the finest of associations stay."""
    if choice.kind != "drop":
        return True
    if any(column not in PLAIN_COLUMNS for column in choice.subject):
        return True
    finer = (plan for plan in choice.policy.tables if set(choice.subject) < set(plan.by) and not _breakdowns(plan))
    return "association" in choice.subject and any(finer)


def _best(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Return the proposals that gain respondents, the most for each figure lost first; lower limits last.

    Of leaving out a table and publishing it for the whole country only, the latter where it gains as much.
    """
    order = sorted(
        (one for one in proposals if one.gained.respondents > 0),
        key=lambda one: (one.choice.kind == "floors", -one.worth, -one.figures_gained),
    )
    best: list[Proposal] = []
    for one in order:
        alike = [other for other in best if other.choice.kind == one.choice.kind]
        table = [
            other
            for other in best
            if {other.choice.kind, one.choice.kind} == {"drop", "nationally"}
            and other.choice.subject == one.choice.subject
        ]
        if len(alike) < MOST_OF_A_KIND and not table and len(best) < MOST:
            best.append(one)
    return tuple(best)
