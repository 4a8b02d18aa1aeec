"""How the answers to a question are counted all at once: every choice has a field of bits in one sum.

An answer c adds 1 to the field of c. That bit is made by shifting the bit of `top` to the right, by c times the width.
DuckDB's shift to the right gives 0 for every distance below 0 or above 63, so an answer that is no choice falls outside
all fields, or into one that isn't read.

No field can run over into the next. It holds at most as many as the group has rows, and its width is the number of bits
of the file's largest group, counted before. The sum is one of 128 bits; its fields end below bit 62 + width, and the
width is at most 62.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

HIGHEST_BIT = 62
WORD = 64


@dataclass(frozen=True, slots=True)
class Fields:
    """Where the fields of a question lie.

    Attributes:
        choices: the answers to count, whole numbers, each once.
        width: bits of a field.
        origin: what is taken from an answer before it is multiplied; 0 where that leaves room enough.
    """

    choices: tuple[int, ...]
    width: int
    origin: int

    @property
    def top(self) -> int:
        """The place of the bit that is shifted: the field of `origin`."""
        return self.width * (max(self.choices) - self.origin)

    def sql(self, answer: str) -> str:
        """Return the aggregate in DuckDB's SQL; `answer` has at most 32 bits, so that the product can't overflow."""
        moved = f"{answer}::BIGINT" if self.origin == 0 else f"({answer}::BIGINT - ({self.origin}))"
        return f"sum({1 << self.top}::BIGINT >> ({self.width} * {moved}))"

    def counts(self, sums: "pa.Array") -> NDArray[np.int64]:
        """Return how many gave each choice, in the order of `choices`, from sums of 128 bits."""
        low, high = _words(sums)
        mask = np.uint64((1 << self.width) - 1)
        counted = []
        for choice in self.choices:
            word, place = divmod(self.width * (max(self.choices) - choice), WORD)
            field = (high if word else low) >> np.uint64(place)
            if not word and place + self.width > WORD:
                field = field | high << np.uint64(WORD - place)
            counted.append(field & mask)
        return np.column_stack(counted).astype(np.int64)


def fields_of(choices: Sequence[int], largest: int) -> Fields | None:
    """Lay out the fields for groups of at most `largest` rows, None where there is no room for them."""
    width = max(1, largest.bit_length())
    for origin in (0, min(choices)):
        fields = Fields(tuple(choices), width, origin)
        if min(choices) >= origin and max(fields.top, width) <= HIGHEST_BIT:
            return fields
    return None


def _words(sums: "pa.Array") -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the lower and the upper 64 bits of decimals without decimals; a sum over nothing is 0."""
    whole = sums.fill_null(0) if sums.null_count else sums
    words = np.frombuffer(whole.buffers()[1], np.uint64).reshape(-1, 2)[whole.offset : whole.offset + len(whole)]
    return words[:, 0], words[:, 1]
