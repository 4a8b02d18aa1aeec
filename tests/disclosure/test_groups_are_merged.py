"""Respondent groups and categories that the policy takes together, in every table, as if they had been one."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.domain.disclosure.attack import audit
from ljuspunkt.domain.disclosure.history import EarlierRelease
from ljuspunkt.domain.disclosure.policy import Policy, TablePlan
from ljuspunkt.domain.disclosure.protect import protect
from ljuspunkt.domain.disclosure.release import released
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.instrument import Instrument, Instruments, SameAs
from ljuspunkt.domain.survey.merging import merged
from ljuspunkt.domain.survey.publication import Prepared, prepare
from ljuspunkt.files import counts as counts_files
from ljuspunkt.files import policy as policy_files
from tests.disclosure.making import WAVE, Person, asked, counted, instruments, people, policy, protection, question

LEADERS = {"group": {"leaders": ("managers", "board")}}


def both(*, extra: bool = True) -> Instruments:
    """Managers are asked q1 and q2, board members q1 and, if `extra`, q3 for the same indicator as q2."""
    q1 = question("q1", indicators=["1"])
    managers = Instrument(
        "m", "1", (q1, question("q2", indicators=["2"])), "managers", (WAVE,), {}, {"sv": "Chefer", "en": "Managers"}
    )
    of_board = (q1, *([question("q3", indicators=["2"])] if extra else []))
    board = Instrument("b", "1", of_board, "board", (WAVE,), {}, {"sv": "Ledamöter", "en": "Board", "fi": "Hallitus"})
    return Instruments((managers, board))


def leaders_of(name: str, managers: tuple[int, int], board: tuple[int, int]) -> list[Person]:
    return [
        *asked(name, managers, cell=(WAVE, name, "managers")),
        *asked(name, board, cell=(WAVE, name, "board")),
    ]


def answers() -> list[Person]:
    return [
        *leaders_of("A", (4, 3), (3, 4)),
        *leaders_of("B", (6, 5), (5, 6)),
        *leaders_of("C", (3, 2), (3, 2)),
        *leaders_of("D", (9, 8), (8, 9)),
    ]


def test_merged_groups_are_counted_as_if_they_had_been_one() -> None:
    rules = policy(merge=LEADERS)
    ready = prepare(counted(both(), answers()), both(), rules)
    renamed = [Person((WAVE, one.cell[1], "leaders"), one.answers) for one in answers()]
    alone = Instruments((replace(both().each[0], respondent_group="leaders", questions=both().each[0].questions[:1]),))
    apart = prepare(counted(alone, renamed), alone, policy())
    for one, other in zip(ready.materials, apart.materials, strict=True):
        assert one.sets.keys() == other.sets.keys()
        for key, numbers in one.sets.items():
            assert (numbers.n, numbers.questions, numbers.indicators) == (
                other.sets[key].n,
                other.sets[key].questions,
                other.sets[key].indicators,
            )


def test_merged_groups_answer_what_all_of_them_were_asked_alike() -> None:
    ready = prepare(counted(both(), answers()), both(), policy(merge=LEADERS))
    (one,) = ready.instruments.each
    assert (one.respondent_group, one.form_id, one.waves) == ("leaders", "m+b", (WAVE,))
    assert [item.name for item in one.questions] == ["q1"]
    assert one.measured == ("1",)
    assert one.group_label == {"sv": "Chefer / Ledamöter", "en": "Managers / Board"}
    assert [notice.said() for notice in ready.left_out] == [
        "question q2, 2022: not asked alike of all in leaders",
        "question q3, 2022: not asked alike of all in leaders",
    ]


def test_an_indicator_measured_otherwise_by_one_of_them_is_left_out() -> None:
    """Both are asked q1 of indicator 1, but the managers' indicator 1 has a second question."""
    q1 = question("q1", indicators=["1"])
    managers = Instrument("m", "1", (q1, question("q2", indicators=["1"])), "managers", (WAVE,))
    found = Instruments((managers, Instrument("b", "1", (q1,), "board", (WAVE,))))
    ready = prepare(counted(found, answers()), found, policy(merge=LEADERS))
    assert ready.instruments.each[0].measured == ()
    assert not any(numbers.indicators for one in ready.materials for numbers in one.sets.values())


def test_a_series_goes_on_only_where_it_does_for_all_that_are_merged() -> None:
    def version(group: str, wave: str, *, same: bool) -> Instrument:
        asked_of = replace(question("q1"), same_as=SameAs("2021", "q1") if same else None)
        return Instrument(group, wave, (asked_of, question("q2")), group, (wave,))

    def series(*, board_goes_on: bool) -> Instruments:
        found = Instruments(
            (
                version("managers", "2021", same=False),
                version("managers", "2022", same=True),
                version("board", "2021", same=False),
                version("board", "2022", same=board_goes_on),
            )
        )
        cells = [(wave, "A", group) for wave in ("2021", "2022") for group in ("managers", "board")]
        counts = counted(found, [one for cell in cells for one in people(cell, "1", 12)])
        return merged(counts, found, policy(merge=LEADERS))[1]

    assert [one.version for one in series(board_goes_on=True).each] == ["2021", "2022"]
    assert series(board_goes_on=True).each[1].question("q1").same_as == SameAs("2021", "q1")
    assert series(board_goes_on=False).each[1].question("q1").same_as is None
    assert series(board_goes_on=True).each[1].question("q2").same_as is None


