"""The attacker audit (granskning): can anybody work out what a release hides?

The auditor reads released tables only. For each hidden set and banded number it looks for *witnesses*: whole-number
tables that fit everything published and disagree about what is hidden. Where the bounds of the linear programme,
or an exhausted search in whole numbers, leave no room to disagree, the release is UNSAFE; where the search gives up
at its limit, UNKNOWN.
"""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field

from ljuspunkt.domain.disclosure.equations import Problem, Target, problems
from ljuspunkt.domain.disclosure.history import linked
from ljuspunkt.domain.disclosure.policy import FEW_ANSWERS, ITEM_MIN, AssociationYears, Policy
from ljuspunkt.domain.disclosure.primary import derivable
from ljuspunkt.domain.disclosure.proof import Proof, joined
from ljuspunkt.domain.disclosure.release import ReleasedTable
from ljuspunkt.domain.disclosure.search import Failure, Outcome, Verdict, search
from ljuspunkt.domain.disclosure.table import Questionnaire, RespondentSet
from ljuspunkt.domain.disclosure.view import Printed, View, read_view


@dataclass(frozen=True, slots=True)
class Finding:
    """What can be worked out, or couldn't be ruled out, and the printed figures it follows from.

    `of` and `by` name sets in words; `table` and `key` say which printed row `of` is, if it is one.
    """

    of: str
    question: str | None
    what: str
    by: tuple[str, ...]
    verdict: Verdict = "UNSAFE"
    table: str = ""
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """The verdict on a release, what was found, and the proof of what stays open."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    proof: Proof


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
) -> Audit:
    """Return what an attacker can work out from released tables.

    Args:
        tables: all tables of the release.
        questionnaire: what each (wave, group) was asked, as published.
        policy: the strictest rules that apply.
        associations: mergers, as published.
        earlier: the tables of each earlier release; what they say of the same waves is taken together with this.
        memory: outcomes of earlier audits, used and added to.
    """
    memory = memory or Memory()
    known, changed = linked(tables, earlier, policy)
    view = read_view([*tables, *known], questionnaire, policy, associations)
    findings = [Finding(one.of, one.question, one.what, one.by) for one in changed]
    findings += [*_small(view, policy), *_subtracted(view, policy)]
    proofs = []
    for problem in problems(view, questionnaire, policy):
        outcome = memory.search(problem)
        findings += [_finding(view, failure) for failure in outcome.failures]
        if outcome.proof is not None:
            proofs.append(outcome.proof)
    verdicts = {finding.verdict for finding in findings}
    verdict: Verdict = "UNSAFE" if "UNSAFE" in verdicts else "UNKNOWN" if "UNKNOWN" in verdicts else "SAFE"
    return Audit(verdict, tuple(findings), joined(proofs))


def _small(view: View, policy: Policy) -> list[Finding]:
    """Return the printed numbers that the rules don't allow at all."""
    found = []
    for one in view.printed:
        if not one.shown or one.n is None:
            continue
        least = policy.least(one.of.columns, one.of.group)

        def say(what: str, question: str | None = None, one: Printed = one) -> None:
            found.append(Finding(one.of.name, question, what, (one.of.name,), "UNSAFE", one.of.table, one.of.key))

        if 0 < one.n < least:
            say(f"{one.n} respondents are shown; at least {least} are needed")
        indicators = {f"indicator {number}": known for number, known in one.indicators.items()}
        for name, known in {**one.items, **indicators}.items():
            if known.answered is None:
                continue
            if known.answered < ITEM_MIN:
                say(f"{known.answered} answers are shown; at least {ITEM_MIN} are needed", name)
            if known.numeric and known.positive is not None and _few_answers(one.n, known.answered, name):
                left = known.answered - known.positive.low
                if known.positive.low <= 1 or left <= 1:
                    say("an extreme result of fewer than 20 answers is shown as a number instead of a band", name)
            if known.sum is not None and min(one.n, known.answered) < 10:
                say("the share and the mean of fewer than 10 are shown together", name)
            if known.steps and min(one.n, known.answered) < policy.n_min_distribution:
                say(f"a distribution of fewer than {policy.n_min_distribution} is shown", name)
    return found


def _few_answers(n: int, answered: int, name: str) -> bool:
    return (n if name.startswith("indicator ") else answered) < FEW_ANSWERS


def _subtracted(view: View, policy: Policy) -> list[Finding]:
    """Return the sets below their n_min that follow from shown ones by subtraction."""
    sizes: dict[frozenset[int], int] = {}
    shown: list[RespondentSet] = []
    for one in view.printed:
        if one.shown and one.n is not None and one.of.atoms:
            sizes[one.of.atoms] = one.n
            shown.append(one.of)
    empty = frozenset().union(*(one.of.atoms for one in view.printed if one.empty))
    found = []
    for left in derivable(shown, policy):
        n = sizes[left.whole.atoms] - sum(sizes[part.atoms] for part in left.parts)
        if n == 0 and left.atoms <= empty:
            continue
        if n < left.least:
            found.append(_subtraction(view, left.whole, left.parts, left.atoms, n, left.least))
    return found


def _subtraction(
    view: View,
    whole: RespondentSet,
    parts: Sequence[RespondentSet],
    atoms: frozenset[int],
    n: int,
    least: int,
) -> Finding:
    hidden = [one.of for one in view.printed if not one.shown and not one.together and one.of.atoms <= atoms]
    of = next((one for one in hidden if one.atoms == atoms), None)
    name = of.name if of is not None else " and ".join(one.name for one in hidden[:3]) or f"the rest of {whole.name}"
    what = f"{whole.name} minus the {len(parts)} shown leaves {n}; at least {least} are needed"
    table, key = (of.table, of.key) if of is not None else (hidden[0].table, hidden[0].key) if hidden else ("", ())
    return Finding(name, None, what, (whole.name, *(part.name for part in parts)), "UNSAFE", table, key)


def _finding(view: View, failure: Failure) -> Finding:
    target = failure.target
    of = target.of.of
    parents = [one.of for one in view.printed if one.shown and not one.together and one.of.atoms > of.atoms]
    parts = [
        one.of.name
        for one in view.printed
        if one.shown and not one.together and any(one.of.atoms < parent.atoms for parent in parents)
        if not one.of.atoms & of.atoms
    ]
    by = (*(parent.name for parent in parents), *parts)
    return Finding(of.name, target.item, _said(target, failure), by, failure.verdict, of.table, of.key)


def _said(target: Target, failure: Failure) -> str:
    """Return a failure in words."""
    if failure.contradiction:
        return "the published numbers contradict each other"
    if failure.verdict == "UNKNOWN":
        return f"it could not be decided whether the {target.what} stays open"
    if target.what == "mixed":
        return "everybody in the set is seen to have answered alike"
    subject = "number of respondents" if target.what == "size" else f"number of answers ({target.what})"
    if failure.low is None or failure.high is None:
        return f"the {subject} can be worked out"
    if failure.low == failure.high:
        return f"the {subject} follows exactly: {failure.low:g}"
    return f"the {subject} lies between {failure.low:g} and {failure.high:g}, closer than {target.threshold}"
