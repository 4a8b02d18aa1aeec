"""Numbers stand in a data set so that at least so many of a group share each, and sums stay what they were."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.domain.survey.numbers import shared_numbers

NUMBERS = st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(-3, 40) | st.none()), max_size=80)


@given(NUMBERS, st.integers(1, 12))
def test_each_number_is_shared_and_the_groups_sum_stays(told: list[tuple[str, int | None]], fewest: int) -> None:
    groups = [group for group, _number in told]
    shared = shared_numbers(groups, ["" if n is None else str(n) for _group, n in told], fewest=fewest)
    for group in ("a", "b"):
        here = [(was, now) for (g, was), now in zip(told, shared, strict=True) if g == group]
        answered = [was for was, _now in here if was is not None]
        if len(answered) < fewest:
            assert all(now is None for _was, now in here)
            continue
        assert all((was is None) == (now is None) for was, now in here)
        assert min(Counter(now for _was, now in here if now is not None).values(), default=fewest) >= fewest
        assert sum(now for _was, now in here if now is not None) == pytest.approx(sum(answered), abs=1e-9)
        # Whoever gave more than another never stands below.
        order = sorted((was, now) for was, now in here if was is not None and now is not None)
        assert [now for _was, now in order] == sorted(now for _was, now in order)


def test_what_enough_gave_stands_exactly_and_rare_numbers_as_their_mean() -> None:
    given = ["0.5"] * 3 + ["2"] + ["3"] * 2 + ["7"] * 3 + ["", "100"]
    # 2, 3 and 3 have the mean 8/3; 100 joins the sevens: (21 + 100) / 4.
    assert shared_numbers(["g"] * len(given), given, fewest=3) == [
        *[0.5] * 3, *[float(Decimal(8) / 3)] * 3, *[30.25] * 3, None, 30.25,
    ]  # fmt: skip
