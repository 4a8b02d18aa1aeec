"""Percentages, intervals and counts for eyes: Swedish with a hard space and a decimal comma."""

from fractions import Fraction

import pytest

from ljuspunkt.ui.figures import number, of, percent, percent_of, percent_range


@pytest.mark.parametrize(
    ("share", "swedish", "english"),
    [
        (0.8125, "81\u00a0%", "81%"),
        (Fraction(1, 8), "13\u00a0%", "13%"),
        (0.005, "1\u00a0%", "1%"),
        (0.0, "0\u00a0%", "0%"),
        (Fraction(1), "100\u00a0%", "100%"),
    ],
)
def test_a_share_becomes_a_percentage_with_halves_rounded_up(
    share: float | Fraction, swedish: str, english: str
) -> None:
    assert (percent(share, "sv"), percent(share, "en")) == (swedish, english)


def test_a_share_may_have_decimals() -> None:
    assert percent(Fraction(1, 3), "sv", 1) == "33,3\u00a0%"


def test_an_interval_has_one_sign_for_both_ends() -> None:
    assert percent_range(0.7, 0.894, "sv") == "70–89\u00a0%"
    assert percent_range(0.7, 0.894, "en") == "70–89%"


def test_thousands_and_decimals_follow_the_language() -> None:
    assert (number(4186, "sv"), number(4186, "en")) == ("4\u00a0186", "4,186")
    assert (number(3.394, "sv", 2), number(3.394, "en", 2)) == ("3,39", "3.39")


def test_a_negative_number_has_a_real_minus() -> None:
    assert number(-2, "sv") == "\u22122"
    assert number(-0.2, "sv") == "0"


def test_so_many_of_so_many_stays_on_one_line() -> None:
    assert of(52, 64, "sv") == "52\u00a0av\u00a064"
    assert of(1052, 4186, "en") == "1,052\u00a0of\u00a04,186"


def test_a_share_that_is_almost_all_is_not_written_as_all() -> None:
    assert percent_of(11_068, 11_915, "en") == "93%"
    assert percent_of(1_999, 2_000, "en") == percent_of(99_999, 100_000, "en") == "99.9%"
    assert percent_of(1, 1_000, "sv") == "0,1\N{NO-BREAK SPACE}%"
    assert [percent_of(part, 7, "en") for part in (0, 7)] == ["0%", "100%"]
    assert percent_of(0, 0, "en") == "0%"
