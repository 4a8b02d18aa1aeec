"""One problem of the auditor: whole-number unknowns, constraints on them, and what must stay open about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from ljuspunkt.domain.disclosure.table import Item
from ljuspunkt.domain.disclosure.view import Printed

Row = dict[int, int]

TOLERANCE = 1e-9
"""Bounds from printed means are floating numbers; whole numbers are held against them with so much to spare."""


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
class Block:
    """The unknowns of one unit of respondents, and how the constraints treat them.

    Two blocks with the same `sign` are exchangeable: every constraint treats them alike, so that swapping their
    unknowns turns a table that fits into another that fits. `size` and `items` are set where no constraint is about
    this block alone but that the classes of each item add up to its size.
    """

    columns: tuple[int, ...]
    sign: int
    size: int | None
    items: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Problem:
    """Constraints over some unknowns, and what must stay open about them.

    `blocks` says for each unknown which unit of respondents it belongs to; a unit's unknowns stand together. `roles`
    says what each counts: "size", "positive", "negative" or "none" (no answer).
    """

    matrix: sparse.csr_matrix
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    variables: tuple[str, ...]
    targets: tuple[Target, ...]
    blocks: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()

    def fits(self, tables: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which of some tables (unknowns × tables) have no negative number and fit every constraint."""
        values = self.matrix @ tables
        low = (values >= self.lower[:, None] - TOLERANCE).all(axis=0)
        high = (values <= self.upper[:, None] + TOLERANCE).all(axis=0)
        return np.asarray(low & high & (tables >= 0).all(axis=0))

    @cached_property
    def alike(self) -> dict[int, Block]:
        """The blocks by their number."""
        matrix = self.matrix
        block = np.array(self.blocks, dtype=np.int64)
        row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        of_entry = block[matrix.indices]
        one_block = np.zeros(matrix.shape[0], dtype=bool)
        full = np.flatnonzero(np.diff(matrix.indptr))
        starts = matrix.indptr[full]
        if full.size:
            one_block[full] = np.minimum.reduceat(of_entry, starts) == np.maximum.reduceat(of_entry, starts)
        first = {number: place for place, number in reversed(list(enumerate(self.blocks)))}
        columns: dict[int, list[int]] = {}
        for place, number in enumerate(self.blocks):
            columns.setdefault(number, []).append(place)
        rows: dict[int, dict[int, list[tuple[int, int]]]] = {number: {} for number in columns}
        entries = zip(row_of.tolist(), matrix.indices.tolist(), matrix.data.tolist(), of_entry.tolist(), strict=True)
        for row, column, value, number in entries:
            rows[number].setdefault(row, []).append((column - first[number], value))
        signs: dict[tuple[object, ...], int] = {}
        found = {}
        for number, touched in rows.items():
            own = sorted(
                (float(self.lower[row]), float(self.upper[row]), tuple(sorted(pairs)))
                for row, pairs in touched.items()
                if one_block[row]
            )
            wide = tuple((row, tuple(sorted(pairs))) for row, pairs in sorted(touched.items()) if not one_block[row])
            sign = signs.setdefault((len(columns[number]), tuple(own), wide), len(signs))
            found[number] = Block(tuple(columns[number]), sign, *_adding_up(own, len(columns[number])))
        return found


def _adding_up(
    own: Sequence[tuple[float, float, tuple[tuple[int, int], ...]]], width: int
) -> tuple[int | None, tuple[tuple[int, ...], ...]]:
    """Return where a block's size stands and each item's classes, None where its own constraints say more."""
    if not own:
        return (0, ()) if width == 1 else (None, ())
    sizes = set()
    items = []
    for low, high, pairs in own:
        less = [place for place, value in pairs if value == -1]
        if low or high or len(less) != 1 or any(value not in (-1, 1) for _, value in pairs):
            return None, ()
        sizes.add(less[0])
        items.append(tuple(place for place, value in pairs if value == 1))
    return (sizes.pop(), tuple(items)) if len(sizes) == 1 else (None, ())


@dataclass(slots=True)
class Family:
    """Items bound together by indicators of several items, and the equations about them."""

    items: tuple[Item, ...]
    names: list[str] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def variable(self, name: str, block: int, role: str) -> int:
        self.names.append(name)
        self.blocks.append(block)
        self.roles.append(role)
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
                    tuple(self.roles[old] for old in use),
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
