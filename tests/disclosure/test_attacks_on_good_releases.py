"""Mistakes planted in good releases: `ljuspunkt audit` finds each and says what follows from which figures."""

import json
from pathlib import Path

import pytest

from ljuspunkt.cli.main import main
from tests.disclosure.making import Person
from tests.disclosure.tampering import MARGINS, Published, Publisher, asking, publisher

__all__ = ["publisher"]


def country(**more: str) -> list[Person]:
    """Make four associations that can be shown and two that can't."""
    sizes = {"Norra": 26, "Södra": 23, "Västra": 21, "Mitt": 14, "Östra": 4, "Öarna": 3}
    return [
        person
        for turn, (association, n) in enumerate(sizes.items())
        for person in asking(association, n, turn=turn * 3, **more)  # type: ignore[arg-type]
    ]


def told(findings: list[str], *parts: str) -> bool:
    """Whether one finding says all of some parts."""
    return any(all(part in one for part in parts) for one in findings)


def test_the_release_that_the_mistakes_are_planted_in_is_safe(publisher: Publisher) -> None:
    assert publisher.good(country()).findings("SAFE") == []


def test_n_min_is_lowered_in_one_table(publisher: Publisher) -> None:
    release = publisher.good(country()).show("association-group", "Östra")
    assert told(release.findings(), "association Östra", "4 respondents are shown; at least 5 are needed")


def test_managers_are_shown_as_others_are(publisher: Publisher) -> None:
    people = [
        person
        for association, n in (("Norra", 12), ("Södra", 15), ("Västra", 7), ("Östra", 9))
        for person in asking(association, n, group="managers", turn=n)
    ]
    release = publisher.good(people).show("association-group", "Västra")
    assert told(release.findings(), "association Västra", "7 respondents are shown; at least 10 are needed")


def test_the_national_figure_minus_the_associations_shown(publisher: Publisher) -> None:
    people = [person for person in country() if "Öarna" not in person.cell]
    found = publisher.bad(people, hiding=["Östra"]).findings()
    assert told(
        found, "association Östra", "minus the 4 associations shown leaves 4 respondents; at least 5 are needed"
    )


def test_a_year_is_published_again_with_one_more_answer(publisher: Publisher) -> None:
    first = publisher.good(country(), name="first")
    second = publisher.good([*country(), *asking("Norra", 1)], name="second").after(first)
    found = second.findings()
    assert told(found, "association Norra", "published again with 1 respondent more; none or at least 5 are needed")


def test_a_year_is_published_again_and_one_of_the_late_answers_is_of_a_hidden_association(
    publisher: Publisher,
) -> None:
    first = publisher.good(country(), name="first")
    late = [*asking("Norra", 8, turn=2), *asking("Östra", 1)]
    second = publisher.good([*country(), *late], name="second").after(first)
    found = second.findings()
    assert told(found, "answered between releases", "leaves 1 respondent; at least 5 are needed")


def test_all_late_answers_are_alike(publisher: Publisher) -> None:
    first = publisher.good(country(), name="first")
    late = asking("Norra", 8, turn=2, answers={"q1": "3"})
    second = publisher.good([*country(), *late], name="second").after(first)
    assert told(second.findings(), "answered between releases", "q1", "extreme result")


def test_two_releases_hide_different_associations(publisher: Publisher) -> None:
    people = [*country(), *asking("Kusten", 7, turn=4)]
    first = publisher.bad(people, hiding=["Östra", "Öarna", "Kusten"], name="first")
    second = publisher.bad(people, hiding=["Östra", "Öarna"], name="second").after(first)
    assert second.after().findings("SAFE") == []
    third = publisher.bad(people, hiding=["Östra", "Mitt", "Öarna"], name="third")
    assert third.findings("SAFE") == []
    fourth = publisher.bad(people, hiding=["Östra", "Kusten"], name="fourth").after(third)
    assert told(fourth.findings(), "association Öarna")


