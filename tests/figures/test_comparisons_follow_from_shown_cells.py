"""A reader compares associations and years in a release, and learns nothing about hidden sets."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ljuspunkt.domain.disclosure.policy import AssociationYears
from ljuspunkt.domain.disclosure.table import OTHERS
from ljuspunkt.domain.estimation.difference import newcombe
from ljuspunkt.domain.estimation.proportion import wilson
from ljuspunkt.domain.survey.comparisons import Change, Comparisons, Point, Trend, comparisons
from ljuspunkt.domain.vocabulary import Interval
from tests.figures.making import instrument, question, scale
from tests.figures.publishing import GROUP, Printed, publication, published, row


def point(found: Comparisons, association: str) -> Point:
    [one] = [each for each in found.funnels[0].points if each.association == association]
    return one


def change(found: Comparisons, association: str = "", *, earlier: str) -> Change:
    every = (*found.national_changes, *found.changes)
    [one] = [each for each in every if (each.association, each.earlier) == (association, earlier)]
    return one


def trend(found: Comparisons, association: str = "") -> Trend:
    [one] = [each for each in (*found.national_trends, *found.trends) if each.association == association]
    return one


FIVE: dict[str, Printed] = {"A": (9, 12), "B": (20, 30), "C": (11, 13), "D": (30, 40), "E": (15, 25)}


# Associations beside each other


def test_an_association_is_compared_with_the_others_without_itself() -> None:
    found = point(comparisons(published({"2022": FIVE})), "B")
    assert (found.others.positive, found.others.answered) == (9 + 11 + 30 + 15, 12 + 13 + 40 + 25)
    assert found.difference == pytest.approx(20 / 30 - 65 / 90)
    expected = newcombe(20, 30, 65, 90)
    assert (found.interval.low, found.interval.high) == pytest.approx((expected.low, expected.high))


def test_hidden_and_banded_associations_are_left_out_and_counted() -> None:
    shown: dict[str, Printed] = {**FIVE, "F": "hidden", "G": "few", "H": "empty"}
    [funnel] = comparisons(published({"2022": shown})).funnels
    assert [one.association for one in funnel.points] == list("ABCDE")
    assert funnel.not_shown == 2
    assert (funnel.pooled.positive, funnel.pooled.answered) == (85, 120)


def test_the_row_of_other_associations_together_is_no_association() -> None:
    shown: dict[str, Printed] = {**FIVE, OTHERS["association"]: (20, 80)}
    assert comparisons(published({"2022": shown})) == comparisons(published({"2022": FIVE}))


def test_one_shown_association_has_nothing_to_be_compared_with() -> None:
    found = comparisons(published({"2022": {"A": (9, 12), "B": "hidden"}}))
    assert found.funnels == found.levels == ()


def test_a_small_set_with_only_positive_answers_is_no_wonder() -> None:
    # Chance gives 20 of 20 where three of four are positive once in 300 times; a reader compares 39 other sets too.
    shown: dict[str, Printed] = {f"A{number:02}": (15, 20) for number in range(39)}
    found = point(comparisons(published({"2022": {**shown, "Z": (20, 20)}})), "Z")
    assert found.p < 0.0001 and found.p_exact == pytest.approx(0.0046, abs=0.003)
    assert not found.differs and found.direction == ""


def test_what_is_far_off_differs_and_has_an_arrow() -> None:
    shown: dict[str, Printed] = {f"A{number:02}": (60 + number % 5, 80) for number in range(20)}
    found = comparisons(published({"2022": {**shown, "Z": (24, 80)}}))
    assert [one.association for one in found.funnels[0].points if one.differs] == ["Z"]
    assert point(found, "Z").direction == "down"
    assert point(found, "Z").shrunken > 24 / 80


def test_an_interval_wider_than_forty_points_is_uncertain() -> None:
    found = comparisons(published({"2022": {"A": (9, 12), "B": (90, 120)}}))
    assert point(found, "A").uncertain and not point(found, "B").uncertain
    assert wilson(9, 12).width > 0.4 > wilson(90, 120).width


def test_the_country_is_all_answers_together_and_the_mean_of_associations() -> None:
    [level] = comparisons(published({"2022": FIVE}, comparisons=())).levels
    assert (level.sets, level.not_shown, level.counts.positive, level.counts.answered) == (5, 0, 85, 120)
    assert level.pooled.value == pytest.approx(85 / 120)
    assert level.mean.value == pytest.approx((9 / 12 + 20 / 30 + 11 / 13 + 30 / 40 + 15 / 25) / 5)


def test_answers_of_one_person_count_once_where_an_indicator_adds_up_questions() -> None:
    items = instrument(question("a", indicators=["1"]), question("b", indicators=["1"]))
    rows = [row(("2022", name, GROUP), (30, 40, 20), indicator="1") for name in "AB"]
    [funnel] = comparisons(publication(rows, instruments=[items])).funnels
    assert [one.shown.worth for one in funnel.points] == [20, 20]
    assert funnel.points[0].shown.interval == wilson(15, 20)


def test_means_of_values_have_their_national_level_too() -> None:
    printed = {"A": (12, 3.25), "B": (30, 2.5), "C": (18, None), "D": (20, 9.0)}
    rows = [
        replace(row(("2022", name, GROUP), (answered // 2, answered)), mean=mean)
        for name, (answered, mean) in printed.items()
    ]
    [found] = comparisons(publication(rows)).means
    assert (found.sets, found.answered) == (2, 42)  # no mean is printed for C, and 9 isn't on a scale of 1 to 4
    assert found.pooled.value == pytest.approx((12 * 3.25 + 30 * 2.5) / 42)
    assert found.mean.value == pytest.approx((3.25 + 2.5) / 2)
    assert found.pooled.interval is not None and 1 <= found.pooled.interval.low <= found.pooled.interval.high <= 4


def test_a_question_without_positive_choices_isnt_compared() -> None:
    rows = [replace(row((wave, "A", GROUP), "hidden"), n=20, answered=20, hidden="", mean=2.5) for wave in ("1", "2")]
    only_means = instrument(question("q", positive=()))
    assert comparisons(publication(rows, instruments=[only_means])) == Comparisons((), (), (), (), (), ())


def test_only_what_the_policy_names_is_compared() -> None:
    three: dict[str, dict[str, Printed]] = dict.fromkeys(("2020", "2021", "2022"), FIVE)
    nothing = comparisons(published(three, comparisons=()))
    assert nothing.funnels == nothing.trends == nothing.national_trends == ()
    assert len(nothing.levels) == 3 and len(nothing.national_changes) == 2
    assert comparisons(published(three, comparisons=["others"])).funnels
    assert comparisons(published(three, comparisons=["trend"])).trends


def test_tables_without_groups_and_pooled_years_are_compared_too() -> None:
    rows = [row((wave, name), printed) for wave in ("2021+2022", "2022") for name, printed in FIVE.items()]
    found = comparisons(publication(rows, columns=("wave", "association"), pool=[("2021", "2022")]))
    assert [(one.wave, one.group) for one in found.funnels] == [("2022", ""), ("2021+2022", "")]
    assert found.changes == found.trends == ()


# Years beside each other


def test_a_trend_runs_through_three_waves_with_their_years() -> None:
    waves: dict[str, dict[str, Printed]] = {
        "2017": {"A": (83, 86)}, "2018": {"A": (90, 93)}, "2019": {"A": (129, 136)}, "2020": {"A": (70, 82)}
    }  # fmt: skip
    found = trend(comparisons(published(waves)), "A")
    assert found.waves == ("2017", "2018", "2019", "2020")
    assert (found.chi_square, found.p) == pytest.approx((8.2249, 0.00413), abs=5e-5)
    assert found.direction == "down"
    later = {{"2020": "2023"}.get(wave, wave): cells for wave, cells in waves.items()}
    uneven = trend(comparisons(published(later)), "A")
    assert uneven.slope is not None and found.slope is not None and abs(uneven.slope) < abs(found.slope)


def test_waves_that_are_no_years_stand_one_apart() -> None:
    cells: dict[str, dict[str, Printed]] = {"spring": {"A": (5, 20)}, "autumn": {"A": (8, 20)}, "late": {"A": (12, 20)}}
    found = trend(comparisons(published(cells)), "A")
    assert found.slope == pytest.approx((12 - 5) / 20 / 2)


def test_a_hidden_wave_is_named_and_the_line_runs_through_the_others() -> None:
    waves: dict[str, dict[str, Printed]] = {
        "2019": {"A": (10, 20)}, "2020": {"A": "hidden"}, "2021": {"A": (12, 20)}, "2022": {"A": (14, 20)}
    }  # fmt: skip
    found = trend(comparisons(published(waves)), "A")
    assert found.waves == ("2019", "2021", "2022")
    assert found.left_out == (("2020", "hidden"),)
    assert change(comparisons(published(waves)), "A", earlier="2020").gap == "hidden"


def test_two_shown_waves_are_no_trend() -> None:
    waves: dict[str, dict[str, Printed]] = {
        "2020": {"A": (10, 20)}, "2021": {"A": "few"}, "2022": {"A": (14, 20)}
    }  # fmt: skip
    found = trend(comparisons(published(waves)), "A")
    assert (found.gap, found.waves, found.slope, found.left_out) == ("few", (), None, (("2021", "hidden"),))


def versions(**change: Any) -> list[Any]:
    """Return the questionnaire of 2019–2020, and that of 2021 on, which says that its question is the same."""
    old = instrument(question("old"), version="1", waves=["2019", "2020"])
    new = instrument(question("q", same_as=("1", "old"), **change), version="2", waves=["2021", "2022"])
    return [old, new]


def across_versions(**change: Any) -> Comparisons:
    rows = [row(("2019", "A", GROUP), (10, 20), question="old"), row(("2020", "A", GROUP), (11, 20), question="old")]
    rows += [row(("2021", "A", GROUP), (12, 20)), row(("2022", "A", GROUP), (14, 20))]
    return comparisons(publication(rows, instruments=versions(**change), waves=["2019", "2020", "2021", "2022"]))


def test_a_question_is_followed_to_its_earlier_name() -> None:
    found = across_versions()
    [line] = [one for one in found.trends if one.topic.question == "q"]
    assert line.waves == ("2019", "2020", "2021", "2022")
    [since] = [one for one in found.changes if (one.topic.question, one.earlier) == ("q", "2019")]
    assert since.difference == pytest.approx(4 / 20)


def test_a_changed_scale_breaks_the_series_with_its_reason() -> None:
    found = across_versions(of=scale(5), positive=("4", "5"))
    [line] = [one for one in found.trends if one.topic.question == "q"]
    assert (line.gap, line.left_out) == ("few", (("2019", "scale"), ("2020", "scale")))
    [since] = [one for one in found.changes if (one.topic.question, one.earlier) == ("q", "2020")]
    assert (since.gap, since.difference) == ("scale", None)
    [country] = [one for one in found.national_changes if (one.topic.question, one.earlier) == ("q", "2020")]
    assert country.gap == "scale"


MERGED = [AssociationYears("A", "2020", "2021", "C"), AssociationYears("B", "2020", "2021", "C")]


def test_a_merged_associations_earlier_years_are_its_predecessors_together() -> None:
    waves: dict[str, dict[str, Printed]] = {
        "2020": {"A": (10, 20), "B": (5, 30)}, "2021": {"A": (9, 18), "B": (8, 22)}, "2022": {"C": (30, 50)}
    }  # fmt: skip
    found = comparisons(published(waves, associations=MERGED))
    since = change(found, "C", earlier="2020")
    assert since.before is not None
    assert (since.before.positive, since.before.answered) == (15, 50)
    assert since.difference == pytest.approx(30 / 50 - 15 / 50)
    assert trend(found, "C").waves == ("2020", "2021", "2022")


def test_a_hidden_predecessor_leaves_no_value_and_its_reason() -> None:
    waves: dict[str, dict[str, Printed]] = {
        "2020": {"A": (10, 20), "B": "hidden"}, "2021": {"A": (9, 18), "B": (8, 22)}, "2022": {"C": (30, 50)}
    }  # fmt: skip
    found = comparisons(published(waves, associations=MERGED))
    assert change(found, "C", earlier="2020").gap == "merged"
    assert change(found, "C", earlier="2021").gap == ""
    assert trend(found, "C").left_out == (("2020", "merged"),)


def test_a_predecessor_where_nobody_was_asked_adds_nothing() -> None:
    waves: dict[str, dict[str, Printed]] = {"2021": {"A": (9, 18), "B": "empty"}, "2022": {"C": (30, 50)}}
    since = change(comparisons(published(waves, associations=MERGED)), "C", earlier="2021")
    assert since.before is not None and since.before.answered == 18


def test_an_association_that_grew_by_a_merger_is_compared_with_all_it_was() -> None:
    waves: dict[str, dict[str, Printed]] = {"2021": {"A": (9, 18), "C": (20, 40)}, "2022": {"C": (30, 50)}}
    since = change(comparisons(published(waves, associations=MERGED[:1])), "C", earlier="2021")
    assert since.before is not None
    assert (since.before.positive, since.before.answered) == (29, 58)


def test_a_new_association_has_no_earlier_years() -> None:
    waves: dict[str, dict[str, Printed]] = {"2021": {"A": (9, 18)}, "2022": {"A": (9, 18), "N": (9, 18)}}
    assert change(comparisons(published(waves)), "N", earlier="2021").gap == "absent"


def test_the_countrys_change_is_over_the_associations_shown_in_both_years() -> None:
    waves: dict[str, dict[str, Printed]] = {
        "2021": {"A": (10, 20), "B": (12, 30), "X": (100, 100), "H": "hidden"},
        "2022": {"A": (14, 20), "B": (15, 30), "N": (0, 100), "H": (10, 20)},
    }
    since = change(comparisons(published(waves)), earlier="2021")
    assert since.sets == 2
    assert since.difference == pytest.approx(29 / 50 - 22 / 50)
    assert since.interval is not None and since.interval.width <= 2


def test_the_countrys_trend_is_over_the_associations_shown_in_all_years() -> None:
    waves: dict[str, dict[str, Printed]] = {
        "2020": {"A": (10, 20), "B": (12, 30), "H": "hidden"},
        "2021": {"A": (11, 20), "B": (14, 30), "H": (5, 20)},
        "2022": {"A": (12, 20), "B": (16, 30), "H": (5, 20)},
    }
    found = trend(comparisons(published(waves)))
    assert (found.sets, found.waves) == (2, ("2020", "2021", "2022"))
    assert found.slope == pytest.approx((28 - 22) / 50 / 2)


def test_with_one_association_in_both_years_there_is_no_change_of_the_country() -> None:
    waves: dict[str, dict[str, Printed]] = {"2021": {"A": (9, 18), "B": "hidden"}, "2022": {"A": (9, 18), "B": (9, 18)}}
    assert change(comparisons(published(waves)), earlier="2021").gap == "few"


def test_an_arrow_needs_the_adjusted_p_value_and_the_interval() -> None:
    many: dict[str, Printed] = {f"A{number:02}": (20, 40) for number in range(30)}
    one: dict[str, dict[str, Printed]] = {"2021": {"Z": (14, 40)}, "2022": {"Z": (24, 40)}}
    alone = change(comparisons(published(one)), "Z", earlier="2021")
    among = change(
        comparisons(published({wave: {**many, **cells} for wave, cells in one.items()})), "Z", earlier="2021"
    )
    assert alone.p == among.p and alone.direction == "up"
    assert among.interval == alone.interval and among.interval is not None and among.interval.low > 0
    assert among.p_adjusted is not None and among.p_adjusted > 0.05 and among.direction == ""


# Whatever is printed


cells: st.SearchStrategy[Printed] = st.one_of(
    st.integers(5, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from(["hidden", "empty", "few"]),
)
printed_waves = st.lists(st.sampled_from(["A", "B", "C", "D", "E", "F"]), min_size=1, max_size=6, unique=True).flatmap(
    lambda names: st.fixed_dictionaries(
        {wave: st.fixed_dictionaries(dict.fromkeys(names, cells)) for wave in ("2019", "2020", "2022")}
    )
)


@settings(max_examples=60)
@given(printed_waves)
def test_the_others_are_all_minus_itself(shown: dict[str, dict[str, Printed]]) -> None:
    for funnel in comparisons(published(shown)).funnels:
        for one in funnel.points:
            assert one.others.answered == funnel.pooled.answered - one.shown.answered
            assert one.others.positive == funnel.pooled.positive - one.shown.positive
            assert one.interval.low <= one.difference <= one.interval.high
            assert one.p_adjusted >= max(one.p, one.p_exact)
        assert len(funnel.points) >= 2


@settings(max_examples=40)
@given(printed_waves)
def test_the_order_of_the_rows_changes_nothing(shown: dict[str, dict[str, Printed]]) -> None:
    turned = {wave: dict(reversed(list(found.items()))) for wave, found in shown.items()}
    one, other = comparisons(published(shown)), comparisons(published(turned))
    for name in ("levels", "national_changes", "national_trends"):
        for left, right in zip(getattr(one, name), getattr(other, name), strict=True):
            assert repr(left)[:60] == repr(right)[:60]
    assert {(each.association, each.earlier): each.difference for each in one.changes} == {
        (each.association, each.earlier): each.difference for each in other.changes
    }
    for left, right in zip(one.funnels, other.funnels, strict=True):
        named = {each.association: each for each in right.points}
        for each in left.points:
            assert each.z_adjusted == pytest.approx(named[each.association].z_adjusted, abs=1e-9)
            assert each.shrunken == pytest.approx(named[each.association].shrunken, abs=1e-6)


@settings(max_examples=40)
@given(printed_waves, st.integers(0, 10**6))
def test_a_hidden_number_that_slips_in_is_never_used(shown: dict[str, dict[str, Printed]], number: int) -> None:
    there = published(shown)
    [table] = there.tables
    tampered = tuple(
        replace(each, n=number, answered=number, positive=number // 2) if each.hidden or each.band else each
        for each in table.rows
    )
    assert comparisons(replace(there, tables=(replace(table, rows=tampered),))) == comparisons(there)


@pytest.mark.parametrize(
    "odd",
    [
        {"positive": 30},
        {"positive": -1},
        {"answered": 0, "positive": 0},
        {"n": 0},
        {"n": None},
        {"answered": None},
    ],
)
def test_numbers_that_cant_be_right_are_taken_for_hidden(odd: dict[str, Any]) -> None:
    rows = [row(("2022", name, GROUP), printed) for name, printed in FIVE.items()]
    rows[0] = replace(rows[0], **odd)
    [funnel] = comparisons(publication(rows)).funnels
    assert (len(funnel.points), funnel.not_shown) == (4, 1)


def test_nothing_to_compare_is_nothing() -> None:
    assert comparisons(publication([])) == Comparisons((), (), (), (), (), ())


def test_everybody_alike_is_compared_without_a_stumble() -> None:
    for all_of in (0, 1):
        same: dict[str, Printed] = dict.fromkeys("ABCD", (25 * all_of, 25))
        found = comparisons(published(dict.fromkeys(("2020", "2021", "2022"), same)))
        assert all(not one.differs for funnel in found.funnels for one in funnel.points)
        assert all(one.direction == "" for one in (*found.changes, *found.trends, *found.national_changes))
        assert found.funnels[0].points[0].limits_95 == Interval(all_of, all_of)


def test_huge_numbers_are_compared_without_a_stumble() -> None:
    huge: dict[str, Printed] = {"A": (9_000_000, 10_000_000), "B": (8_999_000, 10_000_000), "C": (2, 5)}
    found = comparisons(published(dict.fromkeys(("2020", "2021", "2022"), huge)))
    assert len(found.funnels) == 3 and all(0 <= one.shrunken <= 1 for one in found.funnels[0].points)
