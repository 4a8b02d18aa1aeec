"""Tables shown in a notebook: rows to read, columns for other tools, nothing that could run as a page."""

from dataclasses import dataclass

import polars as pl
import pyarrow as pa
import pytest

from ljuspunkt import Table


@dataclass(frozen=True)
class Line:
    association: str
    share: float | None
    n: int | None


def table(*lines: Line) -> Table[Line]:
    return Table(lines, lambda one: {"association": one.association, "share": one.share, "n": one.n}, title="shares")


def test_text_that_looks_like_a_page_is_shown_as_text() -> None:
    shown = Table([Line("<script>alert('å')</script> & co", None, None)], vars, title="<b>")._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(&#x27;å&#x27;)&lt;/script&gt; &amp; co" in shown
    assert "<caption>&lt;b&gt;</caption>" in shown


def test_columns_are_numbers_and_text_even_where_nothing_stands_in_them() -> None:
    empty = table(Line("Norrvik", None, None)).to_arrow()
    assert empty.schema.types == [pa.string(), pa.float64(), pa.int64()]
    assert table(Line("Norrvik", 0.5, 12)).to_pandas().to_dict("list") == {
        "association": ["Norrvik"],
        "share": [0.5],
        "n": [12],
    }


def test_polars_and_arrow_take_the_table_itself() -> None:
    shares = table(Line("Norrvik", 0.5, 12), Line("Östra", None, 7))
    assert pl.DataFrame(shares).rows() == [("Norrvik", 0.5, 12), ("Östra", None, 7)]
    assert pa.table(shares).num_rows == 2


def test_rows_stay_what_they_are() -> None:
    first, second = Line("Norrvik", 0.5, 12), Line("Östra", None, 7)
    shares = table(first, second)
    assert list(shares) == [first, second]
    assert shares[1] is second
    assert shares[:1].rows == (first,)
    assert shares.where(association="Östra").rows == (second,)
    assert shares.select("n").records() == [{"n": 12}, {"n": 7}]


@pytest.mark.parametrize("ask", [lambda one: one.where(Share=1), lambda one: one.select("Share")])
def test_a_column_that_is_not_there_is_named_with_those_that_are(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="no column 'Share'; there are association, share, n"):
        ask(table(Line("Norrvik", 0.5, 12)))


def test_what_is_shown_is_rounded_and_cut_and_says_so() -> None:
    shown = repr(table(*(Line(f"number {number}", 1 / 3, number) for number in range(50))))
    assert "0.3333" in shown
    assert shown.splitlines()[-1] == "… and 10 rows more"
    assert "10 rows more" in table(*(Line("one", 1.0, 1) for _ in range(50)))._repr_html_()
    assert repr(table()) == "shares"


def test_no_rows_are_a_table_too() -> None:
    nothing = Table([], vars, columns=("association", "n"))
    assert len(nothing) == 0
    assert nothing.to_arrow().schema.names == ["association", "n"]
    assert nothing.records() == []
