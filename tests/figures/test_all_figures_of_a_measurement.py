"""An analyst asks for all figures, divided in one way or another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.survey.counts import Counts, Product
from ljuspunkt.domain.survey.figures import FigureRow, figures
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.survey.scoring import question_figure
from tests.figures.making import NOT_APPLICABLE, counts, instrument, question, scale

YES_NO = scale(2, name="yes_no", extra=(NOT_APPLICABLE,))
ONE = Instruments((instrument(question("q", indicators=["1"]), question("r", of=YES_NO, positive=["2"])),))


def cell(association: str, group: str = "staff", wave: str = "2022") -> tuple[str, ...]:
    return wave, association, group


def row(found: tuple[FigureRow, ...], question: str, **key: str | None) -> FigureRow:
    return next(
        one for one in found if one.question == question and all(one.key[name] == at for name, at in key.items())
    )


MEASURED = counts(
    {
        cell("A"): {"q": {"1": 2, "3": 4, "4": 5, "9": 1, "": 3}, "r": {"2": 12, "8": 2, "": 1}},
        cell("B"): {"q": {"2": 3, "4": 2}, "r": {"1": 1, "2": 3, "": 1}},
        cell("A", "board"): {"q": {"4": 1}, "r": {"2": 1}},
    }
)


def test_what_leaves_the_denominator_is_reported_beside_it() -> None:
    found = row(figures(ONE, MEASURED).rows, "q", association="A", group="staff")
    assert (found.figure.n, found.figure.answered, found.figure.positive) == (15, 11, 9)
    assert (found.dont_know, found.not_applicable, found.no_answer) == (1, 0, 3)
    assert row(figures(ONE, MEASURED).rows, "r", association="A", group="staff").not_applicable == 2


def test_there_is_a_row_per_set_question_and_indicator() -> None:
    found = figures(ONE, MEASURED).rows
    assert len(found) == 3 * 3
    assert [(one.question, one.indicator) for one in found[:3]] == [("q", None), ("r", None), (None, "1")]


def test_the_wave_always_stays() -> None:
    years = counts({cell("A", wave=wave): {"q": {"1": 1}} for wave in ("2021", "2022")})
    assert {one.key["wave"] for one in figures(ONE, years, by=[]).rows} == {"2021", "2022"}


def test_what_isnt_asked_for_is_added_up() -> None:
    found = row(figures(ONE, MEASURED, by=["group"]).rows, "q", group="staff")
    assert found.key == {"wave": "2022", "association": None, "group": "staff"}
    assert (found.figure.n, found.figure.answered, found.figure.positive) == (20, 16, 11)
    everyone = row(figures(ONE, MEASURED, by=[]).rows, "q", wave="2022")
    assert (everyone.figure.n, everyone.figure.positive) == (21, 12)


def test_naming_a_column_twice_or_the_wave_changes_nothing() -> None:
    assert figures(ONE, MEASURED, by=["wave", "group", "group"]) == figures(ONE, MEASURED, by=["group"])


def test_a_breakdown_divides_too() -> None:
    broken_down = Counts(
        ("wave", "association", "group", "sex"),
        {("2022", "A", "staff", "woman"): {"q": {"3": 2}}, ("2022", "A", "staff", "man"): {"q": {"1": 3}}},
    )
    found = figures(ONE, broken_down, by=["sex"]).rows
    assert [(one.key["sex"], one.figure.positive) for one in found if one.question] == [("man", 0), ("woman", 2)]
    assert row(figures(ONE, broken_down).rows, "q").key["sex"] is None


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(RuleBroken, match="no column “region”; they have wave, association, group"):
        figures(ONE, MEASURED, by=["region"])


def test_steps_left_out_are_no_answer() -> None:
    short = counts({cell("A"): {"q": {"3": 4}, "r": {"2": 6, "1": 4}}})
    found = row(figures(ONE, short).rows, "q")
    assert (found.figure.n, found.figure.answered, found.no_answer) == (10, 4, 6)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ({"q": {"7": 1}}, "The question “q” has no step “7”; its steps are 1, 2, 3, 4, 9"),
        ({"other": {"1": 1}}, "the instrument form 1 has no such question"),
    ],
)
def test_counts_that_the_instrument_doesnt_know_are_refused(steps: dict[str, dict[str, int]], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        figures(ONE, counts({cell("A"): steps}))


def test_a_group_without_an_instrument_is_refused() -> None:
    staff = Instruments((instrument(question(), group="staff", waves=["2022"]),))
    with pytest.raises(BadInput, match="no instrument for the group “board”"):
        figures(staff, counts({cell("A", "board"): {"q": {"1": 1}}}))


SEVERAL = Instruments((instrument(question("a", indicators=["5"]), question("b", indicators=["5"])),))
STEPS = {cell("A"): {"a": {"4": 8, "1": 4}, "b": {"4": 6, "1": 5, "": 1}}}
SCORES = {cell("A"): {"5": {(2, 2, 8): 6, (2, 1, 5): 1, (1, 1, 4): 1, (2, 0, 2): 4}}}


def test_an_indicator_of_several_questions_needs_its_scores() -> None:
    with_scores = figures(SEVERAL, counts(STEPS, SCORES)).rows[-1].figure
    assert (with_scores.n, with_scores.answered, with_scores.positive) == (12, 23, 14)
    assert with_scores.interval is not None
    assert with_scores.mean == pytest.approx((6 * 4 + 2.5 + 4 + 4 * 1) / 12)
    without = figures(SEVERAL, counts(STEPS))
    assert without.unscored == ("5",)
    bare = without.rows[-1].figure
    assert (bare.n, bare.answered, bare.positive, bare.share) == (12, 23, 14, 14 / 23)
    assert (bare.interval, bare.mean) == (None, None)


@pytest.mark.parametrize(
    "scores",
    [
        {(2, 2, 8): 7, (2, 1, 5): 1, (2, 0, 2): 4},
        {(2, 2, 8): 6, (2, 1, 5): 1, (1, 1, 4): 1, (2, 0, 2): 5},
        {(3, 0, 2): 1},
    ],
)
def test_scores_of_other_answers_are_refused(scores: dict[tuple[int, int, int], int]) -> None:
    with pytest.raises(BadInput, match=r"Indicator 5 has 2 questions|don't follow from the same answers"):
        figures(SEVERAL, counts(STEPS, {cell("A"): {"5": scores}}))


def test_groups_that_dont_share_a_question_arent_added_up() -> None:
    apart = Instruments(
        (
            instrument(question("q"), question("r"), group="staff", form="s"),
            instrument(question("q", of=scale(5)), question("r"), group="board", form="b"),
        )
    )
    measured = counts({cell("A", group): {"q": {"4": 3}, "r": {"4": 3}} for group in ("staff", "board")})
    found = figures(apart, measured, by=["association"])
    assert [(one.question, one.figure.n) for one in found.rows] == [("r", 6)]
    assert [(one.question, one.groups, one.reason) for one in found.apart] == [("q", ("board", "staff"), "scale")]
    assert not figures(apart, measured, by=["group"]).apart


def test_a_question_put_to_one_group_only_has_that_groups_n() -> None:
    some = Instruments(
        (
            instrument(question("q"), question("r"), group="staff", form="s"),
            instrument(question("r"), group="board", form="b"),
        )
    )
    measured = counts({cell("A", "staff"): {"q": {"4": 3}, "r": {"4": 3}}, cell("A", "board"): {"r": {"4": 2}}})
    found = figures(some, measured, by=["association"]).rows
    assert [(one.question, one.figure.n) for one in found] == [("r", 5), ("q", 3)]


steps = st.fixed_dictionaries({name: st.integers(0, 60) for name in ("1", "2", "3", "4", "9", "")})


@given(st.lists(steps, min_size=1, max_size=6))
def test_the_figure_of_a_union_is_that_of_its_counts_added_up(parts: list[dict[str, int]]) -> None:
    divided = counts({cell(str(number)): {"q": part} for number, part in enumerate(parts)})
    whole = {name: sum(part[name] for part in parts) for name in parts[0]}
    found = row(figures(ONE, divided, by=[]).rows, "q").figure
    assert found == question_figure(ONE.each[0].question("q"), whole)
    each = [one.figure for one in figures(ONE, divided).rows if one.question == "q"]
    assert (found.n, found.answered) == (sum(one.n for one in each), sum(one.answered for one in each))
    assert found.positive == sum(one.positive or 0 for one in each)


THREE = Instruments((instrument(*(question(name, indicators=["5"]) for name in "abc")),))
PAIRS = [(a, b) for place, a in enumerate("abc") for b in "abc"[place:]]


def with_products(n: int) -> Counts:
    """Make counts of 120 respondents who ticked 4 thrice or 1 thrice, with products over `n` of them."""
    answered = {name: {"4": 60, "1": 60} for name in "abc"}
    products = tuple(Product(a, b, n, 300, 300, 1020, 1020, 1020) for a, b in PAIRS)
    return Counts(("wave", "association", "group"), {cell("A"): answered}, {}, {("2022", "staff"): products})


def test_reliability_stands_at_the_end_however_the_respondents_are_divided() -> None:
    for by in ([], ["association"]):
        (found,) = figures(THREE, with_products(120), by=by).reliabilities
        assert (found.wave, found.group, found.indicator, found.n) == ("2022", "staff", "5", 120)
        assert found.alpha == pytest.approx(1)


@pytest.mark.parametrize("n", [119, 121])
def test_products_of_other_answers_are_refused(n: int) -> None:
    with pytest.raises(BadInput, match="products of a and a don't follow from the same answers"):
        figures(THREE, with_products(n))


def test_counts_of_nobody_are_refused() -> None:
    with pytest.raises(BadInput, match="no respondents"):
        figures(ONE, counts({}))
