"""Recomputing a release from what it prints (omräkning): every share, interval and mean from the counts beside it.

Needs no single answer and no hidden count: shares are counts divided once, intervals follow from counts, sums over
steps must add up, and the witnesses must satisfy the very equations that the printed tables give.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose

import numpy as np
from scipy import sparse

from ljuspunkt.domain.disclosure.attack import seen
from ljuspunkt.domain.disclosure.equations import problems
from ljuspunkt.domain.disclosure.history import EarlierRelease
from ljuspunkt.domain.disclosure.policy import Policy
from ljuspunkt.domain.disclosure.problem import Problem, Target
from ljuspunkt.domain.disclosure.proof import DIFFER, Proof, joined
from ljuspunkt.domain.disclosure.propagation import at_least, propagated
from ljuspunkt.domain.disclosure.release import ReleasedRow, ReleasedStep, ReleasedTable, independent_answers
from ljuspunkt.domain.disclosure.search import limits
from ljuspunkt.domain.disclosure.table import Questionnaire
from ljuspunkt.domain.disclosure.view import band_range
from ljuspunkt.domain.estimation.mean import mean_and_interval
from ljuspunkt.domain.estimation.proportion import score_interval
from ljuspunkt.domain.report.reading import last_wave
from ljuspunkt.domain.survey.counts import NO_ANSWER
from ljuspunkt.domain.survey.instrument import Instrument, Question
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.domain.vocabulary import Interval

CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that isn't what its data give: where it stands, what is printed and what was recomputed.

    `place` tells row and column, or the place in a page; empty strings where a whole file is meant.
    """

    file: str
    place: str
    column: str
    printed: str
    recomputed: str


def recheck_rows(publication: Publication) -> Iterator[Difference]:
    """Yield every printed number that doesn't follow from the counts in its row or its distribution."""
    for table in publication.tables:
        steps = _steps_of(table)
        for row in table.rows:
            yield from _Row(publication, table, row, steps.get((row.key, row.question or ""), {})).differences()


def _steps_of(table: ReleasedTable) -> dict[tuple[tuple[str, ...], str], dict[str, ReleasedStep]]:
    found: dict[tuple[tuple[str, ...], str], dict[str, ReleasedStep]] = {}
    for step in table.steps:
        found.setdefault((step.key, step.question), {})[step.step] = step
    return found


