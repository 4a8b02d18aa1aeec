"""A statistician checks the worked examples of docs/method/figures.md: the software gives the printed numbers."""

from collections import Counter
from pathlib import Path

import pytest

from ljuspunkt.domain.estimation.difference import newcombe
from ljuspunkt.domain.estimation.mean import mean_and_interval
from ljuspunkt.domain.estimation.proportion import clopper_pearson, finite_population, wilson
from ljuspunkt.domain.estimation.ratio import ratio_and_interval
from ljuspunkt.domain.vocabulary import Interval

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "method" / "figures.md").read_text(encoding="utf-8")
TEN_PEOPLE = {(3, 3): 4, (3, 2): 3, (3, 0): 1, (2, 1): 2}


def interval_of_the_mean() -> Interval:
    found = mean_and_interval(Counter((5, 4, 4, 3, 5, 2, 4, 5, 4, 3, 4, 5)), low=1, high=5).interval
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("interval", "printed"),
    [
        (wilson(7, 12), ".3195 to .8067"),
        (wilson(10, 10), ".7225 to 1"),
        (clopper_pearson(7, 12), ".2767 to .8483"),
        (finite_population(9, 12, 15), ".6231 to .8448"),
        (finite_population(12, 12, 15), ".8667 to 1"),
        (interval_of_the_mean(), "3.394 to 4.606"),
        (ratio_and_interval(TEN_PEOPLE).interval, ".4740 to .9545"),
        (wilson(20, 28), ".5294 to .8475"),
        (newcombe(56, 70, 48, 80), ".0524 to .3339"),
    ],
)
def test_the_page_prints_what_the_software_computes(interval: Interval, printed: str) -> None:
    assert printed in " ".join(PAGE.split())
    low, high = (float(end) for end in printed.split(" to "))
    digits = 1 + len(printed.split(" to ")[0].partition(".")[2])
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5 * 10.0**-digits)


def test_the_table_of_ten_people_adds_up() -> None:
    people = sum(TEN_PEOPLE.values())
    answers = sum(answered * n for (answered, _), n in TEN_PEOPLE.items())
    positive = sum(positive * n for (_, positive), n in TEN_PEOPLE.items())
    assert f"| **{people}** | **{answers}** | **{positive}** | | **7.9592** |" in PAGE
    assert ratio_and_interval(TEN_PEOPLE).share == positive / answers
