"""One problem of the auditor: whole-number unknowns, constraints on them, and what must stay open about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from ljuspunkt.domain.disclosure.table import Item
from ljuspunkt.domain.disclosure.view import Printed

Row = dict[int, int]


@dataclass(frozen=True, slots=True)
class Target:
    """Something that must stay open about a hidden set or a banded number.

    `what` is "size", "positive", "negative", "step <name>", "mixed" or "banded". The functional must differ by
    `threshold` between two witnesses; for "mixed" both functionals must reach 1 in one witness. `unless` is the least
    size that proves the set not to be small, so that nothing needs to stay open about it.
    """

    name: str
    of: Printed
    item: str | None
    what: str
    functionals: tuple[tuple[tuple[int, int], ...], ...]
    constants: tuple[int, ...]
    kind: int
    threshold: int
    unless: int | None = None
    size: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Constraints over some unknowns, and what must stay open about them.

    `blocks` says for each unknown which unit of respondents it belongs to; a unit's unknowns stand together.
    """

    matrix: sparse.csr_matrix
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    variables: tuple[str, ...]
    targets: tuple[Target, ...]
    blocks: tuple[int, ...] = ()

    def alike(self) -> dict[int, tuple[NDArray[np.int64], int]]:
        """Return for each block the places of its unknowns and a number that exchangeable blocks share.

        Two blocks are exchangeable where every constraint treats them alike, so that swapping their unknowns turns
        a table that fits into another that fits.
        """
        by_column = sparse.csc_matrix(self.matrix)
        own = np.diff(self.matrix.indptr)
        places: dict[int, list[int]] = {}
        for place, block in enumerate(self.blocks):
            places.setdefault(block, []).append(place)
        signs: dict[tuple[object, ...], int] = {}
        found = {}
        for block, columns in places.items():
            touched: dict[int, list[tuple[int, int]]] = {}
            for offset, column in enumerate(columns):
                for at in range(by_column.indptr[column], by_column.indptr[column + 1]):
                    touched.setdefault(int(by_column.indices[at]), []).append((offset, int(by_column.data[at])))
            sign: list[tuple[object, ...]] = []
            for row, entries in touched.items():
                alone = len(entries) == own[row]
                name = (float(self.lower[row]), float(self.upper[row])) if alone else row
                sign.append((alone, name, tuple(entries)))
            key = (len(columns), *sorted(sign, key=repr))
            found[block] = np.array(columns, dtype=np.int64), signs.setdefault(key, len(signs))
        return found


@dataclass(slots=True)
class Family:
    """Items bound together by indicators of several items, and the equations about them."""

    items: tuple[Item, ...]
    names: list[str] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def variable(self, name: str, block: int) -> int:
        self.names.append(name)
        self.blocks.append(block)
        return len(self.names) - 1

    def constrain(self, row: Row, low: float, high: float) -> None:
        self.rows.append(row)
        self.lower.append(low)
        self.upper.append(high)

    def problems(self) -> list[Problem]:
        """Return the family's problems, split where no constraint links them; none where nothing must stay open."""
        if not self.targets:
            return []
        n_rows, n_variables = len(self.rows), len(self.names)
        at = [(number, variable, value) for number, row in enumerate(self.rows) for variable, value in row.items()]
        rows = np.array([one[0] for one in at], dtype=np.int64)
        columns = np.array([one[1] for one in at], dtype=np.int64)
        values = np.array([one[2] for one in at], dtype=np.int64)
        matrix = sparse.csr_matrix((values, (rows, columns)), shape=(n_rows, n_variables), dtype=np.int64)
        links = [
            (row[0][0], variable)
            for target in self.targets
            if (row := tuple(pair for part in (*target.functionals, target.size) for pair in part))
            for variable, _ in row
        ]
        left = np.concatenate([rows, n_rows + np.array([one for one, _ in links], dtype=np.int64)])
        right = np.concatenate([columns + n_rows, n_rows + np.array([one for _, one in links], dtype=np.int64)])
        n_nodes = n_rows + n_variables
        graph = sparse.coo_matrix((np.ones(left.size, dtype=np.int8), (left, right)), shape=(n_nodes, n_nodes))
        _, label = connected_components(graph, directed=False)
        of_row, of_variable = label[:n_rows], label[n_rows:]
        lower, upper = np.array(self.lower, dtype=float), np.array(self.upper, dtype=float)
        grouped: dict[int, list[Target]] = {}
        for target in self.targets:
            first = next((pair[0] for row in (*target.functionals, target.size) for pair in row), None)
            grouped.setdefault(-1 if first is None else int(of_variable[first]), []).append(target)
        result = []
        for part, targets in grouped.items():
            use_rows = np.flatnonzero(of_row == part)
            use = np.flatnonzero(of_variable == part)
            new = {int(old): number for number, old in enumerate(use)}
            result.append(
                Problem(
                    matrix[use_rows][:, use].tocsr(),
                    lower[use_rows],
                    upper[use_rows],
                    tuple(self.names[old] for old in use),
                    tuple(_renumbered(target, new) for target in targets),
                    tuple(self.blocks[old] for old in use),
                )
            )
        return result


def _renumbered(target: Target, new: Mapping[int, int]) -> Target:
    return Target(
        target.name,
        target.of,
        target.item,
        target.what,
        tuple(tuple((new[old], value) for old, value in row) for row in target.functionals),
        target.constants,
        target.kind,
        target.threshold,
        target.unless,
        tuple((new[old], value) for old, value in target.size),
    )
