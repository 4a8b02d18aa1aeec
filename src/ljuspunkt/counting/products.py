"""Cross-products of an indicator's items (korsprodukter), from how often each pattern of answers occurs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ljuspunkt.counting.names import coded, tuples
from ljuspunkt.counting.plan import Item, Pair
from ljuspunkt.counting.sizes import RESPONDENTS
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

    def products(self, items: Sequence[str]) -> Iterator[Product]:
        """Yield the products of all pairs of items, the one that sorts first as a."""
        order = sorted(range(len(items)), key=lambda place: items[place])
        for a, b in combinations_with_replacement(order, 2):
            sums = (self.n[a, b], self.a[a, b], self.a[b, a], self.ab[a, b], self.aa[a, b], self.aa[b, a])
            yield Product(items[a], items[b], *(int(total) for total in sums))


def sums_of(batches: "Iterable[pa.RecordBatch]", items: Sequence[Item], pairs: Iterable[Pair]) -> Mapping[Pair, Sums]:
    """Add up the patterns of the waves and groups that are asked for."""
    sums = {pair: Sums(len(items)) for pair in sorted(pairs)}
    for batch in batches:
        found, places = tuples(batch, ("wave", "group"))
        values, answered = (np.zeros((batch.num_rows, len(items))) for _ in range(2))
        for number, (question, worths) in enumerate(items):
            names, answers = coded(batch.column(question))
            value_of = {name: float(worth.value) for name, worth in worths if worth.value is not None}
            values[:, number] = np.array([value_of.get(name, 0.0) for name in names])[answers]
            answered[:, number] = np.array([float(name in value_of) for name in names])[answers]
        weights = batch.column(RESPONDENTS).to_numpy().astype(np.float64)
        for number, (wave, group) in enumerate(found):
            rows = places == number
            if (wave, group) in sums:
                sums[wave, group].add(values[rows], answered[rows], weights[rows])
    return sums
