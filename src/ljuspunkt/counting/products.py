"""Cross-products of an indicator's items (korsprodukter), from how often each pattern of answers occurs."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ljuspunkt.counting.expression import RESPONDENTS
from ljuspunkt.counting.plan import Item, Pair
from ljuspunkt.domain.survey.answers import name_of
from ljuspunkt.domain.survey.counts import Product

if TYPE_CHECKING:
    import pyarrow as pa

Matrix = NDArray[np.float64]


class Sums:
    """The sums over those who answered both of two items, for all pairs of an indicator's items.

    Held as whole numbers in floating point: exact below 2⁵³, which values of four digits reach with 9·10⁷ respondents.
    """

    def __init__(self, n_items: int) -> None:
        self.n, self.a, self.ab, self.aa = (np.zeros((n_items, n_items)) for _ in range(4))

    def add(self, values: Matrix, answered: Matrix, weights: Matrix) -> None:
        """Add rows of answers; `values` is 0 where `answered` is 0, `weights` says how many gave each row."""
        weighted, weighted_values = answered.T * weights, values.T * weights
        self.n += weighted @ answered
        self.a += weighted_values @ answered
        self.ab += weighted_values @ values
        self.aa += (weighted_values * values.T) @ answered

    def products(self, items: Sequence[str]) -> dict[tuple[str, str], Product]:
        """Return the products of all pairs, the item that sorts first as a; pairs that nobody answered are left out."""
        order = sorted(range(len(items)), key=lambda place: items[place])
        found = {}
        for a, b in combinations_with_replacement(order, 2):
            if self.n[a, b]:
                sums = (self.n[a, b], self.a[a, b], self.a[b, a], self.ab[a, b], self.aa[a, b], self.aa[b, a])
                found[items[a], items[b]] = Product(items[a], items[b], *(int(total) for total in sums))
        return found


def sums_of(batches: "Iterable[pa.RecordBatch]", items: Sequence[Item], pairs: Iterable[Pair]) -> Mapping[Pair, Sums]:
    """Add up the patterns of the waves and groups that are asked for."""
    sums = {pair: Sums(len(items)) for pair in sorted(pairs)}
    for batch in batches:
        waves, groups = (_texts(batch.column(name)) for name in ("wave", "group"))
        values, answered = (np.zeros((batch.num_rows, len(items))) for _ in range(2))
        for place, (question, worths) in enumerate(items):
            known = {name: worth.value for name, worth in worths if worth.value is not None}
            _fill(batch.column(question), known, values[:, place], answered[:, place])
        weights = batch.column(RESPONDENTS).to_numpy().astype(np.float64)
        for (wave, group), into in sums.items():
            rows = (waves == wave) & (groups == group)
            if rows.any():
                into.add(values[rows], answered[rows], weights[rows])
    return sums


def _texts(column: "pa.Array") -> NDArray[np.str_]:
    kinds = column.dictionary_encode(null_encoding="encode")
    names = np.array([name_of(value) for value in kinds.dictionary.to_pylist()])
    return np.asarray(names[kinds.indices.to_numpy()])


def _fill(column: "pa.Array", known: Mapping[str, int], values: Matrix, answered: Matrix) -> None:
    kinds = column.dictionary_encode(null_encoding="encode")
    names = [name_of(value) for value in kinds.dictionary.to_pylist()]
    places = kinds.indices.to_numpy()
    values[:] = np.array([known.get(name, 0) for name in names], dtype=np.float64)[places]
    answered[:] = np.array([name in known for name in names], dtype=np.float64)[places]
