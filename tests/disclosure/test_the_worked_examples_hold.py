"""A reviewer checks the worked examples of docs/method/disclosure.md: protection and audit say what the page says."""

from pathlib import Path

from ljuspunkt.domain.disclosure.protect import Protected
from tests.disclosure.making import GROUP, asked, instruments, printed, protection, rows

PAGE = " ".join(
    (Path(__file__).resolve().parents[2] / "docs" / "method" / "disclosure.md").read_text(encoding="utf-8").split()
)
TOGETHER = "other associations together"


def hidden(found: Protected) -> set[str]:
    return {key[1] for table, key in found.primary | found.complementary if table == "association-group"}


def test_a_group_of_25_with_a_12_b_9_and_c_4() -> None:
    assert "A group has 25 respondents: A 12, B 9, C 4." in PAGE
    people = [*asked("A", (6, 6)), *asked("B", (5, 4)), *asked("C", (2, 2))]
    found = protection(instruments(), people)
    assert found.audit.verdict == "SAFE"
    assert hidden(found) == {"B", "C"}
    assert rows(found.tables, "association-group")[TOGETHER, GROUP, "q1"].n == 13
    _, bad = printed(instruments(), people, ["C"])
    assert bad.verdict == "UNSAFE"
    assert any("4 respondents" in finding.what for finding in bad.findings)


def test_what_is_left_of_30_answers() -> None:
    assert "30 answers, 17 positive. A prints 6 of 12 and D 6 of 9; B (4 people) and C (5) are hidden." in PAGE
    rest = [*asked("B", (2, 2)), *asked("C", (3, 2)), *asked("D", (6, 3))]
    _, audit = printed(instruments(), [*asked("A", (6, 6)), *rest], ["B", "C"])
    assert audit.verdict == "SAFE"
    extreme = [*asked("B", (4, 0)), *asked("C", (4, 1)), *asked("D", (6, 3))]
    people = [*asked("A", (3, 9)), *extreme]
    _, audit = printed(instruments(), people, ["B", "C"])
    assert audit.verdict == "UNSAFE"
    found = protection(instruments(), people)
    assert found.audit.verdict == "SAFE"
    assert "here D, and C, which was hidden for B's sake only, is shown again, as a band." in PAGE
    assert hidden(found) == {"B", "D"}
    assert rows(found.tables, "association-group")["C", GROUP, "q1"].band == "nearly all"


def test_witnesses_beside_a_band() -> None:
    assert "30 answers in a group, 19 positive. A prints 8 of 14; B prints *nearly all* of 6" in PAGE
    people = [*asked("A", (8, 6)), *asked("B", (6, 0)), *asked("C", (3, 1)), *asked("D", (2, 4))]
    tables, audit = printed(instruments(), people, ["C", "D"])
    assert rows(tables, "association-group")["B", GROUP, "q1"].band == "nearly all"
    assert audit.verdict == "SAFE"


def test_four_of_five_left_is_an_extreme_all_the_same() -> None:
    assert "In a group 7 of 11 answered positively. A prints 3 of 6; B (3 people) and C (2) are hidden." in PAGE
    people = [*asked("A", (3, 3)), *asked("B", (3, 0)), *asked("C", (1, 1))]
    _, audit = printed(instruments(), people, ["B", "C"])
    assert audit.verdict == "UNSAFE"
    found = protection(instruments(), people)
    assert found.audit.verdict == "SAFE"
    assert hidden(found) == {"A", "B", "C"}