def test_totals_across_a_merger(publisher: Publisher) -> None:
    years = "association,from_wave,until_wave,merged_into\nNorra,,2021,Nya\nÖstra,,2021,Nya\nNya,2022,,\n"
    people = [
        *asking("Norra", 21, wave="2021"),
        *asking("Östra", 3, wave="2021", turn=3),
        *asking("Södra", 25, wave="2021", turn=5),
        *asking("Öarna", 4, wave="2021", turn=1),
        *asking("Nya", 24, wave="2022", turn=7),
        *asking("Södra", 25, wave="2022", turn=2),
        *asking("Öarna", 8, wave="2022", turn=2),
    ]
    hiding = ["2021 Östra", "2021 Öarna", "2021+2022 Öarna"]
    release = publisher.bad(people, *MARGINS, hiding=hiding, associations=years, pool=[["2021", "2022"]])
    found = release.findings()
    assert told(found, "wave 2021, association Östra", "wave 2021+2022, association Nya", "leaves 3 respondents")


def test_an_association_is_counted_to_the_one_it_was_merged_into(publisher: Publisher) -> None:
    years = "association,from_wave,until_wave,merged_into\nNorra,,2021,Nya\nÖstra,,2021,Nya\n"
    before = publisher.good(country(), name="first")
    merged = [
        Person(("2022", "Nya", *person.cell[2:]), person.answers) if person.cell[1] in ("Norra", "Östra") else person
        for person in country()
    ]
    release = publisher.bad(merged, hiding=["Öarna"], name="second", associations=years).after(before)
    assert told(release.findings(), "association Östra", "association Nya", "leaves 4 respondents")


def test_tables_by_sex_complete_each_other(publisher: Publisher) -> None:
    people = [
        *asking("Norra", 24, sex="women"),
        *asking("Norra", 24, sex="men", turn=3),
        *asking("Södra", 23, sex="women", turn=5),
        *asking("Södra", 3, sex="men", turn=7),
    ]
    release = publisher.bad(people, "association group", "association group sex", "group sex", hiding=["Södra men"])
    found = release.findings()
    assert told(found, "association Södra", "sex men", "minus sex women leaves 3 respondents; at least 10 are needed")


def test_everybody_in_a_small_group_answered_alike(publisher: Publisher) -> None:
    people = [*country(), *asking("Kusten", 12, turn=4, answers={"q2": "3"})]
    release = publisher.good(people)
    assert release.row("association-group", "Kusten", "indicator 2").band == "nearly all"
    release.alter("association-group", "Kusten", "indicator 2", band="", positive=12, share=1.0, low=0.7575)
    assert told(release.findings(), "association Kusten, group participant, indicator 2", "extreme result")


def test_a_band_stands_beside_its_number(publisher: Publisher) -> None:
    people = [*country(), *asking("Kusten", 12, turn=4, answers={"q2": "3"})]
    release = publisher.good(people).alter("association-group", "Kusten", "indicator 2", mean=3.0)
    expected = [row.band for row in release.tables()["association-group"].rows if "Kusten" in row.key]
    assert "nearly all" in expected
    assert told(release.findings(), "association Kusten", "a number stands beside the band")


def test_pooled_years_minus_one(publisher: Publisher) -> None:
    people = [*country(), *country(wave="2021")]
    release = publisher.good(people, *MARGINS, pool=[["2021", "2022"]])
    release.show("association-group", "2021+2022 Östra").show("association-group", "2021 Östra")
    found = release.findings()
    assert told(found, "wave 2022, association Östra", "wave 2021+2022", "leaves 4 respondents")


def test_an_earlier_release_pooled_what_this_one_splits(publisher: Publisher) -> None:
    people = [*country(wave="2021"), *country()]
    first = publisher.bad(
        people,
        *MARGINS,
        hiding=["2021 Öarna", "2021 Östra", "2022 Öarna", "2022 Östra", "2021+2022 Öarna"],
        pool=[["2021", "2022"]],
        name="first",
    )
    more = [*country(wave="2021"), *asking("Östra", 2, wave="2021"), *country()]
    assert more
    second = publisher.bad(people, *MARGINS, hiding=["2021 Öarna", "2022 Öarna", "2022 Östra"], name="second")
    assert told(second.after(first).findings(), "association Östra")


