"""What is printed of a set: bands, means, distributions, items and indicators, united rows, empty sets."""

import pytest

from ljuspunkt.domain.disclosure.policy import TablePlan
from ljuspunkt.domain.disclosure.release import EMPTY, HIDDEN
from ljuspunkt.domain.errors import RuleBroken
from tests.disclosure.making import (
    GROUP,
    WAVE,
    asked,
    counted,
    instruments,
    people,
    policy,
    prepared,
    printed,
    protection,
    question,
    rows,
)

ONE_TABLE = TablePlan(("association", "group"))
REST = asked("Large", (30, 30))


@pytest.mark.parametrize(
    ("positive", "negative", "band"),
    [
        (8, 0, "nearly all"),
        (7, 1, "nearly all"),
        (6, 2, ""),
        (2, 6, ""),
        (1, 7, "few"),
        (0, 8, "few"),
        (18, 1, "nearly all"),
        (19, 1, ""),
        (20, 0, ""),
    ],
)
def test_an_extreme_of_fewer_than_twenty_answers_is_a_band(positive: int, negative: int, band: str) -> None:
    tables, _ = printed(instruments(), [*asked("A", (positive, negative)), *REST])
    row = rows(tables, "association-group")["A", GROUP, "q1"]
    assert row.band == band
    assert (row.n, row.answered) == (positive + negative, positive + negative)
    assert (row.positive is None, row.share is None) == (bool(band), bool(band))


def test_the_band_of_seven_or_eight_of_eight_has_the_hull_of_both_intervals() -> None:
    for positive in (7, 8):
        tables, _ = printed(instruments(), [*asked("A", (positive, 8 - positive)), *REST])
        row = rows(tables, "association-group")["A", GROUP, "q1"]
        assert row.low == pytest.approx(0.529, abs=0.0005)
        assert row.high == pytest.approx(1.0)


def test_below_ten_the_share_stands_without_the_mean() -> None:
    plan = TablePlan(("association", "group"), statistics=("share", "mean", "distribution"))
    tables, _ = printed(instruments(), [*asked("A", (4, 5)), *asked("B", (5, 5)), *REST], rules=policy(plan))
    small, large = (rows(tables, "association-group")[name, GROUP, "q1"] for name in ("A", "B"))
    assert small.share is not None and small.mean is None and small.mean_low is None
    assert large.share == 0.5 and large.mean == 1.5
    steps = {(step.key[1], step.step): step.n for step in tables[0].steps}
    assert steps["A", "1"] is None and steps["B", "1"] == 5


def test_an_item_that_fewer_than_five_of_a_shown_set_answered_is_hidden() -> None:
    respondents = [*asked("A", (2, 2), skipped=4), *REST]
    for rules in (policy(ONE_TABLE), policy(ONE_TABLE, small_sets="items")):
        tables, _ = printed(instruments(question(indicators=["1"])), respondents, rules=rules)
        for topic in ("q1", "1"):
            row = rows(tables, "association-group")["A", GROUP, topic]
            assert (row.n, row.answered, row.positive, row.hidden) == (8, None, None, HIDDEN)


def test_an_item_that_few_answered_must_not_follow_from_the_others() -> None:
    respondents = [*asked("A", (2, 2), skipped=4), *asked("B", (9, 9)), *asked("C", (8, 9))]
    for indicators in ([], ["1"]):
        found = instruments(question(indicators=indicators))
        _, audit = printed(found, respondents)
        assert audit.verdict == "UNSAFE"
        assert {finding.of for finding in audit.findings} == {f"wave {WAVE}, association A, group {GROUP}"}
        assert protection(found, respondents).audit.verdict == "SAFE"


def test_small_sets_print_indicators_and_no_items() -> None:
    found = instruments(question("q1", indicators=["1"]), question("q2", indicators=["1"]))
    respondents = [*asked("A", (6, 6), (4, 8)), *asked("Large", (30, 30), (20, 40))]
    tables, _ = printed(found, respondents, rules=policy(ONE_TABLE))
    known = rows(tables, "association-group")
    assert known["A", GROUP, "q1"].hidden == HIDDEN and known["A", GROUP, "q1"].n == 12
    assert (known["A", GROUP, "1"].answered, known["A", GROUP, "1"].positive) == (24, 10)
    assert known["Large", GROUP, "q1"].positive == 30


def test_small_sets_may_print_items_and_then_an_indicator_only_where_no_item_is_banded() -> None:
    found = instruments(question("q1", indicators=["1"]), question("q2", indicators=["1"]))
    respondents = [*asked("A", (6, 6), (4, 8)), *asked("B", (12, 0), (4, 8)), *asked("Large", (30, 30), (20, 40))]
    tables, _ = printed(found, respondents, rules=policy(ONE_TABLE, small_sets="items"))
    known = rows(tables, "association-group")
    assert known["A", GROUP, "q1"].positive == 6 and known["A", GROUP, "1"].positive == 10
    assert known["B", GROUP, "q1"].band == "nearly all"
    assert known["B", GROUP, "1"].answered is None and known["B", GROUP, "1"].hidden == HIDDEN


def test_hidden_sets_are_united_in_a_row_of_their_own() -> None:
    respondents = [*asked("A", (10, 10)), *asked("B", (3, 3)), *asked("C", (2, 1)), *asked("D", (1, 2))]
    tables, audit = printed(instruments(), respondents, {"C", "D", "B"})
    row = rows(tables, "association-group")["other associations together", GROUP, "q1"]
    assert (row.n, row.answered, row.positive) == (12, 12, 6)
    assert audit.verdict == "SAFE"


