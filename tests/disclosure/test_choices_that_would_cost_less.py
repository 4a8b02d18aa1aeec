"""Proposals: each was tried, keeps its promise when it is run, and lowers no limit below its floor."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ljuspunkt.domain.disclosure.cost import Extent, cost
from ljuspunkt.domain.disclosure.policy import (
    FLOOR,
    FLOOR_BREAKDOWN,
    FLOOR_DISTRIBUTION,
    FLOOR_GROUPS,
    Policy,
    TablePlan,
)
from ljuspunkt.domain.survey.counts import Counts
from ljuspunkt.domain.survey.instrument import Instrument, Instruments
from ljuspunkt.domain.survey.proposals import Measurement, Proposal, Proposals, propose
from ljuspunkt.files import policy as policy_files
from tests.disclosure.making import POLICY, Person, asked, bench, counted, instruments, policy, question, spread

BY_AGE = ("wave", "association", "group", "age")


def measurement(
    people: Sequence[Person], rules: Policy, *, found: Instruments | None = None, columns: Sequence[str] = ()
) -> Measurement:
    serving = found or instruments()
    counts: Counts = counted(serving, people, columns) if columns else counted(serving, people)
    return Measurement(counts, serving, rules)


def proposed(one: Measurement) -> Proposals:
    ready = one.prepared(one.policy)
    return propose(one, ready, one.protected(ready))


def of_kind(found: Proposals, kind: str) -> list[Proposal]:
    return [one for one in found.best if one.choice.kind == kind]


def reach(one: Measurement, rules: Policy) -> dict[tuple[str, ...], int]:
    """Protect anew under a policy and return whom each table reaches; it must be SAFE."""
    ready = one.prepared(rules)
    done = one.protected(ready)
    assert done.audit.verdict == "SAFE"
    found = cost(ready.materials, done, ready.questionnaire, ready.policy)
    return {table.by: table.reached.respondents for table in found.tables}


def assert_promises_are_kept(one: Measurement, found: Proposals) -> None:
    before = reach(one, one.policy)
    for each in found.best:
        after = reach(one, each.choice.policy)
        gained = sum(after[by] - before[by] for by in before if by in after)
        assert gained == each.gained.respondents > 0


def staff_and_board() -> list[Person]:
    """Two years, three associations; board members too few in each, but enough with the staff or over the years."""
    people = []
    for wave in ("2021", "2022"):
        for name, staff, board in (("A", (9, 8), (3, 3)), ("B", (7, 9), (4, 3)), ("C", (12, 13), (4, 4))):
            people += asked(name, staff, cell=(wave, name, "staff"))
            people += asked(name, board, cell=(wave, name, "board"))
    return people


def test_pooling_years_is_proposed_where_it_shows_who_else_is_hidden() -> None:
    one = measurement(staff_and_board(), policy())
    found = proposed(one)
    (pool,) = of_kind(found, "pool")
    assert pool.choice.said() == "publish 2021, 2022 together beside the single years"
    assert pool.choice.policy.pool == (("2021", "2022"),)
    assert pool.gained.respondents == 42
    assert pool.figures_lost == 0
    assert_promises_are_kept(one, found)


def test_merging_groups_is_proposed_only_where_they_were_asked_the_same() -> None:
    one = measurement(staff_and_board(), policy())
    (merge,) = of_kind(proposed(one), "merge")
    assert merge.choice.policy.merge == {"group": {"board_or_staff": ("board", "staff")}}
    assert merge.gained.respondents == 42
    assert merge.figures_lost > 0
    other = Instruments(
        (
            Instrument("s", "1", (question("q1"),), "staff"),
            Instrument("b", "1", (question("q1", steps=3), question("q2")), "board"),
        )
    )
    apart = measurement([one for one in staff_and_board() if one.cell[0] == "2022"], policy(), found=other)
    assert not of_kind(proposed(apart), "merge")


def ages(*, n: int = 26) -> list[Person]:
    """Three associations by age; the youngest are few in each."""
    people = []
    for association in ("A", "B", "C"):
        for age, size in (("16-29", 8), ("30-44", n), ("45-64", n + 3)):
            half = size // 2
            people += asked(association, (half, size - half), cell=("2022", association, "staff", age))
    return people


def test_a_breakdown_by_association_may_be_published_for_the_whole_country_only() -> None:
    """All seven of D are of one age: as that is too small for a breakdown, D as a whole is hidden with it."""
    rules = policy(
        TablePlan(("association", "group", "age")), TablePlan(("association", "group")), TablePlan(("group",))
    )
    one = measurement([*ages(), *asked("D", (3, 4), cell=("2022", "D", "staff", "45-64"))], rules, columns=BY_AGE)
    found = proposed(one)
    assert set(found.caused) == {"association-group-age", "association-group", "group"}
    assert found.caused["association-group-age"].respondents >= 7
    (nationally,) = of_kind(found, "nationally")
    assert nationally.choice.said() == (
        "publish the table by association, group, age for the whole country only, by group, age"
    )
    assert nationally.choice.policy.tables[0].by == ("group", "age")
    assert not of_kind(found, "drop"), "it gains no more than the whole country's figures, and tells less"
    assert_promises_are_kept(one, found)


def test_categories_are_proposed_to_be_joined() -> None:
    rules = policy(TablePlan(("association", "group", "age")), TablePlan(("association", "group")))
    one = measurement(ages(), rules, columns=BY_AGE)
    found = proposed(one)
    joined = of_kind(found, "join")
    assert ("16-29", "30-44") in [each.choice.subject for each in joined]
    assert_promises_are_kept(one, found)


def test_a_raised_limit_is_proposed_back_to_its_floor_and_no_further_and_last() -> None:
    one = measurement(staff_and_board(), policy(n_min=18, n_min_group={"managers": 10, "board": 14}))
    found = proposed(one)
    assert found.best[-1].choice.kind == "floors"
    at_floor = found.best[-1].choice.policy
    assert (at_floor.n_min, at_floor.n_min_group) == (5, {"managers": 10, "board": 10})
    assert "n_min 5, n_min_group: board 10" in found.best[-1].choice.said()
    assert not of_kind(proposed(measurement(staff_and_board(), policy())), "floors")


def test_nothing_is_proposed_where_nothing_is_hidden() -> None:
    found = proposed(measurement([*asked("A", (10, 10)), *asked("B", (12, 10))], policy()))
    assert (found.best, found.tried) == ((), 0)
    assert found.caused == {"association-group": Extent(), "group": Extent()}


def test_a_table_that_makes_others_hide_more_is_named() -> None:
    """A 12, B 9, C 4: with the whole printed, B is hidden for C's sake; without it, it isn't."""
    one = measurement([*asked("A", (6, 6)), *asked("B", (5, 4)), *asked("C", (2, 2))], policy())
    found = proposed(one)
    assert (found.caused["group"].sets, found.caused["group"].respondents) == (1, 9)
    assert found.caused["association-group"].sets == 0
    assert not of_kind(found, "drop"), "figures of the whole country are never given up"


def test_what_an_earlier_release_shows_apart_is_not_merged() -> None:
    one = measurement(staff_and_board(), policy())
    ready = one.prepared(one.policy)
    done = one.protected(ready)
    again = replace(one, earlier=(done.tables,))
    assert not of_kind(propose(again, ready, again.protected(ready)), "merge")


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_promises_are_kept_and_floors_stand_whatever_is_measured(data: st.DataObject) -> None:
    people = []
    for group in ("staff", "managers"):
        for association in "ABC":
            n = data.draw(st.integers(0, 16))
            positive = data.draw(st.integers(0, n))
            people += asked(association, (positive, n - positive), cell=("2022", association, group))
    people += asked("Z", (9, 9), cell=("2022", "Z", "staff"))
    one = measurement(people, policy(n_min=data.draw(st.sampled_from([5, 7]))))
    ready = one.prepared(one.policy)
    done = one.protected(ready)
    found = propose(one, ready, done)
    assert len(found.best) <= 5
    if done.audit.verdict == "SAFE":
        assert_promises_are_kept(one, found)
    for each in found.best:
        rules = each.choice.policy
        assert rules.n_min >= FLOOR and rules.n_min_distribution >= FLOOR_DISTRIBUTION
        assert rules.n_min_breakdown >= FLOOR_BREAKDOWN
        assert all(rules.least(("wave", "group"), group) >= floor for group, floor in FLOOR_GROUPS.items())


def survey() -> list[Person]:
    return [
        person
        for wave in ("2021", "2022")
        for turn, (name, n) in enumerate((("Norra", 24), ("Södra", 13), ("Västra", 4), ("Östra", 3)))
        for person in spread(name, n, wave=wave, turn=turn)
    ]


RULES = POLICY.replace('waves: ["2022"]', 'waves: ["2021", "2022"]')


def test_a_proposals_lines_are_pasted_into_the_policy_and_give_what_was_promised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = bench(tmp_path, survey(), rules=RULES)
    assert made.protect("release", "--proposals") == 0
    said = capsys.readouterr().out
    assert "Choices that would cost less, of " in said
    assert "     | pool: [['2021', '2022']]\n" in said
    private = json.loads((tmp_path / "release.private.json").read_bytes())
    best = private["proposals"]["best"]
    assert best
    before = private["cost"]["tables"]
    for number, one in enumerate(best):
        (tmp_path / f"policy-{number}.yaml").write_text(RULES + one["policy"], encoding="utf-8")
        assert made.protect(f"release-{number}", policy=f"policy-{number}.yaml") == 0
        after = json.loads((tmp_path / f"release-{number}.private.json").read_bytes())["cost"]["tables"]
        gained = sum(
            new["respondents"]["reached"] - old["respondents"]["reached"]
            for old in before
            for new in after
            if new["by"] == old["by"]
        )
        assert gained == one["gained"]["respondents"] > 0


def test_proposals_change_nothing_that_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bench(tmp_path, survey(), rules=RULES)
    assert made.protect("with", "--proposals") == made.protect("without") == 0
    assert "proposals" not in json.loads((tmp_path / "without.private.json").read_bytes())
    folder = tmp_path / "with"
    for path in folder.rglob("*.*"):
        assert (tmp_path / "without" / path.relative_to(folder)).read_bytes() == path.read_bytes()


def test_proposals_are_said_in_swedish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "sv")
    made = bench(tmp_path, survey(), rules=RULES)
    assert made.protect("release", "--proposals") == 0
    said = capsys.readouterr().out
    assert "Val som skulle kosta mindre, av " in said
    assert "publicera 2021, 2022 tillsammans, bredvid de enskilda åren" in said
    assert "svarande till får synas" in said


def test_the_lines_of_a_policy_say_each_key_that_differs() -> None:
    rules = policy()
    assert policy_files.snippet(rules, rules) == "\n"
    changed = replace(rules, n_min=6, tables=rules.tables[:1], merge={"group": {"åldrar": ("a", "b")}})
    assert policy_files.snippet(rules, changed) == (
        "n_min: 6\nmerge: {group: {åldrar: [a, b]}}\ntables:\n"
        "  - {by: [association, group], of: [questions, indicators], statistics: [share]}\n"
    )