def test_a_table_of_sizes_is_linked(publisher: Publisher) -> None:
    people = [
        *country(),
        *asking("Norra", 15, group="board"),
        *asking("Södra", 12, group="board", turn=3),
        *asking("Västra", 13, group="board", turn=6),
        *asking("Mitt", 11, group="board", turn=6),
        *asking("Östra", 14, group="board", turn=6),
        *asking("Öarna", 16, group="board", turn=6),
    ]
    release = publisher.bad(people, *MARGINS, "association", hiding=["Östra participant", "Öarna participant"])
    found = release.findings()
    assert told(found, "association Östra, group participant", "wave 2022, association Östra minus", "leaves 4 respond")


def test_a_size_follows_exactly_though_no_single_subtraction_gives_it(publisher: Publisher) -> None:
    people = [
        person
        for row, name in enumerate("ABCD")
        for column, group in enumerate("wxyz")
        for person in asking(name, 4 if name + group == "By" else 21 + row + 3 * column, group=group, turn=row + column)
    ]
    cycles = ["A w", "A x", "B w", "B x", "C y", "C z", "D y", "D z", "B y"]
    release = publisher.bad(people, *MARGINS, "association", hiding=cycles)
    assert told(release.findings(), "association B, group y", "this follows exactly: number of respondents 4")


def test_a_mean_gives_the_histogram_away(publisher: Publisher) -> None:
    worst = {"q1": "1"}
    people = [*asking("Norra", 24), *asking("Östra", 4, answers=worst), *asking("Öarna", 5, answers=worst)]
    release = publisher.bad(people, "association group: share mean", "group: share mean", hiding=["Östra", "Öarna"])
    assert told(release.findings(), "q1", "leaves 9 answers, 0 positive")


def test_a_distribution_of_fewer_than_ten(publisher: Publisher) -> None:
    people = [*country(), *asking("Kusten", 8, turn=4)]
    release = publisher.good(people, "association group: share distribution", "group")
    release.show_steps("association-group", "Kusten", "q1", (4, 1, 3, 0))
    assert told(release.findings(), "association Kusten", "q1")


def test_the_row_of_the_others_together_is_missing(publisher: Publisher) -> None:
    release = publisher.good(country()).without("association-group", "together")
    assert told(release.findings(), "other associations together", "the row is missing")


def test_the_row_of_the_others_together_is_wrong(publisher: Publisher) -> None:
    release = publisher.good(country())
    together = next(row for row in release.tables()["association-group"].rows if "together" in "".join(row.key))
    release.alter("association-group", "other associations together", n=(together.n or 0) + 1)
    assert told(release.findings(), "contradict")


def test_categories_are_joined_otherwise_than_in_the_earlier_release(publisher: Publisher) -> None:
    def people(*joined: str) -> list[Person]:
        found = []
        for sex, n in (("women", 40), ("men", 35), ("other", 3)):
            name = " or ".join(joined) if sex in joined else sex
            found += [*asking("Norra", n, sex=name, turn=n), *asking("Södra", n, sex=name, turn=n + 3)]
        return found

    first = publisher.good(people("men", "other"), "group", "group sex", name="first")
    second = publisher.good(people("women", "other"), "group", "group sex", name="second").after(first)
    assert second.after().findings("SAFE") == []
    assert told(second.after(first).findings(), "sex other", "leaves 6 respondents; at least 10 are needed")


def test_an_indicator_minus_the_question_shown_gives_the_hidden_question(publisher: Publisher) -> None:
    people = [*asking("Norra", 26), *asking("Södra", 24, turn=3, skipping={"q4": 6})]
    release = publisher.good(people, small_sets="items")
    few = [*asking("Norra", 26), *asking("Södra", 24, turn=3, skipping={"q4": 4})]
    hidden = publisher.good(few, small_sets="items", name="hidden")
    assert hidden.row("association-group", "Södra", "q4").answered is None
    shown = release.row("association-group", "Södra", "indicator 3")
    q3, q4 = 24, 4
    assert shown.answered == q3 + 6
    hidden.alter(
        "association-group",
        "Södra",
        "indicator 3",
        answered=q3 + q4,
        positive=10,
        share=10 / 28,
        hidden="",
        low=0.19,
        high=0.56,
    )
    assert told(hidden.findings(), "association Södra", "q4")


