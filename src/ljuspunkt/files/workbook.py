"""Workbooks that somebody sent, read in a process of their own that gets so much memory and time and no more.

A file of five kilobytes can name the last cell of the last row, and its reader then makes room for seventeen thousand
million cells. Such a reader dies alone, not with a server in which people vote.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

MEMORY = 2 << 30
SECONDS = 60
MOST_SIGNS = 20_000_000
"""How much text a list may hold."""
NOT_A_WORKBOOK = 3

Row = tuple[int, list[str]]


class NotAWorkbook(Exception):
    """The file isn't a workbook."""


class TooLarge(Exception):
    """The workbook asks for more memory or time than any list needs."""


def filled_rows(path: Path, prefer: Sequence[str] = ()) -> list[Row]:
    """Return the rows of a sheet that hold something, each with its number from 1.

    Args:
        path: where the workbook lies.
        prefer: the first sheet with one of these names is read, and the first of all where there is none.

    Raises:
        NotAWorkbook: it can't be read at all.
        TooLarge: it asks for too much.
    """
    reader = [sys.executable, "-I", "-m", __name__, str(path), *prefer]
    try:
        done = subprocess.run(reader, capture_output=True, timeout=SECONDS, check=False, env={})
    except subprocess.TimeoutExpired:
        raise TooLarge from None
    if done.returncode == NOT_A_WORKBOOK:
        raise NotAWorkbook
    if done.returncode:
        raise TooLarge
    return [(number, cells) for number, cells in json.loads(done.stdout)]


def _read(path: str, prefer: Sequence[str]) -> list[Row]:
    import fastexcel

    try:
        workbook = fastexcel.read_excel(path)
        names = {each.strip().casefold(): each for each in workbook.sheet_names}
        if not names:
            sys.exit(NOT_A_WORKBOOK)
        chosen = next((names[each.casefold()] for each in prefer if each.casefold() in names), workbook.sheet_names[0])
        table = workbook.load_sheet(chosen, header_row=None, skip_rows=0, dtypes="string").to_arrow()
    except fastexcel.FastExcelError:
        sys.exit(NOT_A_WORKBOOK)
    rows: list[Row] = []
    signs = 0
    for number, row in enumerate(zip(*(column.to_pylist() for column in table.columns), strict=True), start=1):
        cells = [cell or "" for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            rows.append((number, cells))
            signs += sum(map(len, cells))
        if signs > MOST_SIGNS:
            raise MemoryError
    return rows


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(_read(sys.argv[1], sys.argv[2:]), sys.stdout)
