"""Ballots as a file: what `ljuspunkt tally` reads as BALLOTS.csv, written."""

import csv
from collections.abc import Iterable
from io import StringIO

from ljuspunkt.domain.consensus.ballot import Row


def written(rows: Iterable[tuple[str, Row]]) -> bytes:
    """Return rows of ballots, each with the id of its vote; the columns of groups and pseudonyms only where used."""
    listed = list(rows)
    declared = [name for name in ("group", "panellist") if any(getattr(row, name) for _, row in listed)]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["vote", "ballot", "item", "value", *declared])
    for vote, row in listed:
        writer.writerow([vote, row.ballot, row.item, row.value, *(getattr(row, name) for name in declared)])
    return out.getvalue().encode()
