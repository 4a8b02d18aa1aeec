"""Tables and candidates on a screen are written as large as there is room for, and none is left out."""

from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.rooms.conference.live.listing import LETTERS, HeadedList, listing


def tables(n: int, seats: int) -> list[HeadedList]:
    return [HeadedList(f"Bord {table}", tuple(["Förnamn Efternamn"] * seats)) for table in range(1, n + 1)]


def test_few_are_written_with_the_largest_letters() -> None:
    assert listing(tables(1, 6), whole=True).size == 1
    assert listing(tables(5, 5), whole=True).size <= 3
    assert listing([HeadedList("", ("En kandidat",) * 10)], beside=2.5).size == 1


def test_very_many_end_after_a_line_rather_than_vanish() -> None:
    many = listing(
        [HeadedList("", ("En ganska lång titel på en kandidat som behöver mer än en rad",) * 137)], beside=2.5
    )
    assert (many.size, many.columns, many.cut_short) == (len(LETTERS), 5, True)


@given(st.integers(1, 30), st.integers(1, 8))
def test_more_are_never_written_larger(n: int, seats: int) -> None:
    assert listing(tables(n + 1, seats), whole=True).size >= listing(tables(n, seats), whole=True).size