class _Row:
    """One row, what was asked there, and what follows from its counts."""

    def __init__(
        self, publication: Publication, table: ReleasedTable, row: ReleasedRow, steps: Mapping[str, ReleasedStep]
    ) -> None:
        self.instruments = publication.instruments
        self.table, self.row = table, row
        self.where = dict(zip(table.columns, row.key, strict=True))
        self.steps = {name: step.n for name, step in steps.items() if step.n is not None}

    def differences(self) -> Iterator[Difference]:
        row = self.row
        if row.hidden:
            for name in ("answered", "positive", "share", "low", "high", "mean", "mean_low", "mean_high"):
                if getattr(row, name) is not None:
                    yield self._differs(name, getattr(row, name), None)
            return
        if row.answered is not None and row.positive is not None and row.positive > row.answered:
            yield self._differs("positive", row.positive, row.answered)
            return
        yield from self._share()
        yield from self._sums()
        yield from self._mean()

    def _share(self) -> Iterator[Difference]:
        row = self.row
        answered, positive = row.answered, row.positive
        if row.band:
            yield from self._equal("share", row.share, None)
            yield from self._equal("positive", row.positive, None)
        elif answered and positive is not None:
            yield from self._equal("share", row.share, positive / answered)
        else:
            yield from self._equal("share", row.share, None)
        interval = self._interval()
        yield from self._equal("low", row.low, interval.low if interval else None)
        yield from self._equal("high", row.high, interval.high if interval else None)

    def _interval(self) -> Interval | None:
        row = self.row
        if not row.answered or row.n is None or (row.positive is None and not row.band):
            return None
        worth = independent_answers(row.n, row.answered, several=self._several())
        if worth < 1:
            return None
        if not row.band:
            return score_interval((row.positive or 0) / row.answered, worth)
        ends = band_range(row.band, row.answered)
        found = [score_interval(end / row.answered, worth) for end in (ends.low, ends.high)]
        return Interval(min(each.low for each in found), max(each.high for each in found))

    def _several(self) -> bool:
        """Whether the row adds up several questions."""
        if self.row.indicator is None:
            return False
        return any(len(instrument.items_of(self.row.indicator)) > 1 for instrument in self._asked())

    def _asked(self) -> list[Instrument]:
        wave = last_wave(self.where.get("wave", ""))
        group = self.where.get("group")
        if group is not None:
            found = self.instruments.find(group=group, wave=wave)
            return [found] if found else []
        return [each for each in self.instruments.each if not each.waves or wave in each.waves]

    def _question(self) -> Question | None:
        for instrument in self._asked():
            for question in instrument.questions:
                if question.name == self.row.question:
                    return question
        return None

    def _sums(self) -> Iterator[Difference]:
        question = self._question() if self.row.question is not None else None
        if question is None or not self.steps:
            return
        answers = {choice.name for choice in question.scale.answers}
        yield from self._equal("n", self.row.n, sum(self.steps.values()))
        yield from self._equal(
            "answered", self.row.answered, sum(n for step, n in self.steps.items() if step in answers)
        )
        if question.positive and self.row.positive is not None:
            positive = sum(n for step, n in self.steps.items() if step in question.positive)
            yield from self._equal("positive", self.row.positive, positive)

    def _mean(self) -> Iterator[Difference]:
        row = self.row
        question = self._question() if row.question is not None else None
        values = question.scale.values if question is not None else None
        if row.mean is None or question is None or values is None:
            return
        low, high = min(values.values()), max(values.values())
        if not self.steps:
            if row.answered and not low <= row.mean <= high:
                yield self._differs("mean", row.mean, None)
            elif row.answered and abs(row.mean * row.answered - round(row.mean * row.answered)) > 1e-6 * row.answered:
                yield self._differs("mean", row.mean, round(row.mean * row.answered) / row.answered)
            return
        counted = {
            values[step]: sum(n for other, n in self.steps.items() if values.get(other) == values[step])
            for step in self.steps
            if step in values and step != NO_ANSWER
        }
        found = mean_and_interval(counted, low=low, high=high)
        yield from self._equal("mean", row.mean, found.mean)
        interval = found.interval
        yield from self._equal("mean_low", row.mean_low, interval.low if interval else None)
        yield from self._equal("mean_high", row.mean_high, interval.high if interval else None)

    def _equal(self, column: str, printed: float | None, recomputed: float | None) -> Iterator[Difference]:
        if printed is None or recomputed is None:
            same = printed is None and recomputed is None
        else:
            same = isclose(printed, recomputed, rel_tol=CLOSE, abs_tol=CLOSE)
        if not same:
            yield self._differs(column, printed, recomputed)

    def _differs(self, column: str, printed: float | None, recomputed: float | None) -> Difference:
        return Difference(
            f"tables/{self.table.name}.csv", self._place(), column, _written(printed), _written(recomputed)
        )

    def _place(self) -> str:
        about = self.row.question if self.row.question is not None else self.row.indicator
        return ", ".join((*self.row.key, about or ""))


def _written(value: float | None) -> str:
    return "" if value is None else repr(value)


def recheck_proof(
    publication: Publication,
    proof: Proof,
    asked: Questionnaire,
    *,
    translate: Callable[[str], str] = str,
    policy: Policy | None = None,
    earlier: Sequence[EarlierRelease] = (),
) -> Iterator[Difference]:
    """Yield what the witnesses don't show of the tables as they are printed: a matrix product, no solver.

    The equations and what must stay open are set up again from the tables, so that a changed number breaks them.

    Args:
        publication: as read.
        proof: as saved with it.
        asked: the items of each wave and group, as published.
        translate: looks up the words in the reader's language.
        policy: the rules; the publication's own unless given.
        earlier: the releases that the audit took together with this.
    """
    file = "witnesses.npz"
    yield from recheck_witnesses(proof, translate=translate)
    rules = policy or publication.policy
    whole = seen(publication.tables, asked, rules, publication.associations, earlier)
    found = [problem for problem in problems(whole.view, whole.questionnaire, rules) if problem.variables]
    again = joined([_without_witnesses(problem) for problem in found])
    if again.variables != proof.variables or again.matrix.shape != proof.matrix.shape:
        yield Difference(file, "", "", translate("other unknowns than the tables have"), "")
        return
    if abs(again.matrix - proof.matrix).nnz:
        yield Difference(file, "", "", translate("other equations than the tables give"), "")
    limits = zip(proof.lower.tolist(), proof.upper.tolist(), again.lower.tolist(), again.upper.tolist(), strict=True)
    for number, (saved_low, saved_high, low, high) in enumerate(limits):
        if saved_low != low or saved_high != high:
            about = _first_variable(proof, number)
            yield Difference(file, about, "", _limits(saved_low, saved_high), _limits(low, high))
    yield from _targets(found, proof, translate)


