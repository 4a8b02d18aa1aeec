"""One thing that somebody needs to do now, as the page "what needs doing now" shows it.

Each room's `queries.to_do(person, at)` returns its own; the entrance puts them together, the most urgent first.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ToDo:
    """What needs doing: said in a heading, why in a sentence, and where with a button.

    `by` is the last day for it, None where it has none; `where` is the association it is for, empty for the network.
    """

    title: str
    why: str
    address: str
    button: str
    by: date | None = None
    where: str = ""
