"""From counts to what a release could print, and a release as it is read back.

Swedish: publicering. The numbers of every set that the policy's tables name are worked out here once; what of
them may be shown is decided in `domain.disclosure`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from ljuspunkt.domain.disclosure.finding import Finding, Verdict
from ljuspunkt.domain.disclosure.policy import (
    FEW_ANSWERS,
    FLOOR_GROUPS,
    PLAIN_COLUMNS,
    AssociationYears,
    Policy,
    TablePlan,
)
from ljuspunkt.domain.disclosure.release import Material, Numbers, ReleasedTable, SetNumbers
from ljuspunkt.domain.disclosure.table import Item, Questionnaire, successor
from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.survey.comparability import compare_question, shared
from ljuspunkt.domain.survey.counts import NO_ANSWER, Cell, Counts, Score, Steps, moved, relabelled
from ljuspunkt.domain.survey.instrument import Instrument, Instruments, Question
from ljuspunkt.domain.survey.merging import merged
from ljuspunkt.domain.survey.pilot import refuse_pilots
from ljuspunkt.domain.survey.scoring import check_steps, indicator_figure, question_figure, single_item_scores
from ljuspunkt.domain.vocabulary import Notice

NOT_STATED = "not stated"
"""The category of those who gave no answer to a breakdown."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A release as it stands in its folder: tables, and what is needed to understand and check them."""

    tables: tuple[ReleasedTable, ...]
    instruments: Instruments
    policy: Policy
    associations: tuple[AssociationYears, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]
    manifest: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a release could print, what everybody was asked, the policy in full, and what was left out and why.

    `instruments` are those of the release: merged groups have one of their own.
    """

    materials: tuple[Material, ...]
    questionnaire: Questionnaire
    policy: Policy
    left_out: tuple[Notice, ...]
    instruments: Instruments


def item_of(question: Question) -> Item:
    """Return a question as disclosure control sees it."""
    values = question.scale.values
    return Item(
        question.name,
        (*question.scale.names, NO_ANSWER),
        tuple(choice.name for choice in question.scale.answers),
        frozenset(question.positive),
        None if values is None else tuple(values[choice.name] for choice in question.scale.answers),
        question.indicators,
        question.reverse,
    )


def questionnaire(instruments: Instruments, asked: Iterable[tuple[str, str]]) -> Questionnaire:
    """Return the items of each (wave, group).

    Raises:
        BadInput: a group has no instrument in a wave.
    """
    return {
        (wave, group): tuple(item_of(question) for question in instruments.of(group=group, wave=wave).questions)
        for wave, group in sorted(set(asked))
    }


def prepare(
    counts: Counts, instruments: Instruments, policy: Policy, associations: Sequence[AssociationYears] = ()
) -> Prepared:
    """Return all numbers that the policy's tables could print.

    Categories of a breakdown with fewer than twenty respondents (nationally in a wave, within a group where the
    table has groups) are joined with the next smallest, in every table. A question or an indicator that wasn't
    asked alike of everybody in a set isn't printed for it; `left_out` says so.

    Raises:
        RuleBroken: the policy names a wave or a column that the counts lack, a wave is a pilot, or nothing is left to
            print.
        BadInput: the counts don't fit the instruments.
    """
    if not counts.steps:
        raise BadInput("no_respondents", "The counts hold no respondents.")
    waves = tuple(sorted({cell[0] for cell in counts.steps}))
    refuse_pilots(waves)
    policy = replace(policy, waves=policy.waves or waves)
    _check_waves(policy, waves)
    for plan in policy.tables:
        for column in plan.by:
            if column not in counts.columns:
                raise RuleBroken(
                    "no_column",
                    "The policy splits a table by {split}, but the counts only have {columns}.",
                    split=column,
                    columns=", ".join(counts.columns),
                )
    wanted = {wave for waves_ in policy.wave_sets for wave in waves_}
    counts, instruments, unshared = merged(_only(counts, wanted), instruments, policy)
    left_out = [*_unknown_groups(policy, counts, instruments), *unshared]
    counts, policy = _with_joined_categories(counts, policy, left_out)
    group = counts.columns.index("group")
    asked = questionnaire(instruments, ((cell[0], cell[group]) for cell in counts.steps))
    numbers = _Numbers(counts, instruments, policy, associations, asked, left_out)
    materials = tuple(numbers.material(plan) for plan in policy.tables)
    return Prepared(
        materials, asked, policy, tuple({notice.said(): notice for notice in left_out}.values()), instruments
    )


def _unknown_groups(policy: Policy, counts: Counts, instruments: Instruments) -> Iterator[Notice]:
    """Yield which groups with a limit of their own nobody belongs to: a misspelt one would protect nobody."""
    group = counts.columns.index("group")
    known = {cell[group] for cell in counts.steps} | {one.respondent_group for one in instruments.each}
    known |= {part for name, parts in policy.merge.get("group", {}).items() for part in (name, *parts)}
    for name in policy.n_min_group:
        if name not in known | set(FLOOR_GROUPS):
            yield Notice(
                "n_min_group for “{name}”: there is no such group; the counts have {groups}",
                {"name": name, "groups": ", ".join(sorted({cell[group] for cell in counts.steps}))},
            )


def _check_waves(policy: Policy, waves: Sequence[str]) -> None:
    for wave in (*policy.waves, *(wave for pooled in policy.pool for wave in pooled)):
        if wave not in waves:
            raise RuleBroken(
                "no_wave",
                "The policy names the wave {wave}, but the counts only have {waves}.",
                wave=wave,
                waves=", ".join(waves),
            )


def _only(counts: Counts, waves: set[str]) -> Counts:
    return Counts(
        counts.columns,
        {cell: steps for cell, steps in counts.steps.items() if cell[0] in waves},
        {cell: scores for cell, scores in counts.scores.items() if cell[0] in waves},
        counts.products,
    )


def _with_joined_categories(counts: Counts, policy: Policy, left_out: list[Notice]) -> tuple[Counts, Policy]:
    """Return the counts with small categories joined, and the policy without breakdowns that vanished by it."""
    used = {column for plan in policy.tables for column in plan.by}
    for column in counts.columns:
        if column == "wave" or column in PLAIN_COLUMNS or column not in used:
            continue
        place = counts.columns.index(column)
        counts = relabelled(counts, place, {NO_ANSWER: NOT_STATED})
        by_group = all("group" in plan.by for plan in policy.tables if column in plan.by)
        while (pair := _small_category(counts, place, by_group)) is not None:
            smaller, larger = pair
            counts = relabelled(counts, place, dict.fromkeys(pair, f"{larger} or {smaller}"))
        if len({cell[place] for cell in counts.steps}) < 2:
            left_out.append(Notice("tables by {split}: too few respondents in all but one category", {"split": column}))
            policy = replace(policy, tables=tuple(plan for plan in policy.tables if column not in plan.by))
    if not policy.tables:
        raise RuleBroken("nothing_to_print", "Every table of the policy has breakdowns too small to print.")
    return counts, policy


def _small_category(counts: Counts, place: int, by_group: bool) -> tuple[str, str] | None:
    """Return the smallest category under twenty in some parent and the next smallest there, None if none is."""
    group = counts.columns.index("group")
    sizes: dict[tuple[str, str], Counter[str]] = {}
    for cell in counts.steps:
        parent = (cell[0], cell[group] if by_group else "")
        sizes.setdefault(parent, Counter())[cell[place]] += counts.size(cell)
    for parent in sorted(sizes):
        ordered = sorted(sizes[parent].items(), key=lambda pair: (pair[1], pair[0]))
        if len(ordered) > 1 and 0 < ordered[0][1] < FEW_ANSWERS:
            return ordered[0][0], ordered[1][0]
    return None


class _Numbers:
    """Works out the numbers of each set of each table from counts."""

    def __init__(
        self,
        counts: Counts,
        instruments: Instruments,
        policy: Policy,
        associations: Sequence[AssociationYears],
        asked: Questionnaire,
        left_out: list[Notice],
    ) -> None:
        self.counts = counts
        self.instruments = instruments
        self.policy = policy
        self.associations = associations
        self.asked = asked
        self.left_out = left_out
        self._shared: dict[tuple[tuple[str, ...], str | None], _Common] = {}
        self._by_group: dict[tuple[tuple[str, ...], tuple[str, ...]], Counts] = {}

    def material(self, plan: TablePlan) -> Material:
        """Return what one table could print: its single waves, then the pooled ones."""
        columns = ("wave", *plan.by)
        sets: dict[Cell, SetNumbers] = {}
        for waves in self.policy.wave_sets:
            label = self.policy.wave_of(waves)
            pooled = self._pooled(waves, label)
            collapsed = pooled.collapsed(columns)
            for key in self._keys(pooled, plan.by, label):
                sets[key] = self._set(plan, key, waves, collapsed)
        return Material(plan, columns, sets)

    def _pooled(self, waves: tuple[str, ...], label: str) -> Counts:
        """Return the counts of some waves under one label, each association under the one that carries it on."""
        chosen = _only(self.counts, set(waves))
        if len(waves) == 1:
            return chosen
        place = self.counts.columns.index("association")

        def under_one_label(cell: Cell) -> Cell:
            carried = successor(cell[place], max(waves), self.associations)
            return (label, *cell[1:place], carried, *cell[place + 1 :])

        return moved(chosen, chosen.columns, under_one_label)

    def _keys(self, counts: Counts, by: Sequence[str], label: str) -> list[Cell]:
        """Return the keys of a table in a wave: every association with every group and category there is, but
        an initiative only where it was."""
        blocks: list[tuple[str, ...]] = []
        own = [column for column in by if column in ("association", "initiative")]
        if own:
            blocks.append(tuple(own))
        blocks += [(column,) for column in by if column not in own]
        values = []
        for block in blocks:
            places = [counts.columns.index(column) for column in block]
            values.append(sorted({tuple(cell[place] for place in places) for cell in counts.steps}))
        keys = []
        for chosen in product(*values):
            found = {
                column: value
                for block, part in zip(blocks, chosen, strict=True)
                for column, value in zip(block, part, strict=True)
            }
            keys.append((label, *(found[column] for column in by)))
        return keys

    def _set(self, plan: TablePlan, key: Cell, waves: tuple[str, ...], collapsed: Counts) -> SetNumbers:
        group = key[1 + plan.by.index("group")] if "group" in plan.by else None
        steps = collapsed.steps.get(key, {})
        scores = collapsed.scores.get(key, {})
        common = self._common(waves, group)
        questions = {
            item.name: _question_numbers(common.instrument.question(item.name), steps.get(item.name, {}))
            for item in common.items
        }
        indicators = {
            number: _indicator_numbers(number, items, common.instrument, steps, scores.get(number, {}))
            for number, items in common.indicators.items()
        }
        n = max((sum(found.values()) for found in steps.values()), default=0)
        if group is None and not self.instruments.single:
            n = self._size(key, collapsed, plan, waves)
        return SetNumbers(n, questions, indicators)

    def _size(self, key: Cell, collapsed: Counts, plan: TablePlan, waves: tuple[str, ...]) -> int:
        """Return the respondents of a set that spans groups, which were asked different questions."""
        with_group = ("wave", *plan.by, "group")
        pooled = self._by_group.setdefault(
            (with_group, waves), self._pooled(waves, self.policy.wave_of(waves)).collapsed(with_group)
        )
        return sum(pooled.size(cell) for cell in pooled.steps if cell[: len(key)] == key)

    def _common(self, waves: tuple[str, ...], group: str | None) -> "_Common":
        """Return what everybody in the sets of some waves and one group (None: all groups) was asked alike."""
        if (waves, group) not in self._shared:
            self._shared[waves, group] = self._work_out_common(waves, group)
        return self._shared[waves, group]

    def _work_out_common(self, waves: tuple[str, ...], group: str | None) -> "_Common":
        places = [place for place in self.asked if place[0] in waves and group in (None, place[1])]
        every = dict.fromkeys(item for place in places for item in self.asked[place])
        kept = self._kept(waves, [of_group for _, of_group in places])
        items = tuple(
            item for item in every if item.name in kept and all(item in self.asked[place] for place in places)
        )
        measured = dict.fromkeys(number for item in every for number in item.indicators)
        indicators = {
            number: tuple(item for item in items if number in item.indicators)
            for number in measured
            if all(item in items for item in every if number in item.indicators)
        }
        label = self.policy.wave_of(waves)
        self.left_out += [
            Notice("question {name}, {wave}: not asked alike of everybody", {"name": item.name, "wave": label})
            for item in every
            if item not in items
        ]
        self.left_out += [
            Notice("indicator {name}, {wave}: not measured alike", {"name": number, "wave": label})
            for number in measured
            if number not in indicators
        ]
        wave, of_group = places[-1]
        return _Common(items, indicators, self.instruments.of(group=of_group, wave=wave))

    def _kept(self, waves: tuple[str, ...], groups: Sequence[str]) -> set[str]:
        """Return the names of questions that mean the same for all the groups and in all the waves."""
        kept: set[str] | None = None
        for wave in waves:
            within = [group for group in dict.fromkeys(groups) if (wave, group) in self.asked]
            names = set(shared(self.instruments, wave=wave, groups=within).questions)
            kept = names if kept is None else kept & names
        last = waves[-1]
        for group in dict.fromkeys(groups):
            for earlier in waves[:-1]:
                if (last, group) not in self.asked or (earlier, group) not in self.asked:
                    continue
                here = {item.name for item in self.asked[last, group]}
                for name in sorted((kept or set()) & here):
                    compared = compare_question(
                        self.instruments, group=group, question=name, earlier=earlier, later=last
                    )
                    if compared.earlier != (name,):
                        kept = (kept or set()) - {name}
        return kept or set()


@dataclass(frozen=True, slots=True)
class _Common:
    """What everybody in a set was asked alike, and an instrument that says it."""

    items: tuple[Item, ...]
    indicators: Mapping[str, tuple[Item, ...]]
    instrument: Instrument


def _indicator_numbers(
    number: str,
    items: Sequence[Item],
    instrument: Instrument,
    steps: Mapping[str, Steps],
    scores: Mapping[Score, int],
) -> Numbers:
    """Return an indicator's numbers from its items' steps; its mean from the scores where they were counted."""
    first = items[0].name
    scored = single_item_scores(instrument.question(first), steps.get(first, {})) if len(items) == 1 else scores
    figure = indicator_figure(instrument, number, scored) if scored else None
    return Numbers(
        sum(steps.get(item.name, {}).get(step, 0) for item in items for step in item.answers),
        sum(steps.get(item.name, {}).get(step, 0) for item in items for step in item.positive)
        if all(item.positive for item in items)
        else None,
        None if figure is None else figure.mean,
        None if figure is None else figure.mean_interval,
        {},
        tuple(item.name for item in items),
    )


def _question_numbers(question: Question, steps: Steps) -> Numbers:
    check_steps(question, steps)
    figure = question_figure(question, steps)
    every = {name: steps.get(name, 0) for name in (*question.scale.names, NO_ANSWER)}
    return Numbers(figure.answered, figure.positive, figure.mean, figure.mean_interval, every, (question.name,))
