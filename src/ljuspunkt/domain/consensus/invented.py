"""Invented ballots (påhittade röstsedlar), on which a rule is tried out where no vote has been held yet.

They are drawn by hashes, so that the same rule meets the same ballots. Nobody's opinion is in them: an item's
popularity is a hash of its id.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from ljuspunkt.domain.consensus.ballot import NO, YES, Approve, Choose, Form, Points, Rank, Rate, Row

_WHOLE = 1 << 32


def invented_rows(
    form: Form, items: Sequence[str], *, voters: int, groups: Mapping[str, int] | None = None
) -> tuple[Row, ...]:
    """Return one whole ballot per voter.

    Args:
        items: ids of what is voted on.
        voters: 0 or more.
        groups: declared groups and their voters; the first ballots are theirs in turn, the rest name none.
    """
    of_groups = [group for group, n in (groups or {}).items() for _ in range(n)]
    rows: list[Row] = []
    for number in range(voters):
        voter = str(number + 1)
        group = of_groups[number] if number < len(of_groups) else ""
        wants = {item: (_part(item) + _part(f"{voter}|{item}")) / 2 for item in items}
        rows += [Row(voter, item, value, group) for item, value in _filled_in(form, wants)]
    return tuple(rows)


def _part(text: str) -> float:
    """Return a number from 0 up to 1 that looks drawn."""
    return int.from_bytes(sha256(f"ljuspunkt invented {text}".encode()).digest()[:4]) / _WHOLE


def _filled_in(form: Form, wants: Mapping[str, float]) -> Iterable[tuple[str, str]]:
    """Yield what a voter who wants each item so much writes."""
    best_first = sorted(wants, key=lambda item: -wants[item])
    match form:
        case Approve():
            yield from ((item, YES if want >= 0.5 else NO) for item, want in wants.items())
        case Choose(most):
            yield from ((item, YES) for item in best_first[:most])
        case Points(budget, most):
            left = budget
            for item in best_first:
                given = min(most, max(left // 3, 1), left)
                if given == 0:
                    return
                left -= given
                yield item, str(given)
        case Rate(low, _):
            yield from ((item, str(low + int(want * form.steps))) for item, want in wants.items())
        case Rank():
            yield from ((item, str(place)) for place, item in enumerate(best_first, start=1))
