"""On small random tables the audit says what trying every possible table says.

`brute` knows the printed rows only, and no equations; `doubt` says what must stay open.
"""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ljuspunkt.domain.disclosure.attack import Audit
from ljuspunkt.domain.disclosure.policy import Policy, Statistic, TablePlan
from ljuspunkt.domain.disclosure.release import ReleasedTable
from ljuspunkt.domain.survey.instrument import Question
from tests.disclosure.brute import TooMany
from tests.disclosure.doubt import Known, pinned
from tests.disclosure.making import WAVE, Person, asked, instruments, policy, printed, protection, question

Answers = tuple[int, int]
STATISTICS: tuple[tuple[Statistic, ...], ...] = (("share",), ("share", "mean"), ("share", "mean", "distribution"))


@st.composite
def surveys(draw: st.DrawFn, *, two_ways: bool) -> tuple[Question, list[Person], Policy]:
    """Draw a question, its answers in a few small associations and one or two groups, and a policy."""
    steps = draw(st.sampled_from([2, 2, 3]))
    asked_of = question(steps=steps, indicators=["1"] if draw(st.booleans()) else [])
    step = st.sampled_from(["", "1", str(steps), str(steps), str(steps), "2"])
    people = []
    for group in range(2 if two_ways else draw(st.sampled_from([1, 1, 2]))):
        for association in range(draw(st.sampled_from([2, 3]))):
            answers = draw(st.lists(step, min_size=2 if two_ways else 0, max_size=4 if two_ways else 6))
            cell = (WAVE, f"A{association}", f"g{group}")
            people += [Person(cell, {"q1": answer}) for answer in answers]
    assume(people)
    plans = [TablePlan(("association", "group")), TablePlan(("group",), statistics=draw(st.sampled_from(STATISTICS)))]
    if two_ways:
        plans.append(TablePlan(("association",)))
    return asked_of, people, policy(*plans, small_sets=draw(st.sampled_from(["indicators", "items"])))


def known(tables: tuple[ReleasedTable, ...], asked_of: Question, rules: Policy) -> set[Known]:
    """Return what follows; cases too large to try out, or without a shown group, are passed over."""
    sizes = [row.n for table in tables if table.columns == ("wave", "group") for row in table.rows]
    assume(None not in sizes)
    try:
        return pinned(tables, [asked_of], rules, WAVE)
    except TooMany:
        assume(False)
        raise


def searched(audit: Audit) -> set[Known]:
    """Return what the search found, without what the rules forbid whether it helps an attacker or not."""
    return {(finding.of, finding.question) for finding in audit.findings}


examples = settings(max_examples=12, suppress_health_check=list(HealthCheck))


@examples
@given(surveys(two_ways=False))
def test_what_is_protected_stays_open(survey: tuple[Question, list[Person], Policy]) -> None:
    asked_of, people, rules = survey
    release = protection(instruments(asked_of), people, rules)
    assert release.audit.verdict == "SAFE"
    assert release.audit.proof.failures() == []
    assert known(release.tables, asked_of, rules) == set()


@examples
@given(surveys(two_ways=True))
def test_what_is_protected_in_two_ways_stays_open(survey: tuple[Question, list[Person], Policy]) -> None:
    asked_of, people, rules = survey
    release = protection(instruments(asked_of), people, rules)
    assume(release.audit.verdict == "SAFE")
    assert known(release.tables, asked_of, rules) == set()


@examples
@given(surveys(two_ways=False), st.sets(st.sampled_from(["A0", "A1", "A2"])))
def test_whatever_pattern_is_printed_the_audit_misses_nothing(
    survey: tuple[Question, list[Person], Policy], hidden: set[str]
) -> None:
    asked_of, people, rules = survey
    tables, audit = printed(instruments(asked_of), people, hidden, rules)
    follows = known(tables, asked_of, rules)
    assert follows <= searched(audit)
    assert audit.verdict == "SAFE" or audit.findings


@pytest.mark.parametrize(
    ("first", "second", "third", "hidden", "question_known"),
    [
        ((6, 6), (5, 4), (2, 1), {"C"}, None),
        ((6, 6), (5, 0), (3, 0), {"B", "C"}, "q1"),
    ],
    ids=["the national figure minus the others", "what is left answered alike"],
)
def test_a_bad_pattern_is_bad_for_both(
    first: tuple[int, int],
    second: tuple[int, int],
    third: tuple[int, int],
    hidden: set[str],
    question_known: str | None,
) -> None:
    asked_of = question()
    people = [*asked("A", first), *asked("B", second), *asked("C", third)]
    tables, audit = printed(instruments(asked_of), people, hidden)
    follows = pinned(tables, [asked_of], policy(), WAVE)
    assert audit.verdict == "UNSAFE"
    assert question_known in {about for _, about in follows}
    assert follows <= searched(audit)
