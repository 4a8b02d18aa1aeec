"""A local report of 2022 as it was printed, with its mistake: 27 of 179 is 15 %, not the printed 19 %."""

import pytest

from ljuspunkt.cli.figures_table import whole_percent


@pytest.mark.parametrize(
    ("positive", "answered", "percent"),
    [
        (117, 133, 88),
        (127, 133, 95),
        (128, 132, 97),
        (119, 132, 90),
        (75, 95, 79),
        (271, 705, 38),
        (179, 271, 66),
        (68, 179, 38),
        (27, 179, 15),
    ],
)
def test_each_percentage_follows_from_its_counts(positive: int, answered: int, percent: int) -> None:
    assert whole_percent(positive, answered) == percent


def test_no_count_of_forty_one_gives_ninety_one_percent() -> None:
    assert 91 not in {whole_percent(positive, 41) for positive in range(42)}


def test_a_half_is_rounded_upwards() -> None:
    assert [whole_percent(positive, 8) for positive in range(9)] == [0, 13, 25, 38, 50, 63, 75, 88, 100]
