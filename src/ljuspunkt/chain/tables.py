"""Tables of rows (tabell) as a notebook wants them: rows to read and to take apart, columns for other tools."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Value = str | int | float | None
Row = TypeVar("Row", covariant=True)

MOST_ROWS = 40
"""So many rows are shown; the others are told by their number."""

WHOLE = frozenset(
    "n answered positive asked population dont_know not_applicable no_answer sum_a sum_b sum_ab sum_aa sum_bb "
    "answered_items positive_items value_sum sets not_shown others others_answered others_positive answered_before "
    "positive_before of rank yes floor_n ceiling_n".split()
)
TEXT = frozenset(
    "wave association group question indicator step item item_a item_b kind outcome vote protocol band hidden table "
    "set what verdict earlier waves left_out differs direction gap file place column printed recomputed".split()
)


class Table(Generic[Row]):
    """Rows that stay what they are, frozen values of the method, and that can be had as columns.

    It has a length, places and an order. `to_arrow` and `to_pandas` give columns; whatever takes Arrow's streams
    (Polars, DuckDB, pyarrow) takes the table itself. (Of a Python sequence Polars would take the rows apart in its own
    way.)
    """

    def __init__(
        self,
        rows: Sequence[Row],
        flat: Callable[[Row], Mapping[str, Value]],
        *,
        columns: Sequence[str] = (),
        title: str = "",
    ) -> None:
        """Keep rows.

        Args:
            rows: in order.
            flat: gives a row's cells by column.
            columns: in order; those of the first row unless given.
            title: said above the table where it is shown.
        """
        self.rows = tuple(rows)
        self.title = title
        self._flat = flat
        self.columns = tuple(columns) or (tuple(flat(rows[0])) if rows else ())

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> "Table[Row]": ...
    def __getitem__(self, place: int | slice) -> "Row | Table[Row]":
        if isinstance(place, slice):
            return Table(self.rows[place], self._flat, columns=self.columns, title=self.title)
        return self.rows[place]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def where(self, **values: Value) -> "Table[Row]":
        """Return the rows whose cells have these values: `figures.where(wave="2022", indicator="1")`.

        Raises:
            ValueError: there is no such column.
        """
        self._check(values)
        kept = [row for row in self.rows if all(self._flat(row)[name] == value for name, value in values.items())]
        return Table(kept, self._flat, columns=self.columns, title=self.title)

    def select(self, *columns: str) -> "Table[Row]":
        """Return the same rows with some of the columns, in the order given.

        Raises:
            ValueError: there is no such column.
        """
        self._check(columns)
        return Table(self.rows, self._flat, columns=columns, title=self.title)

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as plain dictionaries, all with the same keys."""
        return [{name: cells.get(name) for name in self.columns} for cells in map(self._flat, self.rows)]

    def to_arrow(self) -> "pa.Table":
        """Return the columns as a pyarrow table."""
        import pyarrow as pa

        kinds = {name: pa.string() if name in TEXT else pa.int64() if name in WHOLE else None for name in self.columns}
        records = self.records()
        arrays = []
        for name, kind in kinds.items():
            values = [record[name] for record in records]
            if kind is None and all(value is None for value in values):
                kind = pa.float64()
            arrays.append(pa.array(values, type=kind))
        return pa.table(arrays, names=list(self.columns))

    def to_pandas(self) -> "pd.DataFrame":
        """Return the columns as a pandas frame; pandas must be installed."""
        return self.to_arrow().to_pandas()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        shown = [self.columns, *([_shown(one) for one in cells] for cells in self._cells())]
        widths = [max(len(row[place]) for row in shown) for place in range(len(self.columns))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in shown
        ]
        return "\n".join(part for part in (self.title, *lines, self._rest()) if part) or "no rows"

    def _repr_html_(self) -> str:
        heading = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.columns)
        body = "".join(f"<tr>{''.join(map(_cell, cells))}</tr>" for cells in self._cells())
        caption = " – ".join(part for part in (self.title, self._rest()) if part)
        said = f"<caption>{escape(caption)}</caption>" if caption else ""
        return f"<table>{said}<thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>"

    def _check(self, columns: Iterable[str]) -> None:
        for name in columns:
            if name not in self.columns:
                raise ValueError(f"there is no column {name!r}; there are {', '.join(self.columns)}")

    def _cells(self) -> Iterator[list[Value]]:
        for row in self.rows[:MOST_ROWS]:
            cells = self._flat(row)
            yield [cells.get(name) for name in self.columns]

    def _rest(self) -> str:
        return f"… and {len(self) - MOST_ROWS} rows more" if len(self) > MOST_ROWS else ""


def _shown(value: Value) -> str:
    """Return a cell for eyes: four decimals are enough for these."""
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _cell(value: Value) -> str:
    kind = "" if value is None or isinstance(value, str) else ' style="text-align: right"'
    return f"<td{kind}>{escape(_shown(value))}</td>"
