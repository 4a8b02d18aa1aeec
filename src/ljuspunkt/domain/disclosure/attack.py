"""The attacker audit (granskning): can anybody work out what a release hides?

The auditor reads released tables only. For each hidden set and banded number it looks for *witnesses*: whole-number
tables that fit everything published and disagree about what is hidden. Where the bounds of the linear programme,
or an exhausted search in whole numbers, leave no room to disagree, the release is UNSAFE; where the search gives up
at its limit, UNKNOWN.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace

from ljuspunkt.domain.disclosure.arithmetic import (
    forbidden,
    lacking_rows,
    remainders,
    stray_numbers,
    unanimous_parents,
    unasked,
)
from ljuspunkt.domain.disclosure.combined import Combined, combined
from ljuspunkt.domain.disclosure.equations import problems
from ljuspunkt.domain.disclosure.explain import derivation
from ljuspunkt.domain.disclosure.finding import Finding, Phrase, SetName, Verdict
from ljuspunkt.domain.disclosure.history import figure_name, figures_of, taken
from ljuspunkt.domain.disclosure.policy import AssociationYears, Policy
from ljuspunkt.domain.disclosure.problem import Problem, Target
from ljuspunkt.domain.disclosure.proof import Proof, joined
from ljuspunkt.domain.disclosure.release import ReleasedTable
from ljuspunkt.domain.disclosure.search import Failure, Outcome, search
from ljuspunkt.domain.disclosure.table import Questionnaire
from ljuspunkt.domain.disclosure.view import Printed, View, read_view
from ljuspunkt.domain.errors import Word, marked

_SUBJECTS = {
    "size": marked("number of respondents"),
    "positive": marked("number of positive answers"),
    "negative": marked("number of other answers"),
    "mixed": marked("whether everybody answered alike"),
    "banded": marked("number of positive answers behind a band"),
}
"""What a target is about, in words."""

EXPLAINED = 60
"""So many findings are told with the fewest figures that they follow from; further ones with all that are linked."""


@dataclass(frozen=True, slots=True)
class Audit:
    """The verdict on a release, what was found, and the proof of what stays open.

    `unanimous` are (set, question): shown sets of at least twenty that all answered alike, so that their hidden
    parts are exempt for the question.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    proof: Proof
    unanimous: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Memory:
    """Outcomes of problems met before, so that an audit after a small change is quick."""

    outcomes: MutableMapping[tuple[object, ...], Outcome] = field(default_factory=dict)

    def search(self, problem: Problem) -> Outcome:
        key = (
            problem.variables,
            problem.matrix.data.tobytes(),
            problem.matrix.indices.tobytes(),
            problem.matrix.indptr.tobytes(),
            problem.lower.tobytes(),
            problem.upper.tobytes(),
            tuple((target.name, target.functionals, target.threshold, target.unless) for target in problem.targets),
        )
        if key not in self.outcomes:
            self.outcomes[key] = search(problem)
        return self.outcomes[key]


def audit(
    tables: Sequence[ReleasedTable],
    questionnaire: Questionnaire,
    policy: Policy,
    associations: Sequence[AssociationYears] = (),
    earlier: Sequence[Sequence[ReleasedTable]] = (),
    memory: Memory | None = None,
    *,
    final: bool = True,
) -> Audit:
    """Return what an attacker can work out from released tables.

    Args:
        tables: all tables of the release.
        questionnaire: what each (wave, group) was asked, as published.
        policy: the strictest rules that apply.
        associations: mergers, as published.
        earlier: the tables of each earlier release, oldest first; what they say of the same waves is taken together
            with this.
        memory: outcomes of earlier audits, used and added to.
        final: whether these are all tables of a release, and its findings are to be read: what they follow from is
            worked out.
    """
    memory = memory or Memory()
    whole = seen(tables, questionnaire, policy, associations, earlier, final=final)
    view, questionnaire = whole.view, whole.questionnaire
    findings = [*whole.findings, *stray_numbers(tables), *unasked(view, questionnaire)]
    findings += lacking_rows(tables)
    findings += [*forbidden(view, questionnaire, policy), *remainders(view, policy)]
    proofs = []
    failures: list[Failure] = []
    for problem in problems(view, questionnaire, policy):
        outcome = memory.search(problem)
        failures += outcome.failures
        if outcome.proof is not None:
            proofs.append(outcome.proof)
    findings += _findings(view, questionnaire if final else None, failures, findings)
    findings = [_at_home(finding, whole) for finding in findings]
    verdicts = {finding.verdict for finding in findings}
    verdict: Verdict = "UNSAFE" if "UNSAFE" in verdicts else "UNKNOWN" if "UNKNOWN" in verdicts else "SAFE"
    return Audit(verdict, tuple(findings), joined(proofs), tuple(unanimous_parents(view)))


