"""What an association's additions would be if they were published now, and what they are added to."""

from collections.abc import Sequence

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.published import Agreed
from ljuspunkt.rooms.indicators.models import Addition
from ljuspunkt.rooms.indicators.queries.in_force import editions

NAME = "additions"
"""What an association's own protocol is called in addresses."""
CORE, COMPREHENSIVE = "core", "comprehensive"


def agreed(rows: Sequence[Addition], association: str) -> tuple[Agreed, ...]:
    """Return additions as they would be published.

    Raises:
        RuleBroken: a taken one is no longer in the comprehensive list.
    """
    known = {each.number: each for each in in_force(COMPREHENSIVE)}
    found = []
    for row in rows:
        if not row.taken:
            found.append(
                Agreed(
                    number=row.number,
                    candidate=f"{association}/{row.pk}",
                    kind=row.kind,
                    title=row.title,
                    description=row.description,
                    perspective=row.perspective,
                    easy_read=row.easy_read,
                    own=True,
                )
            )
        elif row.taken in known:
            found.append(known[row.taken])
        else:
            raise RuleBroken(
                "no_longer_in_list",
                "Number {number} is no longer in the comprehensive list; take it away.",
                number=row.taken,
            )
    return tuple(found)


def in_force(name: str) -> tuple[Agreed, ...]:
    """Return the indicators of the last version of one of the network's protocols."""
    return next((edition.indicators for edition in editions() if edition.name == name), ())
