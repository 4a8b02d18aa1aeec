"""An analyst asks whether a year can be set beside another."""

import pytest

from ljuspunkt.domain.survey.comparability import Comparison, compare_indicator, compare_question, same_scale, shared
from ljuspunkt.domain.survey.instrument import Instrument, Instruments, Question
from tests.figures.making import DONT_KNOW, NOT_APPLICABLE, instrument, question, scale


def version(number: str, *questions: Question, waves: tuple[str, ...] = ()) -> Instrument:
    return instrument(*questions, version=number, group="staff", waves=waves or (number,))


def compared(instruments: tuple[Instrument, ...], earlier: str, later: str, name: str = "q") -> Comparison:
    return compare_question(Instruments(instruments), group="staff", question=name, earlier=earlier, later=later)


def test_years_with_the_same_instrument_compare() -> None:
    one = version("2020", question(), waves=("2020", "2021"))
    assert compared((one,), "2020", "2021").holds


def test_a_repeated_question_compares() -> None:
    found = compared((version("2020", question()), version("2021", question(same_as=("2020", "q")))), "2020", "2021")
    assert found == Comparison(("q",))


def test_a_chain_through_several_years_compares_under_changing_names() -> None:
    versions = (
        version("2020", question("first")),
        version("2021", question("second", same_as=("2020", "first"))),
        version("2022", question("third", same_as=("2021", "second"))),
    )
    assert compared(versions, "2020", "2022", "third").earlier == ("first",)


def test_two_versions_that_repeat_the_same_older_one_compare() -> None:
    versions = (
        version("2020", question()),
        version("2021", question(same_as=("2020", "q"))),
        version("2022", question(same_as=("2020", "q"))),
    )
    assert compared(versions, "2021", "2022").holds


def test_a_reworded_question_breaks_the_series() -> None:
    versions = (version("2020", question()), version("2021", question(label="Other words")))
    assert compared(versions, "2020", "2021").reason == "wording"


def test_the_same_words_without_same_as_dont_compare() -> None:
    assert compared((version("2020", question()), version("2021", question())), "2020", "2021").reason == "wording"


def test_a_break_in_the_middle_of_the_chain_isnt_bridged() -> None:
    versions = (
        version("2020", question()),
        version("2021", question(same_as=("2020", "q"), positive=["4"])),
        version("2022", question(same_as=("2021", "q"), positive=["4"])),
    )
    assert compared(versions, "2021", "2022").holds
    assert compared(versions, "2020", "2022").reason == "positive"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (question(same_as=("2020", "q"), of=scale(5)), "scale"),
        (question(same_as=("2020", "q"), of=scale(4, extra=())), "scale"),
        (question(same_as=("2020", "q"), of=scale(4, labels=["a", "b", "c", "d"])), "scale"),
        (question(same_as=("2020", "q"), positive=["4"]), "positive"),
        (question(same_as=("2020", "q"), reverse=True), "direction"),
        (question(same_as=("2019", "q")), "no_instrument"),
        (question(same_as=("2020", "other")), "not_asked"),
    ],
)
def test_same_as_doesnt_help_where_something_else_changed(changed: Question, reason: str) -> None:
    assert compared((version("2020", question()), version("2021", changed)), "2020", "2021").reason == reason


def test_a_new_question_has_nothing_to_be_compared_with() -> None:
    versions = (version("2020", question()), version("2021", question(same_as=("2020", "q")), question("new")))
    assert compared(versions, "2020", "2021", "new").reason == "not_asked"


def test_a_year_without_an_instrument_doesnt_compare() -> None:
    assert compared((version("2021", question()),), "2020", "2021").reason == "no_instrument"


def test_same_as_of_one_group_doesnt_lead_to_another() -> None:
    staff = version("2021", question(same_as=("2020", "q")))
    board = instrument(question(), version="2020", group="board", waves=("2020",))
    staff_before = version("2019", question(), waves=("2020",))
    assert compared((staff, board, staff_before), "2020", "2021").reason == "no_instrument"


def test_a_circle_of_same_as_ends() -> None:
    versions = (version("2020", question(same_as=("2021", "q"))), version("2021", question(same_as=("2020", "q"))))
    assert compared(versions, "2020", "2021").holds


def test_an_added_language_and_another_list_name_are_the_same_scale() -> None:
    assert same_scale(scale(4, name="a"), scale(4, name="b"))
    assert not same_scale(scale(4), scale(4, extra=(DONT_KNOW, NOT_APPLICABLE)))


def items(*names: str, older: bool = False, **changes: tuple[str, ...]) -> tuple[Question, ...]:
    same = {name: ("2020", name) for name in names} if older else {}
    return tuple(
        question(name, indicators=["5"], same_as=same.get(name), positive=changes.get(name, ("3", "4")))
        for name in names
    )


def indicator(*instruments: Instrument) -> Comparison:
    return compare_indicator(Instruments(instruments), group="staff", number="5", earlier="2020", later="2021")


def test_an_indicator_compares_where_all_its_questions_do() -> None:
    found = indicator(version("2020", *items("a", "b")), version("2021", *items("a", "b", older=True)))
    assert found == Comparison(("a", "b"))


def test_one_changed_question_breaks_its_indicator() -> None:
    found = indicator(version("2020", *items("a", "b")), version("2021", *items("a", "b", older=True, b=("4",))))
    assert (found.reason, found.question) == ("positive", "b")


def test_an_added_or_a_dropped_question_breaks_its_indicator() -> None:
    assert indicator(version("2020", *items("a")), version("2021", *items("a", "b", older=True))).reason is not None
    dropped = indicator(version("2020", *items("a", "b")), version("2021", *items("a", older=True)))
    assert dropped.reason == "items"


def test_an_indicator_that_wasnt_measured_doesnt_compare() -> None:
    assert indicator(version("2020", question()), version("2021", *items("a"))).reason == "not_asked"


def of_group(group: str, *questions: Question) -> Instrument:
    return instrument(*questions, version="1", group=group, form=group)


def apart(*instruments: Instrument) -> dict[str | None, str]:
    groups = [str(one.respondent_group) for one in instruments]
    found = shared(Instruments(instruments), wave="2022", groups=groups)
    return {one.question or one.indicator: one.reason for one in found.apart}


def test_groups_share_a_question_that_is_the_same_word_for_word() -> None:
    found = shared(
        Instruments((of_group("staff", question()), of_group("board", question()))),
        wave="2022",
        groups=["staff", "board"],
    )
    assert list(found.questions) == ["q"]
    assert not found.apart


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (question(label="Other words"), "wording"),
        (question(of=scale(5)), "scale"),
        (question(positive=["2", "3", "4"]), "positive"),
        (question(reverse=True), "direction"),
    ],
)
def test_a_question_of_the_same_name_isnt_shared_where_it_differs(other: Question, reason: str) -> None:
    assert apart(of_group("staff", question()), of_group("board", other)) == {"q": reason}


def test_an_indicator_isnt_shared_where_its_questions_differ() -> None:
    staff = of_group("staff", question("a", indicators=["1"]), question("b", indicators=["1"]))
    board = of_group("board", question("a", indicators=["1"]))
    assert apart(staff, board) == {"1": "items"}


def test_an_indicator_isnt_shared_where_a_third_group_uses_its_questions_name_otherwise() -> None:
    measuring = [of_group(group, question("a", indicators=["1"])) for group in ("staff", "board")]
    other = of_group("managers", question("a", label="Other words"))
    assert apart(*measuring, other) == {"a": "wording", "1": "wording"}
