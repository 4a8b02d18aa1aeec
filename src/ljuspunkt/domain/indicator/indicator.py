"""An indicator (indikator): a sign by which one sees whether things are getting better.

Before a conference it is a candidate (kandidat); after it, an entry of a protocol. The id is the same all the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ljuspunkt.domain.vocabulary import Text, wording


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    `kind` is a word of the conference's own, such as "process" or "effect", "" where there are no kinds;
    `title_known` is False where only the number is known and the title is a stand-in that says so;
    `notes` holds what else the inventory's file says, by column.
    """

    id: str
    kind: str = ""
    title: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    title_known: bool = True
    notes: Mapping[str, str] = field(default_factory=dict)

    def titled(self, language: str) -> str:
        """Return the title in `language`, or the id where there is none."""
        return wording(self.title, language) or self.id
