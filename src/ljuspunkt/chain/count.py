"""Counting answers (räkna), wherever they lie: files here, tables in memory, or what a Spark server sees."""

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.chain.tables import Table, Value
from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.survey.counts import Cell, Counts
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.survey.pilot import refuse_mixed
from ljuspunkt.files import counts as counts_files
from ljuspunkt.files import instruments as instrument_files
from ljuspunkt.files.counts import RESERVED
from ljuspunkt.files.notices import Notify, unheard

if TYPE_CHECKING:
    from ljuspunkt.counting.count import Counting
    from ljuspunkt.counting.spark import Spark
    from ljuspunkt.files.answers import AnswerFile

LAID_DOWN_HERE = (".csv", ".sav", ".zsav")
"""Endings of files that are never Parquet, and so are read where we are."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Answers in memory: whatever pyarrow can take as a table (pandas, Polars, pyarrow), and what to call it."""

    name: str
    table: object


Source = Path | str | Frame
"""Where answers are: a file here, a place that the Spark server sees, or a table in memory."""

Told = Callable[[str, int, int], None]
"""Is told what is counted now, which of how many it is."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """How many of a set chose one step of a question; no answer has the empty step."""

    key: Cell
    question: str
    step: str
    n: int


@dataclass(frozen=True, slots=True, repr=False)
class Counted:
    """What counting gave: the counts, and of how many respondents."""

    counts: Counts
    respondents: int

    @property
    def steps(self) -> Table[StepRow]:
        """How many of each set chose each step of each question: personal data no longer, but unprotected."""
        columns = self.counts.columns
        rows = [
            StepRow(cell, question, step, n)
            for cell, questions in sorted(self.counts.steps.items())
            for question, steps in questions.items()
            for step, n in steps.items()
            if n
        ]
        return Table(rows, self._flat, columns=(*columns, "question", "step", "n"))

    def _flat(self, row: StepRow) -> dict[str, Value]:
        known = dict(zip(self.counts.columns, row.key, strict=True))
        return {**known, "question": row.question, "step": row.step, "n": row.n}

    def write(self, path: Path | str) -> tuple[Path, ...]:
        """Write the counts, scores and products as CSV or Parquet by the ending, and return the places.

        Raises:
            BadInput: the name ends in neither.
            OSError: a file can't be written.
        """
        return counts_files.write(self.counts, Path(path))

    def __repr__(self) -> str:
        return f"Counted({self.respondents} respondents in {len(self.counts.steps)} sets)"


def count(
    instruments: Instruments | Path | str,
    answers: object,
    *,
    by: Sequence[str] = (),
    spark: str | None = None,
    notify: Notify = unheard,
    told: Told = lambda name, number, of: None,
) -> Counted:
    """Count answers.

    Args:
        instruments: say what the questions and their choices are; or the file or folder that holds them.
        answers: a file (.csv, .parquet, .sav), a table in memory (pandas, Polars, pyarrow), with Spark a place that
            the server sees; or a list of such.
        by: columns that break the sets down further than wave, association and group.
        spark: the address of a Spark server, as in sc://host:port; DuckDB counts here where there is none.
        notify: is told which columns aren't used.
        told: is told what is counted now.

    Raises:
        RuleBroken: a breakdown can't be one, the Spark server can't be used, or a pilot is among other waves.
        BadInput: answers can't be read or don't fit the instruments; the first wrong line is named.
        OSError: a file can't be opened.
    """
    from ljuspunkt.counting.count import Counting
    from ljuspunkt.counting.engine import DuckDB

    if not isinstance(instruments, Instruments):
        instruments = instrument_files.read(Path(instruments), notify=notify)
    sources = sources_of(answers)
    choices = _choices(instruments)
    _check_breakdowns(by, choices)
    _check_sources(sources, remote=spark is not None)
    respondents = 0
    with ExitStack() as while_counting:
        folder = Path(while_counting.enter_context(tempfile.TemporaryDirectory(prefix="ljuspunkt-")))
        server = None
        if spark is not None:
            from ljuspunkt.counting.spark import Spark

            server = Spark(spark)
            while_counting.callback(server.close)
        counting = Counting(server or DuckDB(folder), instruments, by=by)
        for number, source in enumerate(sources, start=1):
            name = source.name if isinstance(source, Frame) else str(source)
            told(name, number, len(sources))
            if server is not None and _is_there(source):
                respondents += _add_there(counting, server, name, choices=choices, by=by, notify=notify)
            else:
                respondents += _add_here(counting, server, source, folder, choices=choices, by=by, notify=notify)
        counted = counting.counts
        refuse_mixed(cell[0] for cell in counted.steps)
        return Counted(counted, respondents)


def sources_of(answers: object) -> list[Source]:
    """Return where answers are, one by one; tables in memory are called by their number.

    Raises:
        RuleBroken: there are none.
    """
    several = [answers] if isinstance(answers, Path | str | Frame) or _is_table(answers) else answers
    if not isinstance(several, Iterable):
        several = [several]
    found: list[Source] = []
    for number, one in enumerate(several, start=1):
        found.append(one if isinstance(one, Path | str | Frame) else Frame(f"table {number}", one))
    if not found:
        raise RuleBroken("no_answers", "There are no answers to count.")
    return found


def _is_table(given: object) -> bool:
    return hasattr(given, "__arrow_c_stream__") or type(given).__module__.partition(".")[0] == "pandas"


def _add_here(
    counting: "Counting",
    server: "Spark | None",
    source: Source,
    folder: Path,
    *,
    choices: Mapping[str, Sequence[str]],
    by: Sequence[str],
    notify: Notify,
) -> int:
    """Count answers that lie here; a server is sent them."""
    from ljuspunkt.files.answers import open_answers

    path = lay_down(source, folder) if isinstance(source, Frame) else Path(source)
    try:
        opened = open_answers(path, folder, choices=choices, by=by, notify=notify)
        if server is not None:
            server.send(opened.parquet)
        return _added(counting, opened)
    except BadInput as refusal:
        if isinstance(source, Frame) and refusal.file == str(path):
            refusal.file = source.name
        raise


def _added(counting: "Counting", opened: "AnswerFile") -> int:
    from ljuspunkt.counting.misfit import Misfits, Unreadable
    from ljuspunkt.files.answers import first_row, not_whole

    try:
        return counting.add(opened.parquet, needs=opened.needs)
    except Misfits as misfits:
        line, place = first_row(opened, [found.where for found in misfits.found])
        raise misfits.found[place].refusal(file=str(opened.path), line=line) from misfits
    except Unreadable as damaged:
        raise not_whole(opened.path) from damaged


def _add_there(
    counting: "Counting",
    server: "Spark",
    place: str,
    *,
    choices: Mapping[str, Sequence[str]],
    by: Sequence[str],
    notify: Notify,
) -> int:
    """Count answers that the server sees."""
    from ljuspunkt.counting.misfit import Misfits, Unreadable
    from ljuspunkt.files.answers import check_columns, need, no_rows, not_whole

    seen = place_there(place)
    try:
        columns = server.open(seen).columns
        check_columns(place, columns, choices=choices, by=by, notify=notify)
        added = counting.add(seen, needs=lambda question: need(place, columns, question))
    except Misfits as misfits:
        file, row, which = server.first_row(seen, [found.where for found in misfits.found])
        raise misfits.found[which].refusal(file=file, line=row) from misfits
    except Unreadable as damaged:
        raise not_whole(place) from damaged
    if not added:
        raise no_rows(place)
    return added


def place_there(place: str) -> str:
    """Return a place as the server is to be told it: a path from the root, signs of a pattern meant as they stand.

    A path that isn't here may well be there, and then may be a pattern.
    """
    if "://" in place:
        return place
    path = Path(place).absolute()
    return re.sub(r"([\\*?\[\]{}])", r"\\\1", str(path)) if path.exists() else str(path)


def lay_down(frame: Frame, folder: Path) -> Path:
    """Write a table in memory as Parquet, without an index that the table may have.

    Raises:
        RuleBroken: it is no table, or a column mixes kinds of values.
    """
    import pyarrow as pa
    from pyarrow import parquet

    given = frame.table
    try:
        if type(given).__module__.partition(".")[0] == "pandas":
            table = pa.Table.from_pandas(given, preserve_index=False)
        else:
            table = pa.table(given)
        path = folder / f"frame-{len(list(folder.iterdir()))}.parquet"
        parquet.write_table(table, path)
    except (TypeError, ValueError, AttributeError, pa.ArrowException) as trouble:
        raise RuleBroken(
            "no_table",
            "{name} isn't a table that can be counted: {reason}",
            name=frame.name,
            reason=str(trouble).splitlines()[0] if str(trouble) else type(given).__name__,
        ) from trouble
    return path


def _is_there(source: Source) -> bool:
    """Return whether a Spark server is to read a source itself."""
    if isinstance(source, Frame):
        return False
    return "://" in str(source) or Path(source).suffix.lower() not in LAID_DOWN_HERE


def _choices(instruments: Instruments) -> Mapping[str, Sequence[str]]:
    """Return every question with the names of its choices, in whichever instrument."""
    names: dict[str, dict[str, None]] = {}
    for instrument in instruments.each:
        for question in instrument.questions:
            names.setdefault(question.name, {}).update(dict.fromkeys(question.scale.names))
    return {question: tuple(found) for question, found in names.items()}


def _check_sources(answers: Sequence[Source], *, remote: bool) -> None:
    """Refuse, before any work, what would count double or can't be reached."""
    seen: set[object] = set()
    for source in answers:
        if isinstance(source, Frame):
            continue
        far = "://" in str(source)
        if far and not remote:
            raise BadInput(
                "answers_far", "Answers in object storage are counted by a Spark server (--spark).", file=str(source)
            )
        place = str(source) if far else Path(source).resolve()
        if place in seen:
            raise BadInput(
                "answers_twice", "The file is given twice; its answers would count double.", file=str(source)
            )
        seen.add(place)


def _check_breakdowns(by: Sequence[str], questions: Mapping[str, object]) -> None:
    for place, name in enumerate(by):
        if name in by[:place]:
            raise RuleBroken("by_twice", "The breakdown “{name}” is given twice.", name=name)
        if name in RESERVED:
            raise RuleBroken("by_reserved", "“{name}” can't be a breakdown; the counts have that column.", name=name)
        if name in questions:
            raise RuleBroken(
                "by_question", "“{name}” can't be a breakdown; it is a question, and answers make no sets.", name=name
            )