def test_merged_groups_keep_the_largest_of_their_limits() -> None:
    rules = policy(merge={"group": {"all": ("staff", "managers")}}, n_min_group={"managers": 12, "board": 10})
    assert rules.least(("wave", "association", "group"), "all") == 12
    assert policy(merge={"group": {"all": ("staff", "board")}}).least(("wave", "group"), "all") == 10
    with pytest.raises(RuleBroken) as refused:
        policy(merge=LEADERS, n_min_group={"leaders": 5})
    assert "n_min_group: leaders to 5; it can't be below 10" in refused.value.said()


def test_merging_shows_sets_that_are_too_small_apart() -> None:
    apart, together = protection(both(), answers()), protection(both(), answers(), policy(merge=LEADERS))
    assert apart.audit.verdict == together.audit.verdict == "SAFE"
    shown = {
        row.key: row.n
        for row in next(one for one in together.tables if one.name == "association-group").rows
        if row.question == "q1" and row.n is not None
    }
    assert shown[WAVE, "A", "leaders"] == 14
    assert together.n_hidden < apart.n_hidden
    assert {row.key for one in together.tables if one.name == "group" for row in one.rows} == {(WAVE, "leaders")}


def test_categories_of_a_breakdown_are_merged_too() -> None:
    columns = ("wave", "association", "group", "age")
    everybody = [
        person
        for age, n in (("16-29", 30), ("30-44", 25), ("45-64", 40))
        for person in people((WAVE, "A", "staff", age), "1", n)
    ]
    rules = policy(TablePlan(("group", "age")), merge={"age": {"16-44": ("16-29", "30-44")}})
    ready = prepare(counted(instruments(), everybody, columns), instruments(), rules)
    sizes = {key[2]: numbers.n for key, numbers in ready.materials[0].sets.items()}
    assert sizes == {"16-44": 55, "45-64": 40}


FOLDER = {
    "m.yaml": """\
settings: {form_id: m, version: "1", respondent_group: managers, waves: "2022", group_label: {sv: Chefer, en: Managers}}
choices: {yn: [{name: "1", label: {sv: Nej, en: "No"}}, {name: "2", label: {sv: Ja, en: "Yes"}}]}
survey: [{name: q1, type: select_one yn, indicator: [1], positive: ["2"], label: {sv: Ett, en: One}}]
""",
    "b.yaml": """\
settings: {form_id: b, version: "1", respondent_group: board, waves: "2022", group_label: {sv: Styrelse, en: Board}}
choices: {yn: [{name: "1", label: {sv: Nej, en: "No"}}, {name: "2", label: {sv: Ja, en: "Yes"}}]}
survey: [{name: q1, type: select_one yn, indicator: [1], positive: ["2"], label: {sv: Ett, en: One}}]
""",
}
RULES = """\
waves: ["2022"]
tables:
  - {by: [association, group], statistics: [share]}
  - {by: [group], statistics: [share]}
"""


def folder(tmp_path: Path, rules: str) -> list[str]:
    """Write instruments, counts and a policy, and return the command that protects them."""
    (tmp_path / "instruments").mkdir()
    for name, text in FOLDER.items():
        (tmp_path / "instruments" / name).write_text(text, encoding="utf-8")
    counts_files.write(counted(both(extra=False), answers()), tmp_path / "counts.csv")
    (tmp_path / "policy.yaml").write_text(rules, encoding="utf-8")
    names = [str(tmp_path / "instruments"), str(tmp_path / "counts.csv")]
    return ["protect", *names, "--policy", str(tmp_path / "policy.yaml"), "--out", str(tmp_path / "release")]


