"""The cost of protection: how much is shown and hidden, why, and who may know it."""

import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ljuspunkt.domain.disclosure.cost import Cost, Extent, Figures, ProtectionCost, cost, seen
from ljuspunkt.domain.disclosure.policy import Policy, TablePlan
from ljuspunkt.domain.disclosure.protect import Protected, protect
from ljuspunkt.domain.survey.publication import Prepared
from tests.disclosure.making import GROUP, WAVE, Person, asked, bench, instruments, policy, prepared, question, spread


def costed(people: Sequence[Person], rules: Policy | None = None) -> tuple[Prepared, Protected, ProtectionCost]:
    ready = prepared(instruments(), people, rules or policy())
    done = protect(ready.materials, ready.questionnaire, ready.policy)
    return ready, done, cost(ready.materials, done, ready.questionnaire, ready.policy)


def worked() -> list[Person]:
    """Return the group of docs/method/disclosure.md: A 12, B 9, C 4; everybody answers in both ways."""
    return [*asked("A", (6, 6)), *asked("B", (5, 4)), *asked("C", (2, 2))]


def test_the_worked_example_costs_one_set_beyond_the_small_one() -> None:
    _, _, found = costed(worked())
    table = next(one for one in found.tables if one.name == "association-group")
    assert table.whole.shown == Extent(1, 12)
    assert table.whole.small == Extent(1, 4)
    assert table.whole.complementary == Extent(1, 9)
    assert table.whole.every == Extent(3, 25)
    assert (table.reached.respondents, table.reached.of, table.reached.share) == (12, 25, 0.48)
    national = next(one for one in found.tables if one.name == "group")
    assert national.whole == Cost(shown=Extent(1, 25), figures=Figures(numeric=1))
    assert found.by_group[GROUP].hidden == Extent(2, 13)
    assert found.by_wave[WAVE].every == Extent(4, 50)


def test_figures_are_told_apart_by_what_became_of_them() -> None:
    people = [*asked("A", (6, 6)), *asked("B", (12, 0)), *asked("C", (7, 2), skipped=0), *asked("D", (30, 40))]
    people += asked("E", (2, 2), skipped=9)
    _, done, found = costed(people)
    table = next(one for one in found.tables if one.name == "association-group")
    rows = [row for one in done.tables if one.name == "association-group" for row in one.rows]
    assert done.audit.verdict == "SAFE"
    assert table.whole.figures == Figures(
        numeric=sum(row.positive is not None for row in rows if "other" not in row.key[1]),
        banded=sum(bool(row.band) for row in rows),
        withheld=sum(row.n is not None and row.answered is None for row in rows if "other" not in row.key[1]),
        in_hidden_sets=sum(row.n is None for row in rows),
    )
    assert table.whole.figures.banded >= 1
    assert table.whole.figures.withheld == 1


def test_a_question_told_through_its_indicator_is_not_counted_as_hidden() -> None:
    found = instruments(question("q1", indicators=["1"]))
    ready = prepared(found, [*asked("A", (7, 5)), *asked("B", (6, 6))], policy())
    done = protect(ready.materials, ready.questionnaire, ready.policy)
    table = cost(ready.materials, done, ready.questionnaire, ready.policy).tables[0]
    assert table.whole.figures == Figures(numeric=2, elsewhere=2)
    assert table.whole.figures.of_shown_sets == 2


def test_who_is_hidden_in_a_year_but_shown_in_years_pooled_is_reached() -> None:
    people = [
        person
        for wave in ("2021", "2022")
        for name, share in (("A", (2, 2)), ("B", (2, 2)), ("C", (20, 20)))
        for person in asked(name, share, cell=(wave, name, GROUP))
    ]
    apart = costed(people)[2].tables[0]
    assert (apart.reached.respondents, apart.reached.of) == (80, 96)
    together = costed(people, policy(pool=(("2021", "2022"),)))[2].tables[0]
    assert together.whole.shown.sets > apart.whole.shown.sets
    assert (together.reached.respondents, together.reached.of) == (96, 96)


def test_years_that_are_printed_only_pooled_count_once() -> None:
    people = [
        person
        for wave in ("2020", "2021", "2022")
        for name in "AB"
        for person in asked(name, (10, 10), cell=(wave, name, GROUP))
    ]
    rules = policy(waves=("2020",), pool=(("2021", "2022"),))
    table = costed(people, rules)[2].tables[0]
    assert (table.reached.respondents, table.reached.of) == (120, 120)


