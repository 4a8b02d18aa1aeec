"""Numbers by chance from a seed that is written down: the same on every machine, so that a draw can be repeated.

The seed's sha256 starts SplitMix64 (Steele, Lea and Flood 2014), whose n-th number is a function of the start and n.
"""

from hashlib import sha256

import numpy as np
import numpy.typing as npt

STEP = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)


class Dice:
    """Numbers that follow from a seed, one after the other."""

    def __init__(self, seed: str) -> None:
        self._start = np.uint64(int.from_bytes(sha256(seed.encode()).digest()[:8]))
        self._given = 0

    def numbers(self, n: int) -> npt.NDArray[np.uint64]:
        """Return the next n numbers of 64 bits."""
        places = np.arange(self._given + 1, self._given + n + 1, dtype=np.uint64)
        self._given += n
        with np.errstate(over="ignore"):  # the arithmetic is modulo 2^64 on purpose
            mixed = self._start + places * STEP
            mixed = (mixed ^ (mixed >> np.uint64(30))) * FIRST
            mixed = (mixed ^ (mixed >> np.uint64(27))) * SECOND
        return mixed ^ (mixed >> np.uint64(31))

    def order(self, n: int) -> npt.NDArray[np.int64]:
        """Return 0 to n − 1 in an order by chance."""
        return np.argsort(self.numbers(n), kind="stable").astype(np.int64)

    def below(self, n: int) -> int:
        """Return a whole number from 0 to n − 1."""
        return int(self.numbers(1)[0] % np.uint64(n))