def recheck_witnesses(proof: Proof, *, translate: Callable[[str], str] = str) -> Iterator[Difference]:
    """Yield what saved witnesses don't show of the equations and targets saved with them."""
    for name in proof.failures():
        if name:
            yield Difference("witnesses.npz", name, "", translate("not shown by the witnesses"), "")
        else:
            yield Difference("witnesses.npz", "", "", translate("a witness breaks an equation"), "")


Aim = tuple[str, int, int, tuple[tuple[int, int], ...]]
"""A target's name, kind and threshold, and its functional over the unknowns of all problems."""


def _targets(found: Sequence[Problem], proof: Proof, translate: Callable[[str], str]) -> Iterator[Difference]:
    """Yield the targets that the tables give and the proof lacks, and those that it has and the tables don't give.

    A set that is surely large needs no witness. Passing the equations over shows that nearly always; a linear programme
    is asked only where it doesn't.
    """
    saved = set()
    for row, name in enumerate(proof.targets):
        first, last = proof.functionals.indptr[row], proof.functionals.indptr[row + 1]
        places = proof.functionals.indices[first:last].tolist()
        values = proof.functionals.data[first:last].tolist()
        aim = tuple(sorted(zip(map(int, places), map(int, values), strict=True)))
        saved.add((name, int(proof.kinds[row]), int(proof.thresholds[row]), aim))
    known: set[Aim] = set()
    start = 0
    for problem in found:
        bounds = None
        for target in problem.targets:
            aims = _aims(target, start)
            known |= aims
            if aims <= saved:
                continue
            if target.unless is not None:
                bounds = bounds or propagated(problem)
                if at_least(problem, target.size, bounds) >= target.unless:
                    continue
                if limits(problem, target.size).relaxed.low >= target.unless - CLOSE:
                    continue
            yield Difference("witnesses.npz", target.name, "", translate("no witness for it"), "")
        start += len(problem.variables)
    for name, *_ in sorted(saved - known):
        yield Difference("witnesses.npz", name, "", translate("another target than the tables give"), "")


def _aims(target: Target, start: int) -> set[Aim]:
    """Return what a target asks, each functional by itself, as it is saved."""
    found = set()
    for row, constant in zip(target.functionals, target.constants, strict=True):
        threshold = target.threshold if target.kind == DIFFER else target.threshold - constant
        if row:
            found.add((target.name, target.kind, threshold, tuple(sorted((start + at, value) for at, value in row))))
    return found


def _without_witnesses(problem: Problem) -> Proof:
    """Return a problem's equations in the shape of a proof that shows nothing."""
    unknowns = len(problem.variables)
    none = np.zeros(0, dtype=np.int32)
    return Proof(
        problem.matrix,
        problem.lower,
        problem.upper,
        problem.variables,
        sparse.csr_matrix(np.zeros((0, unknowns), dtype=np.int64)),
        (),
        np.zeros(0, dtype=np.int8),
        np.zeros(0, dtype=np.int64),
        none,
        none,
        np.zeros((unknowns, 1), dtype=np.int64),
    )


def _limits(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def _first_variable(proof: Proof, row: int) -> str:
    at = proof.matrix.indptr[row]
    return proof.variables[int(proof.matrix.indices[at])] if at < proof.matrix.indptr[row + 1] else ""
