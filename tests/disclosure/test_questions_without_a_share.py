"""A question that has no positive answers is published by its mean, and what its hidden sets chose stays open."""

import pytest

from ljuspunkt.domain.disclosure.policy import TablePlan
from ljuspunkt.domain.disclosure.protect import Protected
from tests.disclosure.making import GROUP, WAVE, Person, instruments, policy, printed, protection, question, rows

RULES = policy(
    TablePlan(("association", "group"), statistics=("share", "mean")),
    TablePlan(("group",), statistics=("share", "mean")),
)
SIZES = {"A": 14, "B": 12, "C": 4, "D": 3}


def people(**alike: str) -> list[Person]:
    """Make respondents with varying answers, all the same in the associations named."""
    return [
        Person((WAVE, name, GROUP), {"q1": alike.get(name, str(1 + (number * 7) % 5))})
        for name, n in SIZES.items()
        for number in range(n)
    ]


@pytest.fixture
def release() -> Protected:
    return protection(instruments(question("q1", steps=5, positive=())), people(), RULES)


def test_its_mean_is_shown_for_the_country(release: Protected) -> None:
    assert release.audit.verdict == "SAFE"
    assert rows(release.tables, "group")[GROUP, "q1"].mean == pytest.approx(2.9, abs=0.2)
    by_association = rows(release.tables, "association-group")
    assert [by_association[name, GROUP, "q1"].n for name in "ACD"] == [14, None, None]


def test_what_the_hidden_ones_chose_stays_open_step_by_step(release: Protected) -> None:
    assert release.audit.proof.failures() == []
    targets = set(release.audit.proof.targets)
    for step in range(1, 6):
        assert f"wave {WAVE}, association C, group {GROUP}: q1, step {step}" in targets


def test_a_mean_that_tells_what_all_hidden_ones_chose_is_found() -> None:
    found = instruments(question("q1", steps=5, positive=()))
    _, audit = printed(found, people(C="5", D="5"), {"C", "D"}, RULES)
    assert audit.verdict == "UNSAFE"
    assert {finding.question for finding in audit.findings} == {"q1"}
    assert any("number who chose 1" in finding.what for finding in audit.findings)