@st.composite
def measurements(draw: st.DrawFn) -> tuple[list[Person], Policy]:
    sizes = st.integers(0, 14)
    people = []
    for wave in ("2021", "2022")[: draw(st.integers(1, 2))]:
        for group in ("staff", "board")[: draw(st.integers(1, 2))]:
            for association in "ABCD":
                n = draw(sizes)
                positive = draw(st.integers(0, n))
                people += asked(association, (positive, n - positive), cell=(wave, association, group))
    people += asked("Z", (9, 9), cell=("2022", "Z", "staff"))
    fine: tuple[str, ...] = ("association", "group") if draw(st.booleans()) else ("association",)
    return people, policy(TablePlan(fine), TablePlan(fine[1:]))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(measurements())
def test_shown_and_hidden_are_all_however_they_are_added_up(drawn: tuple[list[Person], Policy]) -> None:
    people, rules = drawn
    ready, done, found = costed(people, rules)
    for table, material in zip(found.tables, ready.materials, strict=True):
        assert table.whole.every.sets == len(material.sets)
        assert table.whole.every.respondents == table.reached.of == len(people)
        assert table.reached.respondents == table.whole.shown.respondents
        assert table.whole.empty.respondents == 0
        rows = [row for one in done.tables if one.name == table.name for row in one.rows]
        counted = sum(getattr(table.whole.figures, one.name) for one in fields(Figures))
        assert counted == sum("together" not in " ".join(row.key) for row in rows)
    with_groups = [one for one in found.tables if "group" in one.by]
    for parts, chosen in ((found.by_wave, found.tables), (found.by_group, with_groups)):
        assert sum(one.every.sets for one in parts.values()) == sum(one.whole.every.sets for one in chosen)
    assert found.whole.shown.respondents == done.n_shown
    assert found.whole.hidden.respondents == done.n_hidden
    assert found.whole.small.sets == len(done.primary)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(measurements())
def test_a_reader_sees_as_many_shown_and_hidden_but_not_why(drawn: tuple[list[Person], Policy]) -> None:
    people, rules = drawn
    ready, done, found = costed(people, rules)
    for one, table in zip(seen(done.tables, ready.questionnaire, ready.policy), found.tables, strict=True):
        assert one.shown == table.whole.shown.sets
        assert one.hidden + one.empty == table.whole.hidden.sets
        assert one.respondents == table.whole.shown.respondents
        assert one.of in (None, len(people))
        assert one.figures == table.whole.figures


def survey() -> list[Person]:
    return [*spread("Norra", 24), *spread("Södra", 13, turn=3), *spread("Västra", 9, turn=5), *spread("Östra", 4)]


def test_the_command_says_the_cost_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bench(tmp_path, survey())
    assert made.protect() == 0
    said = capsys.readouterr().out
    assert "What protection costs:\n" in said
    assert "  by association, group: 2 of 4 sets shown, with 37 of 50 respondents (74%); " in said
    assert "hidden only to protect others: 1, with 9 respondents" in said
    assert "  by group: 1 of 1 sets shown, with 50 of 50 respondents (100%)\n" in said
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "sv")
    assert made.protect() == 0
    said = capsys.readouterr().out
    assert "Vad skyddet kostar:\n" in said
    assert "  efter förbund, grupp: 2 av 4 grupper visas, med 37 av 50 svarande (74\N{NO-BREAK SPACE}%); " in said


def test_only_the_analysts_file_says_why(tmp_path: Path) -> None:
    made = bench(tmp_path, survey())
    assert made.protect() == 0
    private = tmp_path / "release.private.json"
    assert private.stat().st_mode & 0o077 == 0
    document = json.loads(private.read_bytes())["cost"]
    assert document["all"]["small"] == {"sets": 1, "respondents": 4}
    assert document["all"]["complementary"] == {"sets": 1, "respondents": 9}
    assert set(document) == {"all", "waves", "groups", "tables"}
    table = next(one for one in document["tables"] if one["name"] == "association-group")
    assert table["respondents"] == {"reached": 37, "of": 50}
    assert sum(part["small"]["sets"] for part in table["parts"]) == 1
    for path in (tmp_path / "release").rglob("*.*"):
        text = path.read_bytes()
        assert b"complementary" not in text and b"primary" not in text and b'"cost"' not in text, path.name
