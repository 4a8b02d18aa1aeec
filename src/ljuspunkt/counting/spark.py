"""Spark, the engine for answers that lie on a cluster: the same expressions, sent to a server through Spark Connect.

Only the thin client runs here. Parquet is read by the server, so a path is one that the server sees: in its own file
system, or in object storage. What is laid down here from text or SPSS files is sent to it.

Its counts of a question's choices are packed as DuckDB's are, with two differences. Each answer is turned into its bit
by a comparison, since Spark's shift takes distances modulo 64; and fields that don't fit in one sum of 64 bits go into
the next, since Spark has no whole numbers of 128.
"""

import logging
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ljuspunkt.counting.engine import Tally
from ljuspunkt.counting.misfit import Unreadable
from ljuspunkt.counting.names import texts
from ljuspunkt.domain.errors import BadInput, RuleBroken

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr import types as ir
    from pyspark.sql import DataFrame

USED_BITS = 63
"""Of a whole number of Spark's, all but the one for the sign."""

ADDRESS = re.compile(r"sc://[^/;\s:]+(:\d+)?(/.*)?")
FILE, ROW = "counted file", "counted row"
ROWS_AT_A_TIME = 100_000
TRIES_AT_FIRST, TRIES = 1, 6
"""How often a server that doesn't answer is asked again: at first, and while it counts (some twelve seconds)."""


