"""The published tables of the reference software: their sets, sizes and small cells.

`gauss_suppression.json`: R's GaussSuppression 1.2.3; `sdctable.json`: R's sdcTable 0.32.6 with Rglpk 0.6.4.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from ljuspunkt.domain.disclosure.problem import Problem


@dataclass(frozen=True)
class Table:
    """A published table: its cells as sets of inner cells, their sizes, and which are too small."""

    name: str
    sets: tuple[frozenset[int], ...]
    sizes: tuple[int, ...]
    primary: frozenset[int]
    case: Mapping[str, Any]

    def hidden(self, places: frozenset[int]) -> int:
        """Return how many respondents stand in some cells."""
        return sum(self.sizes[place] for place in places)

    def small(self, most: int, *, zeros: bool = False) -> "Table":
        """Return the same table with all cells up to `most` respondents as primary ones (R's maxN)."""
        primary = frozenset(place for place, n in enumerate(self.sizes) if (n > 0 or zeros) and n <= most)
        return Table(f"{self.name}, maxN {most}", self.sets, self.sizes, primary, self.case)

    def problem(self, hidden: frozenset[int]) -> Problem:
        """Return what an attacker knows of the inner cells when some published ones are hidden."""
        shown = [place for place in range(len(self.sets)) if place not in hidden]
        n_inner = 1 + max(max(one, default=0) for one in self.sets)
        matrix = sparse.lil_matrix((len(shown), n_inner), dtype=int)
        for row, place in enumerate(shown):
            matrix[row, sorted(self.sets[place])] = 1
        sizes = [float(self.sizes[place]) for place in shown]
        names = tuple(f"cell {number}" for number in range(n_inner))
        return Problem(sparse.csr_matrix(matrix), np.array(sizes), np.array(sizes), names, ())


def _cases(reference: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((reference / "vectors" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _sets(
    cells: Sequence[Mapping[str, Any]], inner: Sequence[set[str]], columns: Sequence[str]
) -> tuple[frozenset[int], ...]:
    """Return the inner cells of each published cell; a value stands for a code or a group of codes."""
    return tuple(
        frozenset(
            number
            for number, codes in enumerate(inner)
            if all(cell[column].lower() == "total" or cell[column] in codes for column in columns)
        )
        for cell in cells
    )


def gauss_tables(reference: Path) -> list[Table]:
    """Return the tables of GaussSuppression's own examples."""
    tables = []
    for name, case in _cases(reference, "gauss_suppression").items():
        n = "freq" if "freq" in case["inner"][0] else "ant"
        cells = case["published"]
        columns = [column for column in cells[0] if column not in (n, "primary", "suppressed")]
        inner = [{str(code) for column, code in row.items() if column != n} for row in case["inner"]]
        primary = frozenset(place for place, cell in enumerate(cells) if cell["primary"])
        tables.append(
            Table(name, _sets(cells, inner, columns), tuple(cell[n] for cell in cells), primary, case),
        )
    return tables


def sdc_tables(reference: Path) -> list[Table]:
    """Return sdcTable's tables, once for each of its methods."""
    z2 = _cases(reference, "gauss_suppression")["z2_hier_maxN3"]["inner"]
    tables = []
    for name, case in _cases(reference, "sdctable").items():
        cells = case["cells"]
        columns = [column for column in cells[0] if column not in ("Freq", "val", "sdcStatus")]
        finest = [cell for cell in cells if all(cell[column].lower() != "total" for column in columns)]
        inner = [{str(cell[column]) for column in columns} for cell in finest]
        if name.startswith("z2"):
            inner = [{str(row[column]) for column in ("region", "fylke", "hovedint")} for row in z2]
        primary = frozenset(place for place, cell in enumerate(cells) if cell["sdcStatus"] == "u")
        sizes = tuple(cell["Freq"] for cell in cells)
        tables.append(Table(name, _sets(cells, inner, columns), sizes, primary, case))
    return tables