def test_the_audit_reads_mergers_from_the_manifest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(folder(tmp_path, RULES + "merge: {group: {leaders: [managers, board]}}\n")) == 0
    manifest = json.loads((tmp_path / "release" / "manifest.json").read_bytes())
    assert manifest["policy"]["merge"] == {"group": {"leaders": ["managers", "board"]}}
    assert manifest["groups"] == {"2022": ["leaders"]}
    assert main(["audit", str(tmp_path / "release")]) == 0
    manifest["policy"]["n_min_group"] = {"leaders": 5}
    assert policy_files.strict_from_document(manifest["policy"], "manifest.json").least(("group",), "leaders") == 10
    del manifest["policy"]["merge"]
    assert policy_files.strict_from_document(manifest["policy"], "manifest.json").merge == {}


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("{association: {X: [A, B]}}", "years are taken together with “pool”"),
        ("{wave: {X: ['2021', '2022']}}", "years are taken together with “pool”"),
        ("{group: {leaders: [managers]}}", "two or more are needed"),
        ("{group: {leaders: [managers, managers]}}", "two or more are needed"),
        ("{group: {managers: [managers, board]}}", "twice"),
        ("{group: {x: [managers, board], y: [board, staff]}}", "merges “board” twice"),
        ("{group: {leaders: [managers, staff]}}", "“staff” into “leaders”, but the counts of group only have"),
        ("{age: {x: [a, b]}}", "merges values of age, but the counts only have wave, association, group"),
        ("{group: [managers, board]}", "must be a mapping"),
    ],
)
def test_a_merger_that_makes_no_sense_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str, sentence: str
) -> None:
    assert main(folder(tmp_path, f"{RULES}merge: {rule}\n")) == 2
    said = capsys.readouterr()
    assert sentence in said.err and len(said.err.strip().splitlines()) == 1
    assert not (tmp_path / "release").exists()


def test_groups_without_a_common_question_are_not_merged() -> None:
    found = Instruments(
        (
            Instrument("m", "1", (question("q1"),), "managers", (WAVE,)),
            Instrument("b", "1", (question("q2"),), "board", (WAVE,)),
        )
    )
    with pytest.raises(RuleBroken) as refused:
        prepare(counted(found, answers()), found, policy(merge=LEADERS))
    assert "managers, board into “leaders”, but in 2022 they were asked no question alike" in refused.value.said()


def test_the_name_of_another_group_is_refused() -> None:
    everybody = [*answers(), *people((WAVE, "A", "leaders"), "1", 12)]
    with pytest.raises(RuleBroken) as refused:
        prepare(counted(instruments(), everybody), instruments(), policy(merge=LEADERS))
    assert "group has that value already" in refused.value.said()


def test_a_policy_without_mergers_stays_as_it_was() -> None:
    counts = counted(both(), answers())
    assert merged(counts, both(), policy()) == (counts, both(), ())
    assert Policy(()).merge == {}


def told_together(first: Policy, second: Policy) -> tuple[str, set[str]]:
    """Publish A under one policy, then under another, the same wave and answers; return the second's verdict on both
    and the sets that it found to follow."""
    everybody = [*leaders_of("A", (7, 6), (3, 3)), *leaders_of("B", (8, 7), (9, 8)), *leaders_of("C", (9, 9), (9, 9))]
    found = both(extra=False)
    counts = counted(found, everybody)
    before, now = (prepare(counts, found, rules) for rules in (first, second))
    earlier = EarlierRelease(
        released(before.materials, hidden(before), before.policy), before.questionnaire, before.policy
    )
    seen = audit(released(now.materials, hidden(now), now.policy), now.questionnaire, now.policy, (), [earlier])
    return seen.verdict, {one.of for one in seen.findings}


def hidden(ready: Prepared) -> set[tuple[str, tuple[str, ...]]]:
    """Hide the board of A, too small in every table, and no more."""
    return {(one.plan.name, key) for one in ready.materials for key in one.sets if key in {(WAVE, "A", "board")}}


@pytest.mark.parametrize("merged_first", [True, False])
def test_merged_groups_minus_one_of_them_in_another_release_are_found(merged_first: bool) -> None:
    """A's 13 managers stand in one release and all its 19 leaders in the other: six board members follow."""
    rules = [policy(TablePlan(("association", "group"))), policy(TablePlan(("association", "group")), merge=LEADERS)]
    verdict, sets = told_together(*(reversed(rules) if merged_first else rules))
    assert verdict == "UNSAFE"
    assert any("association A, group board" in one for one in sets)


def test_the_same_merger_again_tells_nothing_more() -> None:
    rules = policy(TablePlan(("association", "group")), merge=LEADERS)
    assert told_together(rules, rules) == ("SAFE", set())


def test_protecting_beside_a_release_of_the_groups_apart_hides_what_would_follow() -> None:
    everybody = [*leaders_of("A", (7, 6), (3, 3)), *leaders_of("B", (8, 7), (9, 8)), *leaders_of("C", (9, 9), (9, 9))]
    found = both(extra=False)
    counts = counted(found, everybody)
    apart = prepare(counts, found, policy(TablePlan(("association", "group"))))
    first = protect(apart.materials, apart.questionnaire, apart.policy)
    earlier = EarlierRelease(first.tables, apart.questionnaire, apart.policy)
    ready = prepare(counts, found, policy(TablePlan(("association", "group")), merge=LEADERS))
    second = protect(ready.materials, ready.questionnaire, ready.policy, (), [earlier])
    assert (first.audit.verdict, second.audit.verdict) == ("SAFE", "SAFE")
    shown = {row.key[1] for table in second.tables for row in table.rows if row.n is not None}
    assert "A" not in shown