@dataclass(frozen=True, slots=True)
class Words:
    """The fields of a question in several sums: each choice's own, and its place in there."""

    n_choices: int
    width: int

    @property
    def per_word(self) -> int:
        return USED_BITS // self.width

    @property
    def n_words(self) -> int:
        return -(-self.n_choices // self.per_word)

    def bit(self, choice: int) -> tuple[int, int]:
        """Return the sum and the bit of the choice with this number."""
        word, place = divmod(choice, self.per_word)
        return word, place * self.width

    def counts(self, sums: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many gave each choice: a row for each group, from a column for each sum."""
        mask = (1 << self.width) - 1
        columns = [(sums[:, word] >> bit) & mask for word, bit in map(self.bit, range(self.n_choices))]
        return np.column_stack(columns)


class Spark:
    """Counts on a Spark server."""

    def __init__(self, address: str) -> None:
        """Connect.

        Args:
            address: as in sc://host:port; after it may come what Spark Connect takes, as in sc://host/;use_ssl=true.

        Raises:
            RuleBroken: the address is none, nobody answers there, or Spark's client isn't installed.
        """
        if not ADDRESS.fullmatch(address):
            raise RuleBroken(
                "spark_address", "“{address}” is no address of a Spark server; it is written sc://host:port.",
                address=_shown(address),
            )  # fmt: skip
        self._shown = _shown(address)
        self._counting = False
        self._session, self._patient = _session(address)
        try:
            with self._said():
                self._ask_again(TRIES_AT_FIRST)
                self._session.clearProgressHandlers()
                self._session.conf.set("spark.sql.caseSensitive", "true")
                self._ask_again(TRIES)
                import ibis.backends.pyspark

                self._backend = ibis.pyspark.connect(self._session)
        except RuleBroken:
            self.close()
            raise
        self._tables: dict[str, ir.Table] = {}
        self._counting = True

    def open(self, place: Path | str) -> "ir.Table":
        """Open Parquet that the server sees: a file, a folder of them, or a pattern.

        Raises:
            BadInput: there is nothing at the place, as the server sees it.
            Unreadable: what is there is no Parquet.
        """
        with self._said(str(place)):
            if str(place) not in self._tables:
                self._tables[str(place)] = self._table(self._session.read.parquet(str(place)))
            return self._tables[str(place)]

    def send(self, place: Path) -> "ir.Table":
        """Open Parquet that lies here: send it to the server, where it stays while we count."""
        from pyarrow import parquet

        with self._said(str(place)):
            self._tables[str(place)] = self._table(self._session.createDataFrame(parquet.read_table(place)))
            return self._tables[str(place)]

    def _table(self, frame: "DataFrame") -> "ir.Table":
        name = f"answers_{len(self._tables)}"
        frame.createOrReplaceTempView(name)
        return self._backend.table(name)

    def block(self, table: "ir.Table") -> "ir.Value | None":
        """Return None: a question has as many sums as it needs, so that sets needn't be made small."""
        return None

    def tally(self, column: "ir.Column", literals: Sequence[object], largest: int) -> Tally:
        """Pack every kind of answer into sums of 64 bits."""
        import ibis

        words = Words(len(literals), max(1, largest.bit_length()))
        cases: list[list[tuple[object, ir.Value]]] = [[] for _ in range(words.n_words)]
        for number, literal in enumerate(literals):
            word, bit = words.bit(number)
            cases[word].append((literal, ibis.literal(1 << bit, "int64")))
        sums = [column.cases(*each, else_=ibis.literal(0, "int64")).sum() for each in cases]

        def counts(column: "pa.Array") -> NDArray[np.int64]:
            return words.counts(np.asarray(column.flatten().to_numpy()).reshape(-1, words.n_words))

        return Tally(ibis.array(sums), counts, packed=True)

    def answered(self, table: "ir.Table", columns: Sequence[str]) -> Mapping[str, int]:
        """Count the rows of each column that aren't null."""
        if not columns:
            return {}
        counted = self.result(table.aggregate(**{name: table[name].count() for name in columns}))
        return {name: int(counted.column(name)[0].as_py()) for name in columns}

    def result(self, expression: "ir.Table") -> "pa.Table":
        """Carry out an expression.

        Raises:
            RuleBroken: the server went away, or refused.
            Unreadable: a file is damaged.
        """
        with self._said():
            return self._session.sql(self._backend.compile(expression)).toArrow()

    def batches(self, expression: "ir.Table") -> "Iterator[pa.RecordBatch]":
        """Carry out an expression, and go through the result some hundred thousand rows at a time."""
        yield from self.result(expression).to_batches(max_chunksize=ROWS_AT_A_TIME)

    def first_row(self, place: str, wanted: Sequence[Mapping[str, str]]) -> tuple[str, int | None, int]:
        """Find the first row that holds all of one of the wanted combinations.

        Args:
            place: where `open` found the answers.
            wanted: combinations of column → text.

        Returns:
            The file, the row's number in it from 1, and the place of the combination in `wanted`.
        """
        from pyspark.sql.connect import functions as F

        found: list[tuple[str, int, int]] = []
        for columns in sorted({tuple(sorted(one)) for one in wanted}):
            with self._said(place):
                answers = self._session.read.parquet(place)
                at = F.struct(F.col("_metadata.file_path").alias(FILE), F.col("_metadata.row_index").alias(ROW))
                firsts = answers.groupBy(*map(_quoted, columns)).agg(F.min(at).alias(ROW)).toArrow()
            rows = zip(*(texts(firsts.column(name)) for name in columns), strict=True)
            where = firsts.column(ROW).to_pylist()
            for values, first in zip(rows, where, strict=True):
                row = dict(zip(columns, values, strict=True))
                found += [(first[FILE], first[ROW], number) for number, one in enumerate(wanted) if one == row]
        if not found:
            return place, None, 0
        file, before, number = min(found)
        return re.sub("^file:(//)?", "", file), before + 1, number

    def close(self) -> None:
        """Leave the server, which forgets what it was sent; without this, its client's threads never end."""
        self._ask_again(0)
        with warnings.catch_warnings(action="ignore"):
            self._session.stop()

    def _ask_again(self, times: int) -> None:
        """Set how often a server that doesn't answer is asked again."""
        self._session.client.set_retry_policies([self._patient(times)])

    @contextmanager
    def _said(self, place: str | None = None) -> Iterator[None]:
        """Turn what Spark complains of into one sentence."""
        import grpc
        from pyspark.errors import PySparkException

        try:
            with warnings.catch_warnings(action="ignore"):
                yield
        except (PySparkException, grpc.RpcError) as trouble:
            raise self._refusal(trouble, place) from trouble

    def _refusal(self, trouble: Exception, place: str | None) -> Exception:
        said = str(trouble)
        kind = getattr(trouble, "getCondition", lambda: None)() or ""
        if "PATH_NOT_FOUND" in kind:
            return BadInput(
                "spark_path", "The Spark server finds nothing here; name a place that the server sees.", file=place
            )
        if "UNABLE_TO_INFER_SCHEMA" in kind or "FAILED_READ_FILE" in said or "CANNOT_READ_FILE" in said:
            return Unreadable(said)
        if _is_gone(trouble):
            if not self._counting:
                return RuleBroken("spark_silent", "No Spark server answers at {address}.", address=self._shown)
            return RuleBroken(
                "spark_lost", "The Spark server at {address} went away; nothing was written.", address=self._shown
            )
        first = next((line.strip() for line in said.splitlines() if line.strip()), type(trouble).__name__)
        return RuleBroken("spark_refused", "The Spark server refused: {reason}", reason=first[:300])


def _session(address: str):  # type: ignore[no-untyped-def]  # Spark's own types
    """Return a session, which hasn't asked the server anything yet, and what makes it try again some times."""
    try:
        # Warnings are such as that it doesn't know the newest pandas, which we don't use.
        with warnings.catch_warnings(action="ignore"), _as_a_file():
            import pyspark.sql.connect.dataframe
            import pyspark.sql.connect.functions  # noqa: F401
            from pyspark.errors import PySparkException
            from pyspark.sql.connect.client.retries import DefaultPolicy
            from pyspark.sql.connect.session import SparkSession
    except ImportError as missing:
        raise RuleBroken(
            "spark_package", "Counting on Spark needs its client: pip install “ljuspunkt[spark]”.", missing=missing.name
        ) from missing

    # We say ourselves that a server doesn't answer; its client's threads and log would say so once more. The client
    # turns its log off itself, but whoever sets logging up after it, as Django does, turns all logs on.
    warnings.filterwarnings("ignore", message=r"\[RETRIES_EXCEEDED\]")
    if "SPARK_CONNECT_LOG_LEVEL" not in os.environ:
        logging.getLogger("pyspark.sql.connect.logging").disabled = True

    def patient(times: int) -> DefaultPolicy:
        return DefaultPolicy(max_retries=times, max_backoff=4_000)

    try:
        with warnings.catch_warnings(action="ignore"):
            return SparkSession(connection=address), patient
    except PySparkException as trouble:
        raise RuleBroken(
            "spark_address", "“{address}” is no address of a Spark server; it is written sc://host:port.",
            address=_shown(address),
        ) from trouble  # fmt: skip


@contextmanager
def _as_a_file() -> Iterator[None]:
    """Let the program pass for a file while Spark's client is loaded.

    The client takes one that was started with `python -c`, or by a pool of processes, for its own tests and ends it.
    """
    program = sys.modules["__main__"]
    nameless = getattr(program, "__spec__", None) is None and not hasattr(program, "__file__")
    if nameless:
        program.__file__ = "-c"
    try:
        yield
    finally:
        if nameless:
            del program.__file__


def _is_gone(trouble: BaseException | None) -> bool:
    """Return whether it comes of a server that doesn't answer."""
    import grpc

    while trouble is not None:
        code = trouble.code() if isinstance(trouble, grpc.RpcError) and isinstance(trouble, grpc.Call) else None
        if code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED) or "UNAVAILABLE" in str(trouble):
            return True
        trouble = trouble.__cause__ or trouble.__context__
    return False


def _shown(address: str) -> str:
    """Return an address without what may be secret in it."""
    return address.split("/;", 1)[0]


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
