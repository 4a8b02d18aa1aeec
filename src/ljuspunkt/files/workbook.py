"""Workbooks that somebody sent, read in a process of their own that gets so much memory and time and no more.

A file of five kilobytes can name the last cell of the last row, and its reader then makes room for seventeen thousand
million cells. Such a reader dies alone, not with a server in which people vote.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from fastexcel import ExcelReader, ExcelSheet

MEMORY = 2 << 30
SECONDS = 60
MOST_SIGNS = 20_000_000
"""How much text a workbook may hold."""
MOST_UNPACKED = 200_000_000
"""How large a workbook's parts may say that they are."""
MOST_SHEETS = 50
MOST_ROWS = 60_000
"""How many rows with something in them a sheet may hold."""
MOST_CELLS = 1_000_000
"""How many cells they may have in all; a server that takes in more says nothing to anybody else meanwhile."""
NOT_A_WORKBOOK = 3

Row = tuple[int, list[str]]
Sheets = Mapping[str, Sequence[Row]]
T = TypeVar("T")


class NotAWorkbook(Exception):
    """The file isn't a workbook."""


class TooLarge(Exception):
    """The workbook asks for more memory or time than any list needs."""


def filled_rows(path: Path, prefer: Sequence[str] = ()) -> list[Row]:
    """Return the rows of a sheet that hold something, each with its number from 1.

    Args:
        path: where the workbook lies.
        prefer: the first sheet with one of these names is read, and the first that isn't hidden where there is none.

    Raises:
        NotAWorkbook: it can't be read at all.
        TooLarge: it asks for too much.
    """
    return _numbered(_asked("one", path, *prefer))


def filled_sheets(path: Path) -> Sheets:
    """Return the rows of every sheet that hold something, by the sheet's name in lower case.

    Raises:
        NotAWorkbook: it can't be read at all.
        TooLarge: it asks for too much.
    """
    found = _asked("all", path)
    assert isinstance(found, dict)
    return {name: _numbered(rows) for name, rows in found.items()}


def _numbered(rows: object) -> list[Row]:
    assert isinstance(rows, list)
    return [(number, cells) for number, cells in rows]


def _asked(*words: object) -> object:
    """Return what the process of its own has read."""
    path = Path(str(words[1]))
    try:
        with ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise TooLarge
    except (BadZipFile, UnicodeDecodeError, NotImplementedError):
        raise NotAWorkbook from None
    return apart(__name__, *map(str, words))


def apart(module: str, *words: str, given: str | None = None) -> object:
    """Return what a module prints as JSON, run in a process of its own with so much memory and time.

    Args:
        module: that begins with `limit()`.
        words: what follows on its command line.
        given: what it reads from its standard input.

    Raises:
        NotAWorkbook: it says so.
        TooLarge: it needed more.
    """
    reader = [sys.executable, "-I", "-m", module, *words]
    try:
        done = subprocess.run(
            reader,
            input=None if given is None else given.encode(),
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise TooLarge from None
    if done.returncode == NOT_A_WORKBOOK:
        raise NotAWorkbook
    if done.returncode:
        raise TooLarge
    return json.loads(done.stdout)


def limit() -> None:
    """Let this process have so much memory and leave no core file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(which: str, path: str, prefer: Sequence[str]) -> object:
    import fastexcel

    try:
        workbook = fastexcel.read_excel(path)
        if not workbook.sheet_names:
            sys.exit(NOT_A_WORKBOOK)
        if which == "all":
            if len(workbook.sheet_names) > MOST_SHEETS:
                raise MemoryError
            return {name.strip().lower(): _rows(_sheet(workbook, name)) for name in reversed(workbook.sheet_names)}
        names = {each.strip().casefold(): each for each in workbook.sheet_names}
        chosen = next((names[each.casefold()] for each in prefer if each.casefold() in names), None)
        if chosen is not None:
            return _rows(_sheet(workbook, chosen))
        seen = (sheet for name in workbook.sheet_names if (sheet := _sheet(workbook, name)).visible == "visible")
        return _rows(next(seen, None) or _sheet(workbook, workbook.sheet_names[0]))
    except fastexcel.FastExcelError:
        sys.exit(NOT_A_WORKBOOK)


def _sheet(workbook: "ExcelReader", name: str) -> "ExcelSheet":
    return workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")


def _rows(sheet: "ExcelSheet") -> list[Row]:
    table = sheet.to_arrow()
    rows: list[Row] = []
    signs = cells_in_all = 0
    for number, row in enumerate(zip(*(column.to_pylist() for column in table.columns), strict=True), start=1):
        cells = [cell or "" for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            rows.append((number, cells))
            signs += sum(map(len, cells))
            cells_in_all += len(cells)
        if signs > MOST_SIGNS or cells_in_all > MOST_CELLS or len(rows) > MOST_ROWS:
            raise MemoryError
    return rows


if __name__ == "__main__":
    limit()
    json.dump(_read(sys.argv[1], sys.argv[2], sys.argv[3:]), sys.stdout)