def test_few_of_a_shown_set_answered_a_question(publisher: Publisher) -> None:
    few = [*country(), *asking("Kusten", 22, turn=4, skipping={"q2": 4})]
    release = publisher.good(few)
    assert release.row("association-group", "Kusten", "q2").answered is None
    release.alter(
        "association-group",
        "Kusten",
        "q2",
        hidden="",
        answered=4,
        positive=2,
        share=0.5,
        low=0.15003898915214947,
        high=0.8499610108478506,
    )
    assert told(release.findings(), "association Kusten, group participant, q2", "4 answers are shown; at least 5")


def test_an_interval_tells_how_many_answered_a_hidden_question(publisher: Publisher) -> None:
    few = [*country(), *asking("Kusten", 22, turn=4, skipping={"q2": 4})]
    release = publisher.good(few).alter("association-group", "Kusten", "q2", low=0.15, high=0.85)
    assert told(release.findings(), "association Kusten", "q2", "a number stands in a row that is hidden")


def test_an_interval_tells_more_than_its_share(publisher: Publisher) -> None:
    release = publisher.good(country())
    printed = release.row("association-group", "Mitt", "indicator 3")
    release.alter("association-group", "Mitt", "indicator 3", low=(printed.low or 0) + 0.01)
    assert told(release.findings(), "association Mitt", "indicator 3", "the interval isn't the one")


def test_a_mean_of_nine(publisher: Publisher) -> None:
    people = [*country(), *asking("Kusten", 9, turn=4)]
    release = publisher.good(people, "association group: share mean", "group")
    release.alter("association-group", "Kusten", "indicator 1", mean=2.0)
    assert told(release.findings(), "association Kusten", "the share and the mean of fewer than 10 are shown together")


def test_the_mean_of_several_questions_stands_where_the_set_is_split(publisher: Publisher) -> None:
    release = publisher.good(country(), "association group", "group: share mean")
    release.alter("group", "participant", "indicator 3", mean=2.0)
    assert told(release.findings(), "indicator 3", "a mean of several questions stands beside parts of the set")


def test_a_mean_of_several_questions_of_an_earlier_release_is_split_by_this_one(publisher: Publisher) -> None:
    first = publisher.good(country(), "group: share mean", name="first")
    assert first.row("group", "participant", "indicator 3").mean is not None
    second = publisher.good(country(), name="second")
    assert second.findings("SAFE") == []
    assert told(
        second.after(first).findings(), "indicator 3", "a mean of several questions stands beside parts of the set"
    )


def test_a_set_stands_twice_under_two_names(publisher: Publisher) -> None:
    people = [
        Person((*person.cell, f"{person.cell[1]} house"), person.answers)
        for person in [*country(), *asking("Kusten", 8, turn=4)]
    ]
    release = publisher.bad(
        people, "association group", "group", "association initiative group", hiding=["Östra", "Öarna", "Kusten"]
    )
    release.show("association-initiative-group", "Kusten").show("association-initiative-group", "Öarna")
    found = release.findings()
    assert told(found, "association Öarna", "initiative Öarna house", "3 respondents are shown")
    assert told(found, "association Östra", "leaves 4 respondents")


def test_a_set_that_is_hidden_for_others_sake_is_shown_under_another_name(publisher: Publisher) -> None:
    people = [
        Person((*person.cell, f"{person.cell[1]} house"), person.answers)
        for person in [
            *asking("Norra", 26),
            *asking("Södra", 24, turn=4),
            *asking("Kusten", 11, turn=6),
            *asking("Östra", 4),
        ]
    ]
    release = publisher.good(people, "association group", "group", "association initiative group")
    release.show("association-initiative-group", "Kusten")
    assert told(release.findings(), "association Östra", "leaves 4 respondents")


