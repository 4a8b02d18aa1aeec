"""Rows under a heading, in columns as wide as a terminal shows them."""

import unicodedata
from collections.abc import Sequence


def aligned(heading: Sequence[str], rows: Sequence[Sequence[str]], sides: str) -> list[str]:
    """Return the rows under their heading in columns, `<` to the left and `>` to the right."""
    widths = [max(_width(row[place]) for row in (heading, *rows)) for place in range(len(heading))]
    return [
        "  ".join(
            " " * (width - _width(cell)) + cell if side == ">" else cell + " " * (width - _width(cell))
            for cell, width, side in zip(row, widths, sides, strict=True)
        ).rstrip()
        for row in (heading, *rows)
    ]


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