def test_a_set_without_respondents_is_hidden_like_a_small_one() -> None:
    respondents = [
        *asked("A", (10, 10)),
        *asked("B", (2, 1)),
        *asked("C", (2, 2)),
        *asked("D", (5, 6), cell=(WAVE, "D", "staff")),
        *asked("A", (5, 6), cell=(WAVE, "A", "staff")),
        *asked("B", (5, 6), cell=(WAVE, "B", "staff")),
        *asked("C", (5, 6), cell=(WAVE, "C", "staff")),
    ]
    known = rows(protection(instruments(), respondents).tables, "association-group")
    assert {known[name, GROUP, "q1"].hidden for name in "BCD"} == {HIDDEN}


def test_where_all_hidden_children_are_empty_they_are_shown_as_such() -> None:
    respondents = [
        *asked("A", (10, 10)),
        *asked("B", (5, 5)),
        *asked("A", (6, 6), cell=(WAVE, "A", "staff")),
    ]
    release = protection(instruments(), respondents)
    row = rows(release.tables, "association-group")["B", "staff", "q1"]
    assert (row.hidden, row.n) == (EMPTY, None)
    assert release.audit.verdict == "SAFE"


@pytest.mark.parametrize("group", ["managers", "board"])
def test_managers_and_boards_need_ten(group: str) -> None:
    def set_of(name: str, n: int) -> list[object]:
        return [*asked(name, (n // 2, n - n // 2), cell=(WAVE, name, group))]

    respondents = [one for name, n in (("A", 14), ("B", 9), ("C", 8), ("D", 15)) for one in set_of(name, n)]
    release = protection(instruments(), respondents)  # type: ignore[arg-type]
    known = rows(release.tables, "association-group")
    assert {name: known[name, group, "q1"].n for name in "ABCD"} == {"A": 14, "B": None, "C": None, "D": 15}


def test_a_category_under_twenty_is_joined_with_the_next_smallest() -> None:
    columns = ("wave", "association", "group", "sex")
    respondents = [
        *asked("A", (20, 20), cell=(WAVE, "A", GROUP, "women")),
        *asked("A", (15, 10), cell=(WAVE, "A", GROUP, "men")),
        *asked("A", (2, 2), cell=(WAVE, "A", GROUP, "other answer")),
    ]
    found = instruments()
    plans = (TablePlan(("group",)), TablePlan(("group", "sex")))
    tables, audit = printed(found, counted(found, respondents, columns), rules=policy(*plans))
    assert set(rows(tables, "group-sex")) == {(GROUP, "women", "q1"), (GROUP, "men or other answer", "q1")}
    assert audit.verdict == "SAFE"


@pytest.mark.parametrize(
    ("limit", "value", "floor"), [("n_min", 4, 5), ("n_min_distribution", 9, 10), ("n_min_breakdown", 9, 10)]
)
def test_floors_cannot_be_lowered(limit: str, value: int, floor: int) -> None:
    with pytest.raises(RuleBroken, match=f"sets {limit} to {value}; it can't be below {floor}"):
        policy(**{limit: value})


def test_what_is_left_for_the_sets_without_a_number_is_held_to_the_rules_too() -> None:
    respondents = [*asked("A", (6, 6)), *asked("B", (4, 0)), *asked("C", (4, 1)), *asked("D", (7, 6))]
    _, audit = printed(instruments(), respondents, {"B", "C"})
    assert audit.verdict == "UNSAFE"
    assert any("leaves 9 answers, 8 positive: few or alike" in finding.what for finding in audit.findings)
    release = protection(instruments(), respondents)
    assert release.audit.verdict == "SAFE"
    assert rows(release.tables, "association-group")["B", GROUP, "q1"].n is None


def test_hidden_numbers_leave_no_trace_in_the_files() -> None:
    from ljuspunkt.files.release import release_files

    found = instruments(question("q1"), question("q2"))
    shown = [*asked("A", (10, 10), (9, 11)), *asked("B", (6, 8), (8, 6))]
    one = [*shown, *asked("C", (3, 1), (2, 2)), *asked("D", (1, 2), (2, 1))]
    other = [*shown, *asked("C", (1, 2), (3, 0)), *asked("D", (3, 1), (1, 3))]
    ready = prepared(found, one, policy())
    assert ready.materials != prepared(found, other, policy()).materials
    first, second = (release_files(protection(found, respondents)) for respondents in (one, other))
    assert set(first) == {
        "tables/association-group.csv",
        "tables/group.csv",
        "audit.json",
        "witnesses.npz",
    }
    assert first == second


def test_a_question_with_positive_answers_of_nobody_prints_its_mean_alone() -> None:
    found = instruments(question("q1", steps=4, positive=[]))
    plan = TablePlan(("group",), statistics=("share", "mean"))
    respondents = [one for step in "1234" for one in people((WAVE, "A", GROUP), step, 6)]
    tables, audit = printed(found, respondents, rules=policy(plan))
    row = rows(tables, "group")[GROUP, "q1"]
    assert (row.answered, row.positive, row.share, row.mean) == (24, None, None, 2.5)
    assert audit.verdict == "SAFE"
