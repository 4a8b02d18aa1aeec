"""New tables from one that fits, without a search: respondents dealt anew, or two sets exchanged.

Sets about which nothing is printed, and which every constraint treats alike, form a *pool*: only what they hold
together matters, so the pool's respondents may be dealt out among them in any way. Of sets that are alike but for
their names the numbers may be exchanged.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ljuspunkt.domain.disclosure.problem import Block, Problem, Target
from ljuspunkt.domain.disclosure.proof import DIFFER
from ljuspunkt.domain.disclosure.witnesses import Witnesses


@dataclass(frozen=True, slots=True)
class Pool:
    """Exchangeable sets about which nothing is printed.

    `columns` is sets × unknowns. `size` is the place of the size among a set's unknowns, `items` those of each item's
    classes, which add up to the size.
    """

    columns: NDArray[np.int64]
    size: int
    items: tuple[tuple[int, ...], ...]

    @property
    def _parts(self) -> list[NDArray[np.int64]]:
        return [np.array(places) for places in (*self.items, (self.size,))]

    def dealt(self, table: NDArray[np.int64], to: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return a table with the pool's respondents dealt one by one to some of its sets, all classes evenly."""
        new = table.copy()
        totals = table[self.columns].sum(axis=0)
        mine = np.zeros_like(self.columns)
        turn = np.arange(to.size)[:, None]
        for places in self._parts:
            ends = np.cumsum(totals[places])[None, :]
            starts = ends - totals[places][None, :]
            mine[to[:, None], places] = (ends - 1 - turn) // to.size - (starts - 1 - turn) // to.size
        new[self.columns] = mine
        return new


def pools(problem: Problem) -> list[Pool]:
    """Return a problem's pools of at least two sets."""
    alike: dict[int, list[Block]] = {}
    for block in problem.alike.values():
        if block.size is not None:
            alike.setdefault(block.sign, []).append(block)
    return [
        Pool(np.array([block.columns for block in blocks]), size, blocks[0].items)
        for blocks in alike.values()
        if len(blocks) > 1 and (size := blocks[0].size) is not None
    ]


def deal(witnesses: Witnesses, pools_: Sequence[Pool], number: int) -> None:
    """Add tables that give the respondents of each pool to some of its sets in turn, the rest of table `number` kept.

    First to so many at a time that sizes differ by enough, then to single sets that need it.
    """
    if not pools_ or not _lacking(witnesses):
        return
    base = witnesses.tables[:, number]
    apart = max([target.threshold for target in witnesses.problem.targets if target.kind == DIFFER], default=1)
    turns = []
    for pool in pools_:
        n_sets = pool.columns.shape[0]
        together = int(base[pool.columns[:, pool.size]].sum()) // apart
        each = max(1, min(together, -(-n_sets // 2)))
        turns.append([np.arange(start, min(start + each, n_sets)) for start in range(0, n_sets, each)])
    _in_turns(witnesses, pools_, base, turns)
    lacking = _lacking(witnesses)
    if not lacking:
        return
    turns = []
    for pool in pools_:
        needy = [at for at, columns in enumerate(pool.columns) if not lacking.isdisjoint(columns.tolist())]
        # one more turn for somebody else, so that the last has a table without it
        others = [at for at in range(pool.columns.shape[0]) if needy and at not in needy][:1]
        turns.append([np.array([at]) for at in (*needy, *others)])
    _in_turns(witnesses, pools_, base, turns)


def _lacking(witnesses: Witnesses) -> set[int]:
    """Return the unknowns that targets not yet shown are about."""
    return {place for target in witnesses.unshown() for row in target.functionals for place, _ in row}


def _in_turns(
    witnesses: Witnesses,
    pools_: Sequence[Pool],
    base: NDArray[np.int64],
    turns: Sequence[Sequence[NDArray[np.int64]]],
) -> None:
    """Add tables in which every pool deals to its next sets at once."""
    tables = []
    for turn in range(max(map(len, turns))):
        table = base
        for pool, chosen in zip(pools_, turns, strict=True):
            if chosen:
                table = pool.dealt(table, chosen[turn % len(chosen)])
        tables.append(table)
    if tables:
        witnesses.add(np.array(tables).T)


class Exchange:
    """Carries witnesses over from one set to another that every constraint treats alike."""

    def __init__(self, witnesses: Witnesses) -> None:
        self.witnesses = witnesses
        self.known: dict[tuple[object, ...], tuple[Block, tuple[int, int]]] = {}

    def _place(self, target: Target) -> tuple[Block, tuple[object, ...]] | None:
        """Return the one set that a target is about and what its exchangeable fellows share, None for several."""
        problem = self.witnesses.problem
        blocks = {problem.blocks[place] for row in target.functionals for place, _ in row}
        if len(blocks) != 1:
            return None
        block = problem.alike[blocks.pop()]
        offset = {column: number for number, column in enumerate(block.columns)}
        rows = tuple(tuple((offset[place], value) for place, value in row) for row in target.functionals)
        return block, (block.sign, rows, target.constants, target.kind, target.threshold)

    def carry(self, place: int) -> None:
        """Add the witnesses of a fellow of a target, if there are any, with the two sets' numbers exchanged."""
        own = self._place(self.witnesses.problem.targets[place])
        if own is None or own[1] not in self.known:
            return
        fellow, numbers = self.known[own[1]]
        here, there = list(own[0].columns), list(fellow.columns)
        tables = self.witnesses.tables[:, list(dict.fromkeys(numbers))]
        tables[here], tables[there] = tables[there], tables[here]
        self.witnesses.add(tables)

    def learn(self, place: int) -> None:
        """Remember the witnesses of a target for its fellows."""
        own = self._place(self.witnesses.problem.targets[place])
        if own is not None:
            self.known.setdefault(own[1], (own[0], self.witnesses.pair(place)))