def test_empty_is_said_of_a_set_that_is_not(publisher: Publisher) -> None:
    release = publisher.good(country()).alter("association-group", "Östra", hidden="-")
    assert told(release.findings(), "association Östra", "said to be empty beside sets that are hidden")


def test_a_size_is_off_by_one(publisher: Publisher) -> None:
    release = publisher.good(country()).alter("association-group", "Norra", n=25)
    assert release.findings()


def test_a_comparison_was_reckoned_with_hidden_associations(publisher: Publisher) -> None:
    release = publisher.good(country(), comparisons=["others"])
    path = release.release / "comparisons" / "others.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    header, row = lines[0].split(","), lines[1].split(",")
    place = header.index("others_answered")
    row[place] = str(int(row[place]) + 7)
    path.write_text("\n".join([lines[0], ",".join(row), *lines[2:]]) + "\n", encoding="utf-8")
    assert told(release.findings(), "comparison")


def test_an_earlier_release_names_an_association_that_this_one_does_not_know(publisher: Publisher) -> None:
    first = publisher.good([*country(), *asking("Kusten", 12)], name="first")
    merged = [*country(), *asking("Nya", 12)]
    second = publisher.good(merged, name="second").after(first)
    found = second.findings("UNKNOWN")
    assert told(found, "association Kusten", "can't be held together with this one")


def test_late_answers_come_of_an_association_that_was_not_there_before(publisher: Publisher) -> None:
    first = publisher.good(country(), "association group", name="first")
    late = [*country(), *asking("Kusten", 12, turn=4), *asking("Viken", 4, turn=4)]
    second = publisher.bad(late, "association group", hiding=["Östra", "Öarna", "Viken"], name="second").after(first)
    assert second.findings("SAFE") == []
    second.show("association-group", "Viken")
    assert told(second.findings(), "association Viken", "4 respondents are shown; at least 5 are needed")


def test_an_insider_learns_of_the_others_only_what_the_policy_says(publisher: Publisher) -> None:
    """Two are hidden; whoever knows one of them knows the other, unless the policy looks at that."""
    people = [person for person in country() if "Mitt" not in person.cell]
    plain = publisher.good(people, name="plain")
    careful = publisher.good(people, name="careful", coalition="association")

    def hidden(release: Published) -> set[str]:
        return {row.key[1] for row in release.tables()["association-group"].rows if row.n is None}

    assert hidden(plain) == {"Östra", "Öarna"}
    assert len(hidden(careful)) > 2
    knowing = plain.without("association-group", "together").show("association-group", "Öarna")
    assert told(knowing.findings(), "association Östra", "leaves 4 respondents")
    for release, words in ((plain, "doesn't guard against that"), (careful, "two that pool what they know")):
        manifest = json.loads((release.release / "manifest.json").read_bytes())
        assert any(words in sentence for sentence in manifest["left_to_know"])
        main(["audit", str(release.release)])
        assert words in release.capsys.readouterr().out


def test_the_verdict_is_forged(publisher: Publisher) -> None:
    release = publisher.bad(country(), hiding=["Östra"])
    assert json.loads((release.release / "audit.json").read_bytes())["verdict"] == "SAFE"
    assert release.findings()


def test_the_limits_of_the_policy_are_forged(publisher: Publisher) -> None:
    release = publisher.good(country()).show("association-group", "Östra")
    path = release.release / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["policy"]["n_min"] = 2
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert told(release.findings(), "association Östra", "4 respondents are shown; at least 5 are needed")


def test_witnesses_are_forged(publisher: Publisher, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import numpy as np

    release = publisher.good(country())
    path = release.release / "witnesses.npz"
    with np.load(path, allow_pickle=False) as found:
        arrays = dict(found)
    arrays["witnesses"] = arrays["witnesses"].copy()
    arrays["witnesses"][0] += 1
    np.savez_compressed(path, allow_pickle=False, **arrays)
    assert main(["verify", str(release.release)]) == 5
    assert "witness" in capsys.readouterr().out