def seen(
    tables: Sequence[ReleasedTable],
    questionnaire: Questionnaire,
    policy: Policy,
    associations: Sequence[AssociationYears] = (),
    earlier: Sequence[Sequence[ReleasedTable]] = (),
    *,
    final: bool = True,
) -> Combined:
    """Return what a reader sees of a release and the earlier ones; arguments as of `audit`."""
    printed = {row.key[0] for table in tables for row in table.rows}
    years = {wave for waves in policy.pool if policy.wave_of(waves) in printed for wave in waves}
    if earlier or not years <= printed:
        return combined(tables, questionnaire, policy, associations, earlier, final=final)
    return Combined(read_view(tables, questionnaire, policy, associations), questionnaire, (), {})


def _at_home(finding: Finding, whole: Combined) -> Finding:
    """Return a finding about a set that no release prints as one about the printed row that it belongs to."""
    home = whole.homes.get((finding.table, finding.key))
    return finding if home is None else replace(finding, table=home[0], key=home[1])


def _findings(
    view: View, questionnaire: Questionnaire | None, failures: Sequence[Failure], before: Sequence[Finding]
) -> list[Finding]:
    """Return what the search found, without sizes that a subtraction named before.

    Without a questionnaire nobody reads them, and what they follow from isn't worked out.
    """
    named = {(finding.table, finding.key) for finding in before if finding.question is None}
    found: list[Finding] = []
    for failure in failures:
        of = failure.target.of.of
        if failure.target.item is None and (of.table, of.key) in named:
            continue
        by: tuple[Printed, ...] = ()
        if questionnaire is not None and len(found) < EXPLAINED and failure.verdict == "UNSAFE":
            by = () if failure.contradiction else derivation(view, questionnaire, failure.target)
        found.append(_finding(view, failure, by))
    return list({(one.of, one.question, one.what): one for one in found}.values())


def _finding(view: View, failure: Failure, by: Sequence[Printed]) -> Finding:
    target = failure.target
    of = target.of.of
    sentence, values = _said(target, failure, by)
    grounds = figures_of([one.of for one in by or _around(view, target.of)])
    return Finding(of.name, target.item, sentence, grounds or (of.name,), values, failure.verdict, of.table, of.key)


def _around(view: View, of: Printed) -> list[Printed]:
    """Return the shown sets that hold a set, and what is shown beside it in them."""
    shown = [one for one in view.printed if one.shown and not one.together]
    parents = [one for one in shown if one.of.atoms > of.of.atoms]
    parts = [one for one in shown if any(one.of.atoms < parent.of.atoms for parent in parents)]
    return [*parents, *(one for one in parts if not one.of.atoms & of.of.atoms)]


def _said(target: Target, failure: Failure, by: Sequence[Printed]) -> tuple[str, Mapping[str, object]]:
    """Return a failure as a sentence and what fills its places."""
    if failure.contradiction:
        return marked("the published numbers contradict each other"), {}
    step = target.what.removeprefix("step ")
    subject: object = Phrase(marked("number who chose {step}"), {"step": step})
    if target.what in _SUBJECTS:
        subject = Word(_SUBJECTS[target.what])
    if failure.verdict == "UNKNOWN":
        return marked("it could not be decided whether this stays open: {subject}"), {"subject": subject}
    values: dict[str, object] = {"subject": subject}
    whole, parts = by[:1], by[1:]
    apart = bool(parts) and not any(
        one.of.atoms & other.of.atoms for number, one in enumerate(parts) for other in parts[:number]
    )
    apart = apart and all(one.of.atoms < whole[0].of.atoms for one in parts)
    if apart:
        values["whole"] = SetName(figure_name(whole[0].of))
        values["parts"] = taken(whole[0].of, [one.of for one in parts])
    if target.what == "mixed":
        if apart:
            return marked("{whole} minus {parts}: everybody left is seen to have answered alike"), values
        return marked("everybody in the set is seen to have answered alike"), {}
    if failure.low is None or failure.high is None:
        return marked("this can be worked out: {subject}"), values
    values |= {"low": f"{failure.low:g}", "high": f"{failure.high:g}", "least": target.threshold}
    if failure.low == failure.high:
        if apart:
            return marked("{whole} minus {parts} leaves exactly this: {subject} {low}"), values
        return marked("this follows exactly: {subject} {low}"), values
    if apart:
        return marked("{whole} minus {parts} leaves {subject}: {low} to {high}, closer than {least}"), values
    return marked("{subject}: between {low} and {high}, closer than {least}"), values
