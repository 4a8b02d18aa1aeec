"""The engine that counts: what counting needs of it, and DuckDB, which counts here. Spark has a module of its own.

An engine opens a file of answers as a table and carries out expressions over it. The expressions
(`ljuspunkt.counting.expression`) are the same whichever engine carries them out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ljuspunkt.counting.misfit import Unreadable
from ljuspunkt.counting.packing import fields_of

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr import datatypes as dt
    from ibis.expr import types as ir

MEMORY_LIMIT = "1500MB"
ROW_NUMBER = "file_row_number"
BLOCK_BITS = 20
"""A file may be counted in blocks of some million rows."""


@dataclass(frozen=True, slots=True)
class Tally:
    """An aggregate that counts each choice of a question.

    Attributes:
        value: the aggregate.
        counts: reads a column of its results: a row for each group, a column for each choice.
        packed: whether it is of the fast kind.
    """

    value: "ir.Value"
    counts: "Callable[[pa.Array], NDArray[np.int64]]"
    packed: bool


class Engine(Protocol):
    """What counting asks of an engine."""

    def open(self, place: Path | str) -> "ir.Table":
        """Open answers that lie as Parquet, at a place as the engine sees it."""

    def block(self, table: "ir.Table") -> "ir.Value | None":
        """Return the number of the block of the file in which a row lies, None where there is one only."""

    def tally(self, column: "ir.Column", literals: Sequence[object], largest: int) -> Tally:
        """Return what counts each of `literals` in a column, in groups of at most `largest` rows."""

    def answered(self, table: "ir.Table", columns: Sequence[str]) -> Mapping[str, int]:
        """Return how many rows of each column aren't null."""

    def result(self, expression: "ir.Table") -> "pa.Table":
        """Carry out an expression."""

    def batches(self, expression: "ir.Table") -> "Iterator[pa.RecordBatch]":
        """Carry out an expression whose result may be long."""


class DuckDB:
    """Counts on this machine, in a database of its own that lives in `folder` while it counts."""

    def __init__(self, folder: Path, *, memory_limit: str = MEMORY_LIMIT) -> None:
        import ibis

        self._folder = folder
        self._connection = ibis.duckdb.connect(
            memory_limit=memory_limit, temp_directory=str(folder / "spill"), preserve_insertion_order=False
        )
        self._connection.raw_sql("SET enable_progress_bar = false")
        self._places: dict[str, Path] = {}
        self._numbered: set[str] = set()
        self._macros: dict[tuple[object, ...], ibis.Value] = {}

    def open(self, place: Path | str) -> "ir.Table":
        """Open answers that lie as Parquet.

        Raises:
            Unreadable: the file is damaged.
        """
        import duckdb

        try:
            table = self._read(_literal_path(Path(place)))
        except duckdb.Error as trouble:
            raise Unreadable(str(trouble)) from trouble
        self._places[table.get_name()] = Path(place)
        return table

    def _read(self, place: str) -> "ir.Table":
        """Number the rows, unless the file has a column of that name."""
        import duckdb

        try:
            table = self._connection.read_parquet(place, file_row_number=True)
        except duckdb.BinderException:
            return self._connection.read_parquet(place)
        self._numbered.add(table.get_name())
        return table

    def block(self, table: "ir.Table") -> "ir.Value | None":
        """Take the rows in the file's order, so that few groups are in use at a time."""
        from pyarrow import parquet

        name = table.get_name()
        if name not in self._numbered or parquet.read_metadata(self._places[name]).num_rows <= 1 << BLOCK_BITS:
            return None
        return table[ROW_NUMBER] >> BLOCK_BITS

    def tally(self, column: "ir.Column", literals: Sequence[object], largest: int) -> Tally:
        """Pack whole numbers of at most 32 bits into one sum where there is room; else count each choice."""
        from ibis.expr import datatypes as dt

        numbers = [literal for literal in literals if isinstance(literal, int)]
        small = column.type() in (dt.int8, dt.int16, dt.int32, dt.uint8, dt.uint16)
        fields = fields_of(numbers, largest) if small else None
        if fields is not None:
            return Tally(self._aggregate(column, fields.sql("answer"), dt.Decimal(38, 0)), fields.counts, packed=True)
        parts = ", ".join(f"coalesce(count_if(answer = {_sql(literal)}), 0)::BIGINT" for literal in literals)

        def counts(column: "pa.Array") -> NDArray[np.int64]:
            return np.asarray(column.flatten().to_numpy()).reshape(-1, len(literals))

        return Tally(self._aggregate(column, f"[{parts}]", dt.Array(dt.int64)), counts, packed=False)

    def _aggregate(self, column: "ir.Column", sql: str, result: "dt.DataType") -> "ir.Value":
        """Use a macro, so that a question costs the compiler one node and not one for each choice."""
        import ibis

        kind = column.type()
        key = (str(kind), sql)
        if key not in self._macros:
            name = f"tally_{len(self._macros)}"
            self._connection.raw_sql(f"CREATE TEMP MACRO {name}(answer) AS {sql}")

            def counted(answer):  # type: ignore[no-untyped-def]  # only its name and signature are used
                ...

            self._macros[key] = ibis.udf.agg.builtin(counted, name=name, signature=((kind,), result))
        return self._macros[key](column)

    def answered(self, table: "ir.Table", columns: Sequence[str]) -> Mapping[str, int]:
        """Take the numbers from the file's own statistics where it has them, else count."""
        from pyarrow import parquet

        found = dict.fromkeys(columns, 0)
        about = parquet.ParquetFile(self._places[table.get_name()]).metadata
        places = {about.schema.column(place).path: place for place in range(about.num_columns)}
        for number in range(about.num_row_groups):
            for name in columns:
                chunk = about.row_group(number).column(places[name]) if name in places else None
                if chunk is None or not chunk.is_stats_set or not chunk.statistics.has_null_count:
                    return self._answered_counted(table, columns)
                found[name] += about.row_group(number).num_rows - chunk.statistics.null_count
        return found

    def _answered_counted(self, table: "ir.Table", columns: Sequence[str]) -> Mapping[str, int]:
        counted = self.result(table.aggregate(**{name: table[name].count() for name in columns}))
        return {name: int(counted.column(name)[0].as_py()) for name in columns}

    def result(self, expression: "ir.Table") -> "pa.Table":
        """Carry out an expression.

        Raises:
            Unreadable: the file is damaged.
        """
        import duckdb

        try:
            return self._relation(expression).to_arrow_table()
        except duckdb.Error as trouble:
            raise Unreadable(str(trouble)) from trouble

    def batches(self, expression: "ir.Table") -> "Iterator[pa.RecordBatch]":
        """Carry out an expression, some hundred thousand rows at a time."""
        import duckdb

        try:
            yield from self._relation(expression).to_arrow_reader(100_000)
        except duckdb.Error as trouble:
            raise Unreadable(str(trouble)) from trouble

    def _relation(self, expression: "ir.Table"):  # type: ignore[no-untyped-def]  # duckdb's own type
        """Compile by Ibis and hand over to DuckDB: Ibis's own way converts every column once more."""
        return self._connection.con.sql(self._connection.compile(expression))

    def close(self) -> None:
        self._connection.disconnect()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sql(literal: object) -> str:
    return _quoted(literal) if isinstance(literal, str) else str(literal)


def _literal_path(path: Path) -> str:
    """Return a path in which DuckDB sees no pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
